"""What tests of the board share: an open kind, people of every role, the way to a page."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from locales.renderer import Renderer
from simulator import Person, StoredMessage
from storage.community.actions import grant_role
from storage.community.kinds import RoleKind
from storage.requests import actions
from storage.requests.actions import NewPhoto, NewRequest
from storage.requests.forms import Form, KindDraft, Question
from storage.requests.kinds import AnswerKind, Purpose
from storage.requests.queries import RequestView
from tests.handlers.estate_play import newest
from tests.handlers.faq_staff_play import colleague, stranger_staff
from tests.handlers.requests_play import MEDICINE, kind_of, offer
from tests.people import family_member
from tests.town import Town

_RENDERER = Renderer()

REPAIRS = KindDraft(
    slug="repairs",
    icon="🔧",
    title={"zh-hans": "报修", "en": "Repairs"},
    language="zh-hans",
    keywords={"zh-hans": ("水管", "漏水"), "en": ("tap", "leak")},
    priority=3,
    hours=72,
    form=Form(
        (
            Question(
                "what",
                AnswerKind.TEXT,
                Purpose.DETAILS,
                words={"zh-hans": "坏了什么？", "en": "What is broken?"},
            ),
            Question(
                "photo",
                AnswerKind.PHOTO,
                required=False,
                words={"zh-hans": "照片", "en": "A picture"},
            ),
        )
    ),
)
TAP = "The kitchen tap drips on the neighbours"
ANSWERS: dict[str, dict[str, Any]] = {
    "repairs": {"what": TAP},
    "medicine": {
        "drug": "二甲双胍",
        "boxes": 2,
        "how": "once",
        "by": "2020-02-20",
        "where": "中山医院",
    },
}


async def asked(
    town: Town, draft: KindDraft = REPAIRS, *, household: int = 0, **changes: object
) -> RequestView:
    """Somebody at home in a household, counted from 0, has asked for this; their answers stand."""
    await offer(town, REPAIRS, MEDICINE)
    kind = await kind_of(town, draft)
    new = NewRequest(
        kind_id=kind.id,
        household_id=town.place.households[household],
        answers=ANSWERS[kind.slug],
        **({"language": "en"} | changes),  # type: ignore[arg-type]
    )
    by = town.residents[household].id
    return await town.work.write(actions.ask, new, by=by, now=town.clock.now())


def chinese(name: str, **params: object) -> str:
    """What stands on the button `work_<name>` for readers of Chinese."""
    return _RENDERER.words("zh-hans", "Asia/Shanghai").button(f"work_{name}", **params)


def a_photo(file_id: str) -> tuple[NewPhoto, ...]:
    """A picture that Telegram keeps."""
    return (NewPhoto(file_id, 1_000),)


async def board(person: Person) -> StoredMessage:
    """What /board shows; notices that came before are passed over."""
    return await says_to(person, "/board", "🗂", "居委会")


async def says_to(person: Person, text: str, *words: str) -> StoredMessage:
    """Write in private and take the answer that has these words."""
    await person.says(text)
    while True:
        message = await person.next_message()
        if all(word in (message.text or message.caption or "") for word in words):
            return message


async def page(person: Person, request: RequestView) -> StoredMessage:
    """The page of a request, reached from the board."""
    shown = await board(person)
    await person.presses(shown, data=f"wr:{request.id}:show:")
    return newest(shown, person)


async def everybody(town: Town) -> dict[str, Person]:
    """A person of every kind, as far as a request of household 0 in building 1 is concerned."""
    staff = await colleague(town)
    return {
        "staff": staff,
        "other committee": await stranger_staff(town),
        "lead": await helper(town, "楼组长", RoleKind.LEAD, 0),
        "other lead": await helper(town, "隔壁楼组长", RoleKind.LEAD, 1),
        "volunteer": await helper(town, "志愿者", RoleKind.VOLUNTEER, 0),
        "requester": town.residents[0],
        "family": await family_member(town, 0),
        "neighbour": town.residents[2],
        "stranger": await _stranger(town),
    }


async def helper(town: Town, name: str, kind: RoleKind, building: int) -> Person:
    """Somebody with a role for one building, counted from 0."""
    person = await _stranger(town, name)
    await town.work.write(_grant, person.id, town, kind, building)
    return person


async def _stranger(town: Town, name: str = "路人") -> Person:
    person = town.world.person(name, language_code="en")
    person.chat.is_started = True
    await person.says("/start")
    await person.next_message()
    return person


def _grant(session: Session, person_id: int, town: Town, kind: RoleKind, building: int) -> None:
    grant_role(
        session,
        person_id,
        town.place.committee_id,
        kind,
        now=town.clock.now(),
        building_id=town.place.buildings[building],
    )
