"""/proxy: who acts for one's household, for whom one acts, and who asks to."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.links import private_link
from handlers.proxies._callbacks import AskPress
from handlers.proxy_links import ProxyPress, proxy_button
from handlers.routes import Keyboard
from handlers.talk import show
from locales.renderer import Words
from storage.errors import RuleError
from storage.proxies import actions
from storage.proxies.kinds import ProxyState
from storage.proxies.queries import (
    ProxyView,
    find_proxy,
    list_asked,
    list_for_household,
    list_for_person,
)
from storage.proxies.rules import INVITE_LASTS

LINK = "px"
# Staff answer the oldest first; the page fits a phone.
MOST_ASKED = 6


async def on_proxy(context: Context, _message: Message, _argument: str) -> None:
    """/proxy: the page."""
    context.check_private()
    await show_page(context, None)


async def on_link(context: Context, _message: Message, payload: str) -> None:
    """`/start px_<code>`: the link that a household sent somebody."""
    context.check_private()
    await context.actor()
    proxy = await context.work.write(
        actions.accept_invitation, payload, by=context.person_id, now=context.received_at
    )
    await context.say("proxies/you_act", **describe(proxy))


async def on_press(context: Context, press: CallbackQuery, data: ProxyPress) -> None:
    """The page's buttons, and those under a question."""
    context.check_private()
    by, now = context.person_id, context.received_at
    match data.act:
        case "show":
            await show_page(context, press)
        case "invite":
            await _invite(context)
        case "agree":
            await context.work.write(actions.agree, data.proxy_id, by=by, now=now)
            await show_page(context, press)
        case "end_sure":
            await _ask_twice(context, press, data.proxy_id)
        case "end":
            await context.work.write(actions.end_proxy, data.proxy_id, by=by, now=now)
            await show_page(context, press)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def show_page(context: Context, press: CallbackQuery | None) -> None:
    """Both sides of it, and for staff what waits for them."""
    actor, now = await context.actor(), context.received_at
    own = [tie for tie in actor.residents if tie.is_active]
    ours = [
        proxy
        for tie in own
        for proxy in await context.work.read(list_for_household, tie.household_id, now)
    ]
    mine = await context.work.read(list_for_person, actor.person_id, now)
    asked = await context.work.read(list_asked, actor.staff_committees, now)
    homes = {tie.household_id for tie in own}
    # What one's own household is asked stands above already.
    waiting = [proxy for proxy in asked if proxy.household_id not in homes][:MOST_ASKED]
    await show(
        context,
        press,
        "proxies/page",
        has_home=bool(own),
        ours=[describe(proxy) for proxy in ours],
        mine=[describe(proxy) for proxy in mine],
        waiting=[describe(proxy) for proxy in waiting],
    )


def describe(proxy: ProxyView) -> dict[str, Any]:
    """A proxy as JSON values, for the household, the proxy and staff."""
    return {
        "proxy_id": proxy.id,
        "who": proxy.name,
        "door": proxy.door,
        "estate": proxy.estate,
        "state": proxy.state.value,
        "until": proxy.until.isoformat(),
    }


async def _invite(context: Context) -> None:
    tie = next((tie for tie in (await context.actor()).residents if tie.is_active), None)
    if tie is None:
        raise RuleError("not_tied")
    code = await context.work.write(
        actions.invite_proxy, tie.household_id, by=context.person_id, now=context.received_at
    )
    await context.say(
        "proxies/invite",
        door=tie.door,
        link=private_link(context.services.username, f"{LINK}_{code}"),
        until=(context.received_at + INVITE_LASTS).isoformat(),
    )


async def _ask_twice(context: Context, press: CallbackQuery, proxy_id: int) -> None:
    proxy = await context.work.read(find_proxy, proxy_id)
    actor = await context.actor()
    if proxy is None or not (
        proxy.person_id == actor.person_id
        or actor.may_act_for(proxy.household_id)
        or actor.is_staff(proxy.committee_id)
    ):
        raise RuleError("stale_button")
    is_mine = proxy.person_id == actor.person_id
    await context.redraw(press, "proxies/end_sure", is_mine=is_mine, **describe(proxy))


def _page_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    rows = [
        [
            InlineKeyboardButton(
                text=words.button(_NAMES[asks], door=line["door"], who=line["who"]),
                callback_data=ProxyPress(
                    act="agree" if asks else "end_sure", proxy_id=line["proxy_id"]
                ).pack(),
            )
            for asks in ((True, False) if line["state"] == ProxyState.ASKED else (False,))
        ]
        for line in (*params["ours"], *params["mine"], *params["waiting"])
    ]
    invite = [proxy_button(words, "proxy_invite", "invite")] if params["has_home"] else []
    return keyboard(*rows, invite, [button(words, "proxy_ask", AskPress())])


_NAMES = {True: "proxy_agree", False: "proxy_end"}


def _sure_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        [proxy_button(words, "back", "show")],
        [proxy_button(words, "proxy_end_sure", "end", params["proxy_id"])],
    )


def _back_keyboard(words: Words, _params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([proxy_button(words, "back", "show")])


KEYBOARDS: dict[str, Keyboard] = {
    "proxies/page": _page_keyboard,
    "proxies/end_sure": _sure_keyboard,
    "proxies/invite": _back_keyboard,
}
