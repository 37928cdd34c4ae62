"""One photo of a household's papers, in private, and nowhere else (S25, S30)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.callbacks import PanelPress
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.relay.vouchers._callbacks import PhotoPress
from handlers.relay.vouchers._mine import list_own
from handlers.routes import Keyboard
from handlers.talk import forget, remember
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.relay.queries import find_relay
from storage.relay.vouchers.photos import save_photo
from storage.relay.vouchers.views import VoucherView

STEP = "relay.photo"


async def on_ask(context: Context, press: CallbackQuery, data: PhotoPress) -> None:
    """Say what to send and what to cover."""
    context.check_private()
    mine = await _find_own(context, data.relay_id, data.household_id)
    relay = await context.work.read(find_relay, mine.relay_id)
    assert relay is not None
    remembered = {"relay_id": mine.relay_id, "household_id": mine.household_id}
    await remember(context, STEP, remembered, own=STEP)
    await context.say(
        "relay/ask_photo",
        relay_id=relay.id,
        title=relay.title,
        door=mine.door,
        bring=relay.sharing.bring,
    )
    await context.answer(press, "")


async def on_photo(context: Context, message: Message, conversation: ConversationView) -> None:
    """Keep Telegram's number of the photo until somebody of staff has looked at it."""
    if not message.photo:
        raise RuleError("photo_wanted")
    mine = await _find_own(
        context, conversation.data["relay_id"], conversation.data["household_id"]
    )
    is_again = await context.work.write(
        save_photo,
        mine.relay_id,
        mine.household_id,
        message.photo[-1].file_id,
        by=context.person_id,
        now=context.received_at,
    )
    await forget(context, STEP)
    await context.say("relay/photo_kept", relay_id=mine.relay_id, is_again=is_again)


async def _find_own(context: Context, relay_id: int, household_id: int) -> VoucherView:
    for mine in await list_own(context):
        if mine.relay_id == relay_id and household_id in (0, mine.household_id):
            return mine
    raise RuleError("not_joined")


def offer(words: Words, relay_id: int, params: dict[str, Any]) -> InlineKeyboardButton | None:
    """The button on one's own page of a relay that asks for papers."""
    wanted = params["mine"] is not None and params["relay"]["sharing"]["needs_papers"]
    return button(words, "send_papers", PhotoPress(relay_id=relay_id)) if wanted else None


def _back_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = PanelPress(relay_id=params["relay_id"])
    return keyboard([button(words, "change_or_leave", back)])


KEYBOARDS: dict[str, Keyboard] = {
    "relay/ask_photo": _back_keyboard,
    "relay/photo_kept": _back_keyboard,
}
