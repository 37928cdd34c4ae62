"""One message: in whose language, to which chat, and what a refusal leaves behind."""

from __future__ import annotations

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlmodel import Session, select

from handlers.routes import Router
from handlers.services import Letter
from locales.renderer import Words
from simulator import World
from storage.community.tables import Chat, Committee, Estate, Person
from storage.outbox.tables import SendState
from tests.delivery.delivery_rig import MakeRig, Rig, texts_of

# What a chat sees does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def _with_button() -> Router:
    def build(words: Words, params: dict[str, object]) -> InlineKeyboardMarkup:
        button = InlineKeyboardButton(text=f"{words.language} {params['text']}", callback_data="x")
        return InlineKeyboardMarkup(inline_keyboard=[[button]])

    router = Router("test")
    router.keyboard("test/plain", build)
    return router


def _found(session: Session, kind: type) -> list:  # type: ignore[type-arg]
    return list(session.exec(select(kind)).all())


async def test_a_reply_is_sent_at_once_with_the_buttons_of_its_template(
    make_rig: MakeRig, world: World
) -> None:
    rig = make_rig([_with_button()])
    wang = world.person("王阿姨")
    await wang.says("hello")

    sent = await rig.sender.try_send(Letter(wang.id, "test/plain", {"text": "<b>&"}, "en"))

    received = await wang.next_message()
    assert sent is not None
    assert sent.message_id == received.message_id
    assert received.text == "<b>&"
    assert received.reply_markup.inline_keyboard[0][0].text == "en <b>&"
    assert world.warnings == []


@pytest.mark.parametrize(
    ("letter", "person", "expected"),
    [
        ("ko", {"language": "fr", "telegram_language": "en"}, "ko Asia/Shanghai"),
        (None, {"language": "fr", "telegram_language": "en"}, "fr Asia/Shanghai"),
        (None, {"telegram_language": "zh-hk"}, "zh-hant Asia/Shanghai"),
        (None, {}, "zh-hans Asia/Shanghai"),
    ],
)
async def test_a_person_reads_their_own_language(
    rig: Rig, world: World, letter: str | None, person: dict[str, str], expected: str
) -> None:
    wang = world.person("王阿姨")
    await wang.says("hello")
    await rig.know(wang.id, **person)

    await rig.sender.try_send(Letter(wang.id, "test/language", language=letter))

    assert (await wang.next_message()).text == expected


@pytest.mark.parametrize(("chosen", "expected"), [("fr", "fr"), (None, "ja")])
async def test_a_group_reads_its_language_or_its_committees(
    rig: Rig, world: World, chosen: str | None, expected: str
) -> None:
    wang = world.person("王阿姨")
    group = world.group("图们 3号楼", members=[wang])
    await group.add_bot(wang)

    def bind(session: Session) -> None:
        session.add(Committee(id=1, name="图们", language="ja", time_zone="Asia/Tokyo"))
        session.flush()
        session.add(Estate(id=1, committee_id=1, name="图们小区"))
        session.flush()
        session.add(Chat(telegram_id=group.id, estate_id=1, language=chosen))

    await rig.work.write(bind)
    await rig.sender.try_send(Letter(group.id, "test/language"))

    assert texts_of(group.messages) == [f"{expected} Asia/Tokyo"]


async def test_a_refusal_is_plain_text(rig: Rig, world: World) -> None:
    wang = world.person("王阿姨")
    await wang.says("hello")

    await rig.sender.try_send(Letter(wang.id, "errors/taken", {"name": "<i>Chen</i> & Li"}))

    assert (await wang.next_message()).text == "taken by <i>Chen</i> & Li"


async def test_a_reply_that_must_wait_is_left_to_its_sender(rig: Rig, world: World) -> None:
    wang, chen = world.person("王阿姨"), world.person("陈")
    for person in (wang, chen):
        await person.says("hello")
    world.fault("sendMessage", kind="429", retry_after=60, chat=wang.chat)

    assert await rig.sender.try_send(Letter(wang.id, "test/plain", {"text": "1"})) is None
    assert await rig.sender.try_send(Letter(wang.id, "test/plain", {"text": "2"})) is None
    assert await rig.sender.try_send(Letter(chen.id, "test/plain", {"text": "3"})) is not None
    assert len(world.calls("sendMessage")) == 2


@pytest.mark.parametrize("kind", ["500", "502", "drop", "lost_reply"])
async def test_a_broken_line_is_no_error_for_the_one_who_replies(
    rig: Rig, world: World, kind: str
) -> None:
    wang = world.person("王阿姨")
    await wang.says("hello")
    world.fault("sendMessage", kind=kind)

    assert await rig.sender.try_send(Letter(wang.id, "test/plain", {"text": "x"})) is None


async def test_who_blocked_the_bot_is_remembered_and_not_tried_again(
    rig: Rig, world: World
) -> None:
    wang = world.person("王阿姨")
    await wang.says("hello")
    await rig.know(wang.id)
    await wang.blocks_bot()
    rig.start()

    await rig.tell(wang.id, "first")
    await rig.tell(wang.id, "second")
    await rig.emptied()

    assert await rig.states() == [SendState.UNREACHABLE] * 2
    assert len(world.calls("sendMessage")) == 1
    (person,) = await rig.work.read(_found, Person)
    assert not person.reachable


async def test_a_group_that_removed_the_bot_is_left(rig: Rig, world: World) -> None:
    wang = world.person("王阿姨")
    group = world.group("图们 3号楼", members=[wang], admins=[wang])
    await group.add_bot(wang)
    await rig.work.write(lambda session: session.add(Chat(telegram_id=group.id)))
    group.kick_bot(wang)
    rig.start()

    await rig.tell(group.id, "hello")
    await rig.emptied()

    assert await rig.states() == [SendState.UNREACHABLE]
    (chat,) = await rig.work.read(_found, Chat)
    assert chat.left_at is not None


async def test_a_group_that_became_a_supergroup_gets_its_messages_there(
    rig: Rig, world: World
) -> None:
    wang = world.person("王阿姨")
    group = world.group("图们 3号楼", members=[wang], admins=[wang], supergroup=False)
    await group.add_bot(wang)
    await rig.work.write(lambda session: session.add(Chat(telegram_id=group.id)))
    new = await group.migrate()
    rig.start()

    await rig.tell(group.id, "first", reply_to=1)
    await rig.tell(group.id, "second")
    await rig.emptied()

    assert texts_of(new.messages) == ["first", "second"]
    (chat,) = await rig.work.read(_found, Chat)
    assert chat.telegram_id == new.id
    assert {row.chat_id for row in await rig.outbox()} == {new.id}


async def test_a_reply_to_a_message_that_is_gone_is_sent_all_the_same(
    rig: Rig, world: World
) -> None:
    wang = world.person("王阿姨")
    question = await wang.says("hello")
    await wang.deletes(question)

    letter = Letter(wang.id, "test/plain", {"text": "x"}, reply_to=question.message_id)

    assert await rig.sender.try_send(letter) is not None


async def test_an_edit_that_shows_the_same_is_a_success(rig: Rig, world: World) -> None:
    wang = world.person("王阿姨")
    await wang.says("hello")
    message = await rig.sender.try_send(Letter(wang.id, "test/plain", {"text": "1"}))
    assert message is not None

    same = Letter(wang.id, "test/plain", {"text": "1"})
    other = Letter(wang.id, "test/plain", {"text": "2"})
    assert await rig.sender.try_edit(message, same)
    assert await rig.sender.try_edit(message, other)
    assert texts_of(wang.chat.messages) == ["2"]
    await wang.deletes(message)
    assert not await rig.sender.try_edit(message, same)
