"""People who act for a household that is not their own, because it accepted them (T6)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, word
from storage.proxies.kinds import Consent, ProxyState

_STANDING = text("state in ('asked', 'active')")


class Proxy(SQLModel, table=True):
    """One person for one household (代办人): a child abroad, a building lead, a volunteer.

    An invitation is a row without a person. It ends when it is used, refused, taken back or too
    old; who acted how stays in the log of what was done.
    """

    __table_args__ = (
        # Asking twice, or taking two invitations of one household, gives one row.
        Index(
            "uq_proxy_household_person",
            "household_id",
            "person_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )

    id: int | None = key()
    household_id: int = Field(foreign_key="household.id", index=True)
    person_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    state: ProxyState = word(ProxyState)
    code_digest: str | None = Field(default=None, max_length=64, unique=True)
    consent: Consent | None = word(Consent, nullable=True)
    agreed_by: int | None = Field(default=None, sa_type=BigInteger)
    begun_at: datetime = moment()
    until: datetime = moment()
