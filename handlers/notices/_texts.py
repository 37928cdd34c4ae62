"""A notice in its languages: written anew, translated by pasting, changed after it was sent."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import Row, button, keyboard
from handlers.notices._callbacks import NoticePress, TextPress
from handlers.notices._carry import write_source
from handlers.notices._letter import say_trial
from handlers.notices._page import (
    find_source,
    head,
    list_languages,
    list_unwritten,
    show_page,
)
from handlers.notices._paper import send_paper
from handlers.notices._reading import join_facts, split_facts
from handlers.notices._talk import find_asked, find_own_notice, forget, read_words, remember
from handlers.routes import Keyboard
from handlers.talk import recall
from locales.languages import LANGUAGES
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.notices import actions
from storage.notices.kinds import EDITABLE
from storage.notices.queries import NoticeView, list_audience
from storage.notices.rules import FACT_NAMES

STEP = "notices.text"


async def show_texts(context: Context, press: CallbackQuery | None, notice: NoticeView) -> None:
    """The languages: written, wanted by readers and missing, or just not there."""
    await forget(context)
    seen = await context.work.read(
        list_audience, notice.committee_id, notice.audience, context.received_at
    )
    wanted = list_unwritten(notice, seen)
    params = {
        **head(notice),
        "language": notice.language,
        "languages": [{"code": code, "mark": _mark(notice, code, wanted)} for code in LANGUAGES],
        "is_open": notice.state in EDITABLE,
    }
    if press is None:
        await context.say("notices/texts", **params)
    else:
        await context.redraw(press, "notices/texts", **params)


def _mark(notice: NoticeView, code: str, wanted: Collection[str]) -> str:
    """How it stands in a language: `written`, `old`, `missing` or, with no reader, `none`."""
    written = next((text.written_at for text in notice.texts if text.language == code), None)
    if written is None:
        return "missing" if code in wanted else "none"
    return "old" if written < find_source(notice).written_at else "written"


async def on_text_press(context: Context, press: CallbackQuery, data: TextPress) -> None:
    """Look at it in a language, write it, take a translation out, print it."""
    notice = await find_own_notice(context, data.notice_id)
    if data.language not in LANGUAGES:
        raise RuleError("stale_button")
    match data.act:
        case "look":
            await say_trial(context, notice.id, data.language)
        case "paper":
            await send_paper(context, notice, data.language)
        case "write":
            await _ask(context, notice, data.language)
        case "drop":
            by, now = context.person_id, context.received_at
            await context.work.write(actions.drop_text, notice.id, data.language, by=by, now=now)
            await show_texts(context, press, await find_own_notice(context, notice.id))
        case "keep":
            await _publish(context, press, notice, data.language)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def _ask(context: Context, notice: NoticeView, language: str) -> None:
    """Ask for the words; the original stands there with marks that are kept in translation."""
    await remember(context, STEP, {"notice_id": notice.id, "language": language})
    is_source = language == notice.language
    shown = notice.text_for(language if language in list_languages(notice) else notice.language)
    await context.say(
        "notices/ask_text",
        **head(notice),
        language=language,
        source=notice.language,
        is_source=is_source,
        is_written=language in list_languages(notice),
        announced=shown.text,
        facts=join_facts(shown.facts),
    )


async def on_text(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take the words of a draft; of what was sent already, show them first."""
    notice = await find_asked(context, conversation)
    language = str(conversation.data["language"])
    written = split_facts(read_words(message))
    facts = _join(notice, language, written.facts)
    if notice.state in EDITABLE:
        await _write(context, notice, language, written.text, facts)
        return
    kept = {"notice_id": notice.id, "language": language, "text": written.text, "facts": facts}
    await remember(context, STEP, kept)
    await context.say(
        "notices/change",
        **head(notice),
        language=language,
        announced=written.text,
        facts=[{"name": name, "said": facts[name]} for name in FACT_NAMES if name in facts],
    )


async def _write(
    context: Context, notice: NoticeView, language: str, text: str, facts: dict[str, str]
) -> None:
    if language == notice.language:
        await write_source(context, notice, text, facts)
        await show_page(context, None, notice.id, note="saved")
        return
    by, now = context.person_id, context.received_at
    await context.work.write(
        actions.change_text, notice.id, language, text, by=by, now=now, facts=facts
    )
    await show_texts(context, None, await find_own_notice(context, notice.id))


def _join(notice: NoticeView, language: str, facts: dict[str, str]) -> dict[str, str]:
    """What was not written stays as it was in this language, else as the original has it."""
    known = next((text.facts for text in notice.texts if text.language == language), {})
    return {**find_source(notice).facts, **known, **facts}


async def _publish(
    context: Context, press: CallbackQuery, notice: NoticeView, language: str
) -> None:
    """Change what was sent, in every chat that has it."""
    kept = await recall(context, STEP)
    if kept is None or kept.get("notice_id") != notice.id or kept.get("language") != language:
        raise RuleError("stale_button")
    if "text" not in kept:
        raise RuleError("stale_button")
    edits = await context.work.write(
        actions.edit_sent,
        notice.id,
        language,
        kept["text"],
        by=context.person_id,
        now=context.received_at,
        facts=kept["facts"],
    )
    await show_page(context, press, notice.id, note="waiting" if edits is None else "changed")


async def show_papers(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    """Ask in which language it shall be printed; one language is printed at once."""
    written = list_languages(notice)
    if len(written) == 1:
        await send_paper(context, notice, find_source(notice).language)
        return
    await context.redraw(press, "notices/papers", **head(notice), languages=written)


def _texts_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]

    def press(code: str, act: str) -> TextPress:
        return TextPress(notice_id=notice_id, language=code, act=act)

    def row(each: dict[str, Any]) -> Row:
        code, mark = each["code"], each["mark"]
        first = button(words, "notice_language", press(code, "write"), code=code, mark=mark)
        if mark in ("missing", "none"):
            return [first]
        look = button(words, "notice_look", press(code, "look"))
        can_drop = params["is_open"] and code != params["language"]
        drop = [button(words, "notice_drop_text", press(code, "drop"))] if can_drop else []
        return [first, look, *drop]

    back = button(words, "notice_back", NoticePress(notice_id=notice_id))
    return keyboard(*map(row, params["languages"]), [back])


def _ask_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = NoticePress(notice_id=params["notice_id"], act="texts")
    return keyboard([button(words, "back", back)])


def _change_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]
    keep = TextPress(notice_id=notice_id, language=params["language"], act="keep")
    return keyboard(
        [button(words, "notice_change_sure", keep)],
        [button(words, "notice_discard", NoticePress(notice_id=notice_id))],
    )


def _papers_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]
    rows = (
        [
            button(
                words,
                "notice_language",
                TextPress(notice_id=notice_id, language=code, act="paper"),
                code=code,
                mark="written",
            )
        ]
        for code in params["languages"]
    )
    return keyboard(*rows, [button(words, "notice_back", NoticePress(notice_id=notice_id))])


KEYBOARDS: dict[str, Keyboard] = {
    "notices/texts": _texts_keyboard,
    "notices/ask_text": _ask_keyboard,
    "notices/change": _change_keyboard,
    "notices/papers": _papers_keyboard,
}
