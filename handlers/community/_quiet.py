"""The hours in which reminders make no sound in a group."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.community._callbacks import ChatQuietPress
from handlers.community._talk import check_own_group
from handlers.context import Context
from handlers.keyboards import keyboard, label_button
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.community import actions as community
from storage.errors import RuleError

_SPANS = ((21 * 60, 7 * 60), (22 * 60, 7 * 60), (23 * 60, 7 * 60))


async def on_chat_quiet_press(context: Context, press: CallbackQuery, data: ChatQuietPress) -> None:
    """Keep a group's quiet hours, or none, and show which there are."""
    chat = await check_own_group(context)
    quiet = chat.quiet
    if data.act != "show":
        quiet = _read(data)
        await context.work.write(
            community.set_chat_quiet,
            chat.telegram_id,
            quiet,
            by=context.person_id,
            now=context.received_at,
        )
    await context.redraw(press, "community/chat_quiet", times=_label(quiet) if quiet else None)
    await context.answer(press, "")


def _read(data: ChatQuietPress) -> tuple[int, int] | None:
    span = data.begins, data.ends
    if data.act == "set" and span in _SPANS:
        return span
    if data.act != "none":
        raise RuleError("stale_button")
    return None


def _label(span: tuple[int, int]) -> str:
    """In whole hours, as all that can be chosen are: `22–7`."""
    return "–".join(f"{minute // 60}" for minute in span)


def _quiet_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    none = words.button("testing_choose_none")
    chosen = params["times"] or none

    def choice(label: str, press: ChatQuietPress) -> InlineKeyboardButton:
        return label_button(f"✅ {label}" if label == chosen else label, press)

    spans = [
        choice(_label(span), ChatQuietPress(act="set", begins=span[0], ends=span[1]))
        for span in _SPANS
    ]
    return keyboard(spans, [choice(none, ChatQuietPress(act="none"))])


KEYBOARDS: dict[str, Keyboard] = {"community/chat_quiet": _quiet_keyboard}
