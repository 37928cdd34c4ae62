"""Forged and old buttons of needs, and what cannot be taken: refused clearly, nothing lost."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from simulator import Person
from storage.community.kinds import RoleKind
from storage.requests.queries import RequestView
from storage.runs.views import RunView
from storage.supplies.queries import OrderView, find_order
from tests.handlers import runs_play
from tests.handlers.estate_play import asks
from tests.handlers.faq_staff_play import stranger_staff
from tests.handlers.requests_play import reread
from tests.handlers.runs_play import volunteer
from tests.needs_forged import FORGERIES, OWN, Scene, build_scene, prefixes
from tests.people import everything_said, family_member, kept
from tests.town import Town, open_town

# See lines and open tasks, so that not every button is refused; still they change nothing.
LOOKS = {"volunteer", "lead"}
# An order is the whole household's, unlike what one of them has asked for.
SHARED_AT_HOME = ("sb:", "sr:")

_CARRIED = re.compile(r'"callback_data": ?"([^"]+)"')


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, before=timedelta(hours=-1)) as opened:
        yield opened


def test_every_button_of_these_features_is_forged_below() -> None:
    assert {head.partition(":")[0] for head in FORGERIES} | OWN == prefixes()


async def _intruders(town: Town) -> dict[str, Person]:
    """Somebody of every role whom household 0's affairs do not concern."""
    stranger = town.world.person("路人", language_code="en")
    stranger.chat.is_started = True
    other_building = town.place.buildings[1]
    return {
        "neighbour": town.residents[2],
        "family": await family_member(town, 0),
        "stranger": stranger,
        "other staff": await stranger_staff(town),
        "volunteer": await volunteer(town, "Mia", building_id=other_building),
        "lead": await volunteer(town, "Li", kind=RoleKind.LEAD, building_id=other_building),
    }


async def test_forged_buttons_show_and_change_nothing(town: Town) -> None:
    scene = await build_scene(town)
    for role, person in (await _intruders(town)).items():
        message = await asks(person, "/help")
        before, since = await kept(town), len(town.world.requests)
        shared = SHARED_AT_HOME if role == "family" else ()
        forged = [data for data in scene.forged(person) if not data.startswith(shared)]
        answers = {data: (await person.presses(message, data=data)).text for data in forged}
        after = await kept(town)
        changed = {table for table in after if after[table] != before[table]}
        assert not changed, (role, changed)
        open_to_helpers = {scene.run.hospital} if role in LOOKS else set()
        assert _told(scene, since) <= open_to_helpers, role
        silent = [data for data, answer in answers.items() if not answer]
        assert role in LOOKS or not silent, (role, silent)


def _told(scene: Scene, since: int) -> set[str]:
    said = "".join(everything_said(scene.town.world, since))
    return {secret for secret in scene.secrets if secret in said}


async def test_old_buttons_deliver_nothing_a_second_time(town: Town) -> None:
    scene = await build_scene(town)
    await _bring_everything(scene)
    before = await _delivered(scene)
    assert before[0].delivered_by == scene.driver.id
    since, pressed = len(town.world.requests), set()

    for person in (scene.requester, scene.driver, town.staff):
        message = await asks(person, "/help")
        for data in _ever_shown(town, person, since):
            await person.presses(message, data=data)
            pressed.add(data)

    assert await _delivered(scene) == before
    bag, request = scene.numbers["bag"], scene.numbers["request"]
    assert {f"mb:{bag}:handed", f"mc:{bag}", f"wr:{request}:claim:"} <= pressed


async def _bring_everything(scene: Scene) -> None:
    """The medicine is bought and at the door, the vegetables are received."""
    numbers, driver, wang = scene.numbers, scene.driver, scene.requester
    pages = {person.id: await asks(person, "/help") for person in (driver, wang)}
    for person, data in (
        (driver, "ml:{line}:bought"),
        (driver, "mr:{run}:leave:0"),
        (driver, "mb:{bag}:show"),
        (driver, "mb:{bag}:handed"),
        (wang, "mc:{bag}"),
        (wang, "sr:{round}:0"),
    ):
        await person.presses(pages[person.id], data=data.format(**numbers))
    await scene.town.world.settled()


async def _delivered(scene: Scene) -> tuple[RequestView, tuple[RunView, ...], OrderView | None]:
    """What was brought, when, how and by whom."""
    town = scene.town
    order = await town.work.read(find_order, scene.numbers["round"], town.place.households[0])
    runs = await runs_play.find_runs(town, ended=True)
    return await reread(town, scene.request), runs, order


def _ever_shown(town: Town, person: Person, until: int) -> list[str]:
    """What every button carries that ever stood in somebody's private chat, each once."""
    found: dict[str, None] = {}
    for call in town.world.requests[:until]:
        if str(call.params.get("chat_id")) == str(person.id):
            said = json.dumps(call.params, ensure_ascii=False, default=str).replace('\\"', '"')
            found |= dict.fromkeys(_CARRIED.findall(said))
    return list(found)
