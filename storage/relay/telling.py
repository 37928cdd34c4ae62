"""What households are told of their entries when it was not they who moved them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from storage.outbox.tables import Urgency
from storage.proxies.readers import Reader, list_readers
from storage.relay import statements as sql
from storage.relay.counting import count_places
from storage.relay.entries import Entry, Event
from storage.relay.kinds import EventKind, Role
from storage.relay.ledger import Books, Page, read_doors
from storage.relay.ranking import Ranked
from storage.relay.rules import from_stamp
from storage.relay.whole import THE_RELAY


class Told(NamedTuple):
    """A line of a log that a household is told of."""

    relay_id: int
    page: Page
    number: int
    event: Event
    entry: Entry
    template: str
    place: Ranked | None


def write_notices(connection: Connection, books: Books, touched: Mapping[int, Page]) -> None:
    """Leave a message for whoever reads for the households concerned, save who acted."""
    told = [
        line
        for relay_id, page in touched.items()
        for line in _list_told(connection, relay_id, page)
    ]
    if not told:
        return
    households = {line.entry.household_id for line in told}
    now = from_stamp(max(line.event.at for line in told))
    readers = list_readers(connection, households, now)
    acted_for = {key for key, people in readers.items() if any(each.is_proxy for each in people)}
    read_doors(connection, books, acted_for)
    notices = [
        _notice(line, reader, books)
        for line in told
        for reader in readers.get(line.entry.household_id, ())
        if reader.person_id != line.event.actor_id
    ]
    if notices:
        connection.execute(sql.INSERT_NOTICES, notices)


def _list_told(connection: Connection, relay_id: int, page: Page) -> list[Told]:
    placed = [e.entry.number for e in page.sheet.events if e.entry and e.kind in _PLACED]
    places = count_places(connection, page.sheet, placed) if placed else {}
    return [
        Told(relay_id, page, number, event, event.entry, template, places.get(event.entry.number))
        for number, event in enumerate(page.sheet.events, start=page.row.last_event + 1)
        if event.entry is not None
        and (choose := _TEMPLATES.get(event.kind)) is not None
        and (template := choose(event)) is not None
    ]


def _by_another(event: Event) -> bool:
    return event.actor_id is None or event.entry is None or event.actor_id != event.entry.person_id


def _by_proxy(what: str) -> Callable[[Event], str | None]:
    """What a proxy did is told to the household (T6); what it did itself, it knows."""
    return lambda event: f"relay/{what}_by_proxy" if event.role is Role.PROXY else None


def _of_leaving(event: Event) -> str | None:
    if event.role is Role.PROXY:
        return "relay/left_by_proxy"
    return "relay/left_by_family" if _by_another(event) else None


def _of_promotion(event: Event) -> str:
    is_offer = isinstance(event.note, dict) and "offer_until" in event.note
    return "relay/offered" if is_offer else "relay/promoted"


def _of_lapse(event: Event) -> str | None:
    # Who declines an offer knows it.
    return "relay/lapsed" if event.actor_id is None else None


def _of_void(event: Event) -> str:
    return "relay/grant_revoked" if event.reason is None else "relay/voided"


def _of_move(event: Event) -> str | None:
    # From one pool to another nothing changes for a household; out of the reserve it does.
    return None if event.actor_id is None else "relay/grant_revoked"


_TEMPLATES: Mapping[EventKind, Callable[[Event], str | None]] = {
    EventKind.JOINED: _by_proxy("joined"),
    EventKind.CHANGED: _by_proxy("changed"),
    EventKind.YIELDED: _by_proxy("yielded"),
    EventKind.ACCEPTED: _by_proxy("accepted"),
    EventKind.PROMOTED: _of_promotion,
    EventKind.DEMOTED: lambda _event: "relay/demoted",
    EventKind.LEFT: _of_leaving,
    EventKind.LAPSED: _of_lapse,
    EventKind.VOIDED: _of_void,
    EventKind.RESTORED: lambda _event: "relay/restored",
    EventKind.RETIMED: lambda _event: "relay/retimed",
    EventKind.DRAWN: lambda _event: "relay/drawn",
    EventKind.GRANTED: lambda _event: "relay/granted",
    EventKind.MOVED: _of_move,
}

# Everybody is told of a draw at once: it must not hold up what cannot wait.
_LATER = frozenset({EventKind.DRAWN})
# Of these the place is told.
_PLACED = frozenset({EventKind.DRAWN, EventKind.RESTORED})


def _notice(line: Told, reader: Reader, books: Books) -> dict[str, Any]:
    at = from_stamp(line.event.at)
    return {
        "dedupe_key": f"relay:{line.relay_id}:{line.number}:{reader.person_id}",
        "chat_id": reader.person_id,
        "template": line.template,
        "params": _params(line) | _whose(line.entry, reader, books),
        "urgency": Urgency.REMINDER if line.event.kind in _LATER else Urgency.URGENT,
        "due_at": at,
        "created_at": at,
        "state": "waiting",
        "attempts": 0,
    }


def _whose(entry: Entry, reader: Reader, books: Books) -> dict[str, Any]:
    """Which household it is, for who acts for it; 0 and no door is the reader's own."""
    if not reader.is_proxy:
        return {"household_id": 0, "door": None}
    return {"household_id": entry.household_id, "door": books.doors[entry.household_id].door}


def _params(line: Told) -> dict[str, Any]:
    params: dict[str, Any] = {
        "relay_id": line.relay_id,
        "title": line.page.row.title,
        "collection": line.page.row.collection,
    }
    if line.template == "relay/offered" and isinstance(line.event.note, dict):
        params["until"] = from_stamp(line.event.note["offer_until"]).isoformat()
    elif line.template == "relay/demoted":
        params["is_terms"] = line.event.because_of == THE_RELAY
    elif line.template == "relay/retimed":
        params["at"] = from_stamp(line.entry.came_at).isoformat()
        params["state"] = line.entry.state.value
    elif line.template == "relay/voided":
        params["reason"] = line.event.reason
    elif line.template in {"relay/drawn", "relay/restored"}:
        params["place"] = 0 if line.place is None else line.place.place
        params["waiting_place"] = None if line.place is None else line.place.waiting_place
    return params
