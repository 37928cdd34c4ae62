"""Rows for households without a telephone: entered by staff, at the time on their paper (S14)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import Message

from handlers.context import Context
from handlers.relay._join import tell_in_group
from handlers.relay._manage import find_own_relay, list_own_relays
from handlers.relay._reading import StaffLine, split_staff_line
from storage.community.queries import find_door
from storage.errors import RuleError
from storage.relay.desk import Press, PressKind
from storage.relay.kinds import RelayState
from storage.relay.queries import RelayView, find_relay_of_card


async def on_add(context: Context, message: Message, argument: str) -> None:
    """/add 3-501 2 00:10: enter a household that came by paper or telephone (S14)."""
    await on_staff_line(context, message, split_staff_line(argument))


async def on_staff_line(context: Context, message: Message, line: StaffLine) -> None:
    """Enter a household at the time its paper was received; the list stays in order of time."""
    relay = await _meant_relay(context, message, line)
    if not line.door:
        raise RuleError("door_missing")
    match = await context.work.read(find_door, relay.estate_id, line.door)
    if match.household is None:
        if match.candidates:
            raise RuleError("door_ambiguous", doors=[door.key for door in match.candidates[:4]])
        raise RuleError("door_unknown", nearest=[door.key for door in match.nearest])
    outcome = await context.services.relays.ask(
        Press(
            kind=PressKind.ENTER,
            relay_id=relay.id,
            update_id=context.update_id,
            person_id=context.person_id,
            received_at=context.received_at,
            quantity=line.quantity,
            household_id=match.household.household_id,
            channel=line.channel,
            entered_for=_received_at(context.received_at, line, relay),
        )
    )
    entered: dict[str, Any] = {
        "kind": outcome.kind,
        "door": match.household.key,
        "title": relay.title,
        "place": outcome.place,
        "waiting_place": outcome.waiting_place,
        "quantity": outcome.quantity,
        "ordered_at": outcome.ordered_at.isoformat(),
        "behind": max(relay.joined + (outcome.kind == "joined") - outcome.place, 0),
    }
    if context.is_private:
        await context.say("relay/entered", **entered)
        return
    # Whose door it is concerns staff alone; the group sees the card.
    if not await context.say_privately("relay/entered", **entered):
        await tell_in_group(context, message, outcome)
    await context.react(message, "👌")


def _received_at(now: datetime, line: StaffLine, relay: RelayView) -> datetime:
    """The instant on the paper: on its day, or the last time that the clock showed it.

    Raises:
        RuleError: `span_unreadable` for a day that the calendar does not have.
    """
    if line.clock is None:
        return now
    zone = ZoneInfo(relay.time_zone)
    today = now.astimezone(zone).date()
    try:
        day = today.replace(month=line.day[0], day=line.day[1]) if line.day else today
        moment = datetime.combine(day, line.clock, tzinfo=zone)
        if moment <= now:
            return moment
        # «12月31日» in January is last year's; a clock that is still to come is yesterday's.
        earlier = day.replace(year=day.year - 1) if line.day else day - timedelta(days=1)
    except ValueError:
        raise RuleError("span_unreadable") from None
    return datetime.combine(earlier, line.clock, tzinfo=zone)


async def _meant_relay(context: Context, message: Message, line: StaffLine) -> RelayView:
    actor = await context.actor()
    if not actor.is_staff_anywhere:
        raise RuleError("not_staff")
    assert context.chat is not None
    relay_id = None
    if (card := message.reply_to_message) is not None:
        relay_id = await context.work.read(find_relay_of_card, context.chat.id, card.message_id)
    if relay_id is not None:
        return await find_own_relay(context, relay_id)
    return await _at_that_time(context, line)


async def _at_that_time(context: Context, line: StaffLine) -> RelayView:
    """The relay that was open when the paper was received; else the one that is talked about."""
    known = await list_own_relays(context, is_running=False)
    own = [relay for relay in known if relay.state is not RelayState.CANCELLED]
    fitting = [relay for relay in own if _was_open(relay, context.received_at, line)]
    running = await list_own_relays(context, is_running=True)
    # A paper may be brought in after the end; which of several lists it is, the card tells.
    chosen = fitting or list(running) or own[:1]
    if not chosen:
        raise RuleError("no_relay_here")
    if len(chosen) > 1:
        raise RuleError("which_relay")
    return chosen[0]


def _was_open(relay: RelayView, now: datetime, line: StaffLine) -> bool:
    return relay.opens_at <= _received_at(now, line, relay) < relay.closes_at
