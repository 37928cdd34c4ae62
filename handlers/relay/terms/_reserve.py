"""Places of the daily reserve, given by staff with a reason (S03, T5)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.relay._card import facts
from handlers.relay._manage import find_own_relay, list_own_relays
from handlers.relay.terms._callbacks import ReservePress
from handlers.talk import forget, is_resent, read_text, recall, remember, show
from storage.community.queries import ConversationView, find_door
from storage.errors import RuleError
from storage.facts import check_text
from storage.relay.kinds import RelayState
from storage.relay.moves import find_reserve, grant_place, list_grants, revoke_grant
from storage.relay.queries import RelayView

STEP = "relay.reserve"
LONGEST_REASON = 200
# Grants that the page shows, the newest.
MOST_GRANTS = 12


async def on_reserve(context: Context, _message: Message, argument: str) -> None:
    """/reserve, or /reserve 3-501 and the rest is asked for.

    Raises:
        RuleError: `in_private_only`, `not_staff`, `reserve_none`.
    """
    context.check_private()
    if not (await context.actor()).is_staff_anywhere:
        raise RuleError("not_staff")
    known = await list_own_relays(context, is_running=False)
    relays = [relay for relay in known if _has_reserve(relay)]
    if not relays:
        raise RuleError("reserve_none")
    if len(relays) > 1:
        choices = [{"id": relay.id, "title": relay.title} for relay in relays]
        await context.say("relay/reserve_which", relays=choices)
    elif argument:
        await _take_door(context, relays[0], argument)
    else:
        await _show_page(context, None, relays[0])


def _has_reserve(relay: RelayView) -> bool:
    return relay.sharing.daily_reserve > 0 and relay.state is not RelayState.CANCELLED


async def on_press(context: Context, press: CallbackQuery, data: ReservePress) -> None:
    """The buttons of the reserve: give, for whom, sure, take back."""
    context.check_private()
    relay = await find_own_relay(context, data.relay_id)
    if data.act == "give":
        await remember(context, STEP, {"relay_id": relay.id}, own=STEP, is_work=True)
        await context.say("relay/reserve_door", relay_id=relay.id)
    elif data.act == "group":
        await _take_group(context, relay, data.value)
    elif data.act == "sure":
        await _give(context, press, relay)
    elif data.act == "revoke":
        await _ask_revoke(context, press, relay, data.value)
    elif data.act == "revoke_sure":
        await _revoke(context, press, relay, data.value)
    else:
        await forget(context, STEP)
        await _show_page(context, press, relay)
    await context.answer(press, "")


async def _show_page(
    context: Context, press: CallbackQuery | None, relay: RelayView, *, is_given: bool = False
) -> None:
    reserve = await context.work.read(find_reserve, relay.id, context.received_at)
    grants = await context.work.read(list_grants, relay.id)
    newest = sorted(grants, key=lambda grant: grant.granted_at, reverse=True)[:MOST_GRANTS]
    shown = [
        {
            "id": grant.id,
            "door": grant.door,
            "group": grant.group,
            "reason": grant.reason,
            "day": grant.day.isoformat(),
            "is_revoked": grant.revoked_at is not None,
        }
        for grant in newest
    ]
    await show(
        context,
        press,
        "relay/reserve",
        relay_id=relay.id,
        relay=facts(relay),
        used=reserve.granted,
        grants=shown,
        is_given=is_given,
    )


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """The door, then the reason."""
    data = dict(conversation.data)
    relay = await find_own_relay(context, data["relay_id"])
    if is_resent(context, conversation):
        await _ask_next(context, relay, data)
    elif "door" not in data:
        await _take_door(context, relay, read_text(message))
    elif "group" not in data:
        await _ask_next(context, relay, data)
    else:
        reason = read_text(message)
        check_text("reason", reason, LONGEST_REASON)
        await _ask_next(context, relay, data | {"reason": reason})


async def _take_door(context: Context, relay: RelayView, text: str) -> None:
    match = await context.work.read(find_door, relay.estate_id, text)
    if match.household is None:
        if match.candidates:
            raise RuleError("door_ambiguous", doors=[door.key for door in match.candidates[:4]])
        raise RuleError("door_unknown", nearest=[door.key for door in match.nearest])
    found = match.household
    data: dict[str, Any] = {
        "relay_id": relay.id,
        "door": found.key,
        "household_id": found.household_id,
    }
    groups = relay.sharing.reserve_groups
    await _ask_next(context, relay, data | ({"group": groups[0]} if len(groups) == 1 else {}))


async def _take_group(context: Context, relay: RelayView, place: int) -> None:
    data = await _recall(context, relay)
    groups = relay.sharing.reserve_groups
    if "door" not in data or not 0 <= place < len(groups):
        raise RuleError("stale_button")
    await _ask_next(context, relay, data | {"group": groups[place]})


async def _ask_next(context: Context, relay: RelayView, data: dict[str, Any]) -> None:
    """Ask for what is missing of a grant, or whether it shall be given."""
    await remember(context, STEP, data, own=STEP, is_work=True)
    if "door" not in data:
        await context.say("relay/reserve_door", relay_id=relay.id)
    elif "group" not in data:
        groups = list(relay.sharing.reserve_groups)
        await context.say(
            "relay/reserve_group", relay_id=relay.id, door=data["door"], groups=groups
        )
    elif "reason" not in data:
        params = {"relay_id": relay.id, "door": data["door"], "group": data["group"]}
        await context.say("relay/reserve_reason", **params)
    else:
        await _ask_sure(context, relay, data)


async def _ask_sure(context: Context, relay: RelayView, data: dict[str, Any]) -> None:
    reserve = await context.work.read(find_reserve, relay.id, context.received_at)
    await context.say(
        "relay/reserve_sure",
        relay_id=relay.id,
        door=data["door"],
        group=data["group"],
        reason=data["reason"],
        left=max(reserve.places - reserve.granted, 0),
    )


async def _give(context: Context, press: CallbackQuery, relay: RelayView) -> None:
    data = await _recall(context, relay)
    if "reason" not in data:
        raise RuleError("stale_button")
    await context.work.write(
        grant_place,
        relay.id,
        data["household_id"],
        data["group"],
        data["reason"],
        by=context.person_id,
        now=context.received_at,
    )
    await forget(context, STEP)
    fresh = await find_own_relay(context, relay.id)
    await _show_page(context, press, fresh, is_given=True)


async def _recall(context: Context, relay: RelayView) -> dict[str, Any]:
    data = await recall(context, STEP)
    if data is None or data["relay_id"] != relay.id:
        raise RuleError("stale_button")
    return data


async def _ask_revoke(
    context: Context, press: CallbackQuery, relay: RelayView, grant_id: int
) -> None:
    grants = await context.work.read(list_grants, relay.id)
    grant = next((each for each in grants if each.id == grant_id), None)
    if grant is None:
        raise RuleError("stale_button")
    await context.redraw(
        press,
        "relay/revoke_sure",
        relay_id=relay.id,
        grant_id=grant.id,
        door=grant.door,
        group=grant.group,
    )


async def _revoke(context: Context, press: CallbackQuery, relay: RelayView, grant_id: int) -> None:
    await context.work.write(revoke_grant, grant_id, by=context.person_id, now=context.received_at)
    await _show_page(context, press, await find_own_relay(context, relay.id))
