"""Inline mode, as two client libraries meet it: results, their message, its buttons and edits."""

import asyncio
import datetime as dt
from typing import Any

import pytest

from simulator import Clock, Group, Person, Simulator, World
from simulator.asking import LONGEST_QUERY
from simulator.inline import InlineResults
from tests.simulator.conftest import Kit


@pytest.fixture
def world(simulator: Simulator) -> World:
    return simulator.world(flood=None, inline=True)


def article(kit: Kit, number: str = "1", title: str = "核酸", **changes: Any) -> Any:
    """An article that sends a text in bold."""
    content = kit.types.InputTextMessageContent(message_text="<b>周二</b>测", parse_mode="HTML")
    fields = {"id": number, "title": title, "input_message_content": content} | changes
    return kit.types.InlineQueryResultArticle(**fields)


async def query_of(kit: Kit) -> Any:
    """The inline query that waits; its update is confirmed."""
    (update,) = await kit.updates(wait=5)
    await kit.updates(update.update_id + 1)
    return update.inline_query


async def ask(
    kit: Kit, person: Person, results: list[Any], *, in_: Group | None = None, **answer: Any
) -> InlineResults:
    """Let somebody ask `核酸` and the bot answer."""
    asking = asyncio.create_task(person.asks_inline("核酸", in_=in_))
    query = await query_of(kit)
    await kit.bot.answer_inline_query(inline_query_id=query.id, results=results, **answer)
    return await asking


async def test_query_tells_the_words_and_the_kind_of_chat(
    kit: Kit, world: World, wang: Person, group: Group
) -> None:
    world.updates.clear()
    basic = world.group("旧群", members=[wang], supergroup=False)
    for place, kind in ((None, "sender"), (wang.chat, "sender"), (group, "supergroup")):
        asking = asyncio.create_task(wang.asks_inline(" 核酸 ", in_=place, offset="2"))
        query = await query_of(kit)
        assert (query.query, query.offset, query.chat_type) == ("核酸", "2", kind)
        asking.cancel()
    asking = asyncio.create_task(wang.asks_inline("长" * (LONGEST_QUERY + 1), in_=basic))
    query = await query_of(kit)
    assert (len(query.query), query.chat_type) == (LONGEST_QUERY, "group")
    asking.cancel()


async def test_chosen_result_is_the_persons_message_via_the_bot(
    kit: Kit, world: World, wang: Person, group: Group
) -> None:
    world.updates.clear()
    other = article(kit, "2", "药品")
    shown = await ask(kit, wang, [article(kit), other], in_=group)
    assert [one.title for one in shown.results] == ["核酸", "药品"]
    sent = await wang.chooses(shown, "药品")
    assert sent is group.messages[-1]
    assert (sent.from_user, sent.via_bot, sent.text) == (wang.user, world.bot, "周二测")
    assert [(one.type, one.length) for one in sent.entities or []] == [("bold", 2)]
    assert not sent.is_by_bot
    with pytest.raises(LookupError):
        await wang.chooses(shown, "没有")
    with pytest.raises(LookupError):
        await wang.chooses(shown, 2)
    (update,) = await kit.updates()
    assert update.message.via_bot.username == "linli_bot"
    assert update.message.chat.id == group.id


async def test_bot_reads_what_was_sent_by_it_only_where_it_is(
    kit: Kit, world: World, wang: Person, group: Group
) -> None:
    elsewhere = world.group("别的群", members=[wang])
    world.updates.clear()
    shown = await ask(kit, wang, [article(kit)], in_=elsewhere)
    sent = await wang.chooses(shown)
    assert (elsewhere.messages[-1], sent.visible_to_bot) == (sent, False)
    assert await kit.updates() == []
    shown = await wang.asks_inline("核酸", in_=group)
    answered = await wang.says("对", in_=group, reply_to=await wang.chooses(shown))
    assert answered.visible_to_bot
    assert len(await kit.updates()) == 2


async def test_buttons_name_the_inline_message_and_edits_find_it(
    kit: Kit, world: World, wang: Person, chen: Person, group: Group
) -> None:
    world.updates.clear()
    shown = await ask(kit, wang, [article(kit, reply_markup=kit.inline([("换", "other")]))])
    card = await wang.chooses(shown)
    world.updates.clear()
    pressing = asyncio.create_task(wang.presses(card, "换"))
    (update,) = await kit.updates(wait=5)
    press = update.callback_query
    assert (press.message, press.data) == (None, "other")
    place = {"inline_message_id": press.inline_message_id}
    await kit.bot.answer_callback_query(callback_query_id=press.id, text="好")
    assert (await pressing).text == "好"
    assert await kit.bot.edit_message_text(text="Tuesday", **place) is True
    current = wang.chat.store.get(card.message_id)
    assert current
    assert (current.text, current.reply_markup, bool(current.edit_date)) == ("Tuesday", None, True)
    with kit.refused(400, NOT_MODIFIED):
        await kit.bot.edit_message_text(text="Tuesday", **place)
    keys = kit.inline([("回", "back")])
    assert await kit.bot.edit_message_reply_markup(reply_markup=keys, **place) is True
    assert len(await kit.updates(update.update_id + 1)) == 0
    await wang.deletes(card)
    with kit.refused(400, "Bad Request: MESSAGE_ID_INVALID"):
        await kit.bot.edit_message_text(text="x", **place)
    await wang.presses(card, "换", timeout=None)
    (again,) = await kit.updates(update.update_id + 1)
    assert again.callback_query.inline_message_id == press.inline_message_id


NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


async def test_message_without_buttons_cannot_be_edited_by_anybody(
    kit: Kit, world: World, wang: Person
) -> None:
    shown = await ask(kit, wang, [article(kit)])
    sent = await wang.chooses(shown)
    assert sent.inline_message_id is None
    with pytest.raises(PermissionError):
        await wang.edits(sent, "我自己写的")
    with kit.refused(400, "Bad Request: message can't be edited"):
        await kit.bot.edit_message_text(text="x", chat_id=wang.id, message_id=sent.message_id)
    with kit.refused(400, "Bad Request: invalid inline message identifier specified"):
        await kit.bot.edit_message_text(text="x", inline_message_id="1")


async def test_choice_is_told_only_with_inline_feedback(
    kit: Kit, world: World, wang: Person
) -> None:
    keys = kit.inline([("换", "other")])
    shown = await ask(kit, wang, [article(kit), article(kit, "2", reply_markup=keys)])
    await wang.chooses(shown)
    world.has_inline_feedback = True
    plain, card = await wang.chooses(shown, 0), await wang.chooses(shown, 1)
    choices = [one.chosen_inline_result for one in await kit.updates()]
    told = [(one.result_id, one.query, one.inline_message_id) for one in choices if one]
    assert told == [("1", "核酸", None), ("2", "核酸", card.inline_message_id)]
    assert plain.inline_message_id is None


async def test_kept_answers_serve_others_until_they_are_stale(
    kit: Kit, world: World, clock: Clock, wang: Person, chen: Person, group: Group
) -> None:
    world.updates.clear()
    await ask(kit, wang, [article(kit)], cache_time=10)
    assert (await chen.asks_inline("核酸")).results[0].title == "核酸"
    with pytest.raises(TimeoutError):
        await chen.asks_inline("核酸", in_=group, timeout=0.01)
    clock.advance(10)
    world.updates.clear()
    await ask(kit, wang, [article(kit)], cache_time=10, is_personal=True)
    assert (await wang.asks_inline("核酸")).results
    with pytest.raises(TimeoutError):
        await chen.asks_inline("核酸", timeout=0.01)
    clock.advance(10)
    world.updates.clear()
    await ask(kit, wang, [article(kit)], cache_time=0)
    with pytest.raises(TimeoutError):
        await wang.asks_inline("核酸", timeout=0.01)


async def test_empty_answer_with_a_button_and_an_offset(kit: Kit, wang: Person) -> None:
    button = kit.types.InlineQueryResultsButton(text="登记", start_parameter="f_1")
    shown = await ask(kit, wang, [], button=button, next_offset="1" * 64)
    assert shown.results == []
    assert shown.next_offset == "1" * 64
    assert shown.button
    assert (shown.button.text, shown.button.start_parameter) == ("登记", "f_1")


async def test_malformed_answers_are_refused_in_telegrams_words(
    kit: Kit, wang: Person, clock: Clock
) -> None:
    asking = asyncio.create_task(wang.asks_inline("核酸"))
    query = await query_of(kit)
    button = kit.types.InlineQueryResultsButton
    content = kit.types.InputTextMessageContent

    def sends(text: str, **mode: str) -> dict[str, Any]:
        written = content(message_text=text, **mode)
        return {"results": [article(kit, input_message_content=written)]}

    parse = "can't parse inline query result: "
    cases: list[tuple[str, dict[str, Any]]] = [
        (
            "too many inline query results specified",
            {"results": [article(kit, str(number)) for number in range(51)]},
        ),
        ("RESULT_ID_EMPTY", {"results": [article(kit, "")]}),
        ("RESULT_ID_INVALID", {"results": [article(kit, "号" * 21 + "12")]}),
        ("RESULT_ID_DUPLICATE", {"results": [article(kit), article(kit)]}),
        ("ARTICLE_TITLE_EMPTY", {"results": [article(kit, title=" ")]}),
        ("NEXT_OFFSET_INVALID", {"next_offset": "号" * 22}),
        ("can't use empty start_parameter", {"button": button(text="登记", start_parameter="")}),
        (
            "too long start_parameter specified",
            {"button": button(text="登记", start_parameter="x" * 65)},
        ),
        (
            "unallowed characters in start_parameter are used",
            {"button": button(text="登记", start_parameter="号")},
        ),
        ("SWITCH_PM_TEXT_EMPTY", {"button": button(text="", start_parameter="x")}),
        (
            "can't parse inline query results button: "
            "InlineQueryResultsButton must have exactly one optional field",
            {"button": button(text="登记")},
        ),
        ("MESSAGE_TOO_LONG", sends("x" * 4097)),
        ("text must be non-empty", sends("<b> </b>", parse_mode="HTML")),
        (f"{parse}Message text is empty", sends("")),
        (
            f"{parse}Can't parse entities: Can't find end tag corresponding to start tag \"b\"",
            sends("<b>x", parse_mode="HTML"),
        ),
        (
            "BUTTON_DATA_INVALID",
            {"results": [article(kit, reply_markup=kit.inline([("x", "x" * 65)]))]},
        ),
    ]
    for words, answer in cases:
        with kit.refused(400, f"Bad Request: {words}"):
            given = {"results": [article(kit)]} | answer
            await kit.bot.answer_inline_query(inline_query_id=query.id, **given)
    await kit.bot.answer_inline_query(inline_query_id=query.id, results=[article(kit, "号" * 21)])
    assert (await asking).results
    clock.advance(dt.timedelta(seconds=31).total_seconds())
    stale = "query is too old and response timeout expired or query ID is invalid"
    for query_id in (query.id, "1"):
        with kit.refused(400, f"Bad Request: {stale}"):
            await kit.bot.answer_inline_query(inline_query_id=query_id, results=[])


async def test_what_is_not_offered_fails_loudly(kit: Kit, wang: Person) -> None:
    asking = asyncio.create_task(wang.asks_inline("核酸"))
    query = await query_of(kit)
    contact = kit.types.InlineQueryResultContact(id="1", phone_number="+86", first_name="王")
    place = kit.types.InputLocationMessageContent(latitude=1.0, longitude=2.0)
    for result, what in (
        (contact, "inline results of type contact"),
        (article(kit, input_message_content=place), "inline results that send anything but a text"),
    ):
        with kit.refused(501, f"Not Implemented: the pretend Telegram does not offer {what}"):
            await kit.bot.answer_inline_query(inline_query_id=query.id, results=[result])
    asking.cancel()


async def test_where_a_person_cannot_use_bots(
    kit: Kit, world: World, wang: Person, chen: Person, group: Group, simulator: Simulator
) -> None:
    shown = await ask_in(kit, world, wang, group)
    outside = world.person("李")
    for person, place in ((outside, group), (outside, wang.chat)):
        with pytest.raises(PermissionError):
            await person.asks_inline("核酸", in_=place)
    forbidden = group.permissions.model_copy(update={"can_send_other_messages": False})
    group.permissions = forbidden
    with pytest.raises(PermissionError):
        await wang.chooses(shown)
    assert (await chen.asks_inline("核酸", in_=group)).results
    nobody = simulator.world("44:PLAIN", flood=None).person("王")
    with pytest.raises(PermissionError):
        await nobody.asks_inline("核酸")


async def ask_in(kit: Kit, world: World, person: Person, group: Group) -> InlineResults:
    world.updates.clear()
    return await ask(kit, person, [article(kit)], in_=group)


async def test_result_answers_a_message_in_a_topic_or_is_the_groups_own(
    kit: Kit, world: World, chen: Person
) -> None:
    forum = world.group("论坛", admins=[chen], forum=True)
    topic = await forum.opens_topic(chen, "药")
    asked = await chen.says("怎么配药？", in_=forum, thread=topic)
    shown = await ask_in(kit, world, chen, forum)
    sent = await chen.chooses(shown, reply_to=asked, thread=topic)
    assert sent.message_thread_id == topic.thread_id
    assert sent.reply_to_message
    assert sent.reply_to_message.message_id == asked.message_id
    hidden = await chen.chooses(shown, thread=topic, as_group=True)
    assert hidden.sender_chat
    assert (hidden.sender_chat.id, hidden.via_bot) == (forum.id, world.bot)
