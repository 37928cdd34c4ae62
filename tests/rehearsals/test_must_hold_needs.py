"""Forged and old buttons of needs, and what cannot be taken: refused clearly, nothing lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from simulator import Person
from storage.community.kinds import RoleKind
from tests.handlers.estate_play import asks
from tests.handlers.faq_staff_play import stranger_staff
from tests.handlers.runs_play import volunteer
from tests.needs_forged import FORGERIES, OWN, Scene, build_scene, prefixes
from tests.people import everything_said, family_member, kept
from tests.town import Town, open_town

# See lines and open tasks, so that not every button is refused; still they change nothing.
LOOKS = {"volunteer", "lead"}
# An order is the whole household's, unlike what one of them has asked for.
SHARED_AT_HOME = ("sb:", "sr:")


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
