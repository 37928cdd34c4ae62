"""Entries in files: sent by staff and looked at before they count, or sent to them.

Until they count the file stays with Telegram: only its id is kept here.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from aiogram.types import CallbackQuery, Document, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.faq.staff._board_keyboards import back_to_board, board_button
from handlers.faq.staff._callbacks import ImportPress, ListPress
from handlers.faq.staff._talk import find_own_committee, forget, remember
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from handlers.talk import recall
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.entries import EntryFile
from storage.faq.files import (
    MOST_BYTES,
    Read,
    make_file,
    read_files,
    write_markdown_zip,
    write_workbook,
)
from storage.faq.queries import list_entries

STEP = "faq.import"
MOST_FAULTS = 10
MOST_TITLES = 5
SUFFIXES = (".md", ".zip", ".xlsx")


async def ask_file(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """Ask for a file."""
    await remember(context, STEP, {"committee_id": committee_id})
    await context.redraw(press, "faq/ask_import", committee_id=committee_id)


async def on_file(context: Context, message: Message, conversation: ConversationView) -> None:
    """Read the file and say what would come of it. Nothing is changed."""
    committee = await find_own_committee(context, conversation.data["committee_id"])
    sent = _check_file(message.document)
    name = sent.file_name or ""
    known = {"committee_id": committee.id, "file_id": sent.file_id, "file_name": name}
    read = await _read(context, known)
    if read.faults:
        told = [fault.shown for fault in read.faults]
        await _refuse(context, committee.id, "faq/import_refused", name, told)
        return
    count = await context.work.read(
        actions.preview_import,
        committee.id,
        read.files,
        now=context.received_at,
        default_issuer=committee.name,
    )
    if count.faults:
        words = await context.words()
        told = [_tell(fault, words) for fault in count.faults]
        await _refuse(context, committee.id, "faq/import_unfit", name, told)
        return
    await remember(context, STEP, known)
    titles = {file.slug: file.words[0].question for file in read.files}
    await context.say(
        "faq/import_report",
        committee_id=committee.id,
        new=count.new,
        changed=count.changed,
        unchanged=count.unchanged,
        unfilled=len(count.unfilled),
        new_titles=[titles[slug] for slug in count.new_slugs[:MOST_TITLES]],
        changed_titles=[titles[slug] for slug in count.changed_slugs[:MOST_TITLES]],
    )


def _check_file(sent: Document | None) -> Document:
    if sent is None:
        raise RuleError("faq_file_missing")
    if (sent.file_size or 0) > MOST_BYTES:
        raise RuleError("faq_file_too_large")
    if not (sent.file_name or "").casefold().endswith(SUFFIXES):
        raise RuleError("faq_file_missing")
    return sent


async def _read(context: Context, known: dict[str, Any]) -> Read:
    content = await context.services.bot.download(known["file_id"])
    assert content is not None
    language = (await context.words()).language
    return await asyncio.to_thread(read_files, known["file_name"], content.read(), language)


def _tell(fault: actions.Fault, words: Words) -> dict[str, Any]:
    """A fault that shows only beside what the committee has."""
    place = f"{fault.language}/{fault.slug}" if fault.language else fault.slug
    return {"place": place, "text": words.error(fault.code, **fault.params)}


async def _refuse(
    context: Context,
    committee_id: int,
    template: str,
    name: str,
    faults: Sequence[dict[str, Any]],
) -> None:
    """Name the first faults; whoever mended the file just sends it again."""
    await remember(context, STEP, {"committee_id": committee_id})
    await context.say(
        template,
        committee_id=committee_id,
        file=name,
        faults=list(faults[:MOST_FAULTS]),
        faults_count=len(faults),
    )


async def on_import(context: Context, press: CallbackQuery, data: ImportPress) -> None:
    """Bring it in, or not."""
    context.check_private()
    known = await recall(context, STEP)
    if known is None or "file_id" not in known or data.act not in ("import", "drop"):
        raise RuleError("stale_button")
    committee = await find_own_committee(context, known["committee_id"])
    if data.act == "drop":
        await context.redraw(press, "faq/import_dropped", committee_id=committee.id)
    else:
        read = await _read(context, known)
        count = await context.work.write(
            actions.import_entries,
            committee.id,
            read.files,
            by=context.person_id,
            now=context.received_at,
            default_issuer=committee.name,
        )
        await context.redraw(
            press, "faq/imported", committee_id=committee.id, new=count.new, changed=count.changed
        )
    await forget(context)
    await context.answer(press, "")


async def ask_format(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """Ask as what the entries are sent."""
    await context.redraw(press, "faq/ask_export", committee_id=committee_id)


async def send_markdown(context: Context, _press: CallbackQuery, committee_id: int) -> None:
    """Send every entry as an archive of pages."""
    await _send(context, committee_id, "linli-answers.zip", write_markdown_zip)


async def send_workbook(context: Context, _press: CallbackQuery, committee_id: int) -> None:
    """Send every entry as a workbook."""
    await _send(context, committee_id, "linli-answers.xlsx", write_workbook)


async def _send(
    context: Context,
    committee_id: int,
    name: str,
    write: Callable[[Sequence[EntryFile]], bytes],
) -> None:
    entries = await context.work.read(list_entries, committee_id, context.received_at)
    files = [
        make_file(
            entry.slug, entry.language, entry.facts, [text.words for text in entry.texts.values()]
        )
        for entry in entries
    ]
    content = await asyncio.to_thread(write, files)
    await context.send_file(name, content)


def _back_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(back_to_board(words, params["committee_id"]))


def _imported_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id, new = params["committee_id"], params["new"]
    rest = ListPress(committee_id=committee_id, which="drafted")
    drafts = [button(words, "faq_drafted", rest, n=new)] if new else []
    return keyboard(drafts, back_to_board(words, committee_id))


def _report_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    take = [button(words, "import_roster", ImportPress(act="import"))]
    is_news = params["new"] or params["changed"]
    return keyboard(
        take if is_news else [], [button(words, "drop_roster", ImportPress(act="drop"))]
    )


def _export_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    return keyboard(
        [
            board_button(words, "faq_xlsx", committee_id, "xlsx"),
            board_button(words, "faq_zip", committee_id, "zip"),
        ],
        back_to_board(words, committee_id),
    )


def _import_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    pattern = [board_button(words, "faq_pattern", committee_id, "xlsx")]
    return keyboard(pattern, back_to_board(words, committee_id))


KEYBOARDS: dict[str, Keyboard] = {
    "faq/ask_import": _import_keyboard,
    "faq/import_refused": _import_keyboard,
    "faq/import_unfit": _import_keyboard,
    "faq/import_report": _report_keyboard,
    "faq/import_dropped": _back_keyboard,
    "faq/imported": _imported_keyboard,
    "faq/ask_export": _export_keyboard,
}
