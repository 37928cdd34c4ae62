"""The 14 refusals, with Telegram's own status and words, as two client libraries meet them."""

import contextlib
from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest

from simulator import Clock, FloodLimits, Group, Person, Simulator, World
from tests.simulator.conftest import Kit, aiogram_bot, telegram_bot

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


@contextlib.asynccontextmanager
async def client(kit: Kit, simulator: Simulator, token: str) -> AsyncIterator[Any]:
    opened = aiogram_bot if kit.name == "aiogram" else telegram_bot
    async with opened(simulator, token) as bot:
        yield bot


async def test_unknown_token(kit: Kit, simulator: Simulator) -> None:
    async with client(kit, simulator, "43:OTHER") as bot:
        with pytest.raises(kit.refusal_class) as caught:
            await bot.get_me()
    assert type(caught.value).__name__ in {"TelegramUnauthorizedError", "InvalidToken"}


async def test_bad_tag(kit: Kit, private: int) -> None:
    with kit.refused(
        400, 'Bad Request: can\'t parse entities: Unsupported start tag "br/" at byte offset 6'
    ):
        await kit.bot.send_message(chat_id=private, text="居委<br/>会", parse_mode="HTML")


async def test_unclosed_tag(kit: Kit, private: int) -> None:
    with kit.refused(
        400,
        "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ):
        await kit.bot.send_message(chat_id=private, text="<b>x", parse_mode="HTML")


async def test_over_4096(kit: Kit, private: int) -> None:
    await kit.bot.send_message(chat_id=private, text="😀" * 4096)
    with kit.refused(400, "Bad Request: message is too long"):
        await kit.bot.send_message(chat_id=private, text="x" * 4097)


async def test_empty_after_parsing(kit: Kit, private: int) -> None:
    with kit.refused(400, "Bad Request: text must be non-empty"):
        await kit.bot.send_message(chat_id=private, text="<b> \n </b>", parse_mode="HTML")
    with kit.refused(400, "Bad Request: message text is empty"):
        await kit.bot.send_message(chat_id=private, text="")


async def test_callback_data_over_64_bytes(kit: Kit, private: int) -> None:
    fits = kit.inline([("x", "号" * 21 + "1")])
    await kit.bot.send_message(chat_id=private, text="x", reply_markup=fits)
    with kit.refused(400, "Bad Request: BUTTON_DATA_INVALID"):
        over = kit.inline([("x", "号" * 21 + "12")])
        await kit.bot.send_message(chat_id=private, text="x", reply_markup=over)


async def test_chat_not_found(kit: Kit) -> None:
    for chat_id in (31337, -31337, "@nobody"):
        with kit.refused(400, "Bad Request: chat not found"):
            await kit.bot.send_message(chat_id=chat_id, text="x")


async def test_not_modified(kit: Kit, private: int) -> None:
    keys = kit.inline([("a", "a")])
    sent = await kit.bot.send_message(
        chat_id=private, text="<b>x</b>", parse_mode="HTML", reply_markup=keys
    )
    with kit.refused(400, NOT_MODIFIED):
        await kit.bot.edit_message_text(
            chat_id=private,
            message_id=sent.message_id,
            text=" <b>x</b> ",
            parse_mode="HTML",
            reply_markup=keys,
        )


async def test_edit_not_found(kit: Kit, private: int) -> None:
    with kit.refused(400, "Bad Request: message to edit not found"):
        await kit.bot.edit_message_text(chat_id=private, message_id=999, text="x")


async def test_reply_not_found(kit: Kit, private: int) -> None:
    reply = kit.types.ReplyParameters(message_id=999)
    with kit.refused(400, "Bad Request: message to be replied not found"):
        await kit.bot.send_message(chat_id=private, text="x", reply_parameters=reply)
    lenient = kit.types.ReplyParameters(message_id=999, allow_sending_without_reply=True)
    sent = await kit.bot.send_message(chat_id=private, text="x", reply_parameters=lenient)
    assert sent.reply_to_message is None


async def test_stale_callback(kit: Kit, private: int, wang: Person, clock: Clock) -> None:
    words = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    await kit.bot.send_message(chat_id=private, text="?", reply_markup=kit.inline([("x", "x")]))
    await wang.presses(await wang.next_message(), "x", timeout=None)
    (update,) = await kit.updates()
    clock.advance(3600)
    for query_id in (update.callback_query.id, "12345"):
        with kit.refused(400, words):
            await kit.bot.answer_callback_query(callback_query_id=query_id)


async def test_blocked(kit: Kit, private: int, wang: Person) -> None:
    await wang.blocks_bot()
    with kit.refused(403, "Forbidden: bot was blocked by the user"):
        await kit.bot.send_message(chat_id=private, text="x")
    await wang.says("/start")
    await kit.bot.send_message(chat_id=private, text="x")


async def test_migrated(kit: Kit, world: World, chen: Person) -> None:
    group = world.group("3号楼", admins=[chen], supergroup=False)
    await group.add_bot(by=chen)
    new = await group.migrate()
    with kit.refused(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=new.id,
    ):
        await kit.bot.send_message(chat_id=group.id, text="x")
    assert (await kit.bot.send_message(chat_id=new.id, text="x")).chat.type == "supergroup"


async def test_too_many_requests(
    kit: Kit, private: int, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    world.flood.limits = FloodLimits(chat_per_second=0.25, chat_burst=2)
    for _ in range(2):
        await kit.bot.send_message(chat_id=private, text="x")
    with kit.refused(429, "Too Many Requests: retry after 4", retry_after=4):
        await kit.bot.send_message(chat_id=private, text="x")
    clock.advance(4)
    await kit.bot.send_message(chat_id=private, text="x")


async def test_further_words_of_telegram(
    kit: Kit, private: int, group: Group, world: World, chen: Person
) -> None:
    stranger = world.person("陌生人")
    with kit.refused(400, "Bad Request: chat not found"):
        await kit.bot.send_message(chat_id=stranger.id, text="x")
    with kit.refused(403, "Forbidden: bot can't initiate conversation with a user"):
        await kit.bot.send_message(chat_id=chen.id, text="x")
    with kit.refused(400, "Bad Request: message caption is too long"):
        await kit.bot.send_document(
            chat_id=private, document=kit.upload(b"x", "x"), caption="x" * 1025
        )
    with kit.refused(400, "Bad Request: MESSAGE_TOO_LONG"):
        await kit.bot.answer_callback_query(callback_query_id="1", text="x" * 201)
    with kit.refused(400, "Bad Request: not enough rights to manage pinned messages in the chat"):
        await kit.bot.pin_chat_message(chat_id=group.id, message_id=1)
    group.kick_bot(chen)
    with kit.refused(403, "Forbidden: bot was kicked from the supergroup chat"):
        await kit.bot.send_message(chat_id=group.id, text="x")


async def test_unoffered_method_fails_loudly(kit: Kit, private: int) -> None:
    words = "Not Implemented: the pretend Telegram does not offer the method sendDice"
    with kit.refused(501, words):
        await kit.bot.send_dice(chat_id=private)


@pytest.fixture(autouse=True)
def nothing_unknown(kit: Kit) -> Iterator[None]:
    """No client sends a parameter that the schema does not have."""
    yield
    assert kit.world.warnings == []
