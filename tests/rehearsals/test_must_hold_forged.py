"""Forged and stale buttons, and what people may not do: refused clearly, nothing changed."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from simulator import Group, StoredMessage
from storage.community.actions import object_to_resident
from tests.handlers.estate_play import actor, newcomer
from tests.hostile_scene import Scene, open_scene
from tests.people import (
    OTHER_HOME,
    everything_said,
    family_member,
    hears,
    kept,
    newest,
    private_panel,
)

HUGE = 99999999999999999999999
CHINESE = re.compile("[\u4e00-\u9fff]")


@pytest.fixture
async def scene(sqlite_url: str) -> AsyncIterator[Scene]:
    async with open_scene(sqlite_url) as opened:
        yield opened


FORGED_ANYWHERE = [
    "", "j", "j:", "j:1", "j:a:b", "j:1:1:1", "j:1:-1", "j:1:0", "j:1:3", "j:1:999999",
    f"j:1:{HUGE}", f"j:{HUGE}:1", "j:-1:1", "j:999:1", "zz:1", "j:1:1.5", "j:None:1", "J:1:1",
    "p:999", f"p:-{HUGE}", "r:999", f"r:{HUGE}", "l:999:1", "l:1:1", "rl:999:0", f"rl:{HUGE}:0",
    "rh:1:5:1", f"rh:1:{HUGE}:1", "rh:1:1:1", f"rh:1:3:{HUGE}", "rh:999:3:1",
    f"rh:2:{OTHER_HOME}:1",
    "rm:1:list", "rm:1:close", "rm:1:cancel", "rm:1:file", "rm:1:log", "rm:1:list.x", "rm:999:show",
    "rd:publish:", "rd:drop:", "rd:waiting:", "rd:edit:title", "rd:estate:1", "rd:resume:",
    "\u0000", "j:1:１０", "j:١:١٠",
]  # fmt: skip


@pytest.mark.parametrize("place", ["group", "private"])
async def test_forged_buttons_of_a_resident_change_nothing(scene: Scene, place: str) -> None:
    town, attacker = scene.town, scene.attacker
    await attacker.says("/help")
    message = scene.card if place == "group" else await hears(attacker, "/me")
    before, since = await kept(town), len(town.world.requests)
    card, chat_length = newest(town, scene.card).text, len(scene.group.messages)

    for data in FORGED_ANYWHERE:
        answer = await attacker.presses(message, data=data)
        assert answer.text, data
        assert not CHINESE.search(answer.text), (data, answer)
        assert await kept(town) == before, data
    await town.world.settled()

    assert newest(town, scene.card).text == card
    assert len(scene.group.messages) == chat_length
    assert await scene.failures() == []
    await scene.assert_nothing_leaked(since, attacker)


async def test_a_refusal_speaks_the_persons_language(scene: Scene) -> None:
    for telegram, ours in (("fr", "fr"), ("ja", "ja"), ("zh-TW", "zh-hant"), ("ko", "ko")):
        person = newcomer(scene.town, language=telegram)
        answer = await person.presses(scene.card, data="zz:1")
        words = scene.town.app.services.renderer.words(ours, "UTC")
        assert answer.text == words.error("stale_button")


async def test_what_is_private_is_not_shown_over_the_card(scene: Scene) -> None:
    """A card must show what it is for, whatever buttons somebody presses upon it."""
    town, before, since = scene.town, await kept(scene.town), len(scene.town.world.requests)

    for data in ("r:1", "rl:1:0", "rl:1:5", "l:1:0", "l:1:1"):
        answer = await scene.victim.presses(scene.card, data=data)
        assert "in our private chat" in (answer.text or ""), data
    await town.world.settled()

    assert "接龙进行中" in (newest(town, scene.card).text or "")
    assert await kept(town) == before
    assert "1-1" not in "".join(everything_said(town.world, since))


async def test_another_estates_people_reach_nothing_here(scene: Scene) -> None:
    town, since = scene.town, len(scene.town.world.requests)
    before, door = await kept(town), f"rh:1:{OTHER_HOME}:1"
    for person in (scene.outsider, scene.other_staff):
        await person.says("/help")
        own = await hears(person, "/me")
        for where in (own, scene.card):
            for data in ("rl:1:0", "rm:1:show", "rm:1:file", "rm:1:cancel", "p:1", door):
                answer = await person.presses(where, data=data)
                assert answer.text, data
            assert (await person.presses(where, data="j:1:1")).url == private_panel(1)
        await person.opens_link(private_panel(1))
    await town.world.settled()

    assert await kept(town) == before
    await scene.assert_nothing_leaked(since, scene.outsider)
    assert "第一轮口罩登记" not in "".join(everything_said(town.world, since))
    assert await scene.failures() == []


async def test_residents_of_here_reach_no_relay_of_another_estate(scene: Scene) -> None:
    town, before = scene.town, await kept(scene.town)
    relay = scene.other_relay

    for data in (f"p:{relay}", f"rl:{relay}:0", f"rm:{relay}:show", f"rh:{relay}:{OTHER_HOME}:1"):
        assert (await scene.attacker.presses(scene.card, data=data)).text, data
    answer = await scene.attacker.presses(scene.card, data=f"j:{relay}:1")

    assert answer.url == private_panel(relay)
    assert await kept(town) == before


async def test_commands_of_those_who_may_not(scene: Scene) -> None:
    town, group, since = scene.town, scene.group, len(scene.town.world.requests)
    group.promote(scene.attacker, town.staff)
    await town.world.settled()
    before = await kept(town)

    for line in (
        "/relay 假；口罩 2；名额3",
        "/add 1-103 2",
        "代报 1-103 2份",
        "/unbind",
        "/bind 1",
    ):
        said = await scene.attacker.says(line, in_=group)
        await group.wait_until(lambda said=said: _reply_to(group, said))
        assert "committee's staff" in (_reply_to(group, said).text or ""), line
    for line in ("/relay 假；口罩 2", "/add 1-103 2", "代报 1-103 2份", "/residents"):
        await scene.attacker.says(line)
        await hears(scene.attacker, "committee's staff")

    assert await kept(town) == before
    await scene.assert_nothing_leaked(since, scene.attacker)


def _reply_to(group: Group, said: StoredMessage) -> Any:
    answers = (m for m in group.messages if m.is_by_bot and m.reply_to_message)
    return next((m for m in answers if m.reply_to_message.message_id == said.message_id), None)


@pytest.mark.parametrize("mask", ["group", "channel"])
async def test_nobody_acts_behind_a_mask(scene: Scene, mask: str) -> None:
    """Anonymous administrators and channels hold no rights and no household (design)."""
    town, group = scene.town, scene.group
    group.promote(town.staff, town.staff, anonymous=True)
    channel = town.world.channel("居委会频道")
    how: dict[str, Any] = {"as_group": True} if mask == "group" else {"as_channel": channel}
    words = town.app.services.renderer.words("zh-hans", "UTC")
    refusals = {words.error("no_person"), words.error("anonymous_sender")}
    await town.world.settled()
    before = await kept(town)

    for line in ("/relay 假；口罩 2", "/add 1-103", "代报 1-103", "接龙 1-103", "+1", "/bind 1"):
        said = await town.staff.says(line, in_=group, **how)
        await group.wait_until(lambda said=said: _reply_to(group, said))
        assert _reply_to(group, said).text in refusals, line

    assert await kept(town) == before


async def test_old_buttons_of_a_draft_are_only_old(scene: Scene) -> None:
    town, staff = scene.town, scene.town.staff
    line = "/relay 蔬菜；蔬菜 2；名额3；时间 now - 20:00；地点 本群；对象 居民；领取 门口"
    await staff.says(line)
    preview = await hears(staff, "Preview")
    await staff.says("/relay")
    await hears(staff, "What is it called?")
    before = await kept(town)

    for data in ("rd:publish:", "rd:waiting:", "rd:edit:nonsense", "rd:estate:999", "rd:x:y"):
        answer = await staff.presses(preview, data=data)
        assert "out of date" in (answer.text or ""), data

    assert await kept(town) == before
    assert await scene.failures() == []


async def test_who_is_objected_to_learns_nothing_of_the_household(scene: Scene) -> None:
    town, claimant = scene.town, await family_member(scene.town, household=0)
    (tie,) = (await actor(town, claimant)).residents
    await town.work.write(
        object_to_resident, tie.resident_id, by=scene.victim.id, now=town.clock.now()
    )
    await hears(claimant, "says that you do not live there")
    since = len(town.world.requests)

    for data in ("p:1", "j:1:1", "j:1:2"):
        assert "objected" in ((await claimant.presses(scene.card, data=data)).text or "")
    await claimant.opens_link(private_panel(1))
    await hears(claimant, "objected")

    assert "No. 1" not in "".join(everything_said(town.world, since))
