"""Methods and acts beyond the contract: profile, chats, albums, edits, copies."""

import aiogram
import pytest
from aiogram import types
from aiogram.client.default import DefaultBotProperties
from aiogram.exceptions import TelegramAPIError, TelegramBadRequest

from simulator import Group, Person, World
from simulator.samples import TINY_PNG, png


@pytest.fixture
def picture() -> types.BufferedInputFile:
    return types.BufferedInputFile(TINY_PNG, "p.png")


async def test_names_and_short_descriptions_by_language(bot: aiogram.Bot) -> None:
    await bot.set_my_name("邻里", language_code="zh")
    assert (await bot.get_my_name(language_code="zh")).name == "邻里"
    assert (await bot.get_my_name()).name == "Linli"
    await bot.set_my_short_description("Short")
    assert (await bot.get_my_short_description(language_code="ja")).short_description == "Short"
    with pytest.raises(TelegramBadRequest, match="short description is too long"):
        await bot.set_my_short_description("x" * 121)


async def test_default_rights_and_deleted_commands(bot: aiogram.Bot) -> None:
    rights = await bot.get_my_default_administrator_rights()
    assert not rights.can_delete_messages
    wanted = rights.model_copy(update={"can_delete_messages": True})
    await bot.set_my_default_administrator_rights(wanted)
    assert (await bot.get_my_default_administrator_rights()).can_delete_messages
    await bot.set_my_commands([types.BotCommand(command="a", description="A")])
    await bot.delete_my_commands()
    assert await bot.get_my_commands() == []
    with pytest.raises(TelegramBadRequest, match="BOT_COMMAND_INVALID"):
        await bot.set_my_commands([types.BotCommand(command="Ä", description="A")])


async def test_client_defaults_leave_no_trace(bot: aiogram.Bot, private: int, world: World) -> None:
    bot.default = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
    sent = await bot.send_message(private, "<b>x</b> http://a.cn")
    assert sent.link_preview_options
    assert sent.link_preview_options.is_disabled
    assert [one.type for one in sent.entities or []] == ["bold", "url"]
    assert world.warnings == []


async def test_captions_and_media_are_edited(
    bot: aiogram.Bot, private: int, picture: types.BufferedInputFile
) -> None:
    sent = await bot.send_photo(private, picture, caption="1")
    edited = await bot.edit_message_caption(
        chat_id=private, message_id=sent.message_id, caption="<i>2</i>", parse_mode="HTML"
    )
    assert isinstance(edited, types.Message)
    assert edited.caption == "2"
    other = types.InputMediaDocument(media=types.BufferedInputFile(b"x", "x.txt"))
    edited = await bot.edit_message_media(other, chat_id=private, message_id=sent.message_id)
    assert isinstance(edited, types.Message)
    assert edited.document
    assert (edited.document.file_name, edited.photo, edited.caption) == ("x.txt", None, None)
    with pytest.raises(TelegramBadRequest, match="there is no text in the message to edit"):
        await bot.edit_message_text("x", chat_id=private, message_id=sent.message_id)


async def test_persons_messages_cannot_be_edited(
    bot: aiogram.Bot, private: int, wang: Person
) -> None:
    said = await wang.says("x")
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await bot.edit_message_text("y", chat_id=private, message_id=said.message_id)


async def test_many_are_copied_and_forwarded(
    bot: aiogram.Bot, private: int, wang: Person, picture: types.BufferedInputFile
) -> None:
    photo = await bot.send_photo(private, picture, caption="1")
    said = await wang.says("x")
    ids = [photo.message_id, said.message_id, 999]
    copies = await bot.copy_messages(private, private, ids, remove_caption=True)
    assert [wang.chat.store.get(one.message_id).caption for one in copies] == [None, None]  # type: ignore[union-attr]
    assert len(await bot.forward_messages(private, private, ids)) == 2


async def test_album_of_one_and_of_mixed_kinds_is_refused(bot: aiogram.Bot, private: int) -> None:
    photo = types.InputMediaPhoto(media=types.BufferedInputFile(png(1, 1), "a.png"))
    document = types.InputMediaDocument(media=types.BufferedInputFile(b"x", "a.txt"))
    with pytest.raises(TelegramBadRequest, match="too few messages to send as an album"):
        await bot.send_media_group(private, [photo])
    with pytest.raises(TelegramBadRequest, match="document can't be mixed"):
        await bot.send_media_group(private, [photo, document])


async def test_what_is_no_picture_and_foreign_file_ids_are_refused(
    bot: aiogram.Bot, private: int
) -> None:
    with pytest.raises(TelegramBadRequest, match="IMAGE_PROCESS_FAILED"):
        await bot.send_photo(private, types.BufferedInputFile(b"text", "a.png"))
    with pytest.raises(TelegramBadRequest, match="wrong file identifier"):
        await bot.send_document(private, "BQACAgUAAxkB")
    sent = await bot.send_document(private, types.BufferedInputFile(TINY_PNG, "a.png"))
    assert sent.document
    with pytest.raises(TelegramBadRequest, match="can't use file of type Document as Photo"):
        await bot.send_photo(private, sent.document.file_id)


async def test_contacts_and_places_go_both_ways(
    bot: aiogram.Bot, private: int, wang: Person
) -> None:
    assert (await bot.send_contact(private, "+86", "居委会")).contact
    assert (await bot.send_location(private, 42.9, 129.8)).location
    await wang.shares_contact("+8613800000000")
    await wang.shares_location(42.9, 129.8)
    first, second = await bot.get_updates(timeout=0)
    assert first.message
    assert first.message.contact
    assert first.message.contact.user_id == wang.id
    assert second.message
    assert second.message.location


async def test_title_description_permissions_and_pins(
    bot: aiogram.Bot, group: Group, chen: Person, wang: Person
) -> None:
    said = await wang.says("x", in_=group)
    with pytest.raises(TelegramBadRequest, match="not enough rights to change chat title"):
        await bot.set_chat_title(group.id, "新")
    group.promote_bot(chen)
    await bot.set_chat_title(group.id, "新")
    await bot.set_chat_description(group.id, "说明")
    await bot.set_chat_permissions(group.id, types.ChatPermissions(can_send_messages=False))
    await bot.pin_chat_message(group.id, said.message_id)
    full = await bot.get_chat(group.id)
    assert (full.title, full.description) == ("新", "说明")
    assert full.permissions
    assert full.permissions.can_send_messages is False
    assert full.pinned_message
    await bot.unpin_all_chat_messages(group.id)
    assert group.pinned == []


async def test_promotion_by_the_bot_and_its_leaving(
    bot: aiogram.Bot, group: Group, chen: Person, wang: Person
) -> None:
    group.promote_bot(chen)
    await bot.promote_chat_member(group.id, wang.id, can_pin_messages=True)
    member = await bot.get_chat_member(group.id, wang.id)
    assert isinstance(member, types.ChatMemberAdministrator)
    assert (member.can_pin_messages, member.can_delete_messages) == (True, False)
    assert (await bot.get_user_profile_photos(wang.id)).total_count == 0
    await bot.leave_chat(group.id)
    with pytest.raises(TelegramAPIError, match="bot is not a member of the supergroup chat"):
        await bot.send_message(group.id, "x")


async def test_topics_are_renamed(bot: aiogram.Bot, world: World, chen: Person) -> None:
    forum = world.group("居委会", admins=[chen], forum=True)
    await forum.add_bot(by=chen, admin=True)
    topic = await forum.opens_topic(chen, "药")
    await bot.edit_forum_topic(forum.id, topic.thread_id, name="药品")
    assert topic.name == "药品"
    assert forum.messages[-1].forum_topic_edited


async def test_edits_and_reactions_of_people_reach_the_bot(
    bot: aiogram.Bot, private: int, wang: Person
) -> None:
    await bot.get_updates(allowed_updates=["edited_message", "message_reaction"], timeout=0)
    said = await wang.says("1份")
    await wang.edits(said, "2份")
    await wang.reacts(said, "👍")
    await wang.deletes(said)
    edited, reacted = await bot.get_updates(timeout=0)
    assert edited.edited_message
    assert edited.edited_message.text == "2份"
    assert reacted.message_reaction
    assert reacted.message_reaction.user
    assert reacted.message_reaction.user.id == wang.id


async def test_channel_posts(bot: aiogram.Bot, world: World) -> None:
    channel = world.channel("通知", username="tumen_news")
    channel.add_bot()
    channel.publishes("停水")
    (update,) = await bot.get_updates(timeout=0)
    assert update.channel_post
    assert (update.channel_post.text, update.channel_post.from_user) == ("停水", None)
    await bot.send_message("@tumen_news", "来水")
    assert (await channel.next_message()).text == "来水"


async def test_old_screens_deleted_cards_and_forged_data_can_be_pressed(
    bot: aiogram.Bot, private: int, wang: Person
) -> None:
    key = types.InlineKeyboardButton(text="接龙", callback_data="j")
    link = types.InlineKeyboardButton(text="看", url="https://t.me/linli_bot?start=x")
    keys = types.InlineKeyboardMarkup(inline_keyboard=[[key, link]])
    await bot.send_message(private, "?", reply_markup=keys)
    card = await wang.next_message()
    assert (await wang.presses(card, "看")).url == "https://t.me/linli_bot?start=x"
    await bot.edit_message_text("!", chat_id=private, message_id=card.message_id)
    await wang.presses(card, "接龙", timeout=None)
    await wang.presses(card, data="forged", timeout=None)
    await bot.delete_message(private, card.message_id)
    await wang.presses(card, 0, timeout=None)
    with pytest.raises(LookupError):
        await wang.presses(card, "没有")
    with pytest.raises(TimeoutError):
        await wang.presses(card, 0, timeout=0.01)
    queries = [one.callback_query for one in await bot.get_updates(timeout=0)]
    assert [one.data for one in queries if one] == ["j", "forged", "j", "j"]
    assert queries[1]
    assert isinstance(queries[1].message, types.Message)
    assert queries[2]
    assert isinstance(queries[2].message, types.InaccessibleMessage)


async def test_long_texts_leave_in_parts_and_names_may_be_hostile(
    bot: aiogram.Bot, world: World
) -> None:
    mallory = world.person("<b>\u202e&\u200d", language_code="xx")
    await mallory.says("长" * 10_000)
    updates = await bot.get_updates(timeout=0)
    assert [len(one.message.text or "") for one in updates if one.message] == [4096, 4096, 1808]
    assert updates[0].message
    assert updates[0].message.chat.first_name == "<b>\u202e&\u200d"
