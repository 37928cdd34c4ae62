"""The 28 operations that every client library must be able to do, by two of them."""

import asyncio
from typing import Any

import pytest
from aiohttp import web

from simulator import Group, Person, World
from simulator.samples import png
from tests.simulator.conftest import Kit


async def test_get_me(kit: Kit) -> None:
    me = await kit.bot.get_me()
    assert (me.id, me.username, me.is_bot) == (42, "linli_bot", True)


async def test_long_poll_blocks_wakes_redelivers_and_confirms(kit: Kit, wang: Person) -> None:
    poll = asyncio.create_task(kit.updates(wait=10))
    await asyncio.sleep(0.1)
    assert not poll.done()
    await wang.says("hello")
    (update,) = await poll
    assert update.message.text == "hello"
    assert [one.update_id for one in await kit.updates()] == [update.update_id]
    await wang.says("again")
    (second,) = await kit.updates(offset=update.update_id + 1)
    assert second.update_id == update.update_id + 1


async def test_webhook_brings_updates_with_the_secret(kit: Kit, wang: Person, world: World) -> None:
    taken: list[tuple[str | None, Any]] = []

    async def take(request: web.Request) -> web.Response:
        taken.append((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), await request.json()))
        return web.Response()

    async with listening(take) as url:
        assert await kit.bot.set_webhook(url=url, secret_token="s-1_A")
        assert (await kit.bot.get_webhook_info()).url == url
        await wang.says("hello")
        await world.settled()
        assert [(secret, update["message"]["text"]) for secret, update in taken] == [
            ("s-1_A", "hello")
        ]
        assert await kit.bot.delete_webhook()


async def test_get_updates_conflicts_with_a_webhook(kit: Kit) -> None:
    await kit.bot.set_webhook(url="https://example.org/hook")
    with kit.refused(
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
    ):
        await kit.updates()


async def test_html_becomes_entities_in_utf16(kit: Kit, private: int) -> None:
    message = await kit.bot.send_message(
        chat_id=private, text='😀 <b>3号楼</b> <a href="http://a.cn">x</a>', parse_mode="HTML"
    )
    assert message.text == "😀 3号楼 x"
    facts = [(one.type, one.offset, one.length, one.url) for one in message.entities]
    assert facts == [("bold", 3, 3, None), ("text_link", 7, 1, "http://a.cn/")]


async def test_inline_keyboard_comes_back(kit: Kit, private: int, wang: Person) -> None:
    message = await kit.bot.send_message(
        chat_id=private, text="?", reply_markup=kit.inline([("接龙", "j")], [("退出", "q")])
    )
    rows = message.reply_markup.inline_keyboard
    assert [[key.callback_data for key in row] for row in rows] == [["j"], ["q"]]
    assert [key.text for key in (await wang.next_message()).buttons] == ["接龙", "退出"]


async def test_edit_message_text(kit: Kit, private: int, wang: Person) -> None:
    sent = await kit.bot.send_message(chat_id=private, text="1")
    edited = await kit.bot.edit_message_text(
        text="<i>2</i>", parse_mode="HTML", chat_id=private, message_id=sent.message_id
    )
    assert (edited.text, edited.entities[0].type) == ("2", "italic")
    assert wang.chat.messages[-1].text == "2"


async def test_edit_message_reply_markup(kit: Kit, private: int, wang: Person) -> None:
    keys = kit.inline([("a", "a")])
    sent = await kit.bot.send_message(chat_id=private, text="1", reply_markup=keys)
    await kit.bot.edit_message_reply_markup(
        chat_id=private, message_id=sent.message_id, reply_markup=kit.inline([("b", "b")])
    )
    assert [key.text for key in wang.chat.messages[-1].buttons] == ["b"]
    await kit.bot.edit_message_reply_markup(chat_id=private, message_id=sent.message_id)
    assert wang.chat.messages[-1].reply_markup is None


async def test_reply_keyboard_remove_and_force_reply(kit: Kit, private: int, wang: Person) -> None:
    key = kit.types.KeyboardButton(text="3号楼")
    keyboard = kit.types.ReplyKeyboardMarkup(keyboard=[[key]], resize_keyboard=True)
    await kit.bot.send_message(chat_id=private, text="?", reply_markup=keyboard)
    assert (await wang.taps("3号楼")).text == "3号楼"
    remove: Any = kit.types.ReplyKeyboardRemove
    gone = remove(remove_keyboard=True) if kit.name == "aiogram" else remove()
    await kit.bot.send_message(chat_id=private, text="!", reply_markup=gone)
    assert wang.reply_keyboard() is None
    with pytest.raises(LookupError):
        await wang.taps("3号楼")
    forced: Any = kit.types.ForceReply
    force = forced(force_reply=True) if kit.name == "aiogram" else forced()
    await kit.bot.send_message(chat_id=private, text="!", reply_markup=force)


async def test_press_reaches_the_bot_and_its_answer_the_person(
    kit: Kit, private: int, wang: Person
) -> None:
    await kit.bot.send_message(chat_id=private, text="?", reply_markup=kit.inline([("x", "d1")]))
    press = asyncio.create_task(wang.presses(await wang.next_message(), "x"))
    (update,) = await kit.updates(wait=5)
    query = update.callback_query
    assert (query.data, query.from_user.id, query.message.text) == ("d1", wang.id, "?")
    await kit.bot.answer_callback_query(callback_query_id=query.id, text="第 1 位", show_alert=True)
    answer = await press
    assert (answer.text, answer.show_alert, answer.url) == ("第 1 位", True, None)


async def test_reply_parameters_quote_the_message(kit: Kit, private: int, wang: Person) -> None:
    asked = await wang.says("几点?")
    reply = kit.types.ReplyParameters(message_id=asked.message_id)
    answer = await kit.bot.send_message(chat_id=private, text="9", reply_parameters=reply)
    assert answer.reply_to_message.text == "几点?"


async def test_delete_one_and_many(kit: Kit, private: int, wang: Person) -> None:
    sent = [await kit.bot.send_message(chat_id=private, text=str(n)) for n in range(3)]
    ids = [message.message_id for message in sent]
    assert await kit.bot.delete_message(chat_id=private, message_id=ids[0])
    assert await kit.bot.delete_messages(chat_id=private, message_ids=[*ids, 999])
    assert [message.text for message in wang.chat.messages] == ["/start"]


async def test_copy_and_forward(kit: Kit, private: int, wang: Person, group: Group) -> None:
    source = await wang.says("原文", in_=group)
    forwarded = await kit.bot.forward_message(
        chat_id=private, from_chat_id=group.id, message_id=source.message_id
    )
    assert (forwarded.text, forwarded.forward_origin.sender_user.id) == ("原文", wang.id)
    copied = await kit.bot.copy_message(
        chat_id=private, from_chat_id=group.id, message_id=source.message_id
    )
    copy = wang.chat.store.get(copied.message_id)
    assert copy
    assert (copy.text, copy.forward_origin) == ("原文", None)


async def test_chat_action_pin_and_reaction(
    kit: Kit, private: int, wang: Person, world: World
) -> None:
    said = await wang.says("好")
    await kit.bot.send_chat_action(chat_id=private, action="typing")
    await kit.bot.pin_chat_message(chat_id=private, message_id=said.message_id)
    await kit.bot.set_message_reaction(
        chat_id=private,
        message_id=said.message_id,
        reaction=[kit.types.ReactionTypeEmoji(emoji="👍")],
    )
    assert wang.chat.actions == ["typing"]
    assert wang.chat.pinned == [said.message_id]
    assert [one.emoji for one in wang.chat.reactions[said.message_id, world.bot.id]] == ["👍"]
    await kit.bot.unpin_chat_message(chat_id=private, message_id=said.message_id)
    assert wang.chat.pinned == []


async def test_deep_link_brings_its_payload(kit: Kit, wang: Person) -> None:
    await wang.opens_link("https://t.me/linli_bot?start=b_3-x")
    (update,) = await kit.updates()
    assert update.message.text == "/start b_3-x"
    assert [one.type for one in update.message.entities] == ["bot_command"]


async def test_a_persons_photo_is_downloaded(kit: Kit, wang: Person) -> None:
    picture = png(300, 200)
    await wang.sends_photo(picture, "楼道")
    (update,) = await kit.updates()
    size = update.message.photo[-1]
    assert (size.width, size.height, update.message.caption) == (300, 200, "楼道")
    assert await download(kit, size.file_id) == picture


async def test_group_message_is_answered(kit: Kit, wang: Person, group: Group) -> None:
    offset = (await kit.updates())[-1].update_id + 1
    await wang.says("/list@linli_bot", in_=group)
    (update,) = await kit.updates(offset=offset)
    assert (update.message.chat.id, update.message.chat.type) == (group.id, "supergroup")
    await kit.bot.send_message(chat_id=group.id, text="名单")
    assert (await wang.next_message(in_=group)).text == "名单"


async def test_block_is_told_once(kit: Kit, private: int, wang: Person) -> None:
    await wang.blocks_bot()
    (update,) = await kit.updates()
    change = update.my_chat_member
    assert (change.old_chat_member.status, change.new_chat_member.status) == ("member", "kicked")


async def test_get_chat(kit: Kit, private: int, group: Group) -> None:
    assert (await kit.bot.get_chat(chat_id=private)).first_name == "王阿姨"
    full = await kit.bot.get_chat(chat_id=group.id)
    assert (full.type, full.title, full.permissions.can_send_messages) == (
        "supergroup",
        "图们 3号楼",
        True,
    )


async def test_chat_members_and_administrators(
    kit: Kit, wang: Person, chen: Person, group: Group
) -> None:
    assert (await kit.bot.get_chat_member(chat_id=group.id, user_id=wang.id)).status == "member"
    admins = await kit.bot.get_chat_administrators(chat_id=group.id)
    assert [(one.user.id, one.status) for one in admins] == [(chen.id, "creator")]
    group.promote(wang, chen)
    admin = await kit.bot.get_chat_member(chat_id=group.id, user_id=wang.id)
    assert (admin.status, admin.can_pin_messages) == ("administrator", True)
    assert await kit.bot.get_chat_member_count(chat_id=group.id) == 3


async def test_forum_topic_carries_its_thread_id(kit: Kit, world: World, chen: Person) -> None:
    forum = world.group("居委会", members=[chen], admins=[chen], forum=True)
    await forum.add_bot(by=chen, admin=True)
    topic = await kit.bot.create_forum_topic(chat_id=forum.id, name="药品")
    sent = await kit.bot.send_message(
        chat_id=forum.id, message_thread_id=topic.message_thread_id, text="新需求"
    )
    assert (sent.message_thread_id, sent.is_topic_message) == (topic.message_thread_id, True)
    assert sent.reply_to_message.forum_topic_created.name == "药品"
    world.updates.clear()
    await chen.says("收到", in_=forum, thread=topic.message_thread_id)
    (update,) = await kit.updates()
    assert update.message.message_thread_id == topic.message_thread_id


async def test_send_photo_with_html_caption(kit: Kit, private: int) -> None:
    message = await kit.bot.send_photo(
        chat_id=private,
        photo=kit.upload(png(20, 10), "qr.png"),
        caption="<b>凭证</b>",
        parse_mode="HTML",
    )
    assert (message.caption, message.caption_entities[0].type) == ("凭证", "bold")
    assert (message.photo[-1].width, message.photo[-1].height) == (20, 10)


async def test_send_document(kit: Kit, private: int, wang: Person) -> None:
    await kit.bot.send_document(chat_id=private, document=kit.upload("名单".encode(), "名单.csv"))
    document = (await wang.next_message()).document
    assert document
    assert (document.file_name, document.file_size) == ("名单.csv", 6)


async def test_get_file_and_download(kit: Kit, private: int) -> None:
    content = bytes(range(256)) * 40
    sent = await kit.bot.send_document(chat_id=private, document=kit.upload(content, "a.bin"))
    assert await download(kit, sent.document.file_id) == content


async def test_resend_by_file_id(kit: Kit, private: int, wang: Person) -> None:
    sent = await kit.bot.send_document(chat_id=private, document=kit.upload(b"x", "a.txt"))
    again = await kit.bot.send_document(chat_id=private, document=sent.document.file_id)
    assert again.document.file_unique_id == sent.document.file_unique_id


async def test_send_media_group_with_uploads(kit: Kit, private: int) -> None:
    media = [
        kit.types.InputMediaPhoto(media=upload_media(kit, png(9, side)), caption=str(side))
        for side in (1, 2, 3)
    ]
    album = await kit.bot.send_media_group(chat_id=private, media=media)
    assert [message.photo[-1].height for message in album] == [1, 2, 3]
    assert [message.caption for message in album] == ["1", "2", "3"]
    assert len({message.media_group_id for message in album}) == 1


async def test_commands_by_scope_and_language(kit: Kit, world: World, wang: Person) -> None:
    command = kit.types.BotCommand
    everywhere = kit.types.BotCommandScopeDefault()
    groups = kit.types.BotCommandScopeAllGroupChats()
    await kit.bot.set_my_commands(commands=[command(command="help", description="Help")])
    await kit.bot.set_my_commands(
        commands=[command(command="help", description="帮助")],
        scope=everywhere,
        language_code="zh",
    )
    await kit.bot.set_my_commands(
        commands=[command(command="list", description="List")], scope=groups
    )
    chinese = await kit.bot.get_my_commands(scope=everywhere, language_code="zh")
    assert [one.description for one in chinese] == ["帮助"]
    seen = world.commands.seen_by(wang.id, wang.id, "zh-hans", is_group=False, is_admin=False)
    assert [one.description for one in seen] == ["帮助"]
    seen = world.commands.seen_by(wang.id, -1, "ja", is_group=True, is_admin=False)
    assert [one.command for one in seen] == ["list"]


async def test_description_and_menu_button(kit: Kit, private: int) -> None:
    await kit.bot.set_my_description(description="邻里", language_code="zh")
    assert (await kit.bot.get_my_description(language_code="zh")).description == "邻里"
    assert (await kit.bot.get_my_description()).description == ""
    await kit.bot.set_chat_menu_button(chat_id=private, menu_button=kit.types.MenuButtonCommands())
    assert (await kit.bot.get_chat_menu_button(chat_id=private)).type == "commands"
    assert (await kit.bot.get_chat_menu_button()).type == "default"


@pytest.fixture(autouse=True)
def nothing_unknown(kit: Kit) -> Any:
    """No client sends a parameter that the schema does not have."""
    yield
    assert kit.world.warnings == []


def upload_media(kit: Kit, content: bytes) -> Any:
    return kit.upload(content, "p.png") if kit.name == "aiogram" else content


async def download(kit: Kit, file_id: str) -> bytes:
    file = await kit.bot.get_file(file_id=file_id)
    if kit.name == "aiogram":
        return (await kit.bot.download_file(file.file_path)).read()
    return bytes(await file.download_as_bytearray())


class listening:  # noqa: N801 - reads as a word of the sentence
    """A small HTTP server of the bot's side; gives its address."""

    def __init__(self, handler: Any) -> None:
        app = web.Application()
        app.router.add_post("/hook", handler)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)

    async def __aenter__(self) -> str:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        return f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
