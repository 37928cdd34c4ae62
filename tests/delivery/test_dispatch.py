"""From a raw update to its handler: which word leads where, and what refusals say to whom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    Location,
    Message,
    MessageAutoDeleteTimerChanged,
    Voice,
)
from sqlmodel import Session, select
from structlog.testing import capture_logs

from bot.intake import Polling
from bot.route_table import merge_routers
from handlers.context import Context
from handlers.routes import Router
from handlers.services import Letter
from simulator import Group, Person, World
from simulator.messages import StoredMessage
from storage.audit.tables import FailedUpdate
from storage.community import actions as community
from storage.errors import RuleError
from tests.delivery.delivery_rig import MakeRig, Rig, texts_of

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

SECRET_NAME = "Chen Meiling"


class Join(CallbackData, prefix="join"):
    relay: int


class Feature:
    """Notes what reached it."""

    def __init__(self) -> None:
        self.heard: list[tuple[Any, ...]] = []
        self.router = Router("feature")
        self.router.command("relay", self.on_command)
        self.router.command("start", self.on_start)
        self.router.command("closed", self.on_closed)
        self.router.command("taken", self.on_taken)
        self.router.command("whoami", self.on_whoami)
        self.router.command("hang", self.on_hang)
        self.router.command("break", self.on_break)
        self.router.link("b", self.on_link)
        self.router.press(Join, self.on_press)
        self.router.step("feature.title", self.on_title)
        self.router.reader(lambda text: text[1:] if text.startswith("+") else None, self.on_plus)
        self.router.reader(
            lambda text: "danger" if "!" in text else None, self.on_danger, interrupts=True
        )
        self.router.memberships.append(self.on_membership)
        self.router.migrations.append(self.on_migration)

    def take(self) -> list[tuple[Any, ...]]:
        heard, self.heard = self.heard, []
        return heard

    async def on_command(self, context: Context, message: Message, rest: str) -> None:
        self.heard.append(("command", rest, context.thread_id))

    async def on_start(self, context: Context, message: Message, rest: str) -> None:
        self.heard.append(("start", rest))

    async def on_link(self, context: Context, message: Message, rest: str) -> None:
        self.heard.append(("link", rest))

    async def on_closed(self, context: Context, message: Message, rest: str) -> None:
        raise RuleError("relay_closed")

    async def on_taken(self, context: Context, message: Message, rest: str) -> None:
        raise RuleError("taken", name=SECRET_NAME)

    async def on_whoami(self, context: Context, message: Message, rest: str) -> None:
        self.heard.append(("whoami", context.person_id))

    async def on_hang(self, context: Context, message: Message, rest: str) -> None:
        await asyncio.Event().wait()

    async def on_break(self, context: Context, message: Message, rest: str) -> None:
        raise LookupError(SECRET_NAME)

    async def on_press(self, context: Context, press: CallbackQuery, data: Join) -> None:
        if data.relay == 13:
            raise RuleError("taken", name="you")
        self.heard.append(("press", data.relay, context.person_id))
        await context.answer(press, "joined")

    async def on_title(self, context: Context, message: Message, conversation: Any) -> None:
        self.heard.append(("title", message.text or message.document))

    async def on_plus(self, context: Context, message: Message, number: str) -> None:
        self.heard.append(("plus", number))

    async def on_danger(self, context: Context, message: Message, what: str) -> None:
        self.heard.append((what,))

    async def on_membership(self, context: Context, change: ChatMemberUpdated) -> None:
        self.heard.append(("membership", change.new_chat_member.status))

    async def on_migration(self, context: Context, message: Message) -> None:
        self.heard.append(("migration", message.migrate_to_chat_id, message.migrate_from_chat_id))


@pytest.fixture
def feature() -> Feature:
    return Feature()


@pytest.fixture
def time_limit() -> float:
    return 30.0


@pytest.fixture
async def process(make_rig: MakeRig, feature: Feature, time_limit: float) -> AsyncIterator[Rig]:
    rig = make_rig([feature.router], time_limit=time_limit)
    polling = Polling(rig.bot, rig.switchboard.handle, rig.clock)
    running = asyncio.create_task(polling.run())
    yield rig
    await polling.stop()
    await running


@pytest.fixture
def wang(world: World) -> Person:
    return world.person(SECRET_NAME, language_code="en")


@pytest.fixture
async def group(world: World, wang: Person, process: Rig, feature: Feature) -> Group:
    group = world.group("图们", members=[wang], admins=[wang])
    await group.add_bot(wang, admin=True)
    await world.settled()
    assert feature.take() == [("membership", "administrator")]
    return group


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/relay", ("command", "", None)),
        ("/relay  rice 5 kg ", ("command", "rice 5 kg", None)),
        ("/RELAY\nrice", ("command", "rice", None)),
        ("/relay@linli_bot rice", ("command", "rice", None)),
        ("/relay@Linli_Bot", ("command", "", None)),
        ("/start", ("start", "")),
        ("/start b_code_with_line", ("link", "code_with_line")),
        ("/start unknown_code", ("start", "unknown_code")),
        ("+3", ("plus", "3")),
    ],
)
async def test_a_word_leads_to_its_handler(
    world: World, process: Rig, feature: Feature, wang: Person, text: str, expected: object
) -> None:
    await wang.says(text)
    await world.settled()
    assert feature.take() == [expected]


@pytest.mark.parametrize("text", ["/unknown", "/", "/relayed", "what?", "/ relay"])
async def test_what_nobody_understands_in_private_is_answered_with_help(
    process: Rig, feature: Feature, wang: Person, text: str
) -> None:
    await wang.says(text)
    assert (await wang.next_message()).text == "see /help"
    assert feature.take() == []


@pytest.mark.parametrize("text", ["/unknown", "good morning", "/relay@another_bot"])
async def test_what_is_not_for_us_in_a_group_is_left_alone(
    world: World, feature: Feature, wang: Person, group: Group, text: str
) -> None:
    await wang.says(text, in_=group)
    await world.settled()
    assert feature.take() == []
    assert texts_of(group.messages) == []


async def test_a_press_leads_to_its_handler_with_its_data(
    process: Rig, feature: Feature, wang: Person, world: World
) -> None:
    message = await _any_message(wang)
    answer = await wang.presses(message, data="join:7")
    assert answer.text == "joined"
    assert feature.take() == [("press", 7, wang.id)]


@pytest.mark.parametrize(
    "data", ["join", "join:", "join:x", "join:7:8", "leave:7", "", ":", "j" * 64, "join:７x"]
)
async def test_a_forged_or_old_button_is_told_so(
    process: Rig, feature: Feature, wang: Person, data: str
) -> None:
    message = await _any_message(wang)
    answer = await wang.presses(message, data=data)
    assert (answer.text, answer.show_alert) == ("this button is old", True)
    assert feature.take() == []


async def test_a_refused_press_is_an_alert_to_the_one_who_pressed(
    process: Rig, wang: Person
) -> None:
    message = await _any_message(wang)
    answer = await wang.presses(message, data="join:13")
    assert (answer.text, answer.show_alert) == ("taken by you", True)


async def test_a_refused_message_in_private_is_told_the_whole_reason(
    process: Rig, wang: Person
) -> None:
    await wang.says("/taken")
    assert (await wang.next_message()).text == f"taken by {SECRET_NAME}"


async def test_a_general_reason_is_told_in_the_group_as_a_reply(wang: Person, group: Group) -> None:
    said = await wang.says("/closed", in_=group)
    answer = await group.next_message()
    assert answer.text == "the list is closed"
    assert answer.reply_to_message.message_id == said.message_id


async def test_a_personal_reason_is_told_in_private_only(
    process: Rig, wang: Person, group: Group
) -> None:
    await wang.says("/whoami")
    await process.know(wang.id)
    process.start()
    await wang.says("/taken", in_=group)

    assert (await group.next_message()).text == "write to me in private"
    assert (await wang.next_message()).text == f"taken by {SECRET_NAME}"
    assert SECRET_NAME not in " ".join(texts_of(group.messages))


async def test_an_anonymous_admin_and_a_channel_are_nobody(
    world: World, wang: Person, group: Group, feature: Feature
) -> None:
    channel = world.channel("news")
    await wang.says("/whoami", in_=group, as_group=True)
    assert (await group.next_message()).text == "speak for yourself"
    await wang.says("/whoami", in_=group, as_channel=channel)
    assert (await group.next_message()).text == "speak for yourself"
    assert feature.take() == []


async def test_other_bots_and_edits_are_ignored(
    process: Rig, wang: Person, feature: Feature
) -> None:
    chat = {"id": wang.id, "type": "private", "first_name": "x"}
    bot = {"id": 7, "is_bot": True, "first_name": "other"}
    human = {"id": wang.id, "is_bot": False, "first_name": "x"}
    message = {"message_id": 1, "date": 1, "chat": chat, "text": "/relay"}
    for update in (
        {"update_id": 1, "message": {**message, "from": bot}},
        {"update_id": 2, "edited_message": {**message, "from": human}},
        {"update_id": 3, "channel_post": message},
        {"update_id": 4},
    ):
        await process.switchboard.handle(update)
    assert feature.take() == []
    assert await _failed(process) == []


async def test_a_conversation_takes_what_is_said_next_but_a_command_goes_before(
    world: World, process: Rig, wang: Person, feature: Feature
) -> None:
    await process.work.write(
        community.save_conversation, wang.id, wang.id, "feature.title", {}, now=process.clock.now()
    )
    await wang.says("+3")
    await wang.says("/relay")
    document = await wang.sends_document("roster.csv", b"x")
    await world.settled()
    assert feature.take()[:2] == [("title", "+3"), ("command", "", None)]
    assert document.document is not None


async def test_what_interrupts_goes_first_in_private_and_last_in_a_group(
    world: World, process: Rig, wang: Person, group: Group, feature: Feature
) -> None:
    await wang.says("+1!")
    await world.settled()
    assert feature.take() == [("danger",)]

    await wang.says("+1!", in_=group)
    await wang.says("help!", in_=group)
    await world.settled()
    assert feature.take() == [("plus", "1!"), ("danger",)]


async def test_in_a_group_no_conversation_goes_on(
    world: World, process: Rig, wang: Person, feature: Feature, group: Group
) -> None:
    await process.work.write(
        community.save_conversation, wang.id, group.id, "feature.title", {}, now=process.clock.now()
    )
    ours = await process.sender.try_send(Letter(group.id, "test/plain", {"text": "title?"}))
    await wang.says("rice", in_=group)
    await wang.says("rice", in_=group, reply_to=ours)
    await wang.says("+3", in_=group, reply_to=ours)
    await world.settled()
    assert feature.take() == [("plus", "3")]


async def test_what_is_no_text_is_answered_in_private_only(
    world: World, wang: Person, feature: Feature, group: Group
) -> None:
    voice = Voice(file_id="v", file_unique_id="v", duration=1)
    wang.posts(group, voice=voice)
    await world.settled()
    assert not any(message.is_by_bot for message in group.messages)

    for sent in ({"voice": voice}, {"location": Location(latitude=31.3, longitude=121.5)}):
        wang.posts(None, **sent)
        assert (await wang.next_message()).text == "see /help"
    assert feature.take() == []


async def test_a_notice_of_telegrams_own_is_not_answered(
    world: World, wang: Person, process: Rig
) -> None:
    timer = MessageAutoDeleteTimerChanged(message_auto_delete_time=86_400)
    wang.posts(None, message_auto_delete_timer_changed=timer)
    await wang.says("/whoami")
    await world.settled()
    assert not any(message.is_by_bot for message in wang.chat.messages)


async def test_a_topic_is_kept(world: World, process: Rig, wang: Person, feature: Feature) -> None:
    forum = world.group("图们", members=[wang], admins=[wang], forum=True)
    await forum.add_bot(wang)
    topic = await forum.opens_topic(wang, "relays")
    await wang.says("/closed", in_=forum, thread=topic)
    assert (await forum.next_message()).message_thread_id == topic.thread_id


async def test_a_group_that_becomes_a_supergroup_is_followed(
    world: World, process: Rig, wang: Person, feature: Feature
) -> None:
    small = world.group("图们", members=[wang], admins=[wang], supergroup=False)
    await small.add_bot(wang)
    await world.settled()
    feature.take()
    new = await small.migrate()
    await world.settled()
    moves = [heard for heard in feature.take() if heard[0] == "migration"]
    assert ("migration", new.id, None) in moves
    assert ("migration", None, small.id) in moves


@pytest.mark.parametrize("time_limit", [1.0])
async def test_an_update_that_hangs_is_kept_and_lets_the_next_pass(
    world: World, process: Rig, wang: Person, feature: Feature
) -> None:
    await wang.says("/hang")
    await wang.says("/relay")
    assert (await wang.next_message()).text == "something broke"
    await world.settled()
    assert feature.take() == [("command", "", None)]
    (kept,) = await _failed(process)
    assert kept.error.startswith("TimeoutError")


@pytest.mark.parametrize("time_limit", [0.5])
async def test_an_apology_that_hangs_lets_the_next_pass(
    world: World, process: Rig, wang: Person, feature: Feature
) -> None:
    message = await _any_message(wang)
    world.fault("answerCallbackQuery", kind="timeout", times=2)
    pressing = asyncio.create_task(wang.presses(message, data="join:13"))
    await _until_failed(process)

    await wang.says("/closed")
    assert (await wang.next_message()).text == "the list is closed"

    assert len(world.calls("answerCallbackQuery")) == 2
    pressing.cancel()
    await asyncio.gather(pressing, return_exceptions=True)


async def test_an_update_that_nobody_can_read_is_kept(process: Rig) -> None:
    await process.switchboard.handle({"update_id": 9, "message": {"text": 1}})
    (kept,) = await _failed(process)
    assert (kept.update_id, kept.error.split()[0]) == (9, "ValidationError")


async def test_logs_tell_ids_not_names_or_texts(process: Rig, wang: Person) -> None:
    with capture_logs() as lines:
        await wang.says("/taken my secret text")
        await wang.next_message()
        await wang.says("/break my secret text")
        await wang.next_message()
    told = str(lines)
    assert "LookupError" in told
    assert SECRET_NAME not in told
    assert "secret" not in told


@pytest.mark.parametrize("kind", ["command", "press", "step", "link", "keyboard", "card"])
def test_two_features_cannot_answer_to_one_name(database_url: str, kind: str) -> None:
    one, other = Router("one"), Router("other")
    for router in (one, other):
        table = {"press": "presses"}.get(kind, f"{kind}s")
        getattr(router, table)["same"] = object()
    with pytest.raises(ValueError, match=f"{kind} 'same' belongs to one and to other"):
        merge_routers([one, other])


async def _any_message(person: Person) -> StoredMessage:
    await person.says("/closed")
    return await person.next_message()


async def _until_failed(rig: Rig) -> None:
    async with asyncio.timeout(5):
        while not await _failed(rig):  # noqa: ASYNC110 - rows ring no bell
            await asyncio.sleep(0.01)


async def _failed(rig: Rig) -> list[FailedUpdate]:
    def read(session: Session) -> list[FailedUpdate]:
        return list(session.exec(select(FailedUpdate)).all())

    return await rig.work.read(read)
