"""The proof of a relay in chat: the file for everybody, the code that staff may post anew."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ManagePress
from handlers.context import Context
from handlers.keyboards import button, keyboard
from handlers.relay._manage import find_own_relay
from handlers.relay._rights import check_may_look
from handlers.relay.proof._callbacks import ProofPress
from handlers.routes import Keyboard
from locales.renderer import Words
from storage.errors import RuleError
from storage.relay.proof.actions import post_root_anew
from storage.relay.proof.export import build_proof, find_log, pack_proof
from storage.relay.queries import find_relay


async def on_proof(context: Context, press: CallbackQuery, data: ProofPress) -> None:
    """Staff's page, the file for everybody who may see the list, or the code posted anew."""
    context.check_private()
    if data.act == "file":
        await _send_file(context, data.relay_id)
    else:
        await find_own_relay(context, data.relay_id)
        if data.act == "post":
            await context.work.write(
                post_root_anew, data.relay_id, by=context.person_id, now=context.received_at
            )
        await _show_page(context, press, data.relay_id)
    await context.answer(press, "")


async def _send_file(context: Context, relay_id: int) -> None:
    relay = await context.work.read(find_relay, relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    await check_may_look(context, relay)
    proof = await context.work.read(build_proof, relay_id)
    log = await context.work.read(find_log, relay_id)
    words = context.services.renderer.words((await context.words()).language, relay.time_zone)
    readme = words.text("relay/proof_readme", **asdict(log))
    await context.send_file(f"linli-proof-{relay_id}.zip", pack_proof(proof, readme))


async def _show_page(context: Context, press: CallbackQuery, relay_id: int) -> None:
    log = await context.work.read(find_log, relay_id)
    await context.redraw(press, "relay/proof", relay_id=relay_id, **asdict(log))


def offer_proof(words: Words, relay_id: int, _params: dict[str, Any]) -> InlineKeyboardButton:
    """The button on staff's page."""
    return _button(words, "proof", relay_id, "show")


def _proof_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, code = params["relay_id"], params["code"]
    is_news = params["posted"] is not None and params["posted"] != code
    return keyboard(
        [_button(words, "proof_file", relay_id, "file")] if code else [],
        [_button(words, "proof_post", relay_id, "post")] if is_news else [],
        [button(words, "back", ManagePress(relay_id=relay_id, act="show"))],
    )


def _button(words: Words, name: str, relay_id: int, act: str) -> InlineKeyboardButton:
    return button(words, name, ProofPress(relay_id=relay_id, act=act))


KEYBOARDS: dict[str, Keyboard] = {"relay/proof": _proof_keyboard}
