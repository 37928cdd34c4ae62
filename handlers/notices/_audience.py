"""Whom a notice is for: estates, buildings, those who help; in groups or private; kept choices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.houses import read_buildings
from handlers.keyboards import cut_page
from handlers.notices._callbacks import AudiencePress
from handlers.notices._page import head, show_page
from handlers.notices._places import MOST_LABELS, Places, describe_audience, find_places
from handlers.notices._talk import find_asked, find_own_notice, read_words, remember
from handlers.talk import show
from storage.community.kinds import RoleKind
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.notices import actions
from storage.notices.audience import Audience
from storage.notices.kinds import Channel
from storage.notices.queries import NoticeView, list_audience, list_selections

STEP, NAME_STEP = "notices.buildings", "notices.name"
BUILDINGS_A_PAGE = 20

Item = TypeVar("Item")


async def show_audience(
    context: Context,
    press: CallbackQuery | None,
    notice: NoticeView,
    *,
    inside: int = 0,
    number: int = 0,
) -> None:
    """Whom it is for now, and what to choose from.

    Args:
        inside: the estate whose buildings are listed; the only estate is always looked into.
        number: the page of buildings.
    """
    places = await find_places(context, notice.committee_id)
    inside = places.estates[0].id if len(places.estates) == 1 else inside
    if inside and inside not in places.buildings:
        raise RuleError("stale_button")
    # What is typed now are buildings.
    await remember(context, STEP, {"notice_id": notice.id, "estate_id": inside})
    page = cut_page(places.buildings.get(inside, ()), number, BUILDINGS_A_PAGE)
    audience = notice.audience
    await show(
        context,
        press,
        "notices/audience",
        **head(notice),
        **await _count(context, notice),
        audience=describe_audience(audience, places),
        inside=inside,
        is_only=len(places.estates) == 1,
        estates=[_choice(each.id, each.name, audience.estates) for each in places.estates],
        buildings=[_choice(each.id, each.label, audience.buildings) for each in page.items],
        page=page.number,
        pages=page.pages,
    )


def _choice(number: int, label: str, chosen: tuple[int, ...]) -> dict[str, Any]:
    return {"id": number, "label": label, "is_chosen": number in chosen}


async def _count(context: Context, notice: NoticeView) -> dict[str, Any]:
    """How many would get it, whom no group speaks for, and how many choices are kept."""
    seen = await context.work.read(
        list_audience, notice.committee_id, notice.audience, context.received_at
    )
    return {
        "chats": len(seen.chats),
        "people": seen.people,
        "unbound": [each.label for each in seen.unbound[:MOST_LABELS]],
        "unbound_count": len(seen.unbound),
        "is_mass": seen.is_mass,
        "saved": len(await context.work.read(list_selections, notice.committee_id)),
    }


async def on_audience(context: Context, press: CallbackQuery, data: AudiencePress) -> None:
    """Choose, look into an estate, take a saved choice or keep this one."""
    notice = await find_own_notice(context, data.notice_id)
    inside = 0
    match data.act:
        case "show" | "in":
            inside = _number(data.value) if data.act == "in" else 0
        case "saved":
            await _show_saved(context, press, notice)
        case "save":
            await remember(context, NAME_STEP, {"notice_id": notice.id})
            await context.redraw(press, "notices/ask_name", **head(notice))
        case "forget":
            await _drop(context, _number(data.value))
            await _show_saved(context, press, notice)
        case _:
            inside = await _change(context, notice, data)
    if data.act not in ("saved", "save", "forget"):
        notice = await find_own_notice(context, notice.id)
        await show_audience(context, press, notice, inside=inside, number=data.page)
    await context.answer(press, "")


async def _change(context: Context, notice: NoticeView, data: AudiencePress) -> int:
    """Choose something, or choose it no longer; the estate to stay in."""
    places = await find_places(context, notice.committee_id)
    audience, inside = notice.audience, 0
    match data.act:
        case "whole":
            inside = _number(data.value)
            audience = _toggle_estate(audience, inside, places)
        case "building":
            building_id = _number(data.value)
            inside = places.find_estate(building_id) or 0
            chosen = _toggle(audience.buildings, building_id)
            estates = tuple(each for each in audience.estates if each != inside)
            audience = replace(audience, estates=estates, buildings=chosen)
        case "channel" if data.value in list(Channel):
            audience = replace(audience, channel=Channel(data.value))
        case "role" if data.value in list(RoleKind):
            audience = replace(audience, roles=_toggle(audience.roles, RoleKind(data.value)))
        case "use":
            audience = await _find_saved(context, notice.committee_id, _number(data.value))
        case _:
            raise RuleError("stale_button")
    await _set(context, notice, audience)
    return inside


def _toggle_estate(audience: Audience, estate_id: int, places: Places) -> Audience:
    """The whole of an estate takes the place of single buildings of it."""
    own = {each.id for each in places.buildings.get(estate_id, ())}
    return replace(
        audience,
        estates=_toggle(audience.estates, estate_id),
        buildings=tuple(each for each in audience.buildings if each not in own),
    )


def _toggle(chosen: tuple[Item, ...], item: Item) -> tuple[Item, ...]:
    if item in chosen:
        return tuple(each for each in chosen if each != item)
    return (*chosen, item)


async def _set(context: Context, notice: NoticeView, audience: Audience) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.set_audience, notice.id, audience, by=by, now=now)


async def on_buildings(context: Context, message: Message, conversation: ConversationView) -> None:
    """Buildings were typed: `3-12, 15`; they take the place of what was chosen of this estate.

    Raises:
        RuleError: `notice_which_estate`, `building_unknown` (label).
    """
    notice = await find_asked(context, conversation)
    estate_id = int(conversation.data["estate_id"])
    places = await find_places(context, notice.committee_id)
    if estate_id not in places.buildings:
        raise RuleError("notice_which_estate")
    own = {each.label: each.id for each in places.buildings[estate_id]}
    chosen = read_buildings(read_words(message), own)
    audience = _put(notice.audience, estate_id, set(own.values()), [own[each] for each in chosen])
    await _set(context, notice, audience)
    await show_page(context, None, notice.id)


def _put(audience: Audience, estate_id: int, own: set[int], chosen: Iterable[int]) -> Audience:
    """These buildings of an estate, or with none all of it."""
    buildings = tuple(each for each in audience.buildings if each not in own)
    estates = tuple(each for each in audience.estates if each != estate_id)
    chosen = tuple(chosen)
    return replace(
        audience,
        estates=estates if chosen else (*estates, estate_id),
        buildings=(*buildings, *chosen),
    )


async def on_name(context: Context, message: Message, conversation: ConversationView) -> None:
    """Keep what is chosen under a name."""
    notice = await find_asked(context, conversation)
    await context.work.write(
        actions.save_selection,
        notice.committee_id,
        read_words(message),
        notice.audience,
        by=context.person_id,
        now=context.received_at,
    )
    await show_page(context, None, notice.id, note="saved")


async def _show_saved(context: Context, press: CallbackQuery, notice: NoticeView) -> None:
    places = await find_places(context, notice.committee_id)
    saved = await context.work.read(list_selections, notice.committee_id)
    await context.redraw(
        press,
        "notices/saved",
        **head(notice),
        saved=[
            {"id": each.id, "name": each.name, **describe_audience(each.audience, places)}
            for each in saved
        ],
    )


async def _find_saved(context: Context, committee_id: int, selection_id: int) -> Audience:
    for each in await context.work.read(list_selections, committee_id):
        if each.id == selection_id:
            return each.audience
    raise RuleError("notice_selection_unknown")


async def _drop(context: Context, selection_id: int) -> None:
    by, now = context.person_id, context.received_at
    await context.work.write(actions.drop_selection, selection_id, by=by, now=now)


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise RuleError("stale_button")
    return int(text)
