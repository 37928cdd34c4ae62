"""Who has not joined, door by door, for those who go there: staff and the building's lead (S12)."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, cut_page, in_rows, keyboard, label_button, turning_row
from handlers.relay.prints._area import find_own_houses
from handlers.relay.prints._callbacks import AbsentPress, MapPress
from handlers.relay.prints._facts import paper_words
from handlers.talk import show
from locales.renderer import Words
from locales.walking_sheet import Walk, walking_page
from storage.community.kinds import RoleKind
from storage.community.queries import list_estates
from storage.community.walking import walk
from storage.errors import RuleError
from storage.relay.boards import Door, Flag, House
from storage.relay.boards.actions import note_export, send_knockers
from storage.relay.queries import RelayView, list_relays

BUILDINGS_A_PAGE, DOORS_A_PAGE = 24, 30
_MOST_RELAYS = 5


async def on_missing(context: Context, _message: Message, _argument: str) -> None:
    """/missing: who has not joined what runs now; which relay, where there are several."""
    context.check_private()
    relays = await _list_relays(context)
    if not relays:
        raise RuleError("relay_none_here")
    if len(relays) == 1:
        await _show(context, None, AbsentPress(relay_id=relays[0].id))
        return
    await context.say(
        "relay/absent_which",
        relays=[{"id": relay.id, "title": relay.title} for relay in relays],
    )


async def _list_relays(context: Context) -> tuple[RelayView, ...]:
    kinds = (RoleKind.STAFF, RoleKind.LEAD)
    rights = [right for right in (await context.actor()).roles if right.kind in kinds]
    if not rights:
        raise RuleError("not_staff")
    estates: list[int] = []
    for committee_id in dict.fromkeys(right.committee_id for right in rights):
        estates += [each.id for each in await context.work.read(list_estates, committee_id)]
    return await context.work.read(list_relays, estates, now=context.received_at, most=_MOST_RELAYS)


async def on_absent(context: Context, press: CallbackQuery, data: AbsentPress) -> None:
    """The houses with how many are left, one house's doors, on paper, or for volunteers."""
    if data.act == "show":
        await _show(context, press, data)
    elif data.act == "pdf":
        await _send_pdf(context, data)
    elif data.act == "knock":
        await _send_knockers(context, data)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def find_absent(
    context: Context, relay_id: int, building_id: int = 0
) -> tuple[RelayView, tuple[House, ...]]:
    """The doors of one's own houses that have not joined, in the order of a walk.

    Args:
        building_id: of this house only; 0: of all.
    """
    relay, houses = await find_own_houses(context, relay_id, building_id)
    return relay, tuple(House(house.id, house.label, tuple(walk(_left(house)))) for house in houses)


def _left(house: House) -> list[Door]:
    return [door for door in house.doors if door.flag is Flag.NONE]


async def _show(context: Context, press: CallbackQuery | None, data: AbsentPress) -> None:
    relay, houses = await find_absent(context, data.relay_id, data.building_id)
    if len(houses) == 1:
        await _show_doors(context, press, relay, houses[0], data)
        return
    page = cut_page(houses, data.page, BUILDINGS_A_PAGE)
    await show(
        context,
        press,
        "relay/absent",
        relay_id=relay.id,
        title=relay.title,
        households=relay.households,
        left=sum(len(house.doors) for house in houses),
        buildings=[
            {"id": house.id, "label": house.label, "left": len(house.doors)} for house in page.items
        ],
        page=page.number,
        pages=page.pages,
    )


async def _show_doors(
    context: Context,
    press: CallbackQuery | None,
    relay: RelayView,
    house: House,
    data: AbsentPress,
) -> None:
    page = cut_page(house.doors, data.page, DOORS_A_PAGE)
    await show(
        context,
        press,
        "relay/absent_doors",
        relay_id=relay.id,
        title=relay.title,
        building_id=house.id,
        is_chosen=data.building_id != 0,
        left=len(house.doors),
        building=house.label,
        doors=[door_facts(door) for door in page.items],
        page=page.number,
        pages=page.pages,
    )


def door_facts(door: Door) -> dict[str, Any]:
    """A door as JSON values."""
    return {"door": door.door, "is_linked": door.is_linked}


async def _send_pdf(context: Context, data: AbsentPress) -> None:
    relay, houses = await find_absent(context, data.relay_id, data.building_id)
    with_doors = [house for house in houses if house.doors]
    if not with_doors:
        raise RuleError("relay_all_joined")
    by, now = context.person_id, context.received_at
    own = [house.id for house in houses]
    await context.work.write(note_export, relay.id, "absent", by=by, now=now, building_ids=own)
    words = await paper_words(context, relay, (await context.words()).language)
    content = await asyncio.to_thread(print_absent, words, relay, with_doors)
    await context.send_file(f"linli-relay-{relay.id}-doors.pdf", content)


def print_absent(words: Words, relay: RelayView, houses: Sequence[House]) -> bytes:
    """The walking list: door, whether anybody there is known to the bot, room for a remark."""
    unknown = words.text("testing/sheet_is_unlinked")
    walks = [
        Walk(
            words.text("testing/sheet_building", building=house.label),
            [(door.door, "" if door.is_linked else unknown, "") for door in house.doors],
        )
        for house in houses
    ]
    columns = [words.text(f"testing/sheet_{name}") for name in ("door", "known", "remark")]
    title = words.text("relay/paper_absent", title=relay.title)
    facts = [
        relay.estate,
        words.text("relay/paper_closes_at", closes_at=relay.closes_at.isoformat()),
    ]
    return walking_page(words, title, facts, columns, (1.0, 2.2, 2.0), walks)


async def _send_knockers(context: Context, data: AbsentPress) -> None:
    _relay, houses = await find_absent(context, data.relay_id, data.building_id)
    buildings = [house.id for house in houses if house.doors]
    if not buildings:
        raise RuleError("relay_all_joined")
    by, now = context.person_id, context.received_at
    count = await context.work.write(send_knockers, data.relay_id, buildings, by=by, now=now)
    await context.say("relay/knock_sent", count=count)


def _absent_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    houses = (
        button(
            words,
            "doors_building",
            AbsentPress(relay_id=relay_id, building_id=each["id"]),
            building=each["label"],
            left=each["left"],
        )
        for each in params["buildings"]
    )
    turns = turning_row(words, params, lambda page: AbsentPress(relay_id=relay_id, page=page))
    return keyboard(*in_rows(houses, 2), turns, *_ways(words, relay_id, 0))


def _doors_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, building_id = params["relay_id"], params["building_id"]
    chosen = building_id if params["is_chosen"] else 0

    def to(page: int) -> AbsentPress:
        return AbsentPress(relay_id=relay_id, building_id=chosen, page=page)

    back = [button(words, "back", AbsentPress(relay_id=relay_id))] if params["is_chosen"] else []
    return keyboard(
        turning_row(words, params, to),
        *(_ways(words, relay_id, building_id) if params["left"] else []),
        back,
    )


def _ways(words: Words, relay_id: int, building_id: int) -> list[list[InlineKeyboardButton]]:
    def to(act: str) -> AbsentPress:
        return AbsentPress(relay_id=relay_id, building_id=building_id, act=act)

    return [
        [button(words, "doors_pdf", to("pdf")), button(words, "relay_knock", to("knock"))],
        [
            button(
                words,
                "map_rooms",
                MapPress(relay_id=relay_id, act="rooms", building_id=building_id),
            )
        ],
    ]


def _which_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(each["title"], AbsentPress(relay_id=each["id"]))]
            for each in params["relays"]
        )
    )


KEYBOARDS = {
    "relay/absent": _absent_keyboard,
    "relay/absent_doors": _doors_keyboard,
    "relay/absent_which": _which_keyboard,
}
