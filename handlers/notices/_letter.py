"""The notice itself, as it is read: whatever stands in its row at the moment it leaves."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardMarkup
from sqlmodel import Session

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.notices._callbacks import AckPress, NoticePress
from handlers.routes import Keyboard, Loaded, Media, MediaKind
from locales.languages import match_language
from locales.renderer import Words
from storage.notices.queries import list_runs, load_letter

TEMPLATE = "notices/notice"


def load_notice(
    session: Session, params: dict[str, Any], languages: tuple[str | None, ...]
) -> Loaded | None:
    """The newest text in the reader's language; None for what was recalled or dropped."""
    letter = load_letter(session, params, tuple(map(match_language, languages)))
    if letter is None:
        return None
    shown = dict(letter.params)
    # A text of this name may be longer than what people type elsewhere.
    shown["announced"] = shown.pop("text")
    file = letter.media
    media = Media(MediaKind(file.kind.value), file.file_id) if file else None
    return Loaded(shown, letter.language, media)


async def say_notice(context: Context, notice_id: int) -> None:
    """Say a notice here, in the acting person's language, as it left the last time."""
    runs = await context.work.read(list_runs, notice_id)
    await context.say(TEMPLATE, notice_id=notice_id, run_id=runs[0].id if runs else None)


async def say_trial(context: Context, notice_id: int, language: str) -> None:
    """Show staff how a notice will be read in a language."""
    await context.use_language(language)
    await context.say(TEMPLATE, notice_id=notice_id, trial=True)


def _notice_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup | None:
    notice_id = params["notice_id"]
    if params["is_trial"]:
        return keyboard([button(words, "notice_back", NoticePress(notice_id=notice_id))])
    if not params["asks_ack"]:
        return None
    return keyboard([button(words, "notice_ack", AckPress(notice_id=notice_id))])


KEYBOARDS: dict[str, Keyboard] = {TEMPLATE: _notice_keyboard}
