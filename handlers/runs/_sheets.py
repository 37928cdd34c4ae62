"""The manifest as a file, for the runner and for staff."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from aiogram.types import BufferedInputFile, CallbackQuery

from handlers.context import Context
from handlers.runs._talk import note
from locales.manifest_sheet import (
    Manifest,
    ManifestLine,
    ManifestTotal,
    manifest_page,
    manifest_workbook,
)
from locales.renderer import Words
from storage.errors import RuleError
from storage.runs import actions
from storage.runs.views import ManifestView

# Seconds: shorter than an update may take, so that a sheet that was sent is also noted.
_SENDING = 15


async def send_page(context: Context, _press: CallbackQuery, run_id: int) -> None:
    """As a PDF to be printed."""
    await _send(context, run_id, "pdf", manifest_page)


async def send_workbook(context: Context, _press: CallbackQuery, run_id: int) -> None:
    """As a spreadsheet."""
    await _send(context, run_id, "xlsx", manifest_workbook)


async def _send(
    context: Context, run_id: int, suffix: str, write: Callable[[Words, Manifest], bytes]
) -> None:
    by, now = context.person_id, context.received_at
    view = await context.work.write(actions.open_manifest, run_id, by=by, now=now)
    words = await context.words()
    content = await asyncio.to_thread(write, words, _to_print(words, view))
    file = BufferedInputFile(content, filename=f"linli-{view.run.code}.{suffix}")
    message = await context.services.bot.send_document(
        context.person_id, file, request_timeout=_SENDING
    )
    try:
        await note(context, run_id, message.message_id)
    except RuleError:
        # The run ended meanwhile: nobody would take the sheet away.
        await context.delete(message)
        raise


def _to_print(words: Words, view: ManifestView) -> Manifest:
    run = view.run
    return Manifest(
        code=run.code,
        hospital=run.hospital,
        day=run.day,
        route=words.text("runs/route", route=run.route.value),
        handover=run.handover or "",
        place=run.place or "",
        totals=[
            ManifestTotal(each.drug, each.strength, each.quantity, each.requests)
            for each in view.totals
        ],
        lines=[
            ManifestLine(
                bag=run.bag_code(each.line.bag_number) if each.line.bag_number else "",
                door=each.line.door,
                name=each.name,
                phone=each.phone,
                drug=each.wanted.drug,
                strength=each.wanted.strength,
                quantity=each.wanted.quantity,
                code=view.codes.get(each.line.bag_number or 0, "") if run.place else "",
            )
            for each in sorted(view.lines, key=lambda each: each.line.bag_number or 0)
        ],
    )
