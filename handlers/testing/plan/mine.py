"""/testing: when it is one's own turn, and whether one is reminded in private."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import Row, button, keyboard, label_button
from handlers.links import private_link
from handlers.routes import Keyboard
from handlers.talk import show
from handlers.testing.coverage.own import own_facts, own_rows
from handlers.testing.plan._callbacks import MinePress
from handlers.testing.plan._card import LINK
from locales.renderer import Words
from storage.community.actor import Tie
from storage.errors import RuleError
from storage.testing.actions import listen, stop_listening
from storage.testing.queries import NextSlot, find_next_for, is_listening


async def on_testing(context: Context, _message: Message, _argument: str) -> None:
    """/testing, and the link behind a card's button."""
    context.check_private()
    await show_mine(context, None)


async def offer_next(context: Context) -> None:
    """Show whoever has just given their door when their building goes, if it does."""
    turns = await context.work.read(find_next_for, context.person_id, context.received_at)
    if turns and context.is_private:
        await show_mine(context, None)


async def on_mine(context: Context, press: CallbackQuery, data: MinePress) -> None:
    """The page's buttons; under a message in a group they lead to the private chat."""
    if not context.is_private:
        link = private_link(context.services.username, LINK)
        await context.answer(press, "", url=link)
        return
    if data.act in ("listen", "quiet"):
        tie = await _find_tie(context, data.estate_id)
        change = listen if data.act == "listen" else stop_listening
        await context.work.write(change, context.person_id, tie.estate_id, now=context.received_at)
    elif data.act != "show":
        raise RuleError("stale_button")
    await show_mine(context, press, data.estate_id)
    await context.answer(press, "")


async def show_mine(context: Context, press: CallbackQuery | None, estate_id: int = 0) -> None:
    """One's own turn in an estate; 0 is the one where it comes first. First one's door."""
    ties = [tie for tie in (await context.actor()).residents if tie.is_active]
    if not ties:
        await _ask_for_tie(context)
        return
    turns = await context.work.read(find_next_for, context.person_id, context.received_at)
    if not estate_id and turns:
        estate_id = min(turns, key=lambda turn: turn.starts_at).estate_id
    tie = next((tie for tie in ties if tie.estate_id == estate_id), ties[0])
    turn = next((turn for turn in turns if turn.building_id == tie.building_id), None)
    await show(
        context,
        press,
        "testing/mine",
        estate_id=tie.estate_id,
        building=tie.building,
        others=[
            {"estate_id": each.estate_id, "door": each.door} for each in ties if each is not tie
        ],
        turn=_turn_facts(turn) if turn else None,
        is_listening=await context.work.read(is_listening, context.person_id, tie.estate_id),
        own=await own_facts(context, tie, turn.day_id if turn else None),
    )


async def _ask_for_tie(context: Context) -> None:
    if (await context.actor()).residents:
        raise RuleError("tie_disputed")
    await context.ask_for_door()


async def _find_tie(context: Context, estate_id: int) -> Tie:
    tie = (await context.actor()).tie(estate_id)
    if tie is None or not tie.is_active:
        raise RuleError("not_tied" if tie is None else "tie_disputed")
    return tie


def _turn_facts(turn: NextSlot) -> dict[str, Any]:
    return {
        "title": turn.title,
        "site": turn.site,
        "lanes": turn.lanes,
        "number": turn.number,
        "of": turn.of,
        "day": turn.day.isoformat(),
        "kind": turn.kind.value,
        "delay": turn.delay,
        "starts_at": turn.starts_at.isoformat(),
        "ends_at": turn.ends_at.isoformat(),
    }


def _mine_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    estate_id = params["estate_id"]
    act = "quiet" if params["is_listening"] else "listen"
    others: list[Row] = [
        [label_button(each["door"], MinePress(estate_id=each["estate_id"]))]
        for each in params["others"]
    ]
    return keyboard(
        *own_rows(words, params["own"]),
        [button(words, f"testing_{act}", MinePress(act=act, estate_id=estate_id))],
        *others,
        [button(words, "refresh", MinePress(estate_id=estate_id))],
    )


KEYBOARDS: dict[str, Keyboard] = {"testing/mine": _mine_keyboard}
