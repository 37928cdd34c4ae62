"""A neighbourhood with policy answers, brought in by the actions themselves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.audit.tables import AuditRecord
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.errors import RuleError
from storage.faq import actions, queries
from storage.faq.entries import EntryFacts, EntryFile, EntryWords
from storage.faq.kinds import EntryKind, EntryState, Outcome
from storage.faq.queries import EntryView, ItemView, QuestionView
from storage.outbox.tables import OutboxMessage
from storage.work import Work
from tests.builders import STAFF, Neighbourhood, build_neighbourhood

# A Wednesday, 12:00 in Shanghai.
NOW = datetime(2022, 4, 6, 4, 0, tzinfo=UTC)
TODAY = date(2022, 4, 6)
DAY = timedelta(days=1)
OTHER_STAFF = 900_002
GROUP = -1001

CLOSURE_ZH = EntryWords(
    "zh-hans",
    "楼里有阳性要封几天？",
    ("封多久", "什么时候解封"),
    "封控区实行十四天管理。\n\n- 足不出户\n- 服务上门",
    "上海市三区划分标准",
    "上海市防控办",
)
CLOSURE_EN = EntryWords(
    "en", "How long is a building closed?", ("When can we leave",), "Fourteen days.", "Standards"
)
FACTS = EntryFacts(EntryKind.CLOSURE, issued_on=date(2022, 3, 31), valid_from=date(2022, 4, 1))


def make_file(
    slug: str = "closure-days",
    facts: EntryFacts | None = FACTS,
    words: tuple[EntryWords, ...] = (CLOSURE_ZH, CLOSURE_EN),
) -> EntryFile:
    return EntryFile(slug, "zh-hans", facts, words)


@dataclass
class World:
    """Ids of what was made, and short ways to ask."""

    work: Work
    place: Neighbourhood
    asked: int = 0

    async def save(
        self, file: EntryFile | None = None, state: EntryState | None = EntryState.IN_FORCE
    ) -> int:
        return await self.work.write(
            actions.save_entry,
            self.place.committee_id,
            file or make_file(),
            by=STAFF,
            now=NOW,
            state=state,
        )

    async def entry(self, entry_id: int, now: datetime = NOW) -> EntryView:
        view = await self.work.read(queries.find_entry, entry_id, now)
        assert view is not None
        return view

    async def ask(
        self,
        person: int,
        text: str | None = None,
        *,
        chat: int | None = None,
        now: datetime = NOW,
        language: str = "zh-hans",
        outcome: Outcome = Outcome.UNKNOWN,
        entry_id: int | None = None,
        message: int | None = None,
        author: int | None = None,
    ) -> int:
        """Ask in private where no group is named, and what nobody else asks if nothing is."""
        self.asked += 1
        return await self.work.write(
            actions.record_question,
            committee_id=self.place.committee_id,
            person_id=person,
            chat_id=chat or person,
            message_id=message or self.asked,
            thread_id=None,
            language=language,
            text=text or f"快递{self.asked}能进小区吗",
            outcome=outcome,
            entry_id=entry_id,
            certainty=0.5,
            now=now,
            author_id=author,
        )

    async def open(
        self, question_id: int, alike: int | None = None, now: datetime = NOW
    ) -> ItemView:
        return await self.work.write(actions.open_item, question_id, alike=alike, now=now)

    async def question(self, question_id: int) -> QuestionView | None:
        return await self.work.read(queries.find_question, question_id)

    async def item(self, item_id: int) -> ItemView:
        view = await self.work.read(queries.find_item, item_id)
        assert view is not None
        return view

    async def told(self, template: str) -> list[tuple[int, dict[str, Any]]]:
        """Recipients and values of what waits in the outbox, in order."""
        return await self.work.read(_list_told, template)

    async def audited(self) -> list[tuple[str, int | None, str]]:
        return await self.work.read(_list_audited)

    async def refused(self, action: Any, *args: Any, **kwargs: Any) -> RuleError:
        """The refusal; it must have changed nothing."""
        before = await self.work.read(_snapshot)
        with pytest.raises(RuleError) as refusal:
            await self.work.write(action, *args, **kwargs)
        assert await self.work.read(_snapshot) == before
        return refusal.value


async def make_world(work: Work) -> World:
    place = await work.write(build_neighbourhood)
    world = World(work, place)
    await work.write(community.meet_person, OTHER_STAFF, "李", "zh", now=NOW, reachable=True)
    await work.write(community.grant_role, OTHER_STAFF, place.committee_id, RoleKind.STAFF, now=NOW)
    return world


async def bind_group(world: World, building_id: int | None = None) -> None:
    await world.work.write(
        community.bind_chat,
        GROUP,
        world.place.estate_id,
        by=STAFF,
        now=NOW,
        building_id=building_id,
        reads_all=True,
    )


def _list_told(session: Session, template: str) -> list[tuple[int, dict[str, Any]]]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return [(row.chat_id, row.params) for row in session.exec(query.order_by("id"))]


def _list_audited(session: Session) -> list[tuple[str, int | None, str]]:
    rows = session.exec(select(AuditRecord).order_by("id"))
    return [(row.action, row.actor_id, row.subject) for row in rows]


def _snapshot(session: Session) -> tuple[int, int, tuple[int, int]]:
    return (
        len(session.exec(select(AuditRecord.id)).all()),
        len(session.exec(select(OutboxMessage.id)).all()),
        queries.find_stamp(session, 1),
    )
