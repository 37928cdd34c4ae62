"""Joining by writing: `接龙 3-501 2份`, `+1`, in the group or in private."""

from __future__ import annotations

from typing import Any

from aiogram.types import (
    CallbackQuery,
    InlineKeyboardMarkup,
    Message,
)

from handlers.callbacks import DoorPress
from handlers.context import Context
from handlers.keyboards import keyboard, label_button
from handlers.relay._join import check_real, confirm_in_private, tell_in_group
from handlers.relay._reading import JoinLine
from locales.renderer import Words
from storage.community import actions as community
from storage.community.doors import DoorMatch
from storage.community.queries import find_chat, find_door
from storage.errors import RuleError
from storage.relay.desk import Press, PressKind
from storage.relay.queries import (
    RelayView,
    find_relay,
    find_relay_of_card,
    list_relays,
    list_relays_in_chat,
)

MOST_DOORS = 6


async def on_join_line(context: Context, message: Message, line: JoinLine) -> None:
    """Join the relay that is meant, with the door that was written or one's own."""
    relay = await _meant_relay(context, message)
    if relay is None:
        await _answer_without_relay(context, line)
        return
    household_id = await _household(context, message, relay, line)
    if household_id is _ASKED:
        return
    await _join(context, message, relay, line, household_id)


_ASKED = -1


async def _answer_without_relay(context: Context, line: JoinLine) -> None:
    """In a group `+1` is said about many things; in private a stranger's estate is not known."""
    if context.is_private and not (await context.actor()).residents:
        await context.ask_for_door()
    elif context.is_private or not line.is_plus:
        raise RuleError("no_relay_here")


async def _meant_relay(context: Context, message: Message) -> RelayView | None:
    assert context.chat is not None
    if (card := message.reply_to_message) is not None:
        relay_id = await context.work.read(find_relay_of_card, context.chat.id, card.message_id)
        if relay_id is not None:
            relay = await context.work.read(find_relay, relay_id)
            check_real(relay)
            return relay
    running = await _running(context)
    if len(running) > 1:
        raise RuleError("which_relay")
    return running[0] if running else None


async def _running(context: Context) -> tuple[RelayView, ...]:
    assert context.chat is not None
    if not context.is_private:
        return await context.work.read(
            list_relays_in_chat, context.chat.id, now=context.received_at
        )
    actor = await context.actor()
    estates = [tie.estate_id for tie in actor.residents]
    return await context.work.read(list_relays, estates, now=context.received_at)


async def _household(
    context: Context, message: Message, relay: RelayView, line: JoinLine
) -> int | None:
    """The household that the line names; None for one's own; asks where the door is unclear."""
    if not line.door:
        return None
    match = await _match(context, relay, line.door)
    if match.household is not None:
        await _tie(context, relay, match.household.household_id)
        return match.household.household_id
    if not match.candidates:
        nearest = [door.key for door in match.nearest]
        raise RuleError("door_unknown", nearest=nearest)
    tie = (await context.actor()).tie(relay.estate_id)
    if tie is not None and any(door.household_id == tie.household_id for door in match.candidates):
        return None
    await context.say(
        "relay/which_door",
        reply_to=message.message_id,
        relay_id=relay.id,
        quantity=1 if line.quantity is None else line.quantity,
        doors=[
            {"household_id": door.household_id, "door": door.key}
            for door in match.candidates[:MOST_DOORS]
        ],
    )
    return _ASKED


async def _match(context: Context, relay: RelayView, text: str) -> DoorMatch:
    chat = None
    if context.chat is not None and not context.is_private:
        chat = await context.work.read(find_chat, context.chat.id)
    building = chat.building if chat is not None else None
    return await context.work.read(find_door, relay.estate_id, text, building)


async def _tie(context: Context, relay: RelayView, household_id: int) -> None:
    """One who names a door for the first time lives there from now on; others are told (S40)."""
    if (await context.actor()).tie(relay.estate_id) is None:
        await context.meet()
        await context.work.write(
            community.join_household, context.person_id, household_id, now=context.received_at
        )
        context.forget_actor()


async def _join(
    context: Context,
    message: Message | None,
    relay: RelayView,
    line: JoinLine,
    household_id: int | None,
) -> None:
    outcome = await context.services.relays.ask(
        Press(
            kind=PressKind.JOIN,
            relay_id=relay.id,
            update_id=context.update_id,
            person_id=context.person_id,
            received_at=context.received_at,
            quantity=line.quantity,
            may_change=line.quantity is not None and not line.is_plus,
            household_id=household_id,
        )
    )
    is_told = await confirm_in_private(context, outcome)
    if message is not None and not context.is_private:
        if not is_told:
            await tell_in_group(context, message, outcome)
        # A word to each would drown the group and its limits; the card shows the list.
        await context.react(message, "👌")


async def on_door(context: Context, press: CallbackQuery, data: DoorPress) -> None:
    """The answer to «which of these doors?»; only the one who was asked may give it."""
    _check_asked(context, press)
    relay = await context.work.read(find_relay, data.relay_id)
    if relay is None:
        raise RuleError("relay_unknown")
    await _tie(context, relay, data.household_id)
    line = JoinLine("", data.quantity, is_plus=True)
    await _join(context, None, relay, line, data.household_id)
    await context.answer(press, (await context.words()).alert("noted"))
    if isinstance(press.message, Message):
        await context.delete(press.message)


def _check_asked(context: Context, press: CallbackQuery) -> None:
    question = press.message if isinstance(press.message, Message) else None
    if question is None or not _offers(question, press.data):
        raise RuleError("stale_button")
    asked = question.reply_to_message
    author = asked.from_user if asked is not None else None
    if not context.is_private and (author is None or author.id != context.person_id):
        raise RuleError("not_yours")


def _offers(question: Message, data: str | None) -> bool:
    """Whether the press is one of the question's own: a door must not be made up."""
    rows = question.reply_markup.inline_keyboard if question.reply_markup else []
    return any(button.callback_data == data for row in rows for button in row)


def which_door_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    """A button a door."""
    relay_id, quantity = params["relay_id"], params["quantity"]
    return keyboard(
        *(
            [
                label_button(
                    door["door"],
                    DoorPress(
                        relay_id=relay_id, household_id=door["household_id"], quantity=quantity
                    ),
                )
            ]
            for door in params["doors"]
        )
    )
