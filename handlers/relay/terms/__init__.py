"""How places are shared: explained, changed in public; the reserve; the next round."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.relay._draft_sharing import host
from handlers.relay._offers import offer_to_residents, offer_to_staff
from handlers.relay.terms import _change, _reserve, _reserve_keyboards, _round, _rules_page
from handlers.relay.terms._callbacks import ReservePress, TermsPress
from handlers.routes import Audience, Router


async def on_press(context: Context, press: CallbackQuery, data: TermsPress) -> None:
    """The buttons of a relay's rules. Rights are read in each of them."""
    context.check_private()
    if data.act == "rules":
        await _rules_page.show_rules(context, press, data.relay_id)
    elif data.act == "change":
        await _change.begin_change(context, press, data.relay_id)
    elif data.act == "shares":
        await _rules_page.ask_open_shares(context, press, data.relay_id)
    elif data.act == "shares_sure":
        await _rules_page.open_now(context, press, data.relay_id)
    elif data.act == "round":
        await _round.begin_round(context, data.relay_id)
    elif data.act:
        await _change.on_change(context, press, data)
    else:
        await _rules_page.show_terms(context, press, data.relay_id)
    await context.answer(press, "")


def register(router: Router) -> None:
    """All that this part answers to."""
    router.press(TermsPress, on_press)
    router.press(ReservePress, _reserve.on_press)
    router.command("reserve", _reserve.on_reserve, Audience.STAFF)
    router.link("rt", _rules_page.on_rules_link)
    router.step(_change.STEP, _change.on_term, for_others=True)
    router.step(_reserve.STEP, _reserve.on_answer, for_others=True)
    host(_change.STEP, _change.show_change)
    keyboards = _rules_page.KEYBOARDS | _change.KEYBOARDS | _reserve_keyboards.KEYBOARDS
    for template, keyboard in keyboards.items():
        router.keyboard(template, keyboard)
    offer_to_staff("terms", _rules_page.terms_button)
    offer_to_staff("round", _round.round_button)
    offer_to_residents("rules", _rules_page.rules_button)
