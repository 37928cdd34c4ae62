"""/me: what is held about a person, for themselves; and its erasure."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.community._callbacks import MePress
from handlers.community._menu import withdraw_menu
from handlers.community._talk import show
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.routes import Keyboard
from locales.languages import ENDONYMS
from locales.renderer import Words
from storage.community import actions as community
from storage.community.actor import Actor, Tie
from storage.community.queries import list_household_members
from storage.errors import RuleError
from storage.faq.queries import count_questions
from storage.testing.coverage.queries import has_reported
from storage.volunteers.queries import count_offers


async def on_me(context: Context, _message: Message, _argument: str) -> None:
    """/me: household, language, roles."""
    context.check_private()
    await _show_me(context, None)


async def on_me_press(context: Context, press: CallbackQuery, data: MePress) -> None:
    """The buttons under it."""
    context.check_private()
    match data.act:
        case "show":
            await _show_me(context, press)
        case "language":
            await context.say("community/language_menu")
        case "erase":
            await context.redraw(press, "community/erase_sure")
        case "erase_sure":
            await _erase(context, press)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def _show_me(context: Context, press: CallbackQuery | None) -> None:
    actor, words = await context.actor(), await context.words()
    await show(
        context,
        press,
        "community/me",
        name=actor.name,
        language_name=ENDONYMS[words.language],
        has_chosen=actor.language is not None,
        ties=[await _describe(context, actor, tie) for tie in actor.residents],
        roles=[
            {
                "kind": right.kind.value,
                "expires_at": right.expires_at.isoformat() if right.expires_at else None,
            }
            for right in actor.roles
        ],
        questions=await context.work.read(count_questions, actor.person_id),
        offers=await context.work.read(count_offers, actor.person_id),
        has_reported=await context.work.read(has_reported, actor.person_id),
    )


async def _describe(context: Context, actor: Actor, tie: Tie) -> dict[str, Any]:
    """A tie with the names of the household's others, which only its undisputed members see."""
    members = await context.work.read(list_household_members, tie.household_id)
    others = [each.name for each in members if each.person_id != actor.person_id]
    return {
        "door": tie.door,
        "state": tie.state.value,
        "members": others if tie.is_active else [],
    }


async def _erase(context: Context, press: CallbackQuery) -> None:
    await context.words()
    await context.work.write(community.forget_person, context.person_id, now=context.received_at)
    await context.redraw(press, "community/erased")
    await withdraw_menu(context)


def _me_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [button(words, "change_language", MePress(act="language"))],
        [button(words, "erase", MePress(act="erase"))],
    )


def _sure_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [button(words, "keep", MePress(act="show"))],
        [button(words, "erase_sure", MePress(act="erase_sure"))],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "community/me": _me_keyboard,
    "community/erase_sure": _sure_keyboard,
}
