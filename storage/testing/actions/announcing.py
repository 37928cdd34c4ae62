"""Who is affected by a change hears of it at once: the groups, and in private who listens."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from storage.community.queries import find_duty, list_buildings
from storage.outbox.actions import NewMessage, leave, leave_many
from storage.outbox.tables import Urgency
from storage.testing.actions._locks import Changed, Press
from storage.testing.audience import Audience, find_audience, list_visited
from storage.testing.kinds import RoundState, SlotKind
from storage.testing.messages import RoundFact, cut
from storage.testing.queries.reminders import fact_of
from storage.testing.tables import Day, Round, Slot

Params = Callable[[frozenset[int]], dict[str, Any]]


@dataclass(frozen=True)
class Moved:
    """A slot with its new times, and when it used to begin."""

    slot: Slot
    was: datetime


@dataclass(frozen=True)
class _Change:
    """What every message about one change has in common."""

    template: str
    key: str
    audience: Audience

    def messages(
        self, buildings: Collection[int], people: Mapping[int, Iterable[int]], params: Params
    ) -> tuple[list[NewMessage], list[NewMessage]]:
        """Those for groups and those for people, each with what it has to know."""
        groups = [
            self._message(chat.telegram_id, params(heard), language, chat.thread_id)
            for chat, heard in self.audience.split(buildings)
            for language in chat.languages
        ]
        private = []
        for building_id in sorted(buildings):
            values = params(frozenset({building_id}))
            private += [self._message(each, values) for each in people.get(building_id, ())]
        return groups, private

    def _message(
        self,
        chat_id: int,
        params: dict[str, Any],
        language: str | None = None,
        thread_id: int | None = None,
    ) -> NewMessage:
        return NewMessage(
            chat_id=chat_id,
            template=self.template,
            params=params,
            dedupe_key=f"testing:{self.key}:{chat_id}:{language or ''}",
            urgency=Urgency.URGENT,
            language=language,
            thread_id=thread_id,
        )


def tell_moved(
    session: Session, testing: Round, day: Day, moved: Sequence[Moved], delay: int, press: Press
) -> Changed:
    """Tell the buildings that were moved: `testing/delayed`, old time and new.

    Visits at home are nobody's business but of those who are visited.
    """
    fact, labels = fact_of(session, testing), _labels(session, testing)
    audience = find_audience(session, testing.estate_id)
    visited = list_visited(session, day, _buildings(moved))
    groups: list[NewMessage] = []
    private: list[NewMessage] = []
    coming = audience.list_coming(visited)
    for kind, people in ((SlotKind.SITE, coming), (SlotKind.HOME, visited)):
        about = [each for each in moved if each.slot.kind is kind]
        key = f"moved:{testing.id}.{testing.version}.{kind.value}"

        def params(heard: frozenset[int], about: list[Moved] = about) -> dict[str, Any]:
            lines = _lines([each for each in about if each.slot.building_id in heard], labels)
            return _day_params(fact, day) | {"minutes": delay} | cut(lines)

        change = _Change("testing/delayed", key, audience)
        to_groups, to_people = change.messages(_buildings(about), people, params)
        groups += to_groups if kind is SlotKind.SITE else ()
        private += to_people
    return _leave(session, testing, _buildings(moved), groups, private, press.now)


def tell_called_off(
    session: Session, testing: Round, days: Sequence[Day], template: str, now: datetime
) -> Changed:
    """Tell the buildings of days that do not take place, or do after all; not those that are
    through.
    """
    buildings = _list_awaited(session, days, now)
    params = _days_params(session, testing, days, template)
    audience = find_audience(session, testing.estate_id)
    change = _Change(template, f"days:{testing.id}.{testing.version}", audience)
    groups, private = change.messages(buildings, audience.listeners, params)
    return _leave(session, testing, buildings, groups, private, now)


def tell_left_out(session: Session, testing: Round, days: Sequence[Day], now: datetime) -> None:
    """Tell staff of days that cannot take place: nobody pressed for that."""
    template = "testing/called_off"
    params = _days_params(session, testing, days, template)(_list_awaited(session, days, now))
    for staff in find_duty(session, testing.committee_id, now).people:
        key = f"testing:left_out:{testing.id}.{testing.version}:{staff}"
        leave(session, staff, template, params, now=now, dedupe_key=key)


def _days_params(session: Session, testing: Round, days: Sequence[Day], template: str) -> Params:
    labels = _labels(session, testing)
    fact = fact_of(session, testing)

    def params(heard: frozenset[int]) -> dict[str, Any]:
        return {
            "round_id": fact.round_id,
            "title": fact.title,
            "site": fact.site,
            "n": days[0].ordinal,
            "m": fact.days,
            "is_whole_round": template == "testing/called_off"
            and testing.state is RoundState.CALLED_OFF,
            "days": [day.day.isoformat() for day in days],
            "buildings": [label for building, label in labels.items() if building in heard],
        }

    return params


def _leave(
    session: Session,
    testing: Round,
    buildings: Collection[int],
    groups: list[NewMessage],
    private: list[NewMessage],
    now: datetime,
) -> Changed:
    leave_many(session, [*groups, *private], now=now)
    chats, people = ({each.chat_id for each in rows} for rows in (groups, private))
    return Changed(testing.version, len(buildings), len(chats), len(people))


def _day_params(fact: RoundFact, day: Day) -> dict[str, Any]:
    return {
        "round_id": fact.round_id,
        "day_id": day.id,
        "title": fact.title,
        "site": fact.site,
        "lanes": fact.lanes,
        "n": day.ordinal,
        "m": fact.days,
        "day": day.day.isoformat(),
    }


def _lines(moved: Iterable[Moved], labels: Mapping[int, str]) -> list[dict[str, Any]]:
    order = list(labels)
    spans: dict[tuple[datetime, datetime, datetime, str], list[str]] = {}
    for each in sorted(moved, key=lambda each: order.index(each.slot.building_id)):
        slot = each.slot
        key = (slot.starts_at, slot.ends_at, each.was, slot.kind.value)
        spans.setdefault(key, []).append(labels[slot.building_id])
    return [
        {
            "buildings": buildings,
            "kind": kind,
            "was_starts_at": was.isoformat(),
            "starts_at": begin.isoformat(),
            "ends_at": end.isoformat(),
        }
        for (begin, end, was, kind), buildings in sorted(spans.items())
    ]


def _labels(session: Session, testing: Round) -> dict[int, str]:
    """The estate's buildings in their order."""
    return {each.id: each.label for each in list_buildings(session, testing.estate_id)}


def _buildings(moved: Iterable[Moved]) -> set[int]:
    return {each.slot.building_id for each in moved}


def _list_awaited(session: Session, days: Sequence[Day], now: datetime) -> frozenset[int]:
    """The buildings of some days that are not through yet."""
    ids = [day.id for day in days]
    awaited = col(Slot.day_id).in_(ids), col(Slot.ends_at) > now
    return frozenset(session.exec(select(Slot.building_id).where(*awaited)))
