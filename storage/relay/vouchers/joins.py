"""How rows of checks and vouchers stand beside their entry."""

from __future__ import annotations

from sqlalchemy import ColumnElement
from sqlmodel import col

from storage.relay.tables import RelayEntry
from storage.relay.vouchers.tables import RelayCheck, RelayPhoto, RelayVoucher


def of_entry(table: type[RelayCheck | RelayPhoto | RelayVoucher]) -> ColumnElement[bool]:
    """That a row is about the entry beside it."""
    return (col(table.relay_id) == col(RelayEntry.relay_id)) & (
        col(table.number) == col(RelayEntry.number)
    )
