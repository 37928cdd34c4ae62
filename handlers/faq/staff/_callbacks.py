"""What staff's buttons carry: numbers and short words, never a text, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class BoardPress(CallbackData, prefix="qsb"):
    """A committee's answers as a whole.

    `show`, `topics`, `search`, `new`, `import`, `export`, `zip`, `xlsx`, `starter`, `ready`,
    `closures`.
    """

    committee_id: int
    act: str = "show"


class ListPress(CallbackData, prefix="qsl"):
    """A page of entries: of a topic, or of a selection (`drafted`, `ending`, ...)."""

    committee_id: int
    which: str
    page: int = 0


class EntryPress(CallbackData, prefix="qse"):
    """One entry: `show`, `edit`, `publish`, `dates`, `checked`, `withdraw`, `restore`, ..."""

    entry_id: int
    act: str = "show"


class FieldPress(CallbackData, prefix="qsf"):
    """Ask for one thing of an entry: `question`, `answer`, `variants`, `source`, a date."""

    entry_id: int
    field: str


class OwnSourcePress(CallbackData, prefix="qsm"):
    """The committee says so itself, today."""

    entry_id: int


class VariantPress(CallbackData, prefix="qsv"):
    """Take out one wording: the `place`-th of the entry as it was at `version`."""

    entry_id: int
    version: int
    place: int


class TextPress(CallbackData, prefix="qsg"):
    """An entry in one language: `write`, or `still` where old words are still right."""

    entry_id: int
    language: str
    act: str


class ChangePress(CallbackData, prefix="qsc"):
    """New words for an entry in force: `publish`, `discard`."""

    entry_id: int
    act: str


class KindPress(CallbackData, prefix="qsk"):
    """A topic for something: `new` (of a committee), `entry`, `item`."""

    purpose: str
    subject: int
    kind: str


class UntilPress(CallbackData, prefix="qsu"):
    """How long something holds: so many days, 0 for no end, -1 for a date that is typed."""

    purpose: str
    subject: int
    days: int


class LongerPress(CallbackData, prefix="qsz"):
    """Thirty days longer than `end`, the day's number in the calendar."""

    entry_id: int
    end: int


class ScopePress(CallbackData, prefix="qsp"):
    """Where an entry holds.

    `all`, `estate`, `in_estate` (all of it), `building`, `closure`, each with a value.
    """

    entry_id: int
    act: str
    value: str = ""
    page: int = 0


class ReplacePress(CallbackData, prefix="qsr"):
    """Withdraw an entry in favour of another; 0 for none."""

    entry_id: int
    by_id: int = 0


class ImportPress(CallbackData, prefix="qst"):
    """The file that was sent: `import`, `drop`."""

    act: str


class ItemsPress(CallbackData, prefix="qsn"):
    """A page of what waits."""

    committee_id: int
    page: int = 0


class ItemPress(CallbackData, prefix="qsi"):
    """What waits: `show`, `reply`, `send`, `use`, `search`, `dismiss`, `dismiss_sure`, ..."""

    item_id: int
    act: str = "show"


class UsePress(CallbackData, prefix="qsx"):
    """Answer what waits with an entry; `sure` once it was looked at."""

    item_id: int
    entry_id: int
    sure: bool = False


class WeekPress(CallbackData, prefix="qsw"):
    """A week: `show`, `picture`. `monday` is the day's number in the calendar; 0 is this week."""

    committee_id: int
    monday: int = 0
    act: str = "show"


class ListenPress(CallbackData, prefix="qsh"):
    """Whether the bot answers plain questions in this group."""

    listens: bool


class ClosurePress(CallbackData, prefix="qso"):
    """How far an estate (building 0) or a building is closed: `show`, `none`, or a kind."""

    estate_id: int
    building_id: int = 0
    closure: str = "show"
    page: int = 0
