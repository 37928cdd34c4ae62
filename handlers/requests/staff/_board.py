"""/board: how many requests wait where, and lists of them without any detail (S100)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.requests.staff._callbacks import BoardPress, ListPress
from handlers.requests.staff._talk import choose_committee, find_own_committee, forget
from handlers.talk import show
from storage.community.kinds import RoleKind
from storage.community.queries import BuildingView, list_buildings, list_estates
from storage.errors import RuleError
from storage.requests.kinds import BoardView
from storage.requests.queries import (
    BoardCounts,
    BoardFilter,
    BoardLine,
    count_board,
    find_kind,
    list_board,
    list_kinds,
)

A_PAGE = 8


async def on_board(context: Context, _message: Message, _argument: str) -> None:
    """/board: the one committee's, or the question which one.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    committee_id = await choose_committee(context, "board", leads=True)
    if committee_id is not None:
        await show_board(context, None, committee_id)


async def on_board_press(context: Context, press: CallbackQuery, data: BoardPress) -> None:
    """The board, and what it can be looked at by."""
    act = _ACTS.get(data.act)
    if act is None:
        raise RuleError("stale_button")
    await act(context, press, data.committee_id)
    await context.answer(press, "")


async def show_board(
    context: Context,
    press: CallbackQuery | None,
    committee_id: int,
    *,
    note: str = "",
    done: int = 0,
) -> None:
    """The counts, with all that can be done.

    Args:
        note: what was done just now to many at once, `done` of them: `claimed`, `closed`.
    """
    committee = await find_own_committee(context, committee_id, leads=True)
    await forget(context)
    counts = await count(context, committee_id)
    lines = await _list_lines(context, committee_id, BoardFilter(BoardView.OPEN))
    await show(
        context,
        press,
        "requests/board",
        committee_id=committee_id,
        committee=committee.name,
        is_staff=(await context.actor()).is_staff(committee_id),
        buildings=await _own_labels(context, committee_id),
        counts={
            "new": counts.new,
            "mine": counts.mine,
            "asked": counts.asked,
            "overdue": counts.overdue,
            "open": counts.open,
            "delivered": sum(each.is_delivered for each in lines),
        },
        note=note,
        done=done,
    )


async def count(context: Context, committee_id: int) -> BoardCounts:
    """How many requests the acting person's board has."""
    by, now = context.person_id, context.received_at
    return await context.work.read(count_board, committee_id, BoardFilter(), by=by, now=now)


async def _list_lines(
    context: Context, committee_id: int, chosen: BoardFilter
) -> tuple[BoardLine, ...]:
    by, now = context.person_id, context.received_at
    return await context.work.read(list_board, committee_id, chosen, by=by, now=now)


async def _own_labels(context: Context, committee_id: int) -> list[str]:
    """Labels of the buildings that a lead is limited to; none for who sees all."""
    actor = await context.actor()
    rights = [right for right in actor.roles if right.committee_id == committee_id]
    limits = {right.building_id for right in rights if right.kind is RoleKind.LEAD}
    if actor.is_staff(committee_id) or None in limits:
        return []
    return [
        each.label for each in await list_all_buildings(context, committee_id) if each.id in limits
    ]


async def list_all_buildings(context: Context, committee_id: int) -> list[BuildingView]:
    """Every building of a committee, estate after estate."""
    estates = await context.work.read(list_estates, committee_id)
    return [
        each for estate in estates for each in await context.work.read(list_buildings, estate.id)
    ]


async def show_kinds(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """The kinds of which something is open."""
    await find_own_committee(context, committee_id, leads=True)
    counted = (await count(context, committee_id)).by_kind
    kinds = await context.work.read(list_kinds, committee_id, all=True)
    shown = [
        {"id": each.id, **each.sign, "n": counted[each.id]}
        for each in kinds
        if counted.get(each.id)
    ]
    await context.redraw(press, "requests/by_kind", committee_id=committee_id, kinds=shown)


async def show_buildings(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """The buildings in which something is open."""
    await find_own_committee(context, committee_id, leads=True)
    counted = (await count(context, committee_id)).by_building
    shown = [
        {"id": each.id, "label": each.label, "n": counted[each.id]}
        for each in await list_all_buildings(context, committee_id)
        if counted.get(each.id)
    ]
    await context.redraw(press, "requests/by_building", committee_id=committee_id, buildings=shown)


_ACTS: dict[str, Callable[[Context, CallbackQuery, int], Awaitable[None]]] = {
    "show": show_board,
    "kinds": show_kinds,
    "buildings": show_buildings,
}


async def on_list(context: Context, press: CallbackQuery, data: ListPress) -> None:
    """A page of requests, each a button.

    Raises:
        RuleError: `stale_button` for a view, kind or building that there is not.
    """
    await find_own_committee(context, data.committee_id, leads=True)
    if data.view not in list(BoardView):
        raise RuleError("stale_button")
    await forget(context)
    chosen = BoardFilter(BoardView(data.view), data.kind_id or None, data.building_id or None)
    lines = await _list_lines(context, data.committee_id, chosen)
    page = cut_page(lines, data.page, A_PAGE)
    await context.redraw(
        press,
        "requests/list",
        committee_id=data.committee_id,
        is_staff=(await context.actor()).is_staff(data.committee_id),
        view=data.view,
        **await _describe_filter(context, data),
        total=len(lines),
        lines=[line_params(context, each) for each in page.items],
        page=page.number,
        pages=page.pages,
    )
    await context.answer(press, "")


async def _describe_filter(context: Context, data: ListPress) -> dict[str, Any]:
    """The kind and the building that a list is limited to."""
    kind = await context.work.read(find_kind, data.kind_id) if data.kind_id else None
    buildings = await list_all_buildings(context, data.committee_id) if data.building_id else []
    building = next((each for each in buildings if each.id == data.building_id), None)
    is_known = (kind is not None and kind.committee_id == data.committee_id) or not data.kind_id
    if not is_known or bool(data.building_id) != (building is not None):
        raise RuleError("stale_button")
    return {
        "kind_id": data.kind_id,
        "kind": kind.sign if kind else None,
        "building_id": data.building_id,
        "building": building.label if building else None,
    }


def line_params(context: Context, line: BoardLine) -> dict[str, Any]:
    """A request as its button shows it: no name, no door, no answer."""
    is_live = line.closed_at is None
    return {
        "id": line.id,
        "number": line.number,
        "icon": line.icon,
        "building": line.building,
        "state": line.state.value,
        "is_mine": line.owner_id == context.person_id,
        "is_asked": line.is_asked,
        "is_delivered": line.is_delivered,
        "left": int((line.due_at - context.received_at).total_seconds()) if is_live else None,
    }
