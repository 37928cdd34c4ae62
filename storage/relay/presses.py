"""What residents press and staff enter: join, leave, enter a paper. Pure decisions on a sheet."""

from __future__ import annotations

from storage.errors import RuleError
from storage.relay.entries import Act, Decision, Entry, Paper
from storage.relay.kinds import EntryState, EventKind
from storage.relay.lottery import AFTER_THE_DRAWN
from storage.relay.pools import COMMON, RESERVE
from storage.relay.rules import (
    check_entry_time,
    check_not_served,
    check_quantity,
    from_stamp,
    to_stamp,
)
from storage.relay.sheet import Sheet


def join(
    sheet: Sheet,
    household_id: int,
    act: Act,
    *,
    person_id: int,
    building_id: int,
    quantity: int,
    may_change: bool,
) -> Decision:
    """Give a household its place, or say which it has.

    The first of the household in time keeps the place, whoever of the family presses later (S13).
    The person who pressed may change the number of pieces and keeps the place.

    Raises:
        RuleError: `relay_full`, `wrong_quantity`.
    """
    check_quantity(sheet.terms, quantity)
    standing = sheet.entries.get(household_id)
    if standing is not None:
        if may_change and standing.person_id == person_id and standing.quantity != quantity:
            return change(sheet, standing, quantity, act)
        return Decision("already", standing)
    entry = Entry(
        number=sheet.last_number + 1,
        household_id=household_id,
        quantity=quantity,
        state=EntryState.LEFT,
        # Later than all that stand, so that its place is their number.
        ordered_at=max(act.at, sheet.last_ordered_at + 1),
        person_id=person_id,
        building_id=building_id,
        came_at=act.at,
    )
    _append(sheet, entry)
    sheet.log(EventKind.JOINED, act, entry, makes=True)
    sheet.forget_moves()
    if entry.state is EntryState.DRAWING:
        return Decision("joined", entry, 0)
    return Decision("joined", entry, sheet.admitted + sheet.waiting, _last_waiting(sheet, entry))


def change(sheet: Sheet, entry: Entry, quantity: int, act: Act) -> Decision:
    """Change the number of pieces; the place stays.

    Raises:
        RuleError: `wrong_quantity`, `voucher_collected`.
    """
    check_quantity(sheet.terms, quantity)
    check_not_served(entry.served_at)
    entry.quantity = quantity
    sheet.changed[entry.number] = entry
    sheet.log(EventKind.CHANGED, act, entry)
    return Decision("changed", entry)


def enter(sheet: Sheet, paper: Paper, act: Act) -> Decision:
    """Put a household where the time of its paper says (S14).

    The list stays in strict order: who came later moves back, and where places are short the last
    who holds one goes to the waiting list, never out of it. Of two entries of a household the
    first in time stands, whatever its channel: a paper earlier than what stands moves that there.

    Raises:
        RuleError: `relay_full`, `wrong_quantity`, `entry_time_outside`.
    """
    check_quantity(sheet.terms, paper.quantity)
    check_entry_time(sheet.terms, from_stamp(paper.came_at), from_stamp(act.at))
    standing = sheet.entries.get(paper.household_id)
    ordered_at = order_of(sheet, paper)
    if standing is not None:
        if _is_earlier(paper, ordered_at, standing):
            retime(sheet, standing, paper, ordered_at, act)
            return Decision("retimed", standing)
        return Decision("already", standing)
    entry = Entry(
        number=sheet.last_number + 1,
        household_id=paper.household_id,
        quantity=paper.quantity,
        state=EntryState.LEFT,
        ordered_at=ordered_at,
        person_id=None,
        building_id=paper.building_id,
        came_at=paper.came_at,
        channel=paper.channel,
        entered_by=act.by,
        not_before=paper.not_before,
    )
    if not sheet.is_drawing and sheet.find_place(entry) is None:
        _check_waiting_list(sheet)
    sheet.add(entry)
    if sheet.is_drawing:
        sheet.put(entry, EntryState.DRAWING)
    else:
        sheet.settle(entry)
    sheet.log(
        EventKind.JOINED,
        act,
        entry,
        claimed_at=paper.came_at,
        note={"channel": paper.channel.value, "not_before": paper.not_before},
        makes=True,
    )
    sheet.log_moved(act.at, entry.number)
    return Decision("joined", entry)


def retime(
    sheet: Sheet,
    entry: Entry,
    paper: Paper,
    ordered_at: int,
    act: Act,
    *,
    is_back: bool = False,
) -> None:
    """Move a standing entry to another time, with the channel that the time is known by.

    Args:
        is_back: it stood there before: a correction is undone.

    Raises:
        RuleError: `voucher_collected`.
    """
    check_not_served(entry.served_at)
    was_pool, is_later = entry.pool, ordered_at > entry.ordered_at
    is_settled = entry.state is not EntryState.DRAWING
    if is_settled:
        sheet.put(entry, EntryState.LEFT)
    if is_settled and is_later:
        sheet.fill(was_pool)
    entry.ordered_at, entry.came_at = ordered_at, paper.came_at
    entry.channel, entry.not_before = paper.channel, paper.not_before
    sheet.last_ordered_at = max(sheet.last_ordered_at, ordered_at)
    sheet.changed[entry.number] = entry
    if is_settled:
        entry.offer_until = None
        sheet.settle(entry)
        sheet.fill(was_pool)
    sheet.log(
        EventKind.RETIMED,
        act,
        entry,
        claimed_at=paper.came_at,
        note={
            "channel": paper.channel.value,
            "not_before": paper.not_before,
            "back": is_back or None,
        },
    )
    sheet.log_moved(act.at, entry.number)


def leave(sheet: Sheet, household_id: int, act: Act) -> Decision:
    """Give a household's place back; the first who would have it moves up.

    Raises:
        RuleError: `not_joined`, `voucher_collected`.
    """
    entry = sheet.entries.get(household_id)
    if entry is None:
        raise RuleError("not_joined")
    end(sheet, entry, EventKind.LEFT, act)
    return Decision("left", entry)


def end(sheet: Sheet, entry: Entry, kind: EventKind, act: Act) -> None:
    """Take an entry out of the list, for the reason that `kind` says.

    Raises:
        RuleError: `voucher_collected`.
    """
    check_not_served(entry.served_at)
    sheet.entries.pop(entry.household_id, None)
    freed = entry.pool
    entry.left_at, entry.offer_until = act.at, None
    sheet.put(entry, EntryState.LEFT)
    sheet.fill(freed)
    sheet.log(kind, act, entry)
    sheet.log_moved(act.at, entry.number)


def _append(sheet: Sheet, entry: Entry) -> None:
    """Begin an entry that comes after all that stand."""
    if sheet.is_drawing:
        sheet.add(entry)
        sheet.put(entry, EntryState.DRAWING)
        return
    pools = sheet.pools
    free = (key for key in sheet.open_to(entry) if pools[key].has_room)
    pool = next(free, None)
    if pool is None:
        _check_waiting_list(sheet)
    sheet.add(entry)
    sheet.put(entry, EntryState.WAITING if pool is None else EntryState.ADMITTED, pool)


def _check_waiting_list(sheet: Sheet) -> None:
    if not sheet.terms.waiting_list:
        raise RuleError("relay_full", capacity=sheet.terms.capacity)


def _last_waiting(sheet: Sheet, entry: Entry) -> int | None:
    """The waiting place of the last in order: how many wait for what it may take."""
    if entry.state is not EntryState.WAITING:
        return None
    own = sheet.pools.get(entry.building_id)
    if own is None or sheet.shares_opened or sheet.pools[COMMON].quota:
        return sheet.waiting
    return own.waiting


def order_of(sheet: Sheet, paper: Paper) -> int:
    """What a paper is ordered by: one of a window that was drawn already stands behind it."""
    until = sheet.terms.drawn_until
    if until is None or paper.came_at >= to_stamp(until):
        return paper.ordered_at
    return max(paper.ordered_at, to_stamp(sheet.terms.opens_at) + AFTER_THE_DRAWN)


def _is_earlier(paper: Paper, ordered_at: int, standing: Entry) -> bool:
    if standing.pool == RESERVE or standing.state is EntryState.DRAWING:
        return False
    if standing.served_at is not None:
        return False
    return ordered_at < standing.ordered_at and paper.came_at < standing.came_at
