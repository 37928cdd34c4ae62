"""A plan in a file: sent by staff and looked at before it counts, or sent to them."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

from aiogram.types import CallbackQuery, Document, Message

from handlers.context import Context
from handlers.estates import list_estates_to_choose, name_estates
from handlers.houses import read_buildings
from handlers.talk import is_resent, recall, remember
from handlers.testing.plan import _draft
from handlers.testing.plan._callbacks import PlanFilePress
from handlers.testing.plan._drafted import Drafted, load_draft, slot_to_json
from handlers.testing.plan._estates import (
    find_own_estate,
    usual_title,
)
from handlers.testing.plan._files import (
    MOST_BYTES,
    MOST_SLOTS,
    WrittenLine,
    read_plan,
    write_csv,
    write_workbook,
)
from handlers.testing.plan._preview import fault_facts
from handlers.testing.plan._reading import show_minutes
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.local_time import local_day
from storage.schedules.rules import Once, to_json
from storage.testing.kinds import SlotKind
from storage.testing.plan import Fault, SlotDraft, read_lines
from storage.testing.queries import find_place

STEP = "testing.file"
_MENDED_IN_CHAT = frozenset({"testing_lanes_exceeded", "testing_lane_unknown"})
_USUAL_BEGIN = 450
"""Half past seven, where a pattern is asked for before anything is planned."""


async def ask_file(context: Context, press: CallbackQuery, estate_id: int) -> None:
    """Ask for a file; first for which estate, where there are several."""
    context.check_private()
    estates = await list_estates_to_choose(context)
    if not estate_id and len(estates) > 1:
        params = {"estates": name_estates(estates), "for_file": True}
        await context.redraw(press, "testing/ask_estate", **params)
        return
    estate = await find_own_estate(context, estate_id or estates[0].id)
    await remember(context, STEP, {"estate_id": estate.id}, own="testing.")
    await context.redraw(press, "testing/ask_file", estate_id=estate.id, estate=estate.name)


async def on_file(context: Context, message: Message, conversation: ConversationView) -> None:
    """Read the file; what is wrong is told line by line, and nothing is changed."""
    await _take_file(context, message.document, conversation.data["estate_id"])


async def on_draft_message(
    context: Context, message: Message, conversation: ConversationView
) -> None:
    """An answer to a draft's question; or a file, which takes the draft's place."""
    is_new = message.document is not None and not is_resent(context, conversation)
    if is_new and "estate_id" in conversation.data:
        await _take_file(context, message.document, conversation.data["estate_id"])
    else:
        await _draft.on_answer(context, message, conversation)


async def _take_file(context: Context, sent: Document | None, estate_id: int) -> None:
    if sent is None:
        raise RuleError("testing_file_unread", reason="missing")
    if (sent.file_size or 0) > MOST_BYTES:
        raise RuleError("testing_file_unread", reason="too_large")
    estate = await find_own_estate(context, estate_id)
    content = await context.services.bot.download(sent.file_id)
    assert content is not None
    lines = await asyncio.to_thread(read_plan, content.read(), sent.file_name or "")
    place = await context.work.read(find_place, estate.id)
    today = local_day(context.received_at, place.time_zone)
    slots, faults = await asyncio.to_thread(read_lines, lines, place, today, read_buildings)
    if len(slots) > MOST_SLOTS:
        raise RuleError("testing_file_unread", reason="too_large")
    data: dict[str, Any] = {
        "estate_id": estate.id,
        "title": await usual_title(context, estate),
        "slots": [slot_to_json(slot) for slot in slots],
    }
    if site := _main_site(slots):
        data["site"] = site
    if lanes := max((slot.lane or 0 for slot in slots), default=0):
        data["lanes"] = lanes
    faults = faults or await _list_faults(context, data)
    if faults:
        await _refuse(context, estate_id, sent.file_name or "", faults)
    else:
        await _draft.go_on(context, None, data)


def _main_site(slots: tuple[SlotDraft, ...]) -> str | None:
    named = Counter(slot.site for slot in slots if slot.site)
    return named.most_common(1)[0][0] if named else None


async def _list_faults(context: Context, data: dict[str, Any]) -> tuple[Fault, ...]:
    """What is wrong with the lines beside each other and beside other rounds.

    Where no line names the site it is asked for afterwards: until then it is no fault. How many
    lanes there are can be said beside the preview, too, which names these faults until it is.
    """
    drafted = await load_draft(context, {"site": "?", **data})
    return tuple(fault for fault in drafted.faults if fault.code not in _MENDED_IN_CHAT)


async def _refuse(context: Context, estate_id: int, name: str, faults: tuple[Fault, ...]) -> None:
    """Name the first faults; whoever mended the file just sends it again."""
    await remember(context, STEP, {"estate_id": estate_id}, own="testing.")
    told = fault_facts(faults, await context.words())
    await context.say(
        "testing/file_refused",
        estate_id=estate_id,
        file=name,
        faults=told,
        faults_count=len(faults),
    )


async def send_pattern(context: Context, estate_id: int, kind: str) -> None:
    """Send a file of every building with a time for tomorrow, to be changed and sent back."""
    estate = await find_own_estate(context, estate_id)
    place = await context.work.read(find_place, estate.id)
    tomorrow = local_day(context.received_at, place.time_zone) + timedelta(days=1)
    data = {
        "estate_id": estate.id,
        "title": await usual_title(context, estate),
        "site": estate.name,
        "rule": to_json(Once((tomorrow,))),
        "starts_on": None,
        "until_on": None,
        "begins": _USUAL_BEGIN,
        "buildings": [],
    }
    await _send(context, await load_draft(context, data), kind)


async def on_draft_file(context: Context, press: CallbackQuery, data: PlanFilePress) -> None:
    """Send the draft as it stands as a file."""
    context.check_private()
    draft = await recall(context, _draft.STEP)
    if draft is None or data.kind not in ("csv", "xlsx"):
        raise RuleError("stale_button")
    await find_own_estate(context, draft["estate_id"])
    await _send(context, await load_draft(context, draft), data.kind)
    await context.answer(press, "")


async def _send(context: Context, drafted: Drafted, kind: str) -> None:
    language = (await context.words()).language
    write = write_csv if kind == "csv" else write_workbook
    content = await asyncio.to_thread(write, _written_lines(drafted), language)
    await context.send_file(f"linli-testing.{kind}", content)


def _written_lines(drafted: Drafted) -> list[WrittenLine]:
    return [
        WrittenLine(
            day=day.day.isoformat(),
            begins=show_minutes(slot.begins),
            ends=show_minutes(slot.ends),
            building=drafted.place.buildings[slot.building_id].label,
            batch=str(slot.batch),
            lane=str(slot.lane or ""),
            site=slot.site or drafted.plan.site,
        )
        for day in drafted.days
        for slot in day.slots
        if slot.kind is SlotKind.SITE
    ]
