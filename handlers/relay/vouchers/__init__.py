"""Entries checked, vouchers given out, collected at the counter or from a list."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.relay._offers import offer_to_residents, offer_to_staff
from handlers.relay.vouchers import (
    _check,
    _check_keyboards,
    _counter,
    _list,
    _mine,
    _office,
    _office_keyboards,
    _photo,
)
from handlers.relay.vouchers._callbacks import CheckPress, OfficePress, PhotoPress, VoucherPress
from handlers.routes import Audience, Router
from storage.relay.vouchers.codes import spot_code


def register(router: Router) -> None:
    """All that this part answers to."""
    router.press(CheckPress, _check.on_press)
    router.press(VoucherPress, _on_voucher)
    router.press(OfficePress, _office.on_press)
    router.press(PhotoPress, _photo.on_ask)
    router.command("check", _check.on_check, Audience.STAFF)
    router.command("voucher", _mine.on_voucher)
    router.command("collect", _counter.on_collect, Audience.HELPERS)
    router.link("v", _counter.on_link)
    router.link("vp", _counter.on_invited)
    router.reader(spot_code, _counter.on_code)
    router.step(_check.STEP, _check.on_reason, for_others=True)
    router.step(_photo.STEP, _photo.on_photo)
    router.step(_list.STEP, _list.on_list, for_others=True)
    router.letter(_mine.LETTER, _mine.load_letter)
    router.picture(_mine.LETTER, _mine.draw)
    for page in (_mine, _photo, _counter, _check_keyboards, _office_keyboards):
        for template, keyboard in page.KEYBOARDS.items():
            router.keyboard(template, keyboard)
    offer_to_staff("check", _check_keyboards.offer)
    offer_to_staff("vouchers", _office_keyboards.offer)
    offer_to_residents("voucher", _mine.offer)
    offer_to_residents("papers", _photo.offer)


async def _on_voucher(context: Context, press: CallbackQuery, data: VoucherPress) -> None:
    """One's own voucher, or one at the counter."""
    answer = _mine.on_press if data.act == "mine" else _counter.on_press
    await answer(context, press, data)
