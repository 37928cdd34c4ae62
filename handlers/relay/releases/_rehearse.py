"""/rehearse: practise handing out, and measure how long a person takes (演练, S43)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any

from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard, label_button
from handlers.relay._manage import list_own_relays
from handlers.relay.releases._callbacks import RehearsePress, ReleasePress
from handlers.relay.releases._facts import find_own_plan
from handlers.routes import Keyboard
from handlers.talk import show
from locales.renderer import Words
from storage.community.queries import find_chat, list_estates
from storage.errors import RuleError
from storage.relay.kinds import RelayState
from storage.relay.releases import rehearsal
from storage.relay.releases.joining import JOINING
from storage.relay.releases.pace import FEWEST
from storage.relay.releases.proposing import Proposal, propose_slots, use_measured

SIZES = (10, 20, 50, 100)

Act = Callable[[Context, CallbackQuery, RehearsePress], Awaitable[None]]


async def on_rehearse(context: Context, _message: Message, _argument: str) -> None:
    """/rehearse: the rehearsal that runs, or which signup to rehearse."""
    context.check_private()
    actor = await context.actor()
    if not actor.is_staff_anywhere:
        raise RuleError("not_staff")
    for committee_id in actor.staff_committees:
        running = await context.work.read(rehearsal.find_rehearsal, committee_id)
        if running is not None:
            await _show(context, None, running)
            return
    relays = await list_own_relays(context, is_running=False)
    if not relays:
        raise RuleError("release_no_relay")
    listed = [{"id": relay.id, "title": relay.title} for relay in relays]
    await context.say("relay/rehearse_which", relays=listed)


async def on_press(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    """Staff's buttons."""
    context.check_private()
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, data)
    await context.answer(press, "")


async def _show(context: Context, press: CallbackQuery | None, relay_id: int) -> None:
    plan = await find_own_plan(context, relay_id)
    served, _ = await context.work.read(rehearsal.find_measured, relay_id)
    proposal = await context.work.read(propose_slots, relay_id, now=context.received_at)
    await show(
        context,
        press,
        "relay/rehearsal",
        relay_id=relay_id,
        title=plan.title,
        is_rehearsal=True,
        is_joining=plan.relay_state is RelayState.OPEN,
        joined=plan.admitted,
        served=served,
        proposal=proposal and _proposal_facts(proposal),
        needed=FEWEST,
    )


def _proposal_facts(found: Proposal) -> dict[str, Any]:
    return {
        "seconds": found.seconds,
        "planned": found.planned,
        "an_hour": found.an_hour,
        "people": found.people,
        "done_at": found.done_at and found.done_at.isoformat(),
        "beyond": found.beyond,
    }


async def _choose(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    plan = await find_own_plan(context, data.relay_id)
    groups = await context.work.read(rehearsal.list_groups, plan.committee_id)
    names = {estate.id: estate.name for estate in await context.work.read(list_estates)}
    await context.redraw(
        press,
        "relay/rehearse",
        relay_id=data.relay_id,
        title=plan.title,
        minutes=JOINING // timedelta(minutes=1),
        chat=data.chat,
        groups=[
            {
                "id": str(group.telegram_id),
                "name": group.building or names.get(group.estate_id or 0, ""),
            }
            for group in groups
        ],
    )


async def _begin(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    begun = await context.work.write(
        rehearsal.begin_rehearsal,
        data.relay_id,
        data.number,
        by=context.person_id,
        now=context.received_at,
        chat_id=await _find_chat(context, data),
    )
    await _show(context, press, begun)


async def _find_chat(context: Context, data: RehearsePress) -> int | None:
    if not data.chat:
        return None
    plan = await find_own_plan(context, data.relay_id)
    groups = await context.work.read(rehearsal.list_groups, plan.committee_id)
    for group in groups:
        if str(group.telegram_id) == data.chat:
            return group.telegram_id
    raise RuleError("stale_button")


async def _served(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    number = await context.work.write(
        rehearsal.serve_next, data.relay_id, by=context.person_id, now=context.received_at
    )
    if number is None:
        raise RuleError("rehearsal_nobody")
    await _show(context, press, data.relay_id)


async def _use(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    await context.work.write(
        use_measured, data.relay_id, by=context.person_id, now=context.received_at
    )
    await _show(context, press, data.relay_id)


async def _look(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    await _show(context, press, data.relay_id)


async def _end(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    await find_own_plan(context, data.relay_id)
    await context.redraw(press, "relay/rehearsal_end", relay_id=data.relay_id)


async def _end_sure(context: Context, press: CallbackQuery, data: RehearsePress) -> None:
    await find_own_plan(context, data.relay_id)
    _, seconds = await context.work.read(rehearsal.find_measured, data.relay_id)
    shown = await context.work.read(rehearsal.list_group_messages, data.relay_id)
    await context.work.write(
        rehearsal.erase_rehearsal, data.relay_id, by=context.person_id, now=context.received_at
    )
    await context.redraw(press, "relay/rehearsal_over", seconds=seconds)
    for chat_id, message_id in shown:
        await _take_away(context, chat_id, message_id)


async def _take_away(context: Context, chat_id: int, message_id: int) -> None:
    """Delete a message of the rehearsal; after 48 hours Telegram only lets it be edited."""
    bot = context.services.bot
    try:
        await bot.delete_message(chat_id, message_id)
    except AiogramError:
        chat = await context.work.read(find_chat, chat_id)
        words = context.quick_words(chat.language if chat else None, "UTC")
        html = words.html("relay/rehearsal_was")
        with suppress(AiogramError):
            await bot.edit_message_text(
                html, chat_id=chat_id, message_id=message_id, parse_mode=ParseMode.HTML
            )


_ACTS: dict[str, Act] = {
    "choose": _choose,
    "begin": _begin,
    "served": _served,
    "use": _use,
    "show": _look,
    "end": _end,
    "end_sure": _end_sure,
}


def _which_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(relay["title"], RehearsePress(relay_id=relay["id"], act="choose"))]
            for relay in params["relays"]
        )
    )


def _sizes_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, chat = params["relay_id"], params["chat"]
    sizes = [
        RehearsePress(relay_id=relay_id, act="begin", number=size, chat=chat) for size in SIZES
    ]
    return keyboard(
        *(_group_row(relay_id, chat, group) for group in params["groups"]),
        *([button(words, "rehearsal_begin", size, count=size.number)] for size in sizes),
    )


def _group_row(relay_id: int, chosen: str, group: dict[str, Any]) -> list[InlineKeyboardButton]:
    """Pressed once the card stands there, pressed again it stands nowhere."""
    is_chosen = group["id"] == chosen
    chat = "" if is_chosen else group["id"]
    label = f"{'☑️' if is_chosen else '⬜️'} {group['name']}"
    return [label_button(label, RehearsePress(relay_id=relay_id, act="choose", chat=chat))]


def _rehearsal_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, proposal = params["relay_id"], params["proposal"]
    is_news = proposal is not None and proposal["seconds"] != proposal["planned"]
    use = button(words, "rehearsal_use", RehearsePress(relay_id=relay_id, act="use"))
    return keyboard(
        [button(words, "rehearsal_served", RehearsePress(relay_id=relay_id, act="served"))],
        [use] if is_news else [],
        [
            button(words, "release", ReleasePress(relay_id=relay_id)),
            button(words, "rehearsal_end", RehearsePress(relay_id=relay_id, act="end")),
        ],
    )


def _end_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    return keyboard(
        [button(words, "back", RehearsePress(relay_id=relay_id))],
        [button(words, "rehearsal_end_sure", RehearsePress(relay_id=relay_id, act="end_sure"))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "relay/rehearse_which": _which_keyboard,
    "relay/rehearse": _sizes_keyboard,
    "relay/rehearsal": _rehearsal_keyboard,
    "relay/rehearsal_end": _end_keyboard,
}
