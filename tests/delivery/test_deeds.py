"""What the outbox does besides plain sending: edits, deletions, pins, files, late news."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from sqlmodel import Session, select

from handlers.routes import Loaded, Media, MediaKind, Router
from handlers.services import Letter
from locales.renderer import Words
from simulator import Group, Person, Simulator, World
from simulator.samples import TINY_PNG
from storage.community.tables import Chat
from storage.outbox.actions import leave
from storage.outbox.tables import Deed, SendState
from tests.delivery.delivery_rig import MakeRig, Rig, texts_of

# What a chat sees does not depend on the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

THREE_DAYS = 3 * 24 * 3600


@pytest.fixture
async def wang(world: World) -> Person:
    person = world.person("王阿姨", language_code="fr")
    await person.says("/start")
    return person


async def _do(rig: Rig, chat_id: int, deed: Deed, target_id: int, text: str = "") -> None:
    await rig.work.write(
        leave,
        chat_id,
        "test/plain",
        {"text": text},
        now=rig.clock.now(),
        deed=deed,
        target_id=target_id,
    )


async def _sent(rig: Rig, chat_id: int, text: str) -> int:
    message = await rig.sender.try_send(Letter(chat_id, "test/plain", {"text": text}))
    assert message is not None
    return message.message_id


async def _failures(rig: Rig) -> list[str]:
    return [row.failure or "" for row in await rig.outbox()]


async def test_a_message_is_edited_with_its_buttons_and_the_same_again_is_fine(
    make_rig: MakeRig, wang: Person
) -> None:
    def build(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
        button = InlineKeyboardButton(text=params["text"], callback_data="x")
        return InlineKeyboardMarkup(inline_keyboard=[[button]])

    router = Router("test")
    router.keyboard("test/plain", build)
    rig = make_rig([router])
    message_id = await _sent(rig, wang.id, "8:00")
    for _ in range(2):
        await _do(rig, wang.id, Deed.EDIT, message_id, "9:00")
    rig.start()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["9:00"]
    (message,) = [one for one in wang.chat.messages if one.is_by_bot]
    assert message.reply_markup.inline_keyboard[0][0].text == "9:00"
    assert await rig.states() == [SendState.SENT] * 2


async def test_a_message_that_is_gone_cannot_be_edited(rig: Rig, wang: Person) -> None:
    await _do(rig, wang.id, Deed.EDIT, 99, "9:00")
    rig.start()
    await rig.emptied()

    assert await rig.states() == [SendState.FAILED]
    assert "message to edit not found" in (await _failures(rig))[0]


async def test_the_caption_of_a_file_is_edited(rig: Rig, world: World, wang: Person) -> None:
    stored = world.files.add(TINY_PNG, "notice.png", "photo")
    message = await rig.bot.send_photo(wang.id, stored.file_id, caption="8:00")
    await _do(rig, wang.id, Deed.EDIT, message.message_id, "9:00")
    rig.start()
    await rig.emptied()

    (shown,) = [one for one in wang.chat.messages if one.is_by_bot]
    assert (shown.caption, await rig.states()) == ("9:00", [SendState.SENT])


async def test_a_message_is_deleted_and_deleting_again_is_fine(rig: Rig, wang: Person) -> None:
    message_id = await _sent(rig, wang.id, "wrong")
    for _ in range(2):
        await _do(rig, wang.id, Deed.DELETE, message_id, "withdrawn")
    rig.start()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == []
    assert await rig.states() == [SendState.SENT] * 2


async def test_what_is_too_old_to_be_deleted_is_written_over(
    rig: Rig, simulator: Simulator, wang: Person
) -> None:
    message_id = await _sent(rig, wang.id, "wrong")
    simulator.clock.advance(THREE_DAYS)
    await _do(rig, wang.id, Deed.DELETE, message_id, "withdrawn")
    rig.start()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["withdrawn"]
    assert await rig.states() == [SendState.SENT]


async def _group(rig: Rig, world: World, wang: Person, *, supergroup: bool = True) -> Group:
    group = world.group("图们 3号楼", members=[wang], admins=[wang], supergroup=supergroup)
    await group.add_bot(wang)
    await rig.work.write(lambda session: session.add(Chat(telegram_id=group.id)))
    return group


async def test_a_message_is_pinned_where_the_bot_may(rig: Rig, world: World, wang: Person) -> None:
    group = await _group(rig, world, wang)
    message_id = await _sent(rig, group.id, "notice")
    await _do(rig, group.id, Deed.PIN, message_id)
    rig.start()
    await rig.emptied()
    assert await rig.states() == [SendState.FAILED]
    assert "not enough rights to manage pinned messages" in (await _failures(rig))[0]

    group.promote_bot(wang)
    await _do(rig, group.id, Deed.PIN, message_id)
    await rig.emptied()

    assert group.pinned == [message_id]
    assert await rig.states() == [SendState.FAILED, SendState.SENT]


async def test_in_a_group_that_moved_a_change_is_a_message_of_its_own(
    rig: Rig, world: World, wang: Person
) -> None:
    group = await _group(rig, world, wang, supergroup=False)
    message_id = await _sent(rig, group.id, "8:00")
    moved = await group.migrate()
    await _do(rig, group.id, Deed.EDIT, message_id, "9:00")
    await _do(rig, group.id, Deed.PIN, message_id)
    rig.start()
    await rig.emptied()

    assert texts_of(moved.messages) == ["9:00"]
    assert await rig.states() == [SendState.SENT, SendState.WITHDRAWN]


async def test_a_silent_message_makes_no_sound(rig: Rig, world: World, wang: Person) -> None:
    await rig.tell(wang.id, "at night", silent=True)
    await rig.tell(wang.id, "by day")
    rig.start()
    await rig.emptied()

    sounds = [call.params.get("disable_notification") for call in world.calls("sendMessage")]
    assert [str(sound).lower() for sound in sounds] == ["true", "none"]


def _loads(answer: Loaded | None, asked: list[Any]) -> Router:
    def load(
        session: Session, params: dict[str, Any], languages: tuple[str | None, ...]
    ) -> Loaded | None:
        session.exec(select(Chat)).all()
        asked.append((params, languages))
        return answer

    router = Router("test")
    router.letter("test/plain", load)
    return router


async def test_a_letter_says_what_stands_in_rows_when_it_leaves(
    make_rig: MakeRig, wang: Person
) -> None:
    asked: list[Any] = []
    rig = make_rig([_loads(Loaded({"text": "as it is now"}), asked)])
    await rig.know(wang.id, telegram_language="fr")
    await rig.tell(wang.id, "as it was told", language="ko")
    rig.start()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["as it is now"]
    assert asked == [({"text": "as it was told"}, ("ko", None, "fr"))]


async def test_a_letter_that_was_taken_back_is_not_sent(make_rig: MakeRig, wang: Person) -> None:
    rig = make_rig([_loads(None, [])])
    message_id = (await rig.bot.send_message(wang.id, "shown")).message_id
    await rig.tell(wang.id, "x")
    await _do(rig, wang.id, Deed.EDIT, message_id, "x")
    rig.start()
    await rig.emptied()

    assert texts_of(wang.chat.messages) == ["shown"]
    assert await rig.states() == [SendState.WITHDRAWN] * 2


@pytest.mark.parametrize("kind", list(MediaKind))
async def test_a_letter_carries_a_file_with_the_text_under_it(
    make_rig: MakeRig, world: World, wang: Person, kind: MediaKind
) -> None:
    stored = world.files.add(TINY_PNG, f"notice.{kind.value}", kind.value)
    loaded = Loaded({"text": "8:00"}, media=Media(kind, stored.file_id), is_silent=True)
    rig = make_rig([_loads(loaded, [])])
    await rig.tell(wang.id, "")
    rig.start()
    message = await wang.next_message()
    await rig.emptied()

    assert message.caption == "8:00"
    assert getattr(message, kind.value) is not None
    (call,) = world.calls(f"send{kind.value.title()}")
    assert str(call.params["disable_notification"]).lower() == "true"
    (row,) = await rig.outbox()
    assert row.message_id == message.message_id


async def test_an_edit_of_a_letter_with_a_file_edits_its_caption(
    make_rig: MakeRig, world: World, wang: Person
) -> None:
    stored = world.files.add(TINY_PNG, "notice.ogg", "voice")
    media = Media(MediaKind.VOICE, stored.file_id)
    rig = make_rig([_loads(Loaded({"text": "9:00"}, media=media), [])])
    message = await rig.bot.send_voice(wang.id, stored.file_id, caption="8:00")
    await _do(rig, wang.id, Deed.EDIT, message.message_id)
    rig.start()
    await rig.emptied()

    (shown,) = [one for one in wang.chat.messages if one.is_by_bot]
    assert shown.caption == "9:00"
    assert world.calls("editMessageText") == []


async def test_the_language_of_a_letter_is_the_one_it_is_written_in(
    make_rig: MakeRig, wang: Person
) -> None:
    router = Router("test")
    router.letter("test/language", lambda *_: Loaded({}, language="ja"))
    rig = make_rig([router])

    await rig.sender.try_send(Letter(wang.id, "test/language", language="ko"))

    assert texts_of(wang.chat.messages) == ["ja UTC"]
