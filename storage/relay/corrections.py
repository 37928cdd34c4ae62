"""What staff correct and households give up: void, restore, yield, offers, grants. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from storage.relay.entries import Act, Entry
from storage.relay.kinds import Channel, EntryState, EventKind
from storage.relay.pools import RESERVE
from storage.relay.presses import end
from storage.relay.rules import check_not_served
from storage.relay.sheet import Sheet
from storage.relay.whole import quotas_of


def void(sheet: Sheet, entry: Entry, act: Act) -> None:
    """Take out an entry that should not stand; `act` says why."""
    end(sheet, entry, EventKind.VOIDED, act)


def restore(sheet: Sheet, entry: Entry, act: Act) -> None:
    """Put an entry that was taken out back at its old place in the order."""
    entry.left_at = None
    sheet.entries[entry.household_id] = entry
    _stand(sheet, entry)
    sheet.log(EventKind.RESTORED, act, entry)
    sheet.log_moved(act.at, entry.number)


def yield_place(sheet: Sheet, entry: Entry, act: Act) -> None:
    """Let all others go first (让一让, S28): the entry is ordered by this moment.

    Raises:
        RuleError: `voucher_collected`.
    """
    check_not_served(entry.served_at)
    freed = entry.pool
    sheet.put(entry, EntryState.LEFT)
    sheet.fill(freed)
    entry.ordered_at = sheet.last_ordered_at = max(act.at, sheet.last_ordered_at + 1)
    entry.offer_until = None
    sheet.settle(entry)
    sheet.log(EventKind.YIELDED, act, entry)
    sheet.log_moved(act.at, entry.number)


def accept(sheet: Sheet, entry: Entry, act: Act) -> None:
    """Take up a place that was offered."""
    entry.offer_until = None
    sheet.changed[entry.number] = entry
    sheet.log(EventKind.ACCEPTED, act, entry)


def lapse(sheet: Sheet, entry: Entry, act: Act) -> None:
    """End an offer that was not taken up: the place goes on to the next."""
    end(sheet, entry, EventKind.LAPSED, act)


def grant(
    sheet: Sheet, household_id: int, act: Act, *, building_id: int, quantity: int, day: str
) -> Entry:
    """Give a household a place of the daily reserve: one beside the order (S03).

    Where it stood in the list it leaves that for as long as the grant stands.
    """
    standing = sheet.entries.get(household_id)
    if standing is None:
        entry = Entry(
            number=sheet.last_number + 1,
            household_id=household_id,
            quantity=quantity,
            state=EntryState.LEFT,
            ordered_at=max(act.at, sheet.last_ordered_at + 1),
            person_id=None,
            building_id=building_id,
            came_at=act.at,
            channel=Channel.STALL,
            entered_by=act.by,
        )
        sheet.add(entry)
    else:
        check_not_served(standing.served_at)
        entry = standing
    freed = entry.pool
    entry.offer_until = None
    sheet.put(entry, EntryState.ADMITTED, RESERVE)
    sheet.fill(freed)
    note = {"day": day} | ({} if standing else {"channel": entry.channel.value})
    sheet.log(EventKind.GRANTED, act, entry, note=note, makes=standing is None)
    sheet.log_moved(act.at, entry.number)
    return entry


def take_back(sheet: Sheet, entry: Entry, act: Act) -> None:
    """End a grant whose entry stood in the list before: it goes back to its old place there.

    Raises:
        RuleError: `voucher_collected`.
    """
    check_not_served(entry.served_at)
    _stand(sheet, entry)
    sheet.log(EventKind.MOVED, act, entry)
    sheet.log_moved(act.at, entry.number)


def take_back_serving(sheet: Sheet, entry: Entry, listed: Sequence[Entry], act: Act) -> None:
    """Undo a handing out: the place is the entry's only as far as the order gives it.

    Args:
        listed: all entries that compete, in order.
    """
    entry.served_at = None
    sheet.changed[entry.number] = entry
    if entry.pool != RESERVE:
        sheet.reallocate(quotas_of(sheet), listed)
    sheet.log(EventKind.UNDONE, act, entry, note={"undone": EventKind.COLLECTED.value})
    sheet.log_moved(act.at, entry.number)


def _stand(sheet: Sheet, entry: Entry) -> None:
    if sheet.is_drawing:
        sheet.put(entry, EntryState.DRAWING)
    else:
        sheet.settle(entry)
