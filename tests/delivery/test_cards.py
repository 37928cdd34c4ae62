"""Living cards: posted once, edited seldom, never to what they already say."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from functools import partial
from itertools import pairwise

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.routes import Face, Router
from handlers.services import Services
from locales.renderer import Words
from simulator import Group, Person, Simulator, World
from simulator.samples import TINY_PNG
from storage.community.tables import Chat
from storage.outbox.actions import place_card, touch_cards
from tests.delivery.delivery_rig import MakeRig, Rig, texts_of

COUNTER = 7

# What a chat sees does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Counter:
    """What the card tells of; stands in for a relay's row."""

    def __init__(self) -> None:
        self.value = 0
        self.is_shown = True
        self.button = "join"
        self.fails = 0
        self.picture: bytes | None = None
        self.rest: timedelta | None = None

    async def show(
        self, services: Services, words: Words, subject_id: int, _chat_id: int
    ) -> Face | None:
        if self.fails:
            self.fails -= 1
            raise LookupError("a drawer's mistake")
        button = InlineKeyboardButton(text=self.button, callback_data="x")
        keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
        html = f"<b>{subject_id}</b>: {self.value}"
        return Face(html, keyboard, self.picture, self.rest) if self.is_shown else None


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def make(make_rig: MakeRig, counter: Counter) -> MakeRig:
    router = Router("test")
    router.card("counter", counter.show)
    return partial(make_rig, [router])


@pytest.fixture
def lead(world: World) -> Person:
    return world.person("楼组长")


@pytest.fixture
async def group(world: World, lead: Person) -> Group:
    group = world.group("图们 3号楼", admins=[lead], members=[lead])
    await group.add_bot(lead)
    return group


async def _place(rig: Rig, group: Group) -> None:
    await rig.work.write(place_card, "counter", COUNTER, group.id)


async def _touch(rig: Rig) -> None:
    await rig.work.write(touch_cards, "counter", COUNTER)


async def test_a_card_is_posted_and_follows(make: MakeRig, group: Group, counter: Counter) -> None:
    rig = make()
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    assert texts_of(group.messages) == ["7: 0"]

    counter.value = 1
    await _touch(rig)
    await rig.emptied()

    assert texts_of(group.messages) == ["7: 1"]


async def test_a_picture_is_redrawn_with_its_text_after_its_rest(
    make: MakeRig, world: World, group: Group, counter: Counter
) -> None:
    rig = make()
    rig.start()
    counter.picture, counter.rest = TINY_PNG, timedelta(minutes=3)
    await _place(rig, group)
    await rig.emptied()
    first = group.messages[-1].photo
    posted_at = rig.clock.now()

    counter.value, counter.picture = 1, TINY_PNG + b"later"
    await _touch(rig)
    rig.clock.advance(181)
    await rig.emptied()
    assert [message.caption for message in group.messages if message.photo] == ["7: 1"]
    assert group.messages[-1].photo != first
    [edit] = world.calls("editMessageMedia")
    assert edit.at - posted_at > timedelta(minutes=2)


async def test_a_hundred_changes_make_one_or_two_edits(
    make: MakeRig, world: World, group: Group, counter: Counter
) -> None:
    rig = make()
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    rig.clock.advance(3)

    for _ in range(100):
        counter.value += 1
        await _touch(rig)
    await rig.emptied()

    assert texts_of(group.messages) == ["7: 100"]
    assert 1 <= len(world.calls("editMessageText")) <= 2 + _rests(world)


def _rests(world: World) -> int:
    """How often three seconds passed between the first edit and the last."""
    edits = [call.at for call in world.calls("editMessageText")]
    return int((edits[-1] - edits[0]).total_seconds() // 3)


async def test_edits_of_one_card_lie_three_seconds_apart_and_the_first_comes_at_once(
    make: MakeRig, world: World, group: Group, counter: Counter
) -> None:
    rig = make()
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    rig.clock.advance(3)
    touched_at = rig.clock.now()
    for _ in range(20):
        counter.value += 1
        await _touch(rig)
        await asyncio.sleep(0.05)
    await rig.emptied()

    edits = [call.at for call in world.calls("editMessageText")]
    assert (edits[0] - touched_at).total_seconds() < 2.5
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(edits)]
    assert gaps
    assert min(gaps) >= 2.9


async def test_a_card_that_would_look_the_same_is_not_edited(
    make: MakeRig, world: World, group: Group
) -> None:
    rig = make()
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    await _touch(rig)
    await rig.emptied()

    assert world.calls("editMessageText") == []


async def test_new_buttons_alone_are_worth_an_edit(
    make: MakeRig, world: World, group: Group, counter: Counter
) -> None:
    rig = make()
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    counter.button = "closed"
    await _touch(rig)
    await rig.emptied()

    assert len(world.calls("editMessageText")) == 1


async def test_a_card_that_already_shows_it_counts_as_shown(
    make: MakeRig, world: World, group: Group, counter: Counter
) -> None:
    """The edit arrived, its answer was lost: the next try is told that nothing changed."""
    rig = make()
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    world.fault("editMessageText", kind="lost_reply")
    counter.value = 1
    await _touch(rig)
    await rig.emptied()

    assert len(world.calls("editMessageText")) == 2
    assert (await rig.card()).failure is None


async def test_a_deleted_card_is_posted_anew(
    make: MakeRig, group: Group, lead: Person, counter: Counter
) -> None:
    rig = make()
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    await lead.deletes(next(message for message in group.messages if message.is_by_bot))
    counter.value = 1
    await _touch(rig)
    await rig.emptied()

    assert texts_of(group.messages) == ["7: 1"]


async def test_a_refused_edit_waits_and_is_made(
    make: MakeRig, world: World, group: Group, counter: Counter
) -> None:
    rig = make()
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    world.fault("editMessageText", kind="429", retry_after=5)
    world.fault("editMessageText", kind="502")
    counter.value = 1
    await _touch(rig)
    await rig.emptied()

    assert texts_of(group.messages) == ["7: 1"]


async def test_cards_left_behind_by_a_killed_process_are_brought_up_to_date(
    make: MakeRig, simulator: Simulator, group: Group, counter: Counter
) -> None:
    first = make()
    first.start()
    await _place(first, group)
    await first.emptied()
    await first.kill()
    counter.value = 5
    await _touch(first)

    second = make()
    simulator.clock.advance(60)
    second.start()
    await second.emptied()

    assert texts_of(group.messages) == ["7: 5"]


async def test_a_card_in_a_group_that_removed_the_bot_is_given_up(
    make: MakeRig, group: Group, lead: Person, counter: Counter
) -> None:
    rig = make()
    rig.start()
    await rig.work.write(lambda session: session.add(Chat(telegram_id=group.id)))
    await _place(rig, group)
    await rig.emptied()
    group.kick_bot(lead)
    counter.value = 1
    await _touch(rig)
    await rig.emptied()

    assert (await rig.card()).gone_at is not None


async def test_a_card_moves_with_its_group(
    make: MakeRig, world: World, lead: Person, counter: Counter
) -> None:
    small = world.group("图们", admins=[lead], members=[lead], supergroup=False)
    await small.add_bot(lead)
    rig = make()
    rig.start()
    await rig.work.write(lambda session: session.add(Chat(telegram_id=small.id)))
    await _place(rig, small)
    await rig.emptied()
    new = await small.migrate()
    counter.value = 1
    await _touch(rig)
    await rig.emptied()

    assert texts_of(new.messages) == ["7: 1"]
    assert (await rig.card()).chat_id == new.id


async def test_a_card_with_nothing_to_show_yet_is_not_posted(
    make: MakeRig, group: Group, counter: Counter
) -> None:
    rig = make()
    counter.is_shown = False
    rig.start()
    await _place(rig, group)
    await rig.emptied()
    assert texts_of(group.messages) == []

    counter.is_shown = True
    await _touch(rig)
    await rig.emptied()

    assert texts_of(group.messages) == ["7: 0"]


async def test_a_drawers_mistake_is_tried_again_and_stops_nothing_else(
    make: MakeRig, simulator: Simulator, group: Group, lead: Person, counter: Counter
) -> None:
    rig = make()
    counter.fails = 1
    await lead.says("/start")
    rig.start()
    await _place(rig, group)
    await rig.tell(lead.id, "hello")
    await lead.next_message()
    simulator.clock.advance(60)
    await rig.emptied()

    assert texts_of(group.messages) == ["7: 0"]
