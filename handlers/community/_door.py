"""The question which door is one's own: written or chosen, never guessed (S13, S40)."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.community._callbacks import EstatePress, HomePress, InBuildingPress
from handlers.community._home import welcome_back
from handlers.community._rooms import name_doors, name_rooms, part_rooms
from handlers.community._talk import (
    LONGEST_DOOR,
    forget,
    recall,
    remember,
    show,
)
from handlers.context import DOOR_STEP, Context
from handlers.estates import name_estates
from storage.community import actions as community
from storage.community.doors import Door, DoorMatch, canonical_part
from storage.community.kinds import ResidentState
from storage.community.queries import (
    BuildingView,
    ConversationView,
    EstateView,
    find_book,
    find_door,
    list_buildings,
    list_estates,
    list_household_members,
)
from storage.errors import RuleError

# More doors than this are asked about building by building.
MOST_DOORS = 12


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take the door as it was written."""
    text = (message.text or "").strip()[:LONGEST_DOOR]
    if not text:
        raise RuleError("door_missing")
    known = dict(conversation.data)
    estate = await find_estate_of(context, known)
    if estate is not None and (await context.actor()).tie(estate.id) is not None:
        # They gave it elsewhere meanwhile: in a line of the group, or by an old button.
        await forget(context, DOOR_STEP)
        await welcome_back(context)
        return
    await go_on(context, None, {**known, "text": text})


async def on_estate(context: Context, press: CallbackQuery, data: EstatePress) -> None:
    """In which estate it is."""
    known = await _recall_open(context)
    await go_on(context, press, {**known, "estate_id": data.estate_id})
    await context.answer(press, "")


async def on_in_building(context: Context, press: CallbackQuery, data: InBuildingPress) -> None:
    """In which building the written door is."""
    known = await _recall_open(context)
    building = await find_building(context, known, data.building_id)
    await go_on(context, press, {**known, "building": building.label})
    await context.answer(press, "")


async def on_home(context: Context, press: CallbackQuery, data: HomePress) -> None:
    """The door was chosen by its button. A second press changes nothing."""
    context.check_private()
    await tie(context, press, data.household_id)
    await context.answer(press, "")


async def go_on(context: Context, press: CallbackQuery | None, data: dict[str, Any]) -> None:
    """Find the household that is meant, and ask only for what is not clear.

    Args:
        data: what is known so far: `estate_id`, `building_id` of a link, `building` (its
            label), `text` as written. All may be missing.
    """
    estate = await find_estate_of(context, data)
    if estate is None:
        await remember(context, DOOR_STEP, data)
        await _ask_estate(context, press)
    elif "text" in data:
        await _read_door(context, press, {**data, "estate_id": estate.id}, estate)
    elif "building_id" in data:
        building = await find_building(context, data, data["building_id"])
        await ask_room(context, press, estate, building)
    else:
        await remember(context, DOOR_STEP, {**data, "estate_id": estate.id})
        await show(context, press, "community/ask_door")


async def find_estate_of(context: Context, data: dict[str, Any]) -> EstateView | None:
    """The estate that was chosen, or the only one; None where it must be asked.

    Raises:
        RuleError: `no_roster` where there is none.
    """
    estates = await context.work.read(list_estates)
    if not estates:
        raise RuleError("no_roster")
    chosen = [estate for estate in estates if estate.id == data.get("estate_id")]
    if len(estates) > 1 and not chosen:
        return None
    return (chosen or estates)[0]


async def find_building(context: Context, data: dict[str, Any], building_id: int) -> BuildingView:
    """A building of the estate that the conversation is about.

    Raises:
        RuleError: `stale_button` for another estate's.
    """
    estate = await find_estate_of(context, data)
    buildings = await context.work.read(list_buildings, estate.id) if estate else ()
    for building in buildings:
        if building.id == building_id:
            return building
    raise RuleError("stale_button")


async def _recall_open(context: Context) -> dict[str, Any]:
    context.check_private()
    known = await recall(context, DOOR_STEP)
    if known is None:
        raise RuleError("stale_button")
    return known


async def _ask_estate(context: Context, press: CallbackQuery | None) -> None:
    estates = await context.work.read(list_estates)
    await show(context, press, "community/ask_estate", estates=name_estates(estates))


async def _read_door(
    context: Context, press: CallbackQuery | None, data: dict[str, Any], estate: EstateView
) -> None:
    text, label = data["text"], data.get("building")
    match = await context.work.read(find_door, estate.id, text, label)
    if match.household is not None:
        await tie(context, press, match.household.household_id)
        return
    await remember(context, DOOR_STEP, {**data, "text": text})
    if match.candidates:
        await _ask_which(context, press, estate, text, match.candidates)
    elif (building := await _named_building(context, estate, text, match)) is not None:
        await ask_room(context, press, estate, building)
    else:
        await show(
            context,
            press,
            "community/door_unknown",
            text=text,
            estate=estate.name,
            doors=name_doors(match.nearest),
        )


async def _named_building(
    context: Context, estate: EstateView, text: str, match: DoorMatch
) -> BuildingView | None:
    """The building where one was written without a room."""
    if match.nearest:
        return None
    for building in await context.work.read(list_buildings, estate.id):
        if match.building == building.label or canonical_part(text) == canonical_part(
            building.label
        ):
            return building
    return None


async def _ask_which(
    context: Context,
    press: CallbackQuery | None,
    estate: EstateView,
    text: str,
    candidates: tuple[Door, ...],
) -> None:
    labels = {door.building for door in candidates}
    if len(candidates) <= MOST_DOORS or len(labels) == 1:
        doors = name_doors(candidates)
        await show(context, press, "community/which_door", text=text, doors=doors)
        return
    buildings = await context.work.read(list_buildings, estate.id)
    found = [{"id": each.id, "label": each.label} for each in buildings if each.label in labels]
    await show(context, press, "community/which_building", text=text, buildings=found)


async def ask_room(
    context: Context, press: CallbackQuery | None, estate: EstateView, building: BuildingView
) -> None:
    """Ask for the room alone: its building is known."""
    known = {"estate_id": estate.id, "building_id": building.id, "building": building.label}
    await remember(context, DOOR_STEP, known)
    book = await context.work.read(find_book, estate.id)
    groups = part_rooms([door for door in book if door.building == building.label])
    is_small = len(groups) == 1
    await show(
        context,
        press,
        "community/ask_room",
        estate=estate.name,
        building=building.label,
        building_id=building.id,
        rooms=name_rooms(groups[0].doors) if is_small else [],
        groups=[] if is_small else [{"unit": each.unit, "floor": each.floor} for each in groups],
    )


async def tie(context: Context, press: CallbackQuery | None, household_id: int) -> None:
    """Tie the acting person to the household, and let the features offer what they have.

    The conversation ends last: cut short, the same answer is taken once more.
    """
    actor = await context.actor()
    pending = await recall(context, DOOR_STEP)
    try:
        joined = await context.work.write(
            community.join_household, actor.person_id, household_id, now=context.received_at
        )
    except RuleError:
        await forget(context, DOOR_STEP)
        raise
    members = await context.work.read(list_household_members, household_id)
    await show(
        context,
        press,
        "community/tied",
        door=joined.door,
        others=sum(
            member.state is ResidentState.ACTIVE and member.person_id != actor.person_id
            for member in members
        ),
        is_disputed=joined.state is ResidentState.DISPUTED,
    )
    if pending is not None:
        await context.tied()
        await forget(context, DOOR_STEP)
