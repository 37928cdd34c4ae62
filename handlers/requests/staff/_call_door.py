"""For which household somebody calls, and what they need: written in a line or chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.requests._draft import Draft
from handlers.requests._form import begin
from handlers.requests.staff._call_form import CALL
from handlers.requests.staff._callbacks import CallPress
from handlers.requests.staff._line import find_kind_named, first_answers
from handlers.requests.staff._talk import check_committee
from handlers.talk import read_text, recall, remember, show
from storage.community.doors import DoorMatch
from storage.community.queries import (
    ConversationView,
    HouseholdView,
    find_door,
    find_estate,
    find_household,
    list_estates,
)
from storage.errors import RuleError
from storage.requests.queries import KindView, find_kind, find_like, list_kinds
from storage.requests.rights import Act, RequestFacts, check_may

DOOR_STEP, KIND_STEP = "requests.call_door", "requests.call_kind"
MOST_DOORS = 6


def read_number(data: CallPress) -> int:
    """The number in a button.

    Raises:
        RuleError: `stale_button` for a forged one.
    """
    if not data.value.isdecimal() or len(data.value) > 9:
        raise RuleError("stale_button")
    return int(data.value)


async def ask_door(context: Context, press: CallbackQuery | None, committee_id: int) -> None:
    """Ask for the door; the line may go on with what is needed."""
    await remember(context, DOOR_STEP, {"committee_id": committee_id})
    await show(
        context,
        press,
        "requests/call_door",
        committee_id=committee_id,
        written="",
        doors=[],
        is_unknown=False,
    )


async def on_door(context: Context, message: Message, conversation: ConversationView) -> None:
    """The door was written."""
    committee_id = conversation.data["committee_id"]
    await check_committee(context, committee_id, leads=True)
    beside = conversation.data.get("beside", "")
    await take_door(context, None, committee_id, read_text(message), beside)


async def take_door(
    context: Context, press: CallbackQuery | None, committee_id: int, text: str, beside: str = ""
) -> None:
    """Go on with the one door that fits, or offer those that may be meant.

    Args:
        beside: what was written beside a door that was not found; it counts unless more comes now.
    """
    matches = await _match(context, committee_id, text)
    sure = [(match, match.household) for match in matches if match.household is not None]
    if len(sure) == 1:
        match, door = sure[0]
        rest = match.rest or beside
        await _take_household(context, press, committee_id, door.household_id, rest)
        return
    doubtful = [door for _, door in sure]
    doubtful += [door for match in matches for door in (*match.candidates, *match.nearest)]
    kept = _beside(text, [match.rest for match, _ in sure]) or beside
    await remember(context, DOOR_STEP, {"committee_id": committee_id, "beside": kept})
    await show(
        context,
        press,
        "requests/call_door",
        committee_id=committee_id,
        written=text,
        doors=[await _name_door(context, door.household_id) for door in doubtful[:MOST_DOORS]],
        is_unknown=not sure and not any(match.candidates for match in matches),
    )


def _beside(text: str, rests: Sequence[str]) -> str:
    """What stands beside the door; one that is not known is taken to be the first word."""
    if rests:
        return rests[0]
    _, _, rest = text.strip().partition(" ")
    return rest.strip()


async def _match(context: Context, committee_id: int, text: str) -> list[DoorMatch]:
    estates = await context.work.read(list_estates, committee_id)
    return [await context.work.read(find_door, estate.id, text) for estate in estates]


async def _name_door(context: Context, household_id: int) -> dict[str, Any]:
    household = await context.work.read(find_household, household_id)
    assert household is not None
    estate = await context.work.read(find_estate, household.estate_id)
    return {
        "id": household_id,
        "door": household.door,
        "estate": estate.name if estate else "",
    }


async def choose_door(context: Context, press: CallbackQuery, data: CallPress) -> None:
    """One of the doors that were offered; what stood beside the one that was written counts."""
    known = await recall(context, DOOR_STEP)
    if known is None:
        raise RuleError("stale_button")
    beside = known.get("beside", "")
    await _take_household(context, press, known["committee_id"], read_number(data), beside)


async def _take_household(
    context: Context, press: CallbackQuery | None, committee_id: int, household_id: int, rest: str
) -> None:
    """The door is known: the kind next, if it was not written beside it.

    Raises:
        RuleError: `stale_button` for another committee's door; `not_staff` for a door that is
            not in the building of a lead.
    """
    household = await _check_household(context, committee_id, household_id)
    kinds = await context.work.read(list_kinds, committee_id)
    named = find_kind_named(rest, kinds) if rest else None
    if named is not None:
        await _begin_form(context, press, household_id, *named)
        return
    data = {"committee_id": committee_id, "household_id": household_id, "text": rest}
    await remember(context, KIND_STEP, data)
    await _show_kinds(context, press, household, kinds, rest)


async def _check_household(context: Context, committee_id: int, household_id: int) -> HouseholdView:
    household = await context.work.read(find_household, household_id)
    estate = await context.work.read(find_estate, household.estate_id) if household else None
    if household is None or estate is None or estate.committee_id != committee_id:
        raise RuleError("stale_button")
    facts = RequestFacts(
        committee_id, household.building_id, household_id, None, is_sensitive=False
    )
    check_may(await context.actor(), Act.ENTER, facts)
    return household


async def _show_kinds(
    context: Context,
    press: CallbackQuery | None,
    household: HouseholdView,
    kinds: tuple[KindView, ...],
    rest: str,
) -> None:
    shown = [{"id": each.id, **each.sign} for each in kinds]
    await show(context, press, "requests/call_kind", door=household.door, rest=rest, kinds=shown)


async def on_kind_words(context: Context, message: Message, conversation: ConversationView) -> None:
    """The kind was written instead of pressed; other words show the buttons again."""
    data = conversation.data
    household = await _check_household(context, data["committee_id"], data["household_id"])
    text = read_text(message)
    kinds = await context.work.read(list_kinds, data["committee_id"])
    named = find_kind_named(text, kinds)
    if named is not None:
        await _begin_form(context, None, household.id, *named)
        return
    await remember(context, KIND_STEP, {**data, "text": text})
    await _show_kinds(context, None, household, kinds, text)


async def choose_kind(context: Context, press: CallbackQuery, data: CallPress) -> None:
    """The kind was pressed.

    Raises:
        RuleError: `stale_button` for another committee's.
    """
    known = await recall(context, KIND_STEP)
    kind = await context.work.read(find_kind, read_number(data))
    if known is None or kind is None or kind.committee_id != known["committee_id"]:
        raise RuleError("stale_button")
    await _begin_form(context, press, known["household_id"], kind, known["text"])


async def _begin_form(
    context: Context, press: CallbackQuery | None, household_id: int, kind: KindView, text: str
) -> None:
    alike = await context.work.read(find_like, household_id, kind.id, context.received_at)
    draft = Draft(
        id=context.update_id,
        kind_id=kind.id,
        household_id=household_id,
        answers=first_answers(kind.form.questions, text),
        more={
            "committee_id": kind.committee_id,
            "channel": "phone",
            "alike": [{"id": each.id, "number": each.number} for each in alike[:3]],
        },
    )
    await begin(context, press, CALL, draft, kind)
