"""A list of what was collected without Telegram: sent back, looked at, and only then taken."""

from __future__ import annotations

import asyncio
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.relay._manage import find_own_relay
from handlers.talk import forget, recall, remember
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.relay.queries import RelayView
from storage.relay.vouchers.kinds import Conflict
from storage.relay.vouchers.lists import ListLine, read_list
from storage.relay.vouchers.reconciling import Reconciled, match_list, take_list

STEP = "relay.collected"
LARGEST_FILE = 2 * 1024 * 1024
"""Bytes; a line of such a list has some fifty."""
SHOWN = 15


async def ask(context: Context, _press: CallbackQuery, relay: RelayView, _value: int) -> None:
    """Ask for the list: a file, or the codes as a message."""
    await remember(context, STEP, {"relay_id": relay.id}, own=STEP)
    await context.say("relay/ask_collected", relay_id=relay.id, title=relay.title)


async def on_list(context: Context, message: Message, conversation: ConversationView) -> None:
    """Say what the list comes to, line by line where it clashes; nothing is changed."""
    relay = await find_own_relay(context, conversation.data["relay_id"])
    text = await _read_message(context, message)
    now = context.received_at
    lines = await asyncio.to_thread(read_list, text, now=now, time_zone=relay.time_zone)
    result = await context.work.read(match_list, relay.id, lines, by=context.person_id, now=now)
    data = {"relay_id": relay.id, "lines": [_to_json(line) for line in lines]}
    await remember(context, STEP, data, own=STEP)
    await context.say("relay/collected_preview", **_params(relay, result))


async def take(context: Context, press: CallbackQuery, relay: RelayView, _value: int) -> None:
    """Take the list that was looked at; what clashes by now is left out, and told."""
    kept = await recall(context, STEP)
    if kept is None or "lines" not in kept or kept["relay_id"] != relay.id:
        raise RuleError("stale_button")
    lines = [_from_json(row) for row in kept["lines"]]
    by, now = context.person_id, context.received_at
    result = await context.work.write(take_list, relay.id, lines, by=by, now=now)
    await forget(context, STEP)
    await context.redraw(press, "relay/collected_taken", **_params(relay, result))


async def _read_message(context: Context, message: Message) -> str:
    sent = message.document
    if sent is None:
        return message.text or message.caption or ""
    if (sent.file_size or 0) > LARGEST_FILE:
        raise RuleError("file_too_large")
    content = await context.services.bot.download(sent.file_id)
    assert content is not None
    return await asyncio.to_thread(_decode, content.read())


def _decode(content: bytes) -> str:
    """The text of a CSV or an XLSX file, one line a row.

    Raises:
        RuleError: `collected_unread`.
    """
    if content.startswith(b"PK"):
        return _read_workbook(content)
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise RuleError("collected_unread")


def _read_workbook(content: bytes) -> str:
    from openpyxl import load_workbook

    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        rows = list(book.worksheets[0].iter_rows(values_only=True))
    except (BadZipFile, KeyError, ValueError, IndexError, OSError):
        raise RuleError("collected_unread") from None
    return "\n".join("\t".join(_cell(value) for value in row) for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    return "" if value is None else " ".join(str(value).split())


def _params(relay: RelayView, result: Reconciled) -> dict[str, Any]:
    return {
        "relay_id": relay.id,
        "title": relay.title,
        "taken": len(result.taken),
        "clashes": [
            {
                "line": clash.line,
                "text": clash.text,
                "conflict": clash.conflict.value,
                "at": clash.at.isoformat() if clash.at else None,
            }
            for clash in result.clashes[:SHOWN]
        ],
        "more": max(len(result.clashes) - SHOWN, 0),
    }


def _to_json(line: ListLine) -> list[Any]:
    at = line.at.isoformat() if line.at else None
    return [line.line, line.text[:40], line.code, at, line.conflict]


def _from_json(row: list[Any]) -> ListLine:
    line, text, code, at, conflict = row
    moment = datetime.fromisoformat(at) if at else None
    return ListLine(line, text, code, moment, Conflict(conflict) if conflict else None)
