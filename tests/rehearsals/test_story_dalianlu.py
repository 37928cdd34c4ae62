"""大连路's appointments (S43, S26, S42): rehearsed, drawn, and two minutes for each of 1,500."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import AsyncIterator
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest

from handlers.callbacks import ForPress
from handlers.relay._draft_sharing import SharingPress
from handlers.relay._rules import sharing_facts
from handlers.relay.proof._callbacks import ProofPress
from handlers.relay.releases._callbacks import RehearsePress
from handlers.relay.vouchers._callbacks import CheckPress, VoucherPress
from storage.relay.kinds import EntryState, OrderRule
from storage.relay.lottery import draw
from storage.relay.queries import EntryView
from storage.relay.sharing import Sharing
from storage.relay.vouchers.codes import spell_code
from tests.handlers.estate_play import newcomer
from tests.handout_play import (
    answers,
    card_rules,
    file_of,
    joins,
    manage,
    taps,
    vouchers_of,
)
from tests.people import bound_group, entries, kept, shows
from tests.slots_play import (
    DRAWN,
    FIRST,
    HOMES,
    IN_POT,
    OPEN,
    PLACES,
    SECOND,
    WAITING,
    Story,
    desks_are_slower_and_only_who_is_affected_hears,
    nine_hundred_are_called,
    the_mother_reads_who_acted,
)
from tests.story_play import CLOCK, Reader, pass_to, read
from tests.town import Town, open_town

LINE = (
    f"/relay {FIRST}；口罩 每户2份；名额 5；时间 2月2日 10:00-12:00；地点 本群；"
    "对象 本小区居民；领取 社区活动室；分配 抽签；抽签 30分钟"
)
DRAWS = Sharing(order_rule=OrderRule.DRAW, draw_until=datetime(2020, 2, 2, 10, 30, tzinfo=CLOCK))
SEED = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")


@pytest.fixture(params=["zh-hans", "en"])
async def story(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Story]:
    language = request.param
    people = IN_POT + 4
    async with open_town(sqlite_url, language=language, people=people, households=HOMES) as town:
        homes = [Reader(town, each, language) for each in town.residents]
        child = Reader(town, newcomer(town, "小明", language), language)
        child.person.chat.is_started = True
        staff = Reader(town, town.staff, language)
        group = await bound_group(town)
        mother, early, afternoon, last = homes[IN_POT:]
        yield Story(town, homes[:IN_POT], mother, early, afternoon, last, child, staff, group)
        assert not town.world.refusals
        assert not town.world.warnings


async def test_from_the_rehearsal_to_the_last_slot(story: Story, tmp_path: Path) -> None:
    await pass_to(story.town, "09:00")
    await a_draw_is_published(story)
    await the_desks_rehearse_and_leave_nothing(story)
    digest = await all_join_and_the_seed_is_sealed(story)
    await the_draw_is_made_and_anybody_may_repeat_it(story, digest, tmp_path)
    await who_was_drawn_collects(story)
    await the_next_round_is_for_all_others(story)
    await fifteen_hundred_join(story)
    await nine_hundred_are_called(story)
    await desks_are_slower_and_only_who_is_affected_hears(story)
    await the_mother_reads_who_acted(story)


async def a_draw_is_published(story: Story) -> None:
    preview = await story.staff.says(LINE, FIRST, button="publish")
    await story.staff.presses(preview, "publish")
    card = await shows(story.town, story.group, FIRST)
    rules = card_rules(sharing_facts(DRAWS), capacity=PLACES)
    assert "\n".join(rules) in read(card)


async def the_desks_rehearse_and_leave_nothing(story: Story) -> None:
    """演练: two minutes a person, measured by real presses of those at the desks."""
    staff, town = story.staff, story.town
    before = await kept(town)
    said = len(story.group.messages)
    which = await staff.says("/rehearse", button=None)
    page = await taps(staff, which, RehearsePress(relay_id=DRAWN, act="choose"))
    page = await taps(staff, page, RehearsePress(relay_id=DRAWN, act="begin", number=20))
    page = await staff.presses(page, "release")
    page = await staff.presses(page, "release_all")
    await staff.presses(page, "release_go", count=20)
    page = await staff.says("/rehearse", button="rehearsal_served")
    for _ in range(10):
        town.clock.advance(120)
        page = await staff.presses(page, "rehearsal_served")
    proposal: dict[str, object] = {
        "seconds": 120,
        "planned": 120,
        "an_hour": 30,
        "people": PLACES,
        "beyond": 0,
    }
    facts: dict[str, object] = {
        "is_joining": False,
        "joined": 20,
        "served": 10,
        "needed": 8,
        "title": FIRST,
    }
    # Five places at one desk, from when the list is closed at noon.
    proposal |= {"done_at": "2020-02-02T12:10:00+08:00"}
    said_there = staff.shown("relay/rehearsal", is_rehearsal=True, proposal=proposal, **facts)
    assert read(page) == said_there
    page = await staff.presses(page, "rehearsal_end")
    over = await staff.presses(page, "rehearsal_end_sure")
    assert read(over) == staff.shown("relay/rehearsal_over", seconds=120)
    assert await kept(town) == before
    assert len(story.group.messages) == said


async def all_join_and_the_seed_is_sealed(story: Story) -> str:
    """Whoever comes first in the window has no better chance; the digest stands before."""
    await pass_to(story.town, "10:00")
    card = await shows(story.town, story.group, FIRST, "接龙进行中")
    for reader in story.pot:
        await joins(reader, card, DRAWN)
    rules = await story.pot[0].says(f"/start rt_{DRAWN}", FIRST)
    assert not SEED.findall(read(rules))
    (digest,) = re.findall(r"[0-9a-f]{64}", read(rules))
    return str(digest)


async def the_draw_is_made_and_anybody_may_repeat_it(
    story: Story, digest: str, folder: Path
) -> None:
    """With the seed that was sealed, with the numbers of the pot; and the whole proof, too."""
    await pass_to(story.town, "10:31")
    lines = await until_drawn(story.town)
    assert [line.state.value for line in lines] == ["admitted"] * PLACES + ["waiting"] * 3
    for place, line in enumerate(lines, start=1):
        told = {"place": place, "waiting_place": place - PLACES if place > PLACES else None}
        winner = story.pot[line.number - 1]
        await winner.hears(
            winner.shown("relay/drawn", title=FIRST, door=None, collection="社区活动室", **told)
        )
    reader = story.pot[0]
    rules = await reader.says(f"/start rt_{DRAWN}", digest)
    (seed,) = SEED.findall(read(rules))
    assert sha256(seed.encode()).hexdigest() == digest
    assert [line.number for line in lines] == draw(seed, range(1, IN_POT + 1))
    await pass_to(story.town, "12:00")
    posted = await shows(story.town, story.group, "存证")
    (code,) = re.findall(r"(?:[0-9a-f]{4} ){7}[0-9a-f]{4}", read(posted))
    why = await reader.says("/why", button="why_check")
    check = await reader.presses(why, "why_check")
    await answers(reader, check, ProofPress(relay_id=DRAWN, act="file"))
    zipfile.ZipFile(io.BytesIO(await file_of(reader))).extractall(folder)
    assert "PROVED" in verify(folder, code)


async def until_drawn(town: Town) -> tuple[EntryView, ...]:
    """The list, once the clock has made the draw."""
    for _ in range(40):
        lines = await entries(town, DRAWN)
        if not any(line.state is EntryState.DRAWING for line in lines):
            return lines
        await town.world.settled()
        town.clock.advance(1)
    raise AssertionError("nothing was drawn")


def verify(folder: Path, code: str) -> str:
    """What the script in the proof says of it and of the code that stands in the group."""
    command = [sys.executable, "-I", "verify.py", "proof.json", "--code", code]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    return done.stdout


async def who_was_drawn_collects(story: Story) -> None:
    await pass_to(story.town, "14:00")
    staff = story.staff
    page = await manage(staff, "check")
    page = await taps(staff, page, CheckPress(relay_id=DRAWN, act="many"))
    await taps(staff, page, CheckPress(relay_id=DRAWN, act="sure"))
    await pass_to(story.town, "15:00")
    given = await vouchers_of(story.town, DRAWN)
    assert len(given) == PLACES
    for voucher in given.values():
        counter = await staff.says(f"/collect {spell_code(voucher.code)}", voucher.door)
        press = VoucherPress(relay_id=DRAWN, act="take", number=voucher.number)
        await taps(staff, counter, press)


async def the_next_round_is_for_all_others(story: Story) -> None:
    """One tap takes over the settings; then first come, for those who got nothing yet."""
    staff = story.staff
    await manage(staff, "relay_round")
    await staff.hears(FIRST.replace("一", "二"))
    preview = await staff.says("明天 8:00-20:00", SECOND, button="edit_sharing")
    page = await staff.presses(preview, "edit_sharing")
    for choice, value in (
        ("sharing", "time"),
        ("served", ""),
        ("served", "unserved"),
        ("done", ""),
    ):
        page = await taps(staff, page, SharingPress(choice=choice, value=value))
    await staff.presses(page, "edit_capacity")
    preview = await staff.says(f"{WAITING}", SECOND, button="publish")
    await staff.presses(preview, "publish")
    card = await shows(story.town, story.group, SECOND)
    rules = card_rules(sharing_facts(Sharing()) | {"served": "unserved"}, capacity=WAITING)
    assert "\n".join(rules) in read(card)


async def fifteen_hundred_join(story: Story) -> None:
    """A child abroad for its mother, the others by press and telephone; who was served cannot."""
    await pass_to(story.town, "08:00")
    town, mother, child = story.town, story.mother, story.child
    card = await shows(town, story.group, SECOND, "接龙进行中")
    served = story.pot[(await entries(town, DRAWN))[0].number - 1]
    refused = await served.person.presses(card, data=f"j:{OPEN}:1")
    assert refused.text == served.words.error("already_served")

    page = await mother.says("/proxy", button="proxy_invite")
    await mother.presses(page, "proxy_invite")
    link = await mother.hears("start=")
    (code,) = re.findall(r"start=(\S+)", read(link))
    await child.says(f"/start {code}")
    page = await child.says(f"/start r_{OPEN}", "1-105", SECOND)
    home = town.place.households[IN_POT]
    await taps(child, page, ForPress(relay_id=OPEN, household_id=home, act="join", quantity=1))
    await mother.hears(SECOND, button="change_or_leave")
    for place, reader in ((75, story.early), (801, story.afternoon), (1400, story.last)):
        await story.others_join(place - 1)
        await joins(reader, card, OPEN)
    await story.others_join(WAITING - 3)
