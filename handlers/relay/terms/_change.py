"""Terms changed after publication: gathered, compared with what stands, announced (S02)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, in_rows, keyboard
from handlers.relay._draft_choices import CHOICES, copy_relay, read_choice
from handlers.relay._draft_preview import find_place, preview
from handlers.relay._draft_sharing import SharingPress, show_sharing
from handlers.relay._facts import read_closing, read_fact, read_pieces, to_draft
from handlers.relay._manage import find_own_relay
from handlers.relay.terms._callbacks import TermsPress
from handlers.relay.terms._compare import find_changes, list_changes
from handlers.relay.terms._rules_page import show_terms
from handlers.routes import Keyboard
from handlers.talk import forget, is_resent, read_text, recall, remember, show
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.relay.drafts import Draft
from storage.relay.moves import change_terms
from storage.relay.queries import RelayView

STEP = "relay.terms"
# What each button asks for, by the button's name.
ASKED = {
    "capacity": "edit_capacity",
    "pieces": "terms_pieces",
    "closing": "terms_closing",
    "place": "edit_place",
    "eligibility": "edit_eligibility",
    "collection": "edit_collection",
}


async def begin_change(context: Context, press: CallbackQuery, relay_id: int) -> None:
    """Gather changes, beginning from what stands."""
    stands = _read_terms(await find_own_relay(context, relay_id))
    await show_change(context, press, stands | {"begun_from": stands})


def _read_terms(relay: RelayView) -> dict[str, Any]:
    """The terms as they stand, as JSON values of a draft."""
    return copy_relay(relay) | {
        "relay_id": relay.id,
        "round": relay.round_number,
        "follows_id": relay.follows_id,
        "opens_at": relay.opens_at.isoformat(),
        "closes_at": relay.closes_at.isoformat(),
    }


def _rebase(data: dict[str, Any], relay: RelayView) -> dict[str, Any]:
    """What stands now, with what was changed here: a colleague's terms are not taken back."""
    begun, stands = data["begun_from"], _read_terms(relay)
    own = {
        name: value
        for name, value in data.items()
        if name != "begun_from" and (name not in begun or begun[name] != value)
    }
    return stands | own | {"begun_from": stands}


async def show_change(context: Context, press: CallbackQuery | None, data: dict[str, Any]) -> None:
    """What would change, with a button for each term."""
    data = _rebase(data, await find_own_relay(context, data["relay_id"]))
    await remember(context, STEP, data, own=STEP, is_work=True)
    relay, draft = await _compared(context, data)
    shown = await preview(context, data)
    await show(
        context,
        press,
        "relay/terms_edit",
        relay_id=relay.id,
        relay=shown["relay"] | {"state": relay.state.value},
        problem=shown["problem"],
        changes=list_changes(relay, draft),
    )


async def _compared(context: Context, data: dict[str, Any]) -> tuple[RelayView, Draft]:
    relay = await find_own_relay(context, data["relay_id"])
    _, _, buildings = await find_place(context, data["estate_id"])
    return relay, to_draft(data, {building.label: building.id for building in buildings})


async def on_change(context: Context, press: CallbackQuery, data: TermsPress) -> None:
    """The buttons of the page: ask for a term, turn the waiting list, announce, drop."""
    draft = await recall(context, STEP)
    if draft is None or draft["relay_id"] != data.relay_id:
        raise RuleError("stale_button")
    if data.act == "ask" and data.value in ASKED:
        await remember(context, STEP, draft | {"asking": data.value}, own=STEP, is_work=True)
        await context.say("relay/ask_term", term=data.value)
    elif data.act == "waiting":
        await show_change(context, press, draft | {"waiting_list": not draft["waiting_list"]})
    elif data.act == "drop":
        await forget(context, STEP)
        await show_terms(context, press, data.relay_id)
    else:
        await _announce(context, press, draft)


async def _announce(context: Context, press: CallbackQuery, data: dict[str, Any]) -> None:
    data = _rebase(data, await find_own_relay(context, data["relay_id"]))
    relay, draft = await _compared(context, data)
    await context.work.write(
        change_terms,
        relay.id,
        find_changes(relay, draft),
        by=context.person_id,
        now=context.received_at,
    )
    await forget(context, STEP)
    await show_terms(context, press, relay.id, is_changed=True)


async def on_term(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take the answer to the term that was asked for."""
    data = dict(conversation.data)
    asked = data.pop("asking", None)
    if is_resent(context, conversation) or asked is None:
        await show_change(context, None, data)
        return
    data |= await _read(context, data, asked, read_text(message))
    await (
        show_sharing(context, None, STEP, data)
        if asked in CHOICES
        else show_change(context, None, data)
    )


async def _read(context: Context, data: dict[str, Any], asked: str, text: str) -> dict[str, Any]:
    if asked in CHOICES:
        return read_choice(asked, text)
    _, zone, _ = await find_place(context, data["estate_id"])
    if asked == "closing":
        return read_closing(text, data["opens_at"], now=context.received_at, zone=zone)
    if asked == "pieces":
        return read_pieces(text)
    return read_fact(asked, text, now=context.received_at, zone=zone, buildings={})


def _edit_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]

    def act(name: str, act: str, value: str = "") -> Any:
        return button(words, name, TermsPress(relay_id=relay_id, act=act, value=value))

    waiting = "waiting_off" if params["relay"]["waiting_list"] else "waiting_on"
    return keyboard(
        [act("terms_announce", "announce")] if params["changes"] else [],
        [button(words, "edit_sharing", SharingPress())],
        *in_rows((act(name, "ask", asked) for asked, name in ASKED.items()), 2),
        [act(waiting, "waiting"), act("drop", "drop")],
    )


KEYBOARDS: dict[str, Keyboard] = {"relay/terms_edit": _edit_keyboard}
