"""Self-tests: reported in private; a picture of one in a group is met with that offer (S52)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.folding import fold
from handlers.keyboards import button, keyboard, label_button
from handlers.links import private_link
from handlers.routes import Keyboard
from handlers.talk import day_of, show
from handlers.testing.coverage._callbacks import AntigenPress
from locales.renderer import Words
from storage.community.actor import Tie
from storage.community.queries import find_chat, find_committee
from storage.errors import RuleError
from storage.local_time import local_day
from storage.outbox.actions import tell
from storage.testing.coverage.actions import drop_antigen, report_antigen
from storage.testing.coverage.kinds import AntigenResult
from storage.testing.coverage.queries import find_own_antigen

LINK = "antigen"
_ABOUT = re.compile(r"抗原|antigen|self-?test|lateral flow|항원|자가검사|자가진단|autotest")
_LONGEST = 300
_OFFERED_EVERY = 30 * 60


async def on_link(context: Context, _message: Message, _rest: str) -> None:
    """The link under a picture in a group."""
    context.check_private()
    ties = [tie for tie in (await context.actor()).residents if tie.is_active]
    if not ties:
        await context.ask_for_door()
        return
    await _show(context, None, ties[0], 0)


async def on_antigen(context: Context, press: CallbackQuery, data: AntigenPress) -> None:
    """Ask what a self-test showed, put it down, or take it back."""
    context.check_private()
    tie = await _find_tie(context, data.household_id)
    if data.act in list(AntigenResult):
        await _report(context, press, tie, AntigenResult(data.act), day_of(data.day))
    elif data.act == "drop":
        await _drop(context, press, tie, day_of(data.day))
    elif data.act == "show":
        await _show(context, press, tie, data.day)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_plain(context: Context, message: Message) -> bool:
    """Offer whoever shows a self-test in a group to report it in private; others pass.

    A group reads it once in half an hour, however many show theirs. Staff tell of kits that came.
    """
    if context.is_private or message.photo is None or context.chat is None:
        return False
    if not _ABOUT.search(fold((message.caption or "")[:_LONGEST])):
        return False
    chat = await context.work.read(find_chat, context.chat.id)
    if chat is None or chat.committee_id is None or context.user is None:
        return False
    if (await context.actor()).is_staff(chat.committee_id):
        return False
    span = int(context.received_at.timestamp()) // _OFFERED_EVERY
    await context.work.write(
        tell,
        context.chat.id,
        "testing/antigen_private",
        now=context.received_at,
        dedupe_key=f"antigen_offer:{context.chat.id}:{span}",
        reply_to=message.message_id,
        thread_id=context.thread_id,
        link=private_link(context.services.username, LINK),
    )
    return True


async def _find_tie(context: Context, household_id: int) -> Tie:
    for tie in (await context.actor()).residents:
        if tie.household_id == household_id and tie.is_active:
            return tie
    raise RuleError("not_member")


async def _today(context: Context, tie: Tie) -> date:
    committee = await context.work.read(find_committee, tie.committee_id)
    assert committee is not None
    return local_day(context.received_at, committee.time_zone)


async def _show(context: Context, press: CallbackQuery | None, tie: Tie, day: int) -> None:
    today = await _today(context, tie)
    asked = day_of(day) if day else today
    test = await context.work.read(find_own_antigen, tie.household_id, context.person_id, asked)
    others = [each for each in (await context.actor()).residents if each.is_active]
    await show(
        context,
        press,
        "testing/antigen",
        household_id=tie.household_id,
        door=tie.door,
        day=asked.isoformat(),
        is_today=asked == today,
        result=test.result.value if test else None,
        days=[(today - timedelta(days=back)).isoformat() for back in (0, 1, 2)],
        others=[
            {"household_id": each.household_id, "door": each.door}
            for each in others
            if each.household_id != tie.household_id
        ],
    )


async def _report(
    context: Context, press: CallbackQuery, tie: Tie, result: AntigenResult, day: date
) -> None:
    told = await context.work.write(
        report_antigen,
        tie.household_id,
        day,
        result,
        by=context.person_id,
        now=context.received_at,
    )
    await context.redraw(
        press,
        "testing/antigen_noted",
        household_id=tie.household_id,
        day=day.isoformat(),
        result=result.value,
        told=told,
    )


async def _drop(context: Context, press: CallbackQuery, tie: Tie, day: date) -> None:
    test = await context.work.read(find_own_antigen, tie.household_id, context.person_id, day)
    if test is not None:
        by, now = context.person_id, context.received_at
        await context.work.write(drop_antigen, test.id, by=by, now=now)
    await _show(context, press, tie, day.toordinal())


def _antigen_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    def to(act: str, day: str = params["day"]) -> AntigenPress:
        ordinal = date.fromisoformat(day).toordinal()
        return AntigenPress(household_id=params["household_id"], act=act, day=ordinal)

    results = ([button(words, f"antigen_{each}", to(each))] for each in AntigenResult)
    days = [
        label_button(words.formats.day(day), to("show", day))
        for day in params["days"]
        if day != params["day"]
    ]
    others = (
        [label_button(each["door"], AntigenPress(household_id=each["household_id"]))]
        for each in params["others"]
    )
    drop = [button(words, "antigen_drop", to("drop"))] if params["result"] else []
    return keyboard(*results, days, drop, *others)


def _noted_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    day = date.fromisoformat(params["day"]).toordinal()
    press = AntigenPress(household_id=params["household_id"], day=day)
    return keyboard([button(words, "antigen_change", press)])


def _private_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    text = words.button("antigen_in_private")
    return keyboard([InlineKeyboardButton(text=text, url=params["link"])])


KEYBOARDS: dict[str, Keyboard] = {
    "testing/antigen": _antigen_keyboard,
    "testing/antigen_noted": _noted_keyboard,
    "testing/antigen_private": _private_keyboard,
}
