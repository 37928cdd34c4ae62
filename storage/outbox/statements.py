"""The statements that delivery asks after each commit, built once: building costs the most."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    func,
    literal_column,
    or_,
    tuple_,
    update,
)
from sqlalchemy import select as core_select
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from storage.columns import Moment
from storage.community.kinds import ResidentState
from storage.community.tables import Chat, Committee, Estate, Person, Resident, Role
from storage.outbox.tables import Card, OutboxMessage, SendState

OPEN_STATES = (SendState.WAITING, SendState.SENDING)
# Spelled as the partial indexes spell it: with bound values no database would use them.
_SPELLED: list[ColumnElement[str]] = [literal_column(f"'{state.value}'") for state in OPEN_STATES]
_NOW: ColumnElement[Any] = bindparam("now", type_=Moment())


def is_open(table: Any) -> ColumnElement[bool]:
    """Whether a message has still to be sent."""
    return col(table.state).in_(_SPELLED)


def _heads_of_lanes() -> SelectOfScalar[OutboxMessage]:
    other = aliased(OutboxMessage)
    is_held = col(other.lease_until) > _NOW
    stands_before = and_(
        col(other.due_at) <= _NOW,
        tuple_(other.urgency, other.id) < tuple_(OutboxMessage.urgency, OutboxMessage.id),
    )
    blocked = (
        select(other.id)
        .where(is_open(other), col(other.chat_id) == col(OutboxMessage.chat_id))
        .where(or_(is_held, stands_before))
        .exists()
    )
    # `blocked` finds the row's own lease too, but in the snapshot: a row that another process has
    # claimed and committed since is looked at again only by its own columns.
    is_free = or_(col(OutboxMessage.lease_until).is_(None), col(OutboxMessage.lease_until) <= _NOW)
    return (
        select(OutboxMessage)
        .where(is_open(OutboxMessage), col(OutboxMessage.due_at) <= _NOW, is_free, ~blocked)
        .order_by(col(OutboxMessage.urgency), col(OutboxMessage.id))
    )


def _lagging_cards() -> SelectOfScalar[Card]:
    return (
        select(Card)
        .where(col(Card.shown_version) < col(Card.version), col(Card.gone_at).is_(None))
        .where(or_(col(Card.lease_until).is_(None), col(Card.lease_until) <= _NOW))
        .where(or_(col(Card.not_before).is_(None), col(Card.not_before) <= _NOW))
        .order_by(col(Card.id))
    )


def _reading_person() -> Select[Person, Committee | None]:
    lives_here = and_(
        col(Resident.person_id) == col(Person.id), col(Resident.state) != ResidentState.REMOVED
    )
    serves = and_(col(Role.person_id) == col(Person.id), col(Role.revoked_at).is_(None))
    committee_id = func.coalesce(Estate.committee_id, Role.committee_id)
    return (
        select(Person, Committee)
        .outerjoin(Resident, lives_here)
        .outerjoin(Estate, col(Estate.id) == col(Resident.estate_id))
        .outerjoin(Role, serves)
        .outerjoin(Committee, col(Committee.id) == committee_id)
        .where(col(Person.id) == bindparam("chat_id"))
        .limit(1)
    )


def _reading_group() -> Select[Chat, Committee | None]:
    return (
        select(Chat, Committee)
        .outerjoin(Estate, col(Estate.id) == col(Chat.estate_id))
        .outerjoin(Committee, col(Committee.id) == col(Estate.committee_id))
        .where(col(Chat.telegram_id) == bindparam("chat_id"))
    )


# The first due message of every chat in which nothing is under way, most urgent first. A row is
# held back while any open row of its chat has a lease ahead of `now`.
HEADS_OF_LANES = _heads_of_lanes()
CLAIM_MESSAGES = HEADS_OF_LANES.limit(bindparam("most")).with_for_update(
    skip_locked=True, of=OutboxMessage
)

_outbox = OutboxMessage.__table__  # type: ignore[attr-defined]
_settling = update(_outbox).where(_outbox.c.id == bindparam("row_id"))
_bound_failure: dict[str, Any] = {"failure": bindparam("why"), "doubts": bindparam("in_doubt")}

NOTE_LEAVING = _settling.values(doubts=bindparam("in_doubt"))
SETTLE_MESSAGE = _settling.values(
    state=bindparam("end"),
    params={},
    settled_at=bindparam("now"),
    lease_until=None,
    message_id=bindparam("as_message"),
    **_bound_failure,
)
POSTPONE_MESSAGE = _settling.values(
    state=SendState.WAITING, lease_until=bindparam("until"), **_bound_failure
)

# Cards that show less than is known and that nobody is at work on, the oldest first.
LAGGING_CARDS = _lagging_cards()
CLAIM_CARDS = LAGGING_CARDS.limit(bindparam("most")).with_for_update(skip_locked=True)

HAS_WORK = core_select(or_(HEADS_OF_LANES.exists(), LAGGING_CARDS.exists()))

# Who reads what is sent to `chat_id`, and the committee whose language and time zone are theirs
# where they have chosen none.
READING_PERSON = _reading_person()
READING_GROUP = _reading_group()
