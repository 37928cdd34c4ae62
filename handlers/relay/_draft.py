"""Staff open a relay by a few answers or one line, and see it before it goes out."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.callbacks import DraftPress
from handlers.context import Context
from handlers.relay._draft_choices import CHOICES
from handlers.relay._draft_preview import find_place, preview
from handlers.relay._draft_sharing import show_sharing
from handlers.relay._facts import EDITABLE, FACTS, missing_fact, read_fact, split_line, to_draft
from handlers.talk import show
from storage.community import actions as community
from storage.community.queries import (
    ConversationView,
    EstateView,
    find_chat,
    find_conversation,
    find_estate,
    list_estates,
)
from storage.errors import RuleError
from storage.relay.actions import publish_draft

STEP = "relay.draft"
# Updates. What is resent lies close behind; numbers that start anew after a quiet week do not.
RESENT = 10_000


async def on_relay(context: Context, message: Message, argument: str) -> None:
    """/relay: begin a draft, from the line if there is one."""
    actor = await context.actor()
    if not actor.is_staff_anywhere:
        raise RuleError("not_staff")
    estates = await _own_estates(context)
    data: dict[str, Any] = {"line": argument} if argument else {}
    if len(estates) == 1:
        data["estate_id"] = estates[0].id
    await _save(context, data)
    if not context.is_private:
        await context.say("relay/draft_in_private", reply_to=message.message_id)
        if not await context.say_privately("relay/draft_resume"):
            return
    elif "estate_id" not in data:
        await _ask_estate(context, estates)
    else:
        await _take_line(context, data)


async def _own_estates(context: Context) -> tuple[EstateView, ...]:
    actor = await context.actor()
    if not context.is_private and context.chat is not None:
        chat = await context.work.read(find_chat, context.chat.id)
        if chat is not None and chat.estate_id is not None:
            bound = await context.work.read(find_estate, chat.estate_id)
            if bound is not None and actor.is_staff(bound.committee_id):
                return (bound,)
    estates: list[EstateView] = []
    for committee_id in actor.staff_committees:
        estates += await context.work.read(list_estates, committee_id)
    if not estates:
        raise RuleError("no_estate")
    return tuple(estates)


async def _ask_estate(context: Context, estates: tuple[EstateView, ...]) -> None:
    await context.say(
        "relay/ask_estate", estates=[{"id": estate.id, "name": estate.name} for estate in estates]
    )


async def _take_line(context: Context, data: dict[str, Any]) -> None:
    """Read the facts of a line; what cannot be read is asked for, with the reason."""
    for fact, text in split_line(data.pop("line", "")).items():
        try:
            data |= await _read(context, data, fact, text)
        except RuleError as refusal:
            await context.say(f"errors/{refusal.code}", **refusal.params)
    await _go_on(context, data)


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take the answer to the question that was asked last."""
    data = dict(conversation.data)
    last = data.get("update_id", 0)
    if last - RESENT < context.update_id <= last:
        # Telegram sends again what was handled when the process died: ask again, take nothing.
        await _go_on(context, data)
        return
    fact = data.pop("asking", None) or missing_fact(data)
    if "estate_id" not in data:
        await _ask_estate(context, await _own_estates(context))
        return
    if fact is not None:
        data |= await _read(context, data, fact, message.text or message.caption or "")
    if fact in CHOICES:
        await show_sharing(context, None, STEP, data)
    else:
        await _go_on(context, data)


async def _read(context: Context, data: dict[str, Any], fact: str, text: str) -> dict[str, Any]:
    _, zone, buildings = await find_place(context, data["estate_id"])
    labels = {building.label: building.id for building in buildings}
    return read_fact(fact, text, now=context.received_at, zone=zone, buildings=labels)


async def _go_on(context: Context, data: dict[str, Any]) -> None:
    fact = missing_fact(data)
    if fact is not None:
        data["asking"] = fact
        await _save(context, data)
        step = FACTS.index(fact) + 1
        await context.say("relay/ask_fact", fact=fact, step=step, steps=len(FACTS))
        return
    await show_draft(context, None, data)


async def show_draft(context: Context, press: CallbackQuery | None, data: dict[str, Any]) -> None:
    """A whole draft as it will be posted."""
    await _save(context, data)
    await show(context, press, "relay/preview", **await preview(context, data))


async def on_draft(context: Context, press: CallbackQuery, data: DraftPress) -> None:
    """The buttons of a draft: choose the estate, edit a fact, publish, drop."""
    assert context.chat is not None
    conversation = await context.work.read(find_conversation, context.person_id, context.chat.id)
    if conversation is None or conversation.step != STEP:
        raise RuleError("stale_button")
    draft = dict(conversation.data)
    if data.act == "publish":
        await _publish(context, press, draft)
    elif data.act == "drop":
        await _end(context)
        await context.redraw(press, "relay/draft_dropped")
    elif data.act == "resume":
        await _resume(context, draft)
    elif data.act == "estate":
        await _choose_estate(context, draft, data.value)
    elif data.act == "waiting" and missing_fact(draft) is None:
        draft["waiting_list"] = not draft.get("waiting_list", True)
        await show_draft(context, press, draft)
    elif data.act == "edit" and data.value in EDITABLE:
        await _save(context, {**draft, "asking": data.value})
        step = FACTS.index(data.value) + 1 if data.value in FACTS else 0
        await context.say("relay/ask_fact", fact=data.value, step=step, steps=len(FACTS))
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def _resume(context: Context, draft: dict[str, Any]) -> None:
    if "estate_id" not in draft:
        await _ask_estate(context, await _own_estates(context))
    elif "line" in draft:
        await _take_line(context, draft)
    else:
        await _go_on(context, draft)


async def _choose_estate(context: Context, draft: dict[str, Any], value: str) -> None:
    if value not in {str(estate.id) for estate in await _own_estates(context)}:
        raise RuleError("stale_button")
    await _take_line(context, {**draft, "estate_id": int(value)})


async def _publish(context: Context, press: CallbackQuery, data: dict[str, Any]) -> None:
    if missing_fact(data) is not None:
        raise RuleError("stale_button")
    _, _, buildings = await find_place(context, data["estate_id"])
    draft = to_draft(data, {building.label: building.id for building in buildings})
    relay_id = await context.work.write(
        publish_draft, draft, STEP, by=context.person_id, now=context.received_at
    )
    shown = await preview(context, data)
    await context.redraw(press, "relay/published", relay_id=relay_id, **shown)


async def _save(context: Context, data: dict[str, Any]) -> None:
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        STEP,
        data | {"update_id": context.update_id},
        now=context.received_at,
    )


async def _end(context: Context) -> None:
    await context.work.write(community.end_conversation, context.person_id, context.person_id)
