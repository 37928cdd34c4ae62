"""What texts about rounds may say, as JSON values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from handlers.testing.plan._reading import show_minutes
from locales.timeline import A_PAGE, list_marks
from storage.testing.kinds import SlotKind
from storage.testing.plan import Manner, Pace
from storage.testing.queries import SlotView

_SHORTEST_RUN = 3


@dataclass(frozen=True)
class Going:
    """When one building goes on one day, planned or drafted; minutes past midnight."""

    building: str
    kind: SlotKind
    begins: int
    ends: int
    batch: int
    lane: int | None
    site: str | None

    @property
    def times(self) -> str:
        """From when to when."""
        return f"{show_minutes(self.begins)}-{show_minutes(self.ends)}"


def goings_of(slots: Iterable[SlotView]) -> tuple[Going, ...]:
    """The slots of a day."""
    return tuple(
        Going(slot.building, slot.kind, slot.begins, slot.ends, slot.batch, slot.lane, slot.site)
        for slot in slots
    )


def line_facts(goings: Iterable[Going], order: Sequence[str], site: str) -> list[dict[str, Any]]:
    """A line for all buildings that go together, the earliest first.

    Args:
        order: the estate's labels.
        site: the round's; a line names its own only where that is another.
    """
    together = sorted(goings, key=lambda each: (_key(each), _place(order, each.building)))
    return [
        {
            "times": going.times,
            "kind": going.kind.value,
            "buildings": join_labels([each.building for each in group], order),
            "lane": going.lane,
            "site": going.site if going.site != site else None,
        }
        for going, group in _in_groups(together)
    ]


def _in_groups(goings: Iterable[Going]) -> Iterator[tuple[Going, list[Going]]]:
    for _, group in groupby(goings, key=_key):
        found = list(group)
        yield found[0], found


def _key(going: Going) -> tuple[Any, ...]:
    is_site = going.kind is SlotKind.SITE
    return going.begins, is_site, going.ends, going.batch, going.lane or 0, going.site or ""


def _place(order: Sequence[str], label: str) -> int:
    return order.index(label) if label in order else len(order)


def join_labels(labels: Sequence[str], order: Sequence[str]) -> str:
    """`1–8, 12乙`: three or more that stand side by side in the estate are told by their ends."""
    places = sorted({_place(order, label) for label in labels})
    known = [place for place in places if place < len(order)]
    unknown = [label for label in labels if label not in order]
    runs: list[list[int]] = []
    for place in known:
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return ", ".join([*(_show_run(run, order) for run in runs), *unknown])


def _show_run(run: Sequence[int], order: Sequence[str]) -> str:
    if len(run) < _SHORTEST_RUN:
        return ", ".join(order[place] for place in run)
    return f"{order[run[0]]}–{order[run[-1]]}"


def pace_facts(pace: Pace) -> dict[str, Any]:
    """How quickly people are sampled."""
    return {
        "lanes": pace.lanes,
        "seconds": pace.seconds_per_person,
        "people": pace.people_tenths / 10,
        "home_minutes": pace.home_minutes,
    }


def manner_facts(manner: Manner) -> dict[str, Any]:
    """When a round reminds."""
    return {
        "evening": None if manner.evening_at is None else show_minutes(manner.evening_at),
        "before": list(manner.before_minutes),
        "last_call": manner.last_call_minutes,
        "quiet": _quiet(manner),
    }


def _quiet(manner: Manner) -> str | None:
    if manner.quiet_from is None or manner.quiet_until is None:
        return None
    return f"{show_minutes(manner.quiet_from)}-{show_minutes(manner.quiet_until)}"


def picture_facts(
    goings: Sequence[Going], order: Sequence[str], clashes: Iterable[str], page: int
) -> dict[str, Any]:
    """What a page of the timeline draws: rows of a mark and bars, and what the marks stand for.

    Args:
        clashes: labels of buildings that are wanted elsewhere at the same time.
    """
    labels = [label for label in order if any(each.building == label for each in goings)]
    pages = max(-(-len(labels) // A_PAGE), 1)
    page = min(max(page, 0), pages - 1)
    shown = labels[page * A_PAGE : (page + 1) * A_PAGE]
    marks, wanted = list_marks(shown), frozenset(clashes)
    bars: dict[str, list[list[int]]] = {label: [] for label in shown}
    for each in sorted(goings, key=lambda going: going.begins):
        if each.building in bars:
            is_home = int(each.kind is SlotKind.HOME)
            bars[each.building].append(
                [each.begins, each.ends, is_home, int(each.building in wanted)]
            )
    return {
        "rows": [[mark, bars[label]] for mark, label in zip(marks, shown, strict=True)],
        "marks": [
            {"mark": mark, "label": label}
            for mark, label in zip(marks, shown, strict=True)
            if mark != label
        ],
        "has_home": any(bar[2] for each in bars.values() for bar in each),
        "has_clash": any(bar[3] for each in bars.values() for bar in each),
        "first": shown[0] if shown else "",
        "last": shown[-1] if shown else "",
        "page": page,
        "pages": pages,
    }
