"""What a list of papers says between its lines: where they came in, when a sheet hung. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from handlers.relay._channels import find_channel
from handlers.relay._times import find_time, place_in_time
from storage.relay.kinds import Channel

# Headings are short; a longer line that names the telephone is talk.
_LONGEST_HEADING = 60
_HUNG = re.compile(
    r"挂出|掛出|贴出|貼出|张贴|張貼|\bhung\b|\bput up\b|\bposted\b|貼り出し|게시|affich[ée]e?",
    re.IGNORECASE,
)
_COLLECTED = re.compile(
    r"收回|取回|收表|\bcollected\b|\btaken (?:down|in)\b|回収|회수|relev[ée]e?|retir[ée]e?",
    re.IGNORECASE,
)
_COPIED = re.compile(
    r"复制于|复制时间|複製於|複製時間|拷贝|\bcopied\b|コピー|복사|copi[ée]e?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Section:
    """Lines under one heading.

    Attributes:
        line: of the heading, from 1; 0 is the text before any.
        channel: None where the heading names no way.
        hung_at: when the sheet was hung up, or the time before which none of its lines is.
        taken_at: when it was collected or copied: the time after which none of its lines is.
    """

    line: int = 0
    channel: Channel | None = None
    hung_at: datetime | None = None
    taken_at: datetime | None = None


def read_sections(
    text: str, headings: Collection[int], *, now: datetime, time_zone: str
) -> tuple[Section, ...]:
    """The sections of a list, in order; the first one has no heading.

    Args:
        headings: numbers of the lines that are no entry.
        now: from which a missing day is meant, aware.
    """
    sections = [Section()]
    for number, line in enumerate(text.split("\n"), start=1):
        if number not in headings or len(line) > _LONGEST_HEADING:
            continue
        channel = find_channel(line)
        is_new = channel is not sections[-1].channel or channel is Channel.LOBBY
        if channel is not None and is_new:
            sections.append(Section(number, channel))
        sections[-1] = _with_times(sections[-1], line, now, time_zone)
    return tuple(sections)


def section_of(sections: tuple[Section, ...], line: int) -> Section:
    """The section that a line stands in."""
    return next(each for each in reversed(sections) if each.line <= line)


def without_bounds(line: str) -> str:
    """A heading without the times between which its sheet hung: `3号楼登记表 挂出 8:00`."""
    found = [word.search(line) for word in (_HUNG, _COLLECTED, _COPIED)]
    starts = [each.start() for each in found if each and find_time(line[each.end() :])]
    return line[: min(starts)].rstrip(" ,;，；(（") if starts else line


def _with_times(section: Section, line: str, now: datetime, time_zone: str) -> Section:
    hung = _time_behind(_HUNG, line, now, time_zone)
    taken = _time_behind(_COLLECTED, line, now, time_zone) or _time_behind(
        _COPIED, line, now, time_zone
    )
    return replace(section, hung_at=hung or section.hung_at, taken_at=taken or section.taken_at)


def _time_behind(
    word: re.Pattern[str], line: str, now: datetime, time_zone: str
) -> datetime | None:
    found = word.search(line)
    written = find_time(line[found.end() :]) if found else None
    return place_in_time(written, now, time_zone) if written else None
