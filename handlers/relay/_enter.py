"""Single rows that somebody wrote down or heard: entered at the time on their paper (S14)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from aiogram.types import Message

from handlers.context import Context
from handlers.relay._lists import read_pasted_list
from handlers.relay._reading import StaffLine, split_staff_line
from handlers.relay._times import Written, place_in_time
from handlers.relay.papers._bring import on_list
from handlers.relay.papers._relays import find_relay_to_enter, list_meant
from storage.community.doors import Door
from storage.community.queries import find_door, find_household
from storage.errors import RuleError
from storage.relay.desk import Press, PressKind
from storage.relay.moves import PaperRow, enter_papers
from storage.relay.papers.rights import list_buildings_to_enter
from storage.relay.queries import RelayView, find_relay_of_card


async def on_add(context: Context, message: Message, argument: str) -> None:
    """/add 3-501 2 00:10: enter a household that came another way (S14); or a whole list."""
    pasted = read_pasted_list(f"/add {argument}")
    if pasted is not None:
        await on_list(context, message, pasted)
    else:
        await on_staff_line(context, message, split_staff_line(argument))


async def on_staff_line(context: Context, message: Message, line: StaffLine) -> None:
    """Enter a household at the time its paper was received; the list stays in order of time."""
    relay = await _meant_relay(context, message, line)
    door = await _find_door(context, relay, line)
    if line.awaits_papers:
        entered = await _enter_awaiting(context, relay, door, line)
    else:
        entered = await _enter(context, relay, door, line)
    await _tell(context, message, entered)


async def _find_door(context: Context, relay: RelayView, line: StaffLine) -> Door:
    """The door of the line, if its papers may be brought in by the acting person."""
    if not line.door:
        raise RuleError("door_missing")
    match = await context.work.read(find_door, relay.estate_id, line.door)
    if match.household is None:
        if match.candidates:
            raise RuleError("door_ambiguous", doors=[door.key for door in match.candidates[:4]])
        raise RuleError("door_unknown", nearest=[door.key for door in match.nearest])
    entering = list_buildings_to_enter(await context.actor(), relay.committee_id)
    household = await context.work.read(find_household, match.household.household_id)
    assert household is not None
    if entering is not None and household.building_id not in entering:
        raise RuleError("not_staff")
    return match.household


async def _enter(context: Context, relay: RelayView, door: Door, line: StaffLine) -> dict[str, Any]:
    """Over the desk, like everybody who presses at the same moment."""
    outcome = await context.services.relays.ask(
        Press(
            kind=PressKind.ENTER,
            relay_id=relay.id,
            update_id=context.update_id,
            person_id=context.person_id,
            received_at=context.received_at,
            quantity=line.quantity,
            household_id=door.household_id,
            channel=line.channel,
            entered_for=_received_at(context.received_at, line, relay.time_zone),
        )
    )
    return _entered(relay, door, outcome.kind, outcome.number, outcome.quantity) | {
        "place": outcome.place,
        "waiting_place": outcome.waiting_place,
        "ordered_at": outcome.ordered_at.isoformat(),
        "behind": max(relay.joined + (outcome.kind == "joined") - outcome.place, 0),
        "awaits_papers": False,
    }


async def _enter_awaiting(
    context: Context, relay: RelayView, door: Door, line: StaffLine
) -> dict[str, Any]:
    """A row that has its place, and is confirmed once its papers have come (S25)."""
    received_at = _received_at(context.received_at, line, relay.time_zone)
    row = PaperRow(door.household_id, line.quantity or 1, line.channel, received_at, None, True)
    (outcome,) = await context.work.write(
        enter_papers,
        relay.id,
        [row],
        by=context.person_id,
        now=context.received_at,
        update_id=context.update_id,
    )
    if outcome.code is not None:
        raise RuleError(outcome.code, **outcome.params)
    assert outcome.number is not None
    kind = "already" if outcome.kind == "duplicate" else outcome.kind
    at = outcome.standing_at if kind == "already" else None
    place = outcome.place or 0
    return _entered(relay, door, kind, outcome.number, row.quantity) | {
        "place": place,
        "waiting_place": outcome.waiting_place,
        "ordered_at": (at or received_at).isoformat(),
        "behind": max(relay.joined + (kind == "joined") - place, 0),
        "awaits_papers": kind != "already",
    }


def _entered(relay: RelayView, door: Door, kind: str, number: int, quantity: int) -> dict[str, Any]:
    return {
        "relay_id": relay.id,
        "kind": kind,
        "door": door.key,
        "title": relay.title,
        "quantity": quantity,
        "undo": number if kind == "joined" else None,
    }


async def _tell(context: Context, message: Message, entered: dict[str, Any]) -> None:
    if context.is_private:
        await context.say("relay/entered", **entered)
        return
    # Whose door it is concerns staff alone; the group sees the card.
    if not await context.say_privately("relay/entered", **entered):
        number = {name: entered[name] for name in ("kind", "place", "waiting_place")}
        await context.say("relay/in_group", reply_to=message.message_id, **number)
    await context.react(message, "👌")


def _received_at(now: datetime, line: StaffLine, time_zone: str) -> datetime:
    """The instant on the paper: on its day, or the last time that the clock showed it.

    Raises:
        RuleError: `span_unreadable` for a day that the calendar does not have.
    """
    if line.clock is None:
        return now
    day = (None, *line.day) if line.day else None
    found = place_in_time(Written(line.clock, day, 0, 0), now, time_zone)
    if found is None:
        raise RuleError("span_unreadable")
    return found


async def _meant_relay(context: Context, message: Message, line: StaffLine) -> RelayView:
    """The relay whose card is answered; else the one that was open when the paper came."""
    assert context.chat is not None
    zone = (await context.actor()).time_zone
    received_at = _received_at(context.received_at, line, zone)
    if (card := message.reply_to_message) is not None:
        relay_id = await context.work.read(find_relay_of_card, context.chat.id, card.message_id)
        if relay_id is not None:
            return await find_relay_to_enter(context, relay_id)
    chosen = await list_meant(context, received_at)
    if len(chosen) > 1:
        raise RuleError("which_relay")
    return chosen[0]
