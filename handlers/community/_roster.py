"""/roster: staff send the list of doors as a file, see what is in it, then bring it in.

Until then the file stays with Telegram: only its id is kept here.
"""

from __future__ import annotations

import asyncio
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.community._callbacks import RosterPress
from handlers.community._estates import ask_which_estate
from handlers.community._talk import forget, recall, remember, show
from handlers.context import Context
from handlers.estates import find_own_estate, list_own_estates
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community import actions as community
from storage.community.queries import ConversationView, EstateView
from storage.community.roster import Roster, read_roster
from storage.errors import RuleError

STEP = "community.roster"
LARGEST = 5_000_000
"""Bytes; 10,674 doors take less than one million."""
MOST_REFUSED = 30
MOST_WARNINGS = 10
LONGEST_NAME = 80


async def on_roster(context: Context, _message: Message, argument: str) -> None:
    """/roster, or /roster and the name of an estate, known or new."""
    context.check_private()
    estates = await list_own_estates(context)
    named = [estate for estate in estates if estate.name == argument]
    if named or (len(estates) == 1 and not argument):
        await ask_file(context, None, (named or list(estates))[0])
    elif estates and not argument:
        await ask_which_estate(context, None, "roster", estates)
    else:
        await _ask_new(context, argument[:LONGEST_NAME])


async def ask_file(context: Context, press: CallbackQuery | None, estate: EstateView) -> None:
    """Ask for the file of an estate."""
    known = {"committee_id": estate.committee_id, "estate": estate.name}
    await remember(context, STEP, known)
    await show(context, press, "community/ask_roster", estate=estate.name)


async def _ask_new(context: Context, name: str) -> None:
    committee_id = (await context.actor()).staff_committees[0]
    await remember(context, STEP, {"committee_id": committee_id, "estate": name})
    await context.say("community/ask_roster", estate=name)


async def on_file(context: Context, message: Message, conversation: ConversationView) -> None:
    """Read the file and say what would come of it. Nothing is changed."""
    sent = message.document
    if sent is None:
        raise RuleError("file_missing")
    if (sent.file_size or 0) > LARGEST:
        raise RuleError("file_too_large")
    name = sent.file_name or ""
    known = dict(conversation.data)
    known["estate"] = known["estate"] or PurePath(name).stem[:LONGEST_NAME]
    roster = await _read(context, sent.file_id, name)
    await remember(context, STEP, {**known, "file_id": sent.file_id, "file_name": name})
    await context.say("community/roster_report", estate=known["estate"], **_report(roster))


async def _read(context: Context, file_id: str, name: str) -> Roster:
    content = await context.services.bot.download(file_id)
    assert content is not None
    return await asyncio.to_thread(read_roster, content.read(), name)


def _report(roster: Roster) -> dict[str, Any]:
    return {
        "doors": len(roster.rows),
        "buildings": len(roster.buildings),
        "not_households": roster.not_households,
        "warnings": [asdict(remark) for remark in roster.warnings[:MOST_WARNINGS]],
        "warnings_count": len(roster.warnings),
        "refused": [asdict(remark) for remark in roster.refused[:MOST_REFUSED]],
        "refused_count": len(roster.refused),
    }


async def on_roster_press(context: Context, press: CallbackQuery, data: RosterPress) -> None:
    """Bring it in, or not."""
    context.check_private()
    known = await recall(context, STEP)
    if known is None or "file_id" not in known:
        raise RuleError("stale_button")
    if data.act == "import":
        await _import(context, press, known)
    else:
        await context.redraw(press, "community/roster_dropped")
    await forget(context, STEP)
    await context.answer(press, "")


async def _import(context: Context, press: CallbackQuery, known: dict[str, Any]) -> None:
    roster = await _read(context, known["file_id"], known["file_name"])
    by, now = context.person_id, context.received_at
    estate_id = await context.work.write(
        community.create_estate, known["committee_id"], known["estate"], by=by, now=now
    )
    report = await context.work.write(community.import_roster, estate_id, roster, by=by, now=now)
    estate = await find_own_estate(context, estate_id)
    await context.redraw(
        press,
        "community/roster_imported",
        estate=estate.name,
        added=report.added,
        unchanged=report.unchanged,
        missing=len(report.missing),
    )


def _report_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    take = [button(words, "import_roster", RosterPress(act="import"))] if params["doors"] else []
    return keyboard(take, [button(words, "drop_roster", RosterPress(act="drop"))])


KEYBOARDS: dict[str, Keyboard] = {"community/roster_report": _report_keyboard}
