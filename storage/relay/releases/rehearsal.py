"""Practise handing out before the day (演练, S43): made-up households, real desks.

A rehearsal lives in an estate of its own, in which nobody lives: so no resident can be told
anything, and everything goes at its end. Its card stands in no group, or in the one that staff
choose.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Table, delete, or_
from sqlmodel import Session, SQLModel, col, select

from storage.audit.tables import AuditRecord
from storage.community.queries import find_actor, list_chats
from storage.community.queries.views import ChatView
from storage.community.tables import Building, Estate, Household
from storage.errors import RuleError
from storage.facts import check_number
from storage.outbox.actions import place_card
from storage.outbox.tables import Card, OutboxMessage
from storage.relay.boards.actions import MAP_KIND, SUBJECT
from storage.relay.kinds import RelayState
from storage.relay.releases.actions._locks import hold_own
from storage.relay.releases.actions.planning import open_plan
from storage.relay.releases.books import find_relay_row, list_open_slots, list_points
from storage.relay.releases.joining import JOINING, join_up_to
from storage.relay.releases.kinds import SlotState
from storage.relay.releases.pace import measure_seconds
from storage.relay.statements import CARD_KIND
from storage.relay.tables import Relay
from storage.relay.vouchers.queries import list_pickups
from storage.relay.vouchers.tables import RelayVoucher
from storage.volunteers.tables import Task

MOST_HOUSEHOLDS = 200
# Rooms on a storey of the made-up building.
ROOMS = 4
# Copied, so that a rehearsal looks like what it prepares.
_COPIED = ("title", "item", "per_household", "place", "eligibility", "collection", "bring")


def begin_rehearsal(
    session: Session,
    relay_id: int,
    households: int,
    *,
    by: int,
    now: datetime,
    chat_id: int | None = None,
) -> int:
    """Copy a relay into a rehearsal in which so many made-up households come to hold a place.

    Args:
        chat_id: the group in which its card stands: there they join within `JOINING`. Where none
            watches they have joined at once.

    Returns:
        The number of the rehearsal's relay.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `wrong_number` (fact, limit),
            `rehearsal_runs`, `rehearsal_of_rehearsal`; `stale_button` where the group is not
            one of the committee's any more.
    """
    relay, committee = find_relay_row(session, relay_id)
    assert committee.id is not None
    if not find_actor(session, by, now).is_staff(committee.id):
        raise RuleError("not_staff")
    check_number("households", households, MOST_HOUSEHOLDS)
    if relay.is_rehearsal:
        raise RuleError("rehearsal_of_rehearsal")
    if find_rehearsal(session, committee.id) is not None:
        raise RuleError("rehearsal_runs")
    homes = _build_homes(session, committee.id, households)
    rehearsal = _copy(session, relay, homes[0].estate_id, by, now)
    assert rehearsal.id is not None
    if chat_id is None:
        join_up_to(session, rehearsal, homes, households, now)
        rehearsal.state, rehearsal.closed_at = RelayState.CLOSED, now
    else:
        _place(session, rehearsal.id, _find_group(session, committee.id, chat_id))
    session.flush()
    open_plan(session, rehearsal.id, by=by, now=now)
    return rehearsal.id


def list_groups(session: Session, committee_id: int) -> tuple[ChatView, ...]:
    """The groups of a committee in which a rehearsal's card can stand."""
    return tuple(chat for chat in list_chats(session) if chat.committee_id == committee_id)


def list_group_messages(session: Session, relay_id: int) -> tuple[tuple[int, int], ...]:
    """What of a rehearsal can be seen in its group: chat and message, cards first."""
    cards = select(Card.chat_id, Card.message_id).where(*_cards_of(relay_id))
    said = select(OutboxMessage.chat_id, OutboxMessage.message_id).where(
        _is_about(relay_id), OutboxMessage.chat_id < 0
    )
    rows = [*session.exec(cards), *session.exec(said)]
    return tuple((chat, message) for chat, message in rows if message is not None)


def find_rehearsal(session: Session, committee_id: int) -> int | None:
    """The relay of the rehearsal that a committee runs, if any."""
    running = (
        select(Relay.id)
        .join(Estate, col(Estate.id) == col(Relay.estate_id))
        .where(Estate.committee_id == committee_id, col(Estate.is_rehearsal))
    )
    return session.exec(running).first()


def serve_next(session: Session, relay_id: int, *, by: int, now: datetime) -> int | None:
    """The next who was called was served at a desk: what the time of a person is measured by.

    Returns:
        The number of the entry; None where nobody is left.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `not_a_rehearsal`.
    """
    _hold_rehearsal(session, relay_id, by, now)
    waiting = list_open_slots(session, relay_id, SlotState.CALLED)
    if not waiting:
        return None
    number = waiting[0].entry_number
    session.add(
        RelayVoucher(
            relay_id=relay_id,
            number=number,
            code=token_hex(4) + "r",
            issued_at=now,
            collected_at=now,
            collected_by=by,
        )
    )
    return number


def find_measured(session: Session, relay_id: int) -> tuple[int, int | None]:
    """How many were served in a rehearsal, and seconds a person; None: too few to tell."""
    times = [pickup.at for pickup in list_pickups(session, relay_id)]
    desks = sum(point.desks for point in list_points(session, relay_id))
    return len(times), measure_seconds(times, max(desks, 1))


def erase_rehearsal(session: Session, relay_id: int, *, by: int, now: datetime) -> None:
    """End a rehearsal and leave nothing of it behind.

    Raises:
        RuleError: `relay_unknown`, `not_staff`, `not_a_rehearsal`.
    """
    estate_id = _hold_rehearsal(session, relay_id, by, now)
    session.flush()
    session.expunge_all()
    for table in _tables_of("relay_id"):
        session.execute(delete(table).where(table.c.relay_id == relay_id))
    session.execute(delete(Card).where(*_cards_of(relay_id)))
    session.execute(delete(OutboxMessage).where(_is_about(relay_id)))
    _delete_tasks(session, relay_id)
    session.execute(delete(AuditRecord).where(col(AuditRecord.subject) == f"relay:{relay_id}"))
    session.execute(delete(Relay).where(col(Relay.id) == relay_id))
    for home in (Household, Building):
        session.execute(delete(home).where(col(home.estate_id) == estate_id))
    session.execute(delete(Estate).where(col(Estate.id) == estate_id))


def _cards_of(relay_id: int) -> tuple[Any, Any]:
    return col(Card.kind).in_([CARD_KIND, MAP_KIND]), col(Card.subject_id) == relay_id


def _is_about(relay_id: int) -> Any:
    keys = (f"relay:{relay_id}:", f"relay-root:{relay_id}:", f"voucher:{relay_id}:")
    return or_(*(col(OutboxMessage.dedupe_key).startswith(key) for key in keys))


def _delete_tasks(session: Session, relay_id: int) -> None:
    about = select(Task.id).where(Task.subject == SUBJECT, Task.subject_id == relay_id)
    tasks = [task_id for task_id in session.exec(about) if task_id is not None]
    for table in _tables_of("task_id"):
        session.execute(delete(table).where(table.c.task_id.in_(tasks)))
    subjects = [f"task:{task_id}" for task_id in tasks]
    session.execute(delete(AuditRecord).where(col(AuditRecord.subject).in_(subjects)))
    session.execute(delete(Task).where(col(Task.id).in_(tasks)))


def _find_group(session: Session, committee_id: int, chat_id: int) -> ChatView:
    for chat in list_groups(session, committee_id):
        if chat.telegram_id == chat_id:
            return chat
    raise RuleError("stale_button")


def _place(session: Session, relay_id: int, chat: ChatView) -> None:
    place_card(session, CARD_KIND, relay_id, chat.telegram_id, chat.thread_id)


def _tables_of(column: str) -> Iterable[Table]:
    """Every table with such a column, those that refer to others first."""
    tables = reversed(SQLModel.metadata.sorted_tables)
    return [table for table in tables if column in table.c]


def _hold_rehearsal(session: Session, relay_id: int, by: int, now: datetime) -> int:
    relay = hold_own(session, relay_id, by, now).relay
    estate = session.get_one(Estate, relay.estate_id)
    if not (relay.is_rehearsal and estate.is_rehearsal):
        raise RuleError("not_a_rehearsal")
    return relay.estate_id


def _build_homes(session: Session, committee_id: int, count: int) -> list[Household]:
    name = f"演练 {token_hex(2)}"
    estate = Estate(committee_id=committee_id, name=name, is_rehearsal=True)
    session.add(estate)
    session.flush()
    assert estate.id is not None
    house = Building(estate_id=estate.id, label="1", position=1, link_code=f"r{token_hex(6)}")
    session.add(house)
    session.flush()
    assert house.id is not None
    rooms = [f"{1 + index // ROOMS}{1 + index % ROOMS:02}" for index in range(count)]
    homes = [
        Household(estate_id=estate.id, building_id=house.id, unit="", room=room, door=f"1-{room}")
        for room in rooms
    ]
    session.add_all(homes)
    session.flush()
    return homes


def _copy(session: Session, relay: Relay, estate_id: int, by: int, now: datetime) -> Relay:
    copied: dict[str, Any] = {name: getattr(relay, name) for name in _COPIED}
    rehearsal = Relay(
        **copied,
        estate_id=estate_id,
        state=RelayState.OPEN,
        opens_at=now,
        closes_at=now + JOINING,
        created_by=by,
        created_at=now,
        follows_id=relay.id,
        is_rehearsal=True,
    )
    session.add(rehearsal)
    session.flush()
    return rehearsal
