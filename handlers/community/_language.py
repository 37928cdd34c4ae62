"""The language that one is spoken to in, and that of a group's cards."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.community._callbacks import (
    AlsoLanguagePress,
    ChatLanguagePress,
    ChatQuietPress,
    LanguagePress,
)
from handlers.community._door import go_on
from handlers.community._menu import offer_menu
from handlers.community._talk import check_own_group, recall
from handlers.context import DOOR_STEP, Context
from handlers.keyboards import button, in_rows, keyboard, label_button, languages_keyboard
from handlers.routes import Keyboard
from locales.languages import ENDONYMS
from locales.renderer import Words
from storage.community import actions as community
from storage.errors import RuleError


async def on_language(context: Context, _message: Message, _argument: str) -> None:
    """/language: six buttons."""
    context.check_private()
    await context.say("community/language_menu")


async def on_language_press(context: Context, press: CallbackQuery, data: LanguagePress) -> None:
    """Keep the choice, and ask for the door if that is still to be said."""
    context.check_private()
    if data.language not in ENDONYMS:
        raise RuleError("stale_button")
    await context.actor()
    await context.work.write(
        community.choose_language, context.person_id, data.language, now=context.received_at
    )
    context.forget_actor()
    await context.redraw(press, "community/language_set", language_name=ENDONYMS[data.language])
    await context.answer(press, "")
    await offer_menu(context)
    pending = await recall(context, DOOR_STEP)
    if pending is not None:
        await go_on(context, None, pending)


async def on_chat_language(context: Context, message: Message, _argument: str) -> None:
    """/chatlanguage: the language of the cards in this group."""
    await check_own_group(context)
    await context.say("community/chat_language_menu", reply_to=message.message_id)


async def on_chat_language_press(
    context: Context, press: CallbackQuery, data: ChatLanguagePress
) -> None:
    """Keep the choice and have the cards drawn again."""
    await check_own_group(context)
    if data.language not in ENDONYMS:
        raise RuleError("stale_button")
    assert context.chat is not None
    await context.work.write(
        community.note_chat, context.chat.id, language=data.language, now=context.received_at
    )
    await context.bound()
    await context.redraw(
        press, "community/chat_language_set", language_name=ENDONYMS[data.language]
    )
    await context.answer(press, "")


async def on_also_language_press(
    context: Context, press: CallbackQuery, data: AlsoLanguagePress
) -> None:
    """Keep a further language, or take it out, and show which there are."""
    chat = await check_own_group(context)
    languages = chat.languages
    if data.language:
        if data.language not in ENDONYMS:
            raise RuleError("stale_button")
        languages = await context.work.write(
            community.set_also_language,
            chat.telegram_id,
            data.language,
            data.is_wanted,
            by=context.person_id,
            now=context.received_at,
        )
    await context.redraw(
        press,
        "community/chat_languages",
        language_name=ENDONYMS[languages[0]],
        also=[{"code": code, "name": ENDONYMS[code]} for code in languages[1:]],
        others=[code for code in ENDONYMS if code != languages[0]],
    )
    await context.answer(press, "")


def _own_keyboard(_words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return languages_keyboard(lambda language: LanguagePress(language=language))


def _group_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    own = languages_keyboard(lambda language: ChatLanguagePress(language=language))
    return keyboard(*own.inline_keyboard, *_more_keyboard(words, params).inline_keyboard)


def _more_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [button(words, "chat_languages", AlsoLanguagePress())],
        [button(words, "testing_edit_quiet", ChatQuietPress())],
    )


def _further_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    chosen = {each["code"] for each in params["also"]}
    buttons = (
        label_button(
            f"✅ {ENDONYMS[code]}" if code in chosen else ENDONYMS[code],
            AlsoLanguagePress(language=code, is_wanted=code not in chosen),
        )
        for code in params["others"]
    )
    return keyboard(*in_rows(buttons, 2))


KEYBOARDS: dict[str, Keyboard] = {
    "community/choose_language": _own_keyboard,
    "community/language_menu": _own_keyboard,
    "community/chat_language_menu": _group_keyboard,
    "community/chat_language_set": _more_keyboard,
    "community/chat_languages": _further_keyboard,
}
