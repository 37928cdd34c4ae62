"""What the buttons of the rota carry: numbers and short words, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class RotaPress(CallbackData, prefix="dr"):
    """The rota of a day: its number in the calendar; 0 is today."""

    committee_id: int
    day: int = 0


class PlanPress(CallbackData, prefix="dp"):
    """A shift to be planned, from one minute of the day to another; who comes last.

    An end that is not after the beginning is the next day's. `begin` -1 asks for the hours to be
    typed; without `person`, a Telegram number, it asks who.
    """

    committee_id: int
    day: int
    begin: int = -2
    end: int = 0
    person: str = ""


class ShiftPress(CallbackData, prefix="ds"):
    """One shift: `show`, `give_up`, `take`, `cancel`, `cancel_sure`."""

    shift_id: int
    act: str = "show"


class DeskPress(CallbackData, prefix="dn"):
    """The desk of those on duty: `notes`, `write`, `phone`, `no_phone`."""

    committee_id: int
    act: str
