"""A neighbourhood that announces things, and a Telegram of rows to read them in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from bot.calendar import CALENDAR
from storage.audit.tables import AuditRecord
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.community.tables import Person
from storage.errors import RuleError
from storage.notices import actions, queries
from storage.notices.audience import Audience
from storage.notices.kinds import NoticeState
from storage.notices.queries import Counts, NoticeView, ReportView
from storage.notices.tables import NoticeCopy
from storage.outbox.claims import claim_messages, settle_message
from storage.outbox.queries import Outgoing, find_reader
from storage.outbox.tables import Deed, OutboxMessage, SendState
from storage.work import Work
from tests.builders import STAFF, Neighbourhood, build_neighbourhood

# A Wednesday, 12:00 in Shanghai.
NOW = datetime(2022, 4, 6, 4, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OTHER_STAFF, LEAD, OTHER_LEAD, VOLUNTEER, STRANGER = range(900_002, 900_007)
ESTATE_GROUP, GROUP, OTHER_GROUP = -1000, -1001, -1002
# Members of the first two households, which stand in different buildings.
ANNA, BORIS = 1000, 1001
TEXT = "核酸检测通知\n请大家下楼"


@dataclass
class World:
    """Ids of what was made, what people see in their chats, and short ways to ask."""

    work: Work
    place: Neighbourhood
    shown: dict[tuple[int, int], str] = field(default_factory=dict)
    pinned: list[tuple[int, int]] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    messages: int = 0

    @property
    def everybody(self) -> Audience:
        return Audience(estates=(self.place.estate_id,))

    def building(self, index: int, **changes: Any) -> Audience:
        return Audience(buildings=(self.place.buildings[index],), **changes)

    async def draft(self, audience: Audience | None = None, text: str = TEXT, **more: Any) -> int:
        return await self.work.write(
            actions.draft_notice,
            self.place.committee_id,
            more.pop("language", "zh-hans"),
            text,
            by=more.pop("by", STAFF),
            now=NOW,
            audience=audience or self.building(0),
            **more,
        )

    async def send(self, notice_id: int, now: datetime = NOW, by: int = STAFF) -> NoticeState:
        return await self.work.write(
            actions.send_notice, notice_id, by=by, now=now, calendar=CALENDAR
        )

    async def confirm(self, notice_id: int, by: int = OTHER_STAFF) -> NoticeState:
        version = (await self.notice(notice_id)).version
        return await self.work.write(
            actions.confirm_notice, notice_id, version, by=by, now=NOW, calendar=CALENDAR
        )

    async def tick(self, now: datetime) -> None:
        """What the clock does each second."""
        if await self.work.read(actions.has_due_notices, now):
            await self.work.write(actions.send_due_notices, now, CALENDAR)

    async def deliver(self, now: datetime = NOW, *, most: int | None = None) -> None:
        """Send what is due, as delivery does, and take over how it went."""
        left = 10**6 if most is None else most
        while left > 0:
            sent = await self.work.write(_deliver, self, min(left, 500), now)
            if not sent:
                break
            left -= sent
        await self.work.write(actions.follow_copies, now)

    def seen(self, chat: int) -> list[str]:
        """What stands in a chat, oldest first."""
        return [text for (where, _), text in sorted(self.shown.items()) if where == chat]

    async def notice(self, notice_id: int) -> NoticeView:
        view = await self.work.read(queries.find_notice, notice_id)
        assert view is not None
        return view

    async def report(self, notice_id: int) -> ReportView:
        report = await self.work.read(queries.find_report, notice_id)
        assert report is not None
        return report

    async def counts(self, notice_id: int) -> Counts:
        return (await self.work.read(queries.find_reach, notice_id)).total

    async def told(self, template: str) -> list[tuple[int, dict[str, Any]]]:
        """Recipients and values of what waits in the outbox, in order."""
        return await self.work.read(_list_told, template)

    async def audited(self) -> list[tuple[str, int | None]]:
        return await self.work.read(_list_audited)

    async def refused(self, action: Any, *args: Any, **kwargs: Any) -> RuleError:
        """The refusal; it must have changed nothing."""
        before = await self.work.read(_snapshot)
        with pytest.raises(RuleError) as refusal:
            await self.work.write(action, *args, **kwargs)
        assert await self.work.read(_snapshot) == before
        return refusal.value


async def make_world(work: Work, households: int = 12, *, groups: bool = True) -> World:
    """Two buildings with a group each, one of the estate, two of staff, leads and a volunteer."""
    place = await work.write(build_neighbourhood, households=households)
    world = World(work, place)
    for person in (OTHER_STAFF, LEAD, OTHER_LEAD, VOLUNTEER, STRANGER):
        await work.write(
            community.meet_person, person, f"人{person}", "zh", now=NOW, reachable=True
        )
    roles = (
        (OTHER_STAFF, RoleKind.STAFF, None),
        (LEAD, RoleKind.LEAD, place.buildings[0]),
        (OTHER_LEAD, RoleKind.LEAD, place.buildings[1]),
        (VOLUNTEER, RoleKind.VOLUNTEER, None),
    )
    for person, kind, building in roles:
        await work.write(
            community.grant_role, person, place.committee_id, kind, now=NOW, building_id=building
        )
    if groups:
        await bind(world, ESTATE_GROUP, None)
        await bind(world, GROUP, place.buildings[0])
        await bind(world, OTHER_GROUP, place.buildings[1])
    return world


async def bind(world: World, chat: int, building: int | None) -> None:
    await world.work.write(
        community.bind_chat,
        chat,
        world.place.estate_id,
        by=STAFF,
        now=NOW,
        building_id=building,
        reads_all=True,
    )


def _deliver(session: Session, world: World, most: int, now: datetime) -> int:
    """One claim, with everything in it sent; how many."""
    claim = claim_messages(session, most, now=now, lease=MINUTE)
    session.flush()
    for message in claim.messages:
        state, message_id, failure = _send(session, world, message)
        settle_message(session, message.id, state, now=now, message_id=message_id, failure=failure)
    return len(claim.messages)


def _send(
    session: Session, world: World, message: Outgoing
) -> tuple[SendState, int | None, str | None]:
    if message.chat_id in world.blocked:
        return _block(session, message)
    text = _read(session, message)
    if text is None and message.deed is not Deed.PIN:
        return SendState.WITHDRAWN, None, None
    if message.deed is Deed.SEND:
        world.messages += 1
        world.shown[message.chat_id, world.messages] = text or ""
        return SendState.SENT, world.messages, None
    assert message.target_id is not None
    key = (message.chat_id, message.target_id)
    if message.deed is Deed.PIN:
        world.pinned.append(key)
    elif message.deed is Deed.DELETE:
        del world.shown[key]
    else:
        assert key in world.shown
        world.shown[key] = text or ""
    return SendState.SENT, None, None


def _block(session: Session, message: Outgoing) -> tuple[SendState, None, str]:
    if message.chat_id > 0:
        session.get_one(Person, message.chat_id).reachable = False
        return SendState.UNREACHABLE, None, "Forbidden: bot was blocked by the user"
    return SendState.FAILED, None, "Bad Request: not enough rights"


def _read(session: Session, message: Outgoing) -> str | None:
    """What the reader sees: the text in their language, with its day where it has one."""
    if message.template != "notices/notice":
        return message.template
    if message.deed is Deed.PIN:
        return None
    readers = find_reader(session, message.chat_id).languages
    letter = queries.load_letter(session, message.params, (message.language, *readers))
    if letter is None:
        return None
    day = f" {letter.params['day']}/{letter.params['days']}" if letter.params["day"] else ""
    return f"{letter.params['text']}{day}"


def list_copies(session: Session, notice_id: int) -> list[NoticeCopy]:
    query = select(NoticeCopy).where(NoticeCopy.notice_id == notice_id)
    return list(session.exec(query.order_by(col(NoticeCopy.id))))


def _list_told(session: Session, template: str) -> list[tuple[int, dict[str, Any]]]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return [(row.chat_id, row.params) for row in session.exec(query.order_by("id"))]


def _list_audited(session: Session) -> list[tuple[str, int | None]]:
    rows = session.exec(select(AuditRecord).order_by("id"))
    return [(row.action, row.actor_id) for row in rows if row.action.startswith("notice.")]


def _snapshot(session: Session) -> tuple[int, int, int]:
    return (
        len(session.exec(select(AuditRecord.id)).all()),
        len(session.exec(select(OutboxMessage.id)).all()),
        len(session.exec(select(NoticeCopy.id)).all()),
    )
