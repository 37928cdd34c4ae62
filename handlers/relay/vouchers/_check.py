"""Staff check entries: all that the roster proposes at once, the doubtful ones one by one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, Message

from handlers.context import ANSWER_TIMEOUT, Context
from handlers.relay._manage import find_own_relay, list_own_relays
from handlers.relay.vouchers._callbacks import CheckPress
from handlers.talk import forget, read_text, recall, remember, show
from storage.community.queries import ConversationView, list_buildings
from storage.errors import RuleError
from storage.relay.queries import RelayView
from storage.relay.rules import from_stamp
from storage.relay.vouchers.candidates import (
    count_checks,
    find_candidate,
    list_candidates,
    list_refused,
)
from storage.relay.vouchers.checking import confirm, confirm_proposed
from storage.relay.vouchers.photos import note_copy
from storage.relay.vouchers.queries import find_photo
from storage.relay.vouchers.refusing import refuse, undo_check
from storage.relay.vouchers.views import Candidate

STEP = "relay.refuse"
MOST_REFUSED = 10


async def on_check(context: Context, _message: Message, _argument: str) -> None:
    """/check: the relays of one's committee that have something to be checked."""
    context.check_private()
    if not (await context.actor()).is_staff_anywhere:
        raise RuleError("not_staff")
    relays = await list_own_relays(context, is_running=False)
    if not relays:
        raise RuleError("no_relay_here")
    # The newest stands lowest, where the eye is.
    for relay in reversed(relays[:3]):
        await _show_page(context, None, relay)


async def on_press(context: Context, press: CallbackQuery, data: CheckPress) -> None:
    """Every button of the check."""
    context.check_private()
    relay = await find_own_relay(context, data.relay_id)
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await forget(context, STEP)
    await act(context, press, relay, data)
    await context.answer(press, "")


async def on_reason(context: Context, message: Message, _conversation: ConversationView) -> None:
    """Why an entry is refused; then the next one."""
    asked = await recall(context, STEP)
    assert asked is not None
    data = CheckPress(**asked)
    relay = await find_own_relay(context, data.relay_id)
    reason, by, now = read_text(message), context.person_id, context.received_at
    await context.work.write(refuse, relay.id, data.number, reason, by=by, now=now)
    await forget(context, STEP)
    await _show_next(context, None, relay, data)


async def _show_page(context: Context, press: CallbackQuery | None, relay: RelayView) -> None:
    counts = await context.work.read(count_checks, relay.id)
    await show(
        context,
        press,
        "relay/check",
        relay_id=relay.id,
        title=relay.title,
        proposed=counts.proposed,
        review=counts.review,
        awaiting=counts.awaiting,
        photos=counts.photos,
        confirmed=counts.confirmed,
        refused=counts.refused,
    )


async def _to_page(
    context: Context, press: CallbackQuery, relay: RelayView, _data: CheckPress
) -> None:
    await _show_page(context, press, relay)


async def _show_next(
    context: Context, press: CallbackQuery | None, relay: RelayView, data: CheckPress
) -> None:
    """The next open entry behind the one that was looked at; from the last on to the first."""
    held = await context.work.read(list_candidates, relay.id)
    places = {each.number: place for place, each in enumerate(held)}
    after = places.get(data.number, -1)
    # Papers that were sent come first: they are looked at, and then they are gone.
    wanted = [each for each in held if each.is_open and (each.doubts or data.all_of_them)]
    wanted.sort(key=lambda each: (not each.has_photo, places[each.number] <= after))
    if not wanted:
        await _show_page(context, press, relay)
        return
    await _show_entry(context, press, relay, wanted, data.all_of_them)


async def _show_entry(
    context: Context,
    press: CallbackQuery | None,
    relay: RelayView,
    wanted: Sequence[Candidate],
    all_of_them: bool,
) -> None:
    entry = wanted[0]
    await show(
        context,
        press,
        "relay/check_entry",
        relay_id=relay.id,
        title=relay.title,
        number=entry.number,
        left=len(wanted),
        door=entry.door,
        quantity=entry.quantity,
        channel=entry.channel.value,
        ordered_at=from_stamp(entry.ordered_at).isoformat(),
        doubts=[doubt.value for doubt in entry.doubts],
        has_photo=entry.has_photo,
        all_of_them=all_of_them,
    )


async def _confirm_one(
    context: Context, press: CallbackQuery, relay: RelayView, data: CheckPress
) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(confirm, relay.id, data.number, by=by, now=now)
    await _show_next(context, press, relay, data)


async def _ask_reason(
    context: Context, _press: CallbackQuery, relay: RelayView, data: CheckPress
) -> None:
    entry = await context.work.read(find_candidate, relay.id, data.number)
    if entry is None:
        raise RuleError("entry_unknown")
    await remember(context, STEP, data.model_dump(), own=STEP)
    await context.say(
        "relay/ask_refusal",
        relay_id=relay.id,
        number=data.number,
        door=entry.door,
        all_of_them=data.all_of_them,
    )


async def _list_buildings(
    context: Context, press: CallbackQuery, relay: RelayView, _data: CheckPress
) -> None:
    """How many are proposed in each building, to be confirmed together."""
    held = await context.work.read(list_candidates, relay.id)
    open_ones = [each.building_id for each in held if each.is_proposed]
    buildings = await context.work.read(list_buildings, relay.estate_id)
    await show(
        context,
        press,
        "relay/check_buildings",
        relay_id=relay.id,
        title=relay.title,
        buildings=[
            {"id": each.id, "label": each.label, "proposed": open_ones.count(each.id)}
            for each in buildings
            if each.id in open_ones
        ],
    )


async def _ask_sure(
    context: Context, press: CallbackQuery, relay: RelayView, data: CheckPress
) -> None:
    building_id = data.number or None
    held = await context.work.read(list_candidates, relay.id, building_id=building_id)
    count = sum(each.is_proposed for each in held)
    if not count:
        await _show_page(context, press, relay)
        return
    params: dict[str, Any] = {"relay_id": relay.id, "title": relay.title, "count": count}
    await show(context, press, "relay/check_sure", building_id=data.number, **params)


async def _confirm_many(
    context: Context, press: CallbackQuery, relay: RelayView, data: CheckPress
) -> None:
    await context.work.write(
        confirm_proposed,
        relay.id,
        building_id=data.number or None,
        by=context.person_id,
        now=context.received_at,
    )
    await _show_page(context, press, relay)


async def _show_refused(
    context: Context, press: CallbackQuery, relay: RelayView, _data: CheckPress
) -> None:
    refused = await context.work.read(list_refused, relay.id, most=MOST_REFUSED)
    held = await context.work.read(list_candidates, relay.id)
    confirmed = [each for each in held if not each.is_open and each.decided_at is not None]
    confirmed.sort(key=lambda each: (each.decided_at, each.number), reverse=True)
    await show(
        context,
        press,
        "relay/check_decided",
        relay_id=relay.id,
        title=relay.title,
        decided=[
            {"number": each.number, "door": each.door, "is_refused": is_refused}
            for each, is_refused in (
                *((each, True) for each in refused),
                *((each, False) for each in confirmed[:MOST_REFUSED]),
            )
        ],
    )


async def _undo(context: Context, press: CallbackQuery, relay: RelayView, data: CheckPress) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(undo_check, relay.id, data.number, by=by, now=now)
    await _show_refused(context, press, relay, data)


async def _show_photo(
    context: Context, _press: CallbackQuery, relay: RelayView, data: CheckPress
) -> None:
    """A copy that cannot be passed on, and that is taken away within the hour."""
    file_id = await context.work.read(find_photo, relay.id, data.number)
    message = await _send_photo(context, file_id) if file_id else None
    if message is None:
        raise RuleError("photo_gone")
    by, now = context.person_id, context.received_at
    try:
        await context.work.write(
            note_copy, relay.id, data.number, by, message.message_id, by=by, now=now
        )
    except RuleError:
        await context.delete(message)
        raise


async def _send_photo(context: Context, file_id: str) -> Message | None:
    try:
        return await context.services.bot.send_photo(
            context.person_id, file_id, protect_content=True, request_timeout=ANSWER_TIMEOUT
        )
    except AiogramError:
        return None


_ACTS = {
    "show": _to_page,
    "next": _show_next,
    "yes": _confirm_one,
    "no": _ask_reason,
    "buildings": _list_buildings,
    "many": _ask_sure,
    "sure": _confirm_many,
    "decided": _show_refused,
    "undo": _undo,
    "photo": _show_photo,
}
