"""Buttons that the parts of the relay put on its two pages: staff's, and a resident's own.

A part registers what it offers; the pages ask for the buttons in an order of their own. So a
part is added without the pages knowing it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aiogram.types import InlineKeyboardButton

from locales.renderer import Words

# Words of the reader, number of the relay, what the page says about it. None: not now.
Offer = Callable[[Words, int, dict[str, Any]], InlineKeyboardButton | None]

# The order in which staff need them through the life of a relay, two to a row of a phone.
STAFF = (
    "papers",
    "check",
    "release",
    "vouchers",
    "map",
    "prints",
    "terms",
    "proof",
    "appeal",
    "round",
)
RESIDENT = ("voucher", "offer", "papers", "yield", "proxy", "why", "map", "rules")

_staff: dict[str, Offer] = {}
_resident: dict[str, Offer] = {}


def offer_to_staff(name: str, offer: Offer) -> None:
    """Put a button on staff's page of every relay; `name` is one of `STAFF`."""
    _staff[name] = offer


def offer_to_residents(name: str, offer: Offer) -> None:
    """Put a button on a household's own page of every relay; `name` is one of `RESIDENT`."""
    _resident[name] = offer


def staff_offers(words: Words, relay_id: int, params: dict[str, Any]) -> list[InlineKeyboardButton]:
    """The buttons of the parts for staff's page."""
    return _ask(STAFF, _staff, words, relay_id, params)


def resident_offers(
    words: Words, relay_id: int, params: dict[str, Any]
) -> list[InlineKeyboardButton]:
    """The buttons of the parts for a household's page."""
    return _ask(RESIDENT, _resident, words, relay_id, params)


def _ask(
    order: tuple[str, ...],
    offers: dict[str, Offer],
    words: Words,
    relay_id: int,
    params: dict[str, Any],
) -> list[InlineKeyboardButton]:
    asked = (offers[name](words, relay_id, params) for name in order if name in offers)
    return [button for button in asked if button is not None]
