"""Names of estates and streets beside a door: the estate's own may stand there, no other."""

from __future__ import annotations

import re

from storage.community.doors.grammar import normalise

_KINDS = "小区|花园|新村|公寓|家园|大厦|广场|居民区|社区"
_ENGLISH = "court|gardens?|estates?|village|park|mansions?|residences?|plaza|road|street|avenue"

_PLACE = re.compile(
    rf"(?:{_KINDS}|[^\W\da-z_]{{2,}}[村苑城庭坊府湾园邸路街巷]|弄|\b(?:{_ENGLISH}))[\s,，:]*$"
)


def own_name(estate: str) -> re.Pattern[str]:
    """What matches this estate's name in normalised text, with or without its kind."""
    name = re.sub(r"\(.*?\)", "", normalise(estate)).strip()
    stem = re.sub(rf"(?:{_KINDS}|\s(?:{_ENGLISH}))$", "", name)
    return re.compile(rf"{re.escape(name)}|{re.escape(stem)}(?:{_KINDS})?" if stem else r"(?!)")


def ends_in_place(before: str) -> bool:
    """Whether what stands before a door names some estate or street."""
    return _PLACE.search(before) is not None
