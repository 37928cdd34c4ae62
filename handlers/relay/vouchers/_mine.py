"""A household's own voucher: sent when it is given, and shown whenever somebody asks."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message
from sqlmodel import Session

from handlers.callbacks import PanelPress
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.links import private_link
from handlers.relay.vouchers._callbacks import PhotoPress, VoucherPress
from handlers.relay.vouchers._facts import find_want, voucher_facts
from handlers.routes import Keyboard, Loaded
from locales.renderer import Words
from locales.voucher_card import draw_voucher
from storage.errors import RuleError
from storage.proxies.queries import list_for_person
from storage.relay.queries import find_relay
from storage.relay.vouchers.kinds import Validity
from storage.relay.vouchers.queries import find_voucher, list_of_households
from storage.relay.vouchers.showing import show_voucher
from storage.relay.vouchers.views import VoucherView

LETTER = "relay/voucher"


async def on_voucher(context: Context, _message: Message, _argument: str) -> None:
    """/voucher: those of one's own household, and of those that one acts for."""
    context.check_private()
    found = await list_own(context)
    if not found:
        await context.say("relay/voucher_none")
    # The newest stands lowest, where the eye is.
    for voucher in reversed(found):
        await say_voucher(context, voucher)


async def on_mine(context: Context, relay_id: int) -> None:
    """The button on one's own page of a relay."""
    context.check_private()
    own = [voucher for voucher in await list_own(context) if voucher.relay_id == relay_id]
    if not own:
        raise RuleError("not_joined")
    for voucher in own:
        await say_voucher(context, voucher)


async def list_own(context: Context) -> tuple[VoucherView, ...]:
    """The standing entries of all households that somebody may act for."""
    actor = await context.actor()
    proxies = await context.work.read(list_for_person, context.person_id, context.received_at)
    households = {tie.household_id for tie in actor.residents if tie.is_active}
    households |= {proxy.household_id for proxy in proxies}
    return await context.work.read(list_of_households, households)


async def say_voucher(context: Context, voucher: VoucherView) -> None:
    """The voucher; or what it still waits for."""
    if voucher.issued_at is not None and voucher.validity is not Validity.VOID:
        await context.say(LETTER, relay_id=voucher.relay_id, number=voucher.number)
        return
    relay = await context.work.read(find_relay, voucher.relay_id)
    assert relay is not None
    want = find_want(voucher)
    await context.say(
        "relay/voucher_waits",
        relay_id=relay.id,
        household_id=voucher.household_id,
        title=relay.title,
        door=voucher.door,
        want=want,
        takes_papers=want == "papers" or (want == "check" and relay.sharing.needs_papers),
    )


def load_letter(
    session: Session, params: dict[str, Any], _languages: tuple[str | None, ...]
) -> Loaded | None:
    """What stands on the voucher when it leaves; nothing where it is void by then."""
    voucher = find_voucher(session, params["relay_id"], params["number"])
    if voucher is None or voucher.issued_at is None or voucher.validity is Validity.VOID:
        return None
    return Loaded(voucher_facts(show_voucher(session, voucher)))


def draw(words: Words, params: dict[str, Any]) -> bytes:
    """The picture over the voucher's text."""
    digits = params["code"].replace(" ", "")
    return draw_voucher(
        words,
        link=private_link(params["username"], f"v_{digits}"),
        code=params["code"],
        place=params["place"],
        quantity=params["quantity"],
        called_for=params["called_for"],
    )


def offer(words: Words, relay_id: int, params: dict[str, Any]) -> InlineKeyboardButton | None:
    """The button on one's own page of a relay, for who has joined."""
    if params["mine"] is None:
        return None
    return button(words, "voucher", VoucherPress(relay_id=relay_id, act="mine"))


def _voucher_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_back(words, params)])


def _waits_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    data = PhotoPress(relay_id=params["relay_id"], household_id=params["household_id"])
    send = [button(words, "send_papers", data)] if params["takes_papers"] else []
    return keyboard(send, [_back(words, params)])


def _back(words: Words, params: dict[str, Any]) -> InlineKeyboardButton:
    return button(words, "change_or_leave", PanelPress(relay_id=params["relay_id"]))


KEYBOARDS: dict[str, Keyboard] = {
    LETTER: _voucher_keyboard,
    "relay/voucher_waits": _waits_keyboard,
}


async def on_press(context: Context, press: CallbackQuery, data: VoucherPress) -> None:
    """One's own voucher, from the page of its relay."""
    await on_mine(context, data.relay_id)
    await context.answer(press, "")
