"""The words that rows and rules of coverage share. No table is imported here."""

from __future__ import annotations

from enum import StrEnum


class MarkState(StrEnum):
    """What is known of a door on a testing day: 已做, 来不了, nobody at home."""

    DONE = "done"
    CANNOT = "cannot"
    ABSENT = "absent"


class SeenBy(StrEnum):
    """Who put a mark down. A squad goes from door to door (S54)."""

    RESIDENT = "resident"
    LEAD = "lead"
    STAFF = "staff"
    SQUAD = "squad"


class AntigenResult(StrEnum):
    """What a self-test shows (S52)."""

    NEGATIVE = "negative"
    POSITIVE = "positive"
    UNCLEAR = "unclear"
