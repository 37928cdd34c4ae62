"""Life in danger, or more than somebody can bear: what to do now, and who is called (S88, S120).

The answer comes first. No form, no queue and no question about the door stands before it.
"""

from __future__ import annotations

from typing import Any

from handlers.context import Context
from handlers.danger import Kind
from handlers.listening import speak_as_asked
from handlers.quoting import show_answer_params
from storage.emergency.actions import Cry, Raised, raise_alert
from storage.emergency.kinds import AlertKind
from storage.emergency.queries import Spot, find_live, find_spot, list_choices
from storage.faq.queries import find_emergency

# Buttons that Telegram puts under one message, less those that stand there anyway.
MOST_CHOICES = 90


async def help_first(
    context: Context,
    kind: Kind | None,
    words: str = "",
    *,
    reply_to: int | None = None,
    is_meant: bool = True,
) -> None:
    """Say what to do at once; then call the people on duty.

    Args:
        kind: None for a pressed button, which says no more than that.
        reply_to: the message in a group that is answered.
        is_meant: the bot is spoken to. Where it only overhears it answers shortly, and only in
            the groups of a committee and those who live under one.
    """
    spot = await find_own_spot(context)
    if not is_meant and (spot is None or not spot.place.is_known):
        return
    if words:
        await speak_as_asked(context, words)
    is_more = await _is_more(context)
    if is_more and context.is_private:
        await _add(context, kind, words, spot)
        return
    if is_meant or not is_more:
        await _answer(context, kind, spot, reply_to, is_meant=is_meant)
    raised = await call_duty(context, kind, words)
    if not raised.is_joined:
        await tell_called(context, raised)


async def remind_first(context: Context, kind: Kind) -> None:
    """Say what to do to staff who write of somebody's danger; a button calls the duty."""
    spot = await find_own_spot(context)
    phone = spot.duty_phone if spot else ""
    await context.say("emergency/aside", kind=kind.value, phone=phone)


async def find_own_spot(context: Context) -> Spot | None:
    """Whose duty is called: the group's committee, else that of the person's home."""
    who = _person(context), _group(context)
    return await context.work.read(find_spot, *who, context.received_at)


async def call_duty(context: Context, kind: Kind | None, words: str) -> Raised:
    """Keep the cry and call the people on duty."""
    cry = Cry(
        kind=AlertKind(kind.value) if kind else AlertKind.BUTTON,
        person_id=_person(context),
        group_id=_group(context),
        words=words,
        language=(await context.words()).language,
        update_id=context.update_id,
    )
    return await context.work.write(raise_alert, cry, now=context.received_at)


async def tell_called(context: Context, raised: Raised) -> None:
    """Tell in private whether anybody was called, and ask where to come to if nobody knows."""
    params = await called_params(context, raised)
    if context.is_private:
        await context.say("emergency/told", **params)
    elif _person(context) is not None:
        await context.say_privately("emergency/told", **params)


async def called_params(context: Context, raised: Raised) -> dict[str, Any]:
    """What `emergency/told` shows: whether somebody was called, and places to point at."""
    asks = "" if raised.building_id else "building" if raised.estate_id else "estate"
    choices = await context.work.read(list_choices, raised.estate_id) if asks else ()
    return {
        "alert_id": raised.alert_id,
        "estate_id": raised.estate_id or 0,
        "is_told": raised.told > 0,
        "asks": asks if choices else "",
        "choices": [{"id": one.id, "label": one.label} for one in choices[:MOST_CHOICES]],
    }


async def answer_params(context: Context, spot: Spot | None) -> dict[str, Any]:
    """What `emergency/help` shows: the duty's telephone, and the committee's own words."""
    entry = None
    if spot is not None:
        entry = await context.work.read(find_emergency, spot.place, context.received_at)
    reader = (await context.words()).language
    shown = show_answer_params(entry, entry.text_for(reader), reader=reader) if entry else None
    return {"phone": spot.duty_phone if spot else "", "entry": shown}


async def _answer(
    context: Context, kind: Kind | None, spot: Spot | None, reply_to: int | None, *, is_meant: bool
) -> None:
    phone = spot.duty_phone if spot else ""
    in_reply = None if context.is_private else reply_to
    if kind is Kind.CRISIS:
        # Who despairs or is beaten at home may not want the group to read the answer.
        is_apart = not context.is_private and _person(context) is not None
        if not is_apart or not await context.say_privately("emergency/crisis", phone=phone):
            await context.say("emergency/crisis", reply_to=in_reply, phone=phone)
    elif is_meant:
        params = await answer_params(context, spot)
        await context.say("emergency/help", reply_to=in_reply, **params)
    else:
        await context.say("emergency/brief", reply_to=in_reply, phone=phone)


async def _is_more(context: Context) -> bool:
    """Whether more is said of what was raised just now."""
    who = _person(context), _group(context)
    return await context.work.read(find_live, *who, context.received_at) is not None


async def _add(context: Context, kind: Kind | None, words: str, spot: Spot | None) -> None:
    await context.say(
        "emergency/added", kind=kind.value if kind else "", phone=spot.duty_phone if spot else ""
    )
    await call_duty(context, kind, words)


def _group(context: Context) -> int | None:
    return None if context.is_private or context.chat is None else context.chat.id


def _person(context: Context) -> int | None:
    user = context.user
    return None if user is None or user.is_bot else user.id
