"""From «I need something» to the form: for which household, and what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, in_rows, keyboard, label_button
from handlers.links import private_link
from handlers.requests._callbacks import FormAct
from handlers.requests._draft import Draft, find_draft
from handlers.requests._form import begin, end_form
from handlers.requests._questions import form_button
from handlers.requests._show import show
from handlers.requests.residents._aside import Wanted, clear_aside, find_aside, set_aside
from handlers.requests.residents._asking import ASKING
from handlers.requests.residents._callbacks import (
    HomePress,
    KindPress,
    KindsPress,
    MinePress,
)
from handlers.requests.residents._talk import stop_listening
from handlers.routes import Keyboard
from handlers.urgent import UrgentPress
from locales.renderer import Words
from storage.community.actor import Tie
from storage.errors import RuleError
from storage.requests.forms import TEXT_LENGTH, Form, Question
from storage.requests.kinds import AnswerKind, Purpose
from storage.requests.queries import KindView, find_kind, find_kind_by_slug, list_kinds

LINK = "need"
"""Prefix of deep links: `need` leads to the kinds, `need_<slug>` into a form."""

_LONGEST_SLUG = 30


def need_link(context: Context, slug: str = "") -> str:
    """The link that a group's button opens; with a kind's slug straight into its form (S86)."""
    return private_link(context.services.username, f"{LINK}_{slug}" if slug else LINK)


async def on_need(context: Context, message: Message, _argument: str) -> None:
    """/need: what can be asked for; in a group the way there."""
    if context.is_private:
        await arrive(context, None, replace(await find_aside(context), slug=""))
    else:
        link = need_link(context)
        await context.say("requests/in_private", reply_to=message.message_id, link=link)


async def on_link(context: Context, _message: Message, payload: str) -> None:
    """`/start need` and `/start need_<slug>`."""
    context.check_private()
    wanted = await find_aside(context)
    await arrive(context, None, replace(wanted, slug=payload[:_LONGEST_SLUG]))


async def on_kinds(context: Context, press: CallbackQuery, data: KindsPress) -> None:
    """Back to the kinds, or away from a form that is half filled in."""
    context.check_private()
    wanted = await find_aside(context)
    if not data.anew:
        wanted = replace(wanted, slug="")
    elif await find_draft(context, ASKING.step) is not None:
        await end_form(context)
    await arrive(context, press, wanted)
    await context.answer(press, "")


async def on_home(context: Context, press: CallbackQuery, data: HomePress) -> None:
    """For which of several households."""
    context.check_private()
    homes = await _homes(context)
    home = next((tie for tie in homes if tie.household_id == data.household_id), None)
    if home is None:
        raise RuleError("stale_button")
    await _enter(context, press, await find_aside(context), home)
    await context.answer(press, "")


async def on_kind(context: Context, press: CallbackQuery, data: KindPress) -> None:
    """Begin a form.

    Raises:
        RuleError: `need_kind_gone`; `stale_button` for a household that is not one's own.
    """
    context.check_private()
    kind = await context.work.read(find_kind, data.kind_id)
    if kind is None or kind.is_withdrawn or not kind.is_offered:
        raise RuleError("need_kind_gone")
    wanted = replace(await find_aside(context), slug=kind.slug)
    homes = [tie for tie in await _homes(context) if tie.committee_id == kind.committee_id]
    if data.household_id:
        homes = [tie for tie in homes if tie.household_id == data.household_id]
        if not homes:
            raise RuleError("stale_button")
    await stop_listening(context)
    await _choose_home(context, press, wanted, homes)
    await context.answer(press, "")


async def on_tied(context: Context) -> None:
    """Go on with what somebody wanted before they were asked for their door."""
    wanted = await find_aside(context)
    if wanted.is_waiting:
        await set_aside(context, replace(wanted, is_waiting=False))
        await arrive(context, None, replace(wanted, is_waiting=False))


async def arrive(context: Context, press: CallbackQuery | None, wanted: Wanted) -> None:
    """Lead somebody to the kinds, or straight into a form."""
    await stop_listening(context)
    await _choose_home(context, press, wanted, await _homes(context))


async def _homes(context: Context) -> list[Tie]:
    """The households that the person may ask for.

    Raises:
        RuleError: `tie_disputed` for one whose only household is disputed.
    """
    ties = (await context.actor()).residents
    active = [tie for tie in ties if tie.is_active]
    if ties and not active:
        raise RuleError("tie_disputed")
    return active


async def _choose_home(
    context: Context, press: CallbackQuery | None, wanted: Wanted, homes: list[Tie]
) -> None:
    if await shows_open_form(context, press):
        await set_aside(context, wanted)
    elif not homes:
        await set_aside(context, replace(wanted, is_waiting=True))
        await context.say("requests/whose")
        await context.ask_for_door()
    elif len(homes) == 1:
        await _enter(context, press, wanted, homes[0])
    else:
        await set_aside(context, wanted)
        shown = [{"id": tie.household_id, "door": tie.door} for tie in homes]
        await show(context, press, "requests/which_home", homes=shown)


async def shows_open_form(context: Context, press: CallbackQuery | None) -> bool:
    """Whether a form is half filled in: then one goes on with it or drops it first."""
    found = await find_draft(context, ASKING.step)
    kind = await context.work.read(find_kind, found[1].kind_id) if found is not None else None
    if found is None or kind is None:
        return False
    params = {"form": found[1].id, "kind": kind.sign, "is_change": bool(found[1].request_id)}
    await show(context, press, "requests/form_open", **params)
    return True


async def _enter(context: Context, press: CallbackQuery | None, wanted: Wanted, home: Tie) -> None:
    """The form that was wanted, else the kinds of the household's committee."""
    kind = await _find_offered(context, home, wanted.slug)
    if kind is not None:
        await start_form(context, press, kind, home.household_id, wanted.text)
        return
    if wanted.slug:
        await set_aside(context, replace(wanted, slug=""))
    kinds = await context.work.read(list_kinds, home.committee_id)
    await show(
        context,
        press,
        "requests/need_kinds",
        door=home.door,
        household_id=home.household_id,
        kinds=[{"id": each.id, **each.sign} for each in kinds],
    )


async def _find_offered(context: Context, home: Tie, slug: str) -> KindView | None:
    if not slug:
        return None
    kind = await context.work.read(find_kind_by_slug, home.committee_id, slug)
    return kind if kind is not None and kind.is_offered and not kind.is_withdrawn else None


async def start_form(
    context: Context, press: CallbackQuery | None, kind: KindView, household_id: int, text: str
) -> None:
    """Ask the first question; what was written before stands in the form already."""
    draft = Draft(context.update_id, kind.id, household_id)
    place = _place_for_words(kind.form)
    if text and place is not None:
        draft = draft.given(place.name, text[:TEXT_LENGTH])
    await clear_aside(context)
    await begin(context, press, ASKING, draft, kind)


def _place_for_words(form: Form) -> Question | None:
    """The question that takes whatever somebody wrote."""
    free = (each for each in form.questions if each.kind is AnswerKind.TEXT and not each.purpose)
    return form.find(Purpose.DETAILS) or next(free, None)


def _kinds_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    kinds = (
        label_button(
            f"{each['icon']} {words.formats.spoken(each['title'])}",
            KindPress(kind_id=each["id"], household_id=params["household_id"]),
        )
        for each in params["kinds"]
    )
    return keyboard(
        [button(words, "need_urgent", UrgentPress())],
        *in_rows(kinds, 2),
        [button(words, "need_mine", MinePress())],
    )


def _homes_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    homes = (
        label_button(each["door"], HomePress(household_id=each["id"])) for each in params["homes"]
    )
    return keyboard(*in_rows(homes, 2))


def _open_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [form_button(words, "need_resume", params, FormAct.RESUME)],
        [button(words, "need_anew", KindsPress(anew=True))],
    )


def link_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    text = words.button("need_in_private")
    return keyboard([InlineKeyboardButton(text=text, url=params["link"])])


KEYBOARDS: dict[str, Keyboard] = {
    "requests/need_kinds": _kinds_keyboard,
    "requests/which_home": _homes_keyboard,
    "requests/form_open": _open_keyboard,
    "requests/in_private": link_keyboard,
}
