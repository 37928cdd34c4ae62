"""The next round, in one tap from the settings of the last."""

from __future__ import annotations

import re
from typing import Any

from aiogram.types import InlineKeyboardButton

from handlers.context import Context
from handlers.keyboards import button
from handlers.relay._draft import STEP
from handlers.relay._draft_choices import copy_relay
from handlers.relay._manage import find_own_relay
from handlers.relay.terms._callbacks import TermsPress
from handlers.talk import remember
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.kinds import RelayState
from storage.relay.vouchers.progress import served_households

_NUMERALS = "〇一二三四五六七八九十"
_ROUND = re.compile(
    r"第([一二三四五六七八九]|\d{1,2})(?=轮|輪|批|次|期|回)|(?<=\bround )(\d{1,2})", re.IGNORECASE
)


async def begin_round(context: Context, relay_id: int) -> None:
    """Draft the round after a relay; only its times are asked for.

    Raises:
        RuleError: `relay_not_closed`, `relay_unknown`, `not_staff`.
    """
    relay = await find_own_relay(context, relay_id)
    if relay.state in (RelayState.SCHEDULED, RelayState.OPEN):
        raise RuleError("relay_not_closed")
    number = relay.round_number + 1
    data = copy_relay(relay) | {
        "title": next_title(relay.title, number),
        "follows_id": relay.id,
        "round": number,
        "asking": "span",
    }
    await remember(context, STEP, data, own=STEP, is_work=True)
    served = await context.work.read(served_households, relay.id)
    await context.say("relay/round_begun", title=data["title"], round=number, served=len(served))


def next_title(title: str, number: int) -> str:
    """The title with its round counted on: `第一轮口罩登记` becomes `第二轮口罩登记`."""

    def count(found: re.Match[str]) -> str:
        if found[2]:
            return str(number)
        is_word = not found[1].isdecimal() and number < len(_NUMERALS)
        return f"第{_NUMERALS[number] if is_word else number}"

    return _ROUND.sub(count, title, count=1)


def round_button(
    words: Words, relay_id: int, params: dict[str, Any]
) -> InlineKeyboardButton | None:
    """To the next round, once this one is over."""
    if params["relay"]["state"] in (RelayState.SCHEDULED, RelayState.OPEN):
        return None
    return button(words, "relay_round", TermsPress(relay_id=relay_id, act="round"))
