"""What the buttons of notices carry: numbers and short words, never a text, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class NewPress(CallbackData, prefix="ie"):
    """Write a notice for this committee."""

    committee_id: int


class ListPress(CallbackData, prefix="ib"):
    """A page of a committee's notices; with committee 0, of those to one's own house."""

    committee_id: int = 0
    page: int = 0


class ReadPress(CallbackData, prefix="ii"):
    """Read one notice again."""

    notice_id: int


class AckPress(CallbackData, prefix="ig"):
    """My household has received it (收到)."""

    notice_id: int


class NoticePress(CallbackData, prefix="in"):
    """Staff's side of a notice: `show`, `send`, `to_me`, `drop`, `recall`, ..."""

    notice_id: int
    act: str = "show"


class KindPress(CallbackData, prefix="ik"):
    """What sort of notice it is."""

    notice_id: int
    kind: str


class FactPress(CallbackData, prefix="if"):
    """Ask for a fact: `time`, `place`, `who`, `pharmacy`; `without.time` leaves it out."""

    notice_id: int
    fact: str


class TextPress(CallbackData, prefix="il"):
    """A notice in one language: `look`, `write`, `drop`, `keep` a change, print on `paper`."""

    notice_id: int
    language: str
    act: str


class AudiencePress(CallbackData, prefix="ia"):
    """Whom it is for.

    `show`, `in` (an estate), `whole`, `building`, `channel`, `role`, `saved`, `use`, `forget`,
    `save`, each with a value.
    """

    notice_id: int
    act: str
    value: str = ""
    page: int = 0


class WhenPress(CallbackData, prefix="iw"):
    """When it goes out: `show`, `now`, or `at` so many minutes after today's midnight."""

    notice_id: int
    act: str
    minute: int = 0


class OptionPress(CallbackData, prefix="io"):
    """How it goes out: `show`, `pin`, `ack`, `counter`, `no_counter`, `no_media`, `media`."""

    notice_id: int
    act: str


class DecidePress(CallbackData, prefix="ic"):
    """The second member of staff: `look`, `confirm` this version, or send it `back`."""

    notice_id: int
    version: int
    act: str


class ReportPress(CallbackData, prefix="ir"):
    """How a run (0: the newest) arrived, group by group."""

    notice_id: int
    run_id: int = 0
    page: int = 0


class ReachPress(CallbackData, prefix="iv"):
    """A page of the buildings, with the doors that are left in each."""

    notice_id: int
    page: int = 0


class DoorsPress(CallbackData, prefix="id"):
    """A building's doors; a press on one notes `paper`, `knocked`, or takes that `back`."""

    notice_id: int
    building_id: int
    mode: str = "knocked"
    page: int = 0


class TickPress(CallbackData, prefix="ih"):
    """One door of a page."""

    notice_id: int
    building_id: int
    household_id: int
    mode: str
    page: int


class TickAllPress(CallbackData, prefix="ij"):
    """All doors that the page shows: pressed twice it must not mean those that come next."""

    notice_id: int
    building_id: int
    mode: str
    page: int
    first: int
    last: int
