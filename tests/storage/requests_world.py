"""A neighbourhood that asks for things, brought in by the actions themselves."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.audit.tables import AuditRecord
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.errors import RuleError
from storage.outbox.tables import OutboxMessage
from storage.requests import actions, queries
from storage.requests.actions import NewPhoto, NewRequest
from storage.requests.forms import Form, KindDraft, Question
from storage.requests.kinds import AnswerKind, Purpose
from storage.requests.queries import KindView, RequestView
from storage.requests.tables import Request, RequestEvent
from storage.work import Work
from tests.builders import STAFF, Neighbourhood, add_family_member, build_neighbourhood

# A Wednesday, 12:00 in Shanghai.
NOW = datetime(2022, 4, 6, 4, 0, tzinfo=UTC)
TODAY = date(2022, 4, 6)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OTHER_STAFF = 900_002
LEAD = 900_003
OTHER_LEAD = 900_004
VOLUNTEER = 900_005
STRANGER = 900_006
# Members of the first two households, which stand in different buildings.
ANNA, BORIS = 1000, 1001
ANNAS_SON = 1900

_ZH = "zh-hans"


def make_question(name: str, kind: AnswerKind, purpose: Purpose | None, **more: Any) -> Question:
    """A question with words in Chinese and English."""
    choices: tuple[str, ...] = more.get("choices", ())
    words = {choice: {_ZH: choice, "en": choice} for choice in choices}
    return Question(name, kind, purpose, words={_ZH: name, "en": name}, choice_words=words, **more)


MEDICINE = KindDraft(
    slug="medicine",
    icon="💊",
    title={_ZH: "配药", "en": "Medicine"},
    form=Form(
        (
            make_question("drug", AnswerKind.TEXT, Purpose.DRUG),
            make_question("strength", AnswerKind.TEXT, Purpose.STRENGTH, required=False),
            make_question("boxes", AnswerKind.NUMBER, Purpose.QUANTITY, most=10),
            make_question(
                "often", AnswerKind.CHOICE, Purpose.RECURRENCE, choices=("once", "chronic")
            ),
            make_question("lasts", AnswerKind.NUMBER, Purpose.LASTS, required=False, most=120),
            make_question("by", AnswerKind.DATE, Purpose.NEEDED_BY, required=False),
            make_question("hospital", AnswerKind.TEXT, Purpose.HOSPITAL),
        )
    ),
    language=_ZH,
    keywords={_ZH: ("配药", "降压药")},
    priority=0,
    respond_minutes=30,
    hours=24,
    is_sensitive=True,
)
DIALYSIS = KindDraft(
    slug="dialysis",
    icon="🩸",
    title={_ZH: "血透", "en": "Dialysis"},
    form=Form(
        (
            make_question("hospital", AnswerKind.TEXT, Purpose.HOSPITAL),
            make_question(
                "days",
                AnswerKind.SEVERAL,
                Purpose.DAYS,
                required=False,
                choices=("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
            ),
            make_question("next", AnswerKind.DATE, Purpose.SESSION),
        )
    ),
    language=_ZH,
    priority=0,
    respond_minutes=15,
    hours=24,
    is_sensitive=True,
)
REPAIRS = KindDraft(
    slug="repairs",
    icon="🔧",
    title={_ZH: "报修", "en": "Repairs"},
    form=Form(
        (
            make_question("what", AnswerKind.CHOICE, None, choices=("water", "gas", "power")),
            make_question("words", AnswerKind.TEXT, Purpose.DETAILS, required=False),
            make_question("picture", AnswerKind.PHOTO, None, required=False),
        )
    ),
    language=_ZH,
    priority=3,
    respond_minutes=60,
    hours=72,
)
STARTER = (MEDICINE, DIALYSIS, REPAIRS)
ANSWERS: dict[str, dict[str, Any]] = {
    "medicine": {
        "drug": "硝苯地平控释片",
        "strength": "30mg",
        "boxes": 2,
        "often": "chronic",
        "lasts": 28,
        "hospital": "中山医院",
    },
    "dialysis": {"hospital": "仁济医院", "days": ["tue", "thu", "sat"], "next": "2022-04-07"},
    "repairs": {"what": "water", "words": "厨房漏水"},
}


@dataclass
class World:
    """Ids of what was made, and short ways to act and to ask."""

    work: Work
    place: Neighbourhood
    kinds: dict[str, KindView] = field(default_factory=dict)

    def new(self, household: int, slug: str = "medicine", **changes: Any) -> NewRequest:
        """A need of a household, counted from 0. `answers` are added to usual ones."""
        answers = ANSWERS[slug] | changes.pop("answers", {})
        return NewRequest(
            kind_id=self.kinds[slug].id,
            household_id=self.place.households[household],
            answers={name: value for name, value in answers.items() if value is not None},
            **({"language": _ZH} | changes),
        )

    async def ask(
        self, household: int = 0, slug: str = "medicine", now: datetime = NOW, **changes: Any
    ) -> RequestView:
        """The first member of a household, counted from 0, asks."""
        new = self.new(household, slug, **changes)
        person = self.place.person(household)
        return await self.work.write(actions.ask, new, by=person, now=now)

    async def enter(
        self, household: int = 0, slug: str = "medicine", now: datetime = NOW, **changes: Any
    ) -> RequestView:
        """Staff enter a need for a household, counted from 0."""
        new = self.new(household, slug, **({"caller": "王阿姨 13800138000"} | changes))
        return await self.work.write(actions.enter, new, by=STAFF, now=now)

    async def do(
        self, action: Any, *args: Any, by: int = STAFF, now: datetime = NOW, **more: Any
    ) -> Any:
        return await self.work.write(action, *args, by=by, now=now, **more)

    async def tick(self, action: Any, now: datetime) -> Any:
        return await self.work.write(action, now)

    async def request(self, request_id: int) -> RequestView:
        view = await self.work.read(queries.find_request, request_id)
        assert view is not None
        return view

    async def told(self, template: str) -> list[tuple[int, dict[str, Any]]]:
        """Recipients and values of what waits in the outbox, in order."""
        return await self.work.read(_list_told, f"requests/{template}")

    async def heard(self, template: str) -> list[int]:
        """Only the recipients."""
        return [person for person, _ in await self.told(template)]

    async def audited(self) -> list[tuple[str, int | None, str]]:
        return await self.work.read(_list_audited)

    async def refused(self, action: Any, *args: Any, **kwargs: Any) -> RuleError:
        """The refusal; it must have changed nothing."""
        before = await self.work.read(_snapshot)
        with pytest.raises(RuleError) as refusal:
            await self.work.write(action, *args, **({"by": STAFF, "now": NOW} | kwargs))
        assert await self.work.read(_snapshot) == before
        return refusal.value


def photo(name: str = "file-1", size: int = 1_000) -> NewPhoto:
    return NewPhoto(name, size)


async def make_world(work: Work, **changes: Any) -> World:
    """Twelve households in two buildings, and one person for every role."""
    return World(work, *await work.write(_build, changes))


def _build(session: Session, changes: dict[str, Any]) -> tuple[Neighbourhood, dict[str, KindView]]:
    place = build_neighbourhood(session, **changes)
    add_family_member(session, place, 0, ANNAS_SON)
    for person in (OTHER_STAFF, LEAD, OTHER_LEAD, VOLUNTEER, STRANGER):
        community.meet_person(session, person, f"人{person}", "zh", now=NOW, reachable=True)
    roles = (
        (OTHER_STAFF, RoleKind.STAFF, None),
        (LEAD, RoleKind.LEAD, place.buildings[0]),
        (OTHER_LEAD, RoleKind.LEAD, place.buildings[1]),
        (VOLUNTEER, RoleKind.VOLUNTEER, None),
    )
    for person, kind, building in roles:
        community.grant_role(
            session, person, place.committee_id, kind, now=NOW, building_id=building
        )
    actions.seed_kinds(session, place.committee_id, STARTER, now=NOW)
    kinds = queries.list_kinds(session, place.committee_id)
    return place, {kind.slug: kind for kind in kinds}


def _list_told(session: Session, template: str) -> list[tuple[int, dict[str, Any]]]:
    query = select(OutboxMessage).where(OutboxMessage.template == template)
    return [(row.chat_id, row.params) for row in session.exec(query.order_by("id"))]


def _list_audited(session: Session) -> list[tuple[str, int | None, str]]:
    rows = session.exec(select(AuditRecord).order_by("id"))
    return [(row.action, row.actor_id, row.subject) for row in rows]


def _snapshot(session: Session) -> tuple[Any, ...]:
    requests = session.exec(select(Request).order_by("id"))
    return (
        len(session.exec(select(AuditRecord.id)).all()),
        len(session.exec(select(OutboxMessage.id)).all()),
        len(session.exec(select(RequestEvent.id)).all()),
        [row.model_dump() for row in requests],
    )
