"""Groups: who is heard, who may what, topics, migration, people who hide."""

import aiogram
import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError

from simulator import Group, Person, World


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [
        ("接龙 3-501 2份", False),
        ("+1", False),
        ("/list", True),
        ("/list@linli_bot", True),
        ("/list@LINLI_BOT now", True),
        ("/list@other_bot", False),
        ("please /list", False),
        ("问 @linli_bot 几点", True),
        ("@linli_bot_2 几点", False),
    ],
)
async def test_privacy_mode(group: Group, wang: Person, text: str, is_heard: bool) -> None:
    assert (await wang.says(text, in_=group)).visible_to_bot is is_heard


async def test_privacy_mode_lets_replies_through(
    bot: aiogram.Bot, group: Group, wang: Person, chen: Person
) -> None:
    card = await bot.send_message(group.id, "接龙")
    joined = await wang.says("+1", in_=group, reply_to=card)
    assert joined.visible_to_bot
    assert joined.reply_to_message
    assert joined.reply_to_message.message_id == card.message_id
    followed = await chen.says("收到", in_=group, reply_to=joined)
    assert followed.visible_to_bot
    chat = await wang.says("吃了吗", in_=group)
    assert not (await chen.says("吃了", in_=group, reply_to=chat)).visible_to_bot


async def test_an_administrator_bot_hears_everything(
    group: Group, wang: Person, chen: Person
) -> None:
    group.promote_bot(chen)
    assert (await wang.says("吃了吗", in_=group)).visible_to_bot
    group.demote_bot(chen)
    assert not (await wang.says("吃了", in_=group)).visible_to_bot


async def test_privacy_mode_off_hears_everything(simulator: object, group: Group) -> None:
    from simulator import Simulator

    assert isinstance(simulator, Simulator)
    world = simulator.world("43:OPEN", privacy=False)
    li = world.person("李")
    open_group = world.group("小区", members=[li])
    assert not (await li.says("x", in_=open_group)).visible_to_bot
    await open_group.add_bot(by=li)
    assert (await li.says("x", in_=open_group)).visible_to_bot


async def test_adding_and_removing_the_bot_is_told(
    bot: aiogram.Bot, world: World, chen: Person
) -> None:
    group = world.group("4号楼", admins=[chen])
    await group.add_bot(by=chen, admin=True)
    group.kick_bot(chen)
    updates = await bot.get_updates(timeout=0)
    statuses = [one.my_chat_member.new_chat_member.status for one in updates if one.my_chat_member]
    assert statuses == ["administrator", "kicked"]
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await bot.get_chat(group.id)


async def test_anonymous_administrator_and_channel_hide_who_they_are(
    world: World, group: Group, wang: Person, chen: Person
) -> None:
    hidden = await chen.says("/open@linli_bot", in_=group, as_group=True)
    assert hidden.from_user
    assert hidden.sender_chat
    assert (hidden.from_user.username, hidden.sender_chat.id) == ("GroupAnonymousBot", group.id)
    channel = world.channel("王阿姨的频道")
    posted = await wang.says("/open@linli_bot", in_=group, as_channel=channel)
    assert posted.from_user
    assert posted.sender_chat
    assert (posted.from_user.username, posted.sender_chat.id) == ("Channel_Bot", channel.id)
    with pytest.raises(PermissionError):
        await wang.says("x", in_=group, as_group=True)


async def test_migration_leaves_two_service_messages_and_new_numbers(
    bot: aiogram.Bot, world: World, chen: Person
) -> None:
    group = world.group("3号楼", admins=[chen], supergroup=False)
    await group.add_bot(by=chen)
    world.updates.clear()
    new = await group.migrate()
    first, second = await bot.get_updates(timeout=0)
    assert first.message
    assert second.message
    assert (first.message.chat.id, first.message.migrate_to_chat_id) == (group.id, new.id)
    assert (second.message.chat.id, second.message.migrate_from_chat_id) == (new.id, group.id)
    assert str(new.id).startswith("-100")
    assert second.message.message_id == 1
    with pytest.raises(ValueError, match="only once"):
        await group.migrate()
    with pytest.raises(PermissionError):
        await chen.says("x", in_=group)
    await chen.says("x", in_=new)


async def test_private_chats_share_their_numbers_and_supergroups_do_not(
    bot: aiogram.Bot, world: World, wang: Person, chen: Person, group: Group
) -> None:
    assert (await wang.says("/start")).message_id == 1
    assert (await chen.says("/start")).message_id == 2
    assert (await bot.send_message(wang.id, "x")).message_id == 3
    assert (await bot.send_message(group.id, "x")).message_id == 2


async def test_startgroup_link_adds_the_bot(bot: aiogram.Bot, world: World, chen: Person) -> None:
    group = world.group("5号楼", admins=[chen])
    link = "https://t.me/linli_bot?startgroup=bind_7&admin=delete_messages"
    await chen.opens_link(link, in_=group)
    change, joined, started = await bot.get_updates(timeout=0)
    assert change.my_chat_member
    assert change.my_chat_member.new_chat_member.status == "administrator"
    assert joined.message
    assert joined.message.new_chat_members
    assert started.message
    assert started.message.text == "/start@linli_bot bind_7"


@pytest.mark.parametrize(
    "link",
    [
        "https://t.me/other_bot?start=x",
        "https://t.me/linli_bot?start=" + "x" * 65,
        "https://t.me/linli_bot?start=a%20b",
        "https://t.me/linli_bot?startgroup=x",
    ],
)
async def test_links_that_lead_nowhere(wang: Person, link: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        await wang.opens_link(link)


async def test_topics_close_and_general_has_no_thread(
    bot: aiogram.Bot, world: World, wang: Person, chen: Person
) -> None:
    forum = world.group("居委会", members=[wang], admins=[chen], forum=True)
    await forum.add_bot(by=chen, admin=True)
    topic = await bot.create_forum_topic(forum.id, "药品")
    assert (await wang.says("/x", in_=forum)).message_thread_id is None
    await bot.close_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(TelegramBadRequest, match="TOPIC_NOT_MODIFIED"):
        await bot.close_forum_topic(forum.id, topic.message_thread_id)
    with pytest.raises(PermissionError):
        await wang.says("x", in_=forum, thread=topic.message_thread_id)
    await bot.reopen_forum_topic(forum.id, topic.message_thread_id)
    said = await wang.says("/x", in_=forum, thread=topic.message_thread_id)
    assert (said.message_thread_id, said.is_topic_message) == (topic.message_thread_id, True)
    await bot.delete_forum_topic(forum.id, topic.message_thread_id)
    assert forum.store.get(said.message_id) is None
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.message_thread_id)


async def test_the_bot_restricts_bans_and_promotes_with_the_right_to(
    bot: aiogram.Bot, group: Group, wang: Person, chen: Person
) -> None:
    with pytest.raises(TelegramBadRequest, match="not enough rights to restrict"):
        await bot.ban_chat_member(group.id, wang.id)
    group.promote_bot(chen)
    silent = aiogram.types.ChatPermissions(can_send_messages=False)
    await bot.restrict_chat_member(group.id, wang.id, silent)
    with pytest.raises(PermissionError):
        await wang.says("x", in_=group)
    await bot.ban_chat_member(group.id, wang.id)
    assert (await bot.get_chat_member(group.id, wang.id)).status == "kicked"
    await bot.unban_chat_member(group.id, wang.id)
    assert (await bot.get_chat_member(group.id, wang.id)).status == "left"
    with pytest.raises(TelegramBadRequest, match="can't remove chat owner"):
        await bot.ban_chat_member(group.id, chen.id)


async def test_others_messages_are_deleted_only_with_the_right_to(
    bot: aiogram.Bot, group: Group, wang: Person, chen: Person
) -> None:
    said = await wang.says("x", in_=group)
    with pytest.raises(TelegramBadRequest, match="message can't be deleted"):
        await bot.delete_message(group.id, said.message_id)
    group.promote_bot(chen, rights=["can_delete_messages"])
    await bot.delete_message(group.id, said.message_id)
    assert group.store.get(said.message_id) is None
    with pytest.raises(TelegramBadRequest, match="message to delete not found"):
        await bot.delete_message(group.id, said.message_id)


async def test_first_topic_of_an_empty_forum_is_not_the_general_one(
    world: World, chen: Person
) -> None:
    forum = world.group("论坛", admins=[chen], forum=True)
    topic = await forum.opens_topic(chen, "药")
    said = await chen.says("x", in_=forum, thread=topic)
    assert said.message_thread_id == topic.thread_id
