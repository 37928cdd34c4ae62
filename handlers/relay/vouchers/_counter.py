"""At the counter: scan or type a code, one press to collect (S01, S21, S39)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.relay.vouchers import _mine
from handlers.relay.vouchers._callbacks import VoucherPress
from handlers.relay.vouchers._facts import counter_facts
from handlers.routes import Keyboard
from handlers.talk import show
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.queries import find_relay
from storage.relay.vouchers.codes import is_code, read_code
from storage.relay.vouchers.collecting import collect, look_up, set_paid, undo_collect
from storage.relay.vouchers.collectors import accept_collector
from storage.relay.vouchers.kinds import Validity
from storage.relay.vouchers.rights import find_area
from storage.relay.vouchers.showing import show_voucher
from storage.relay.vouchers.views import VoucherView


async def on_collect(context: Context, _message: Message, argument: str) -> None:
    """/collect 123 456 789: the voucher of a code that somebody reads out."""
    context.check_private()
    if not argument.strip():
        await context.say("relay/ask_code")
        return
    await _show_code(context, read_code(argument) or "")


async def on_link(context: Context, _message: Message, code: str) -> None:
    """`/start v_<code>`: what the code on a voucher leads to."""
    context.check_private()
    await _show_code(context, code)


async def on_code(context: Context, _message: Message, code: str) -> None:
    """Nine digits and nothing else, in private; in a group they are anybody's."""
    if context.is_private:
        await _show_code(context, code)


async def _show_code(context: Context, code: str) -> None:
    if not is_code(code):
        raise RuleError("voucher_wrong_digit")
    by, now = context.person_id, context.received_at
    await context.actor()
    try:
        voucher = await context.work.write(look_up, code, by=by, now=now)
    except RuleError as refusal:
        if refusal.code != "not_collector" or not await _show_own(context, code):
            raise
        return
    if voucher is not None:
        await _show(context, None, voucher)
    elif not await _show_own(context, code):
        raise RuleError("voucher_unknown")


async def _show_own(context: Context, code: str) -> bool:
    """Who scans the voucher of their own household sees it."""
    own = [voucher for voucher in await _mine.list_own(context) if voucher.code == code]
    for voucher in own:
        await _mine.say_voucher(context, voucher)
    return bool(own)


async def _show(context: Context, press: CallbackQuery | None, voucher: VoucherView) -> None:
    area = await context.work.read(
        find_area, voucher.relay_id, context.person_id, context.received_at
    )
    shown = await context.work.read(show_voucher, voucher)
    facts = counter_facts(shown, context.received_at, sees_door=area.sees_doors)
    await show(context, press, "relay/counter", **facts)


async def on_press(context: Context, press: CallbackQuery, data: VoucherPress) -> None:
    """Collect, tick what was paid, take back."""
    context.check_private()
    by, now = context.person_id, context.received_at
    of, write = (data.relay_id, data.number), context.work.write
    if data.act in ("take", "take_paid"):
        is_paid = data.act == "take_paid"
        voucher = await write(collect, *of, by=by, now=now, is_paid=is_paid)
    elif data.act in ("paid", "unpaid"):
        voucher = await write(set_paid, *of, data.act == "paid", by=by, now=now)
    elif data.act == "undo":
        voucher = await write(undo_collect, *of, by=by, now=now)
    else:
        raise RuleError("stale_button")
    await _show(context, press, voucher)
    await context.answer(press, "")


async def on_invited(context: Context, _message: Message, code: str) -> None:
    """`/start vp_<code>`: somebody of the pharmacy may collect from now on."""
    context.check_private()
    await context.actor()
    relay_id = await context.work.write(
        accept_collector, code, context.person_id, now=context.received_at
    )
    relay = await context.work.read(find_relay, relay_id)
    assert relay is not None
    await context.say(
        "relay/collector_welcome", title=relay.title, item=relay.item, estate=relay.estate
    )


def _counter_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup | None:
    def act(name: str, does: str) -> Any:
        of = VoucherPress(relay_id=params["relay_id"], number=params["number"], act=does)
        return button(words, name, of)

    if params["validity"] == Validity.VALID.value:
        return keyboard([act("collect", "take")], [act("collect_paid", "take_paid")])
    if params["validity"] == Validity.COLLECTED.value:
        paid = act("unpaid", "unpaid") if params["is_paid"] else act("paid", "paid")
        return keyboard([paid, act("collect_undo", "undo")])
    return None


KEYBOARDS: dict[str, Keyboard] = {"relay/counter": _counter_keyboard}
