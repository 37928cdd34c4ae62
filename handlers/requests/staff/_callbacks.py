"""What staff's buttons carry: numbers and short words, never a text, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class BoardPress(CallbackData, prefix="wb"):
    """A committee's requests as a whole: `show`, `kinds`, `buildings`."""

    committee_id: int
    act: str = "show"


class ListPress(CallbackData, prefix="wl"):
    """A page of requests: of a view, perhaps of one kind and one building; 0 is all."""

    committee_id: int
    view: str
    kind_id: int = 0
    building_id: int = 0
    page: int = 0


class WorkPress(CallbackData, prefix="wr"):
    """One request: `show`, `claim`, `ask`, ...; `value` says whom, how or with which words."""

    request_id: int
    act: str = "show"
    value: str = ""


class BatchPress(CallbackData, prefix="wm"):
    """Many at once: `claim` all that is new, `close` all that was delivered."""

    committee_id: int
    act: str
    kind_id: int = 0
    sure: bool = False


class CallPress(CallbackData, prefix="wc"):
    """A button while somebody's need is entered for them."""

    act: str
    value: str = ""


class KindsPress(CallbackData, prefix="wk"):
    """The kinds of a committee: `show`, `new`."""

    committee_id: int
    act: str = "show"


class KindPress(CallbackData, prefix="wi"):
    """One kind: `show`, `title`, `icon`, `hours`, `sensitive`, `offer`, `up`, ..."""

    kind_id: int
    act: str = "show"
    value: str = ""


class QuestionPress(CallbackData, prefix="wq"):
    """The `place`-th question of a kind, from 0: `show`, `required`, `up`, `drop`, a new kind."""

    kind_id: int
    place: int
    act: str = "show"


class DigestPress(CallbackData, prefix="wd"):
    """The numbers of a day, by its number in the calendar; 0 is today."""

    committee_id: int
    day: int = 0
    act: str = "show"
