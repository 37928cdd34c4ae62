"""What tests of medicine runs share: requests, volunteers, and buttons by their names."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from locales.renderer import Renderer
from simulator import Person, StoredMessage
from storage.community import actions as community
from storage.community.kinds import RoleKind
from storage.requests import actions as requests
from storage.requests.actions import NewRequest
from storage.requests.queries import RequestView, find_kind_by_slug, find_request
from storage.runs import queries
from storage.runs.views import RunView
from storage.volunteers.actions import read_handbook
from tests.handlers.estate_play import labels, turns
from tests.people import until
from tests.storage.runs_world import FETCHED
from tests.town import Town

_RENDERER = Renderer()


async def ask(town: Town, household: int, drug: str = "硝苯地平", **answers: Any) -> RequestView:
    """The resident of a household, counted from 0, has asked for a medicine."""
    kind = await _kind(town)
    said = {"drug": drug, "strength": "30mg", "amount": "2盒", "hospital": "中山医院"}
    new = NewRequest(kind, town.place.households[household], said | answers, "en")
    person = town.residents[household]
    return await town.work.write(requests.ask, new, by=person.id, now=town.clock.now())


async def enter(town: Town, household: int, caller: str, **answers: Any) -> RequestView:
    """Staff have entered it for somebody who telephones."""
    kind = await _kind(town)
    said = {"drug": "胰岛素", "amount": "1支", "hospital": "中山医院"}
    home = town.place.households[household]
    new = NewRequest(kind, home, said | answers, "zh-hans", caller=caller)
    return await town.work.write(requests.enter, new, by=town.staff.id, now=town.clock.now())


async def _kind(town: Town) -> int:
    view = await town.work.write(
        requests.save_kind,
        town.place.committee_id,
        FETCHED,
        kind_id=await town.work.read(_find_kind, town.place.committee_id),
        by=town.staff.id,
        now=town.clock.now(),
    )
    return view.id


def _find_kind(session: Session, committee_id: int) -> int | None:
    found = find_kind_by_slug(session, committee_id, "fetched")
    return found.id if found else None


async def volunteer(town: Town, name: str = "Leo", **role: Any) -> Person:
    """Somebody who may drive."""
    person = town.world.person(name, language_code="en")
    person.chat.is_started = True
    await person.says("/start")
    await person.next_message()
    now = town.clock.now()
    await town.work.write(
        community.grant_role,
        person.id,
        town.place.committee_id,
        role.pop("kind", RoleKind.VOLUNTEER),
        now=now,
        expires_at=now + timedelta(days=7),
        **role,
    )
    await town.work.write(read_handbook, by=person.id, now=now)
    return person


def caption(name: str, language: str = "en", **params: Any) -> str:
    """What stands on a button."""
    return _RENDERER.words(language, "Asia/Shanghai").button(name, **params)


async def press(
    person: Person, message: StoredMessage, *names: str, **params: Any
) -> StoredMessage:
    """Press buttons of the runs one after the other in the same message."""
    for name in names:
        message = await turns(person, message, caption(name, **params))
    return message


async def press_label(person: Person, message: StoredMessage, part: str) -> StoredMessage:
    """Press the button whose words hold `part`."""
    (label,) = [each for each in labels(message) if part in each]
    return await turns(person, message, label)


async def says(person: Person, text: str, *words: str) -> StoredMessage:
    """Write in private and take the answer that has all of these words."""
    with suppress(TimeoutError):
        while True:
            await person.next_message(0.05)
    await person.says(text)
    while True:
        answer = await person.next_message()
        if all(word in (answer.text or "") for word in words):
            return answer


async def find_runs(town: Town, *, ended: bool = False) -> tuple[RunView, ...]:
    """The committee's runs as they stand."""
    return await town.work.read(queries.list_runs, town.place.committee_id, ended=ended)


async def request(town: Town, request_id: int) -> RequestView:
    """A request as it stands."""
    found = await town.work.read(find_request, request_id)
    assert found is not None
    return found


async def told(town: Town, person: Person, *words: str) -> StoredMessage:
    """The newest private message to somebody with all of these words; time is pushed on."""

    def find() -> StoredMessage | None:
        said = reversed([each for each in person.chat.messages if each.is_by_bot])
        return next((m for m in said if all(word in (m.text or "") for word in words)), None)

    found: StoredMessage = await until(town, find)
    return found


async def plan_and_open(town: Town, part: str = "中山医院") -> StoredMessage:
    """Staff gather one hospital's requests into a run for tomorrow; its page."""
    board = await says(town.staff, "/runs", "Medicine runs")
    group = await press_label(town.staff, board, part)
    days = await press(town.staff, group, "run_plan", "run_day")
    page = await turns(town.staff, days, labels(days)[1])
    return await press(town.staff, page, "run_open")


async def drive(town: Town, driver: Person) -> StoredMessage:
    """A volunteer takes the only run that waits; its page."""
    tasks = await says(driver, "/runs", "Medicine runs")
    page = await press_label(driver, tasks, "R1")
    return await press(driver, page, "run_take")
