"""What delivery does with the outbox: claim, send, settle.

What is claimed carries a lease, so that whatever a killed process held is claimed again once
the lease has passed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Update, case, update
from sqlmodel import Session, col

from storage.outbox.queries import LaggingCard, Outgoing
from storage.outbox.statements import (
    CLAIM_CARDS,
    CLAIM_MESSAGES,
    NOTE_LEAVING,
    POSTPONE_MESSAGE,
    SETTLE_MESSAGE,
)
from storage.outbox.tables import Card, OutboxMessage, Pace, SendState

FAILURE_LENGTH = 200
EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True)
class Claim:
    """What one claim took: messages to be sent, and how many had become too late for that."""

    messages: tuple[Outgoing, ...]
    late: int


def claim_messages(session: Session, limit: int, *, now: datetime, lease: timedelta) -> Claim:
    """Take the first due message of up to `limit` idle chats, most urgent first.

    Two processes never take the same row, nor two rows of one chat. A row too late to be of use
    is marked so instead.
    """
    taken: list[Outgoing] = []
    late = 0
    for row in session.exec(CLAIM_MESSAGES, params={"now": now, "most": limit}).all():
        if row.expires_at is not None and row.expires_at <= now:
            row.state, row.settled_at, row.lease_until = SendState.LATE, now, None
            row.params = {}
            late += 1
        else:
            row.state, row.lease_until = SendState.SENDING, now + lease
            row.attempts += 1
            taken.append(_outgoing(row))
        session.add(row)
    return Claim(tuple(taken), late)


def settle_message(
    session: Session,
    row_id: int,
    state: SendState,
    *,
    now: datetime,
    message_id: int | None = None,
    failure: str | None = None,
    doubts: int = 0,
) -> None:
    """Note how sending a message ended; `failure` says why it did not arrive.

    The row stays, for its dedupe key; its values, which may name a person, do not.
    """
    values = {"end": state, "now": now, "as_message": message_id}
    _update(session, SETTLE_MESSAGE, row_id, values, failure, doubts)


def note_leaving(session: Session, row_id: int, doubts: int) -> None:
    """The request leaves now: until Telegram has answered, nobody knows what became of it.

    Args:
        doubts: this one included.
    """
    session.connection().execute(NOTE_LEAVING, {"row_id": row_id, "in_doubt": doubts})


def postpone_message(
    session: Session,
    row_id: int,
    until: datetime,
    failure: str | None = None,
    *,
    doubts: int = 0,
) -> None:
    """Put a claimed message back; its whole chat waits until then."""
    _update(session, POSTPONE_MESSAGE, row_id, {"until": until}, failure, doubts)


def _update(
    session: Session,
    statement: Update,
    row_id: int,
    values: dict[str, Any],
    failure: str | None,
    doubts: int,
) -> None:
    why = failure and failure[:FAILURE_LENGTH]
    bound = {"row_id": row_id, "why": why, "in_doubt": doubts}
    session.connection().execute(statement, values | bound)


def claim_cards(
    session: Session, limit: int, *, now: datetime, lease: timedelta
) -> tuple[LaggingCard, ...]:
    """Take up to `limit` cards that show less than is known."""
    cards = session.exec(CLAIM_CARDS, params={"now": now, "most": limit}).all()
    for card in cards:
        card.lease_until = now + lease
        session.add(card)
    return tuple(_lagging(card) for card in cards)


def settle_card(
    session: Session,
    shown: LaggingCard,
    *,
    not_before: datetime,
    message_id: int | None,
    digest: str | None,
    failure: str | None = None,
) -> None:
    """Note what a card shows now, and when it may next be edited."""
    session.execute(
        update(Card)
        .where(col(Card.id) == shown.id)
        .values(
            shown_version=shown.version,
            shown_digest=digest,
            message_id=message_id,
            not_before=not_before,
            lease_until=None,
            failure=failure and failure[:FAILURE_LENGTH],
        )
    )


def postpone_card(session: Session, card_id: int, until: datetime) -> None:
    """Leave a claimed card as it is until then."""
    session.execute(
        update(Card).where(col(Card.id) == card_id).values(lease_until=None, not_before=until)
    )


def retire_card(session: Session, card_id: int, *, now: datetime, failure: str) -> None:
    """Stop showing a card: its chat is out of reach. Placing it again revives it."""
    session.execute(
        update(Card)
        .where(col(Card.id) == card_id)
        .values(gone_at=now, lease_until=None, failure=failure[:FAILURE_LENGTH])
    )


def release_claims(session: Session) -> None:
    """Give back what a dead process had claimed. Only where no other process can be alive."""
    session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.state) == SendState.SENDING)
        .values(state=SendState.WAITING, lease_until=None)
    )
    session.execute(update(Card).where(col(Card.lease_until).is_not(None)).values(lease_until=None))


def reserve(
    session: Session, count: int, *, now: datetime, interval: timedelta, burst: int
) -> datetime:
    """Reserve `count` messages of the whole bot's pace, for all processes that share the row.

    Args:
        interval: what one message takes of the pace.
        burst: how many may leave at once after a rest.

    Returns:
        When they may leave; in the past or `now` where at once.
    """
    step = _microseconds(interval)
    earliest = _microseconds(now - EPOCH) - (burst - 1) * step
    free_at = col(Pace.free_at)
    start = case((free_at > earliest, free_at), else_=earliest)
    reserved = update(Pace).values(free_at=start + count * step).returning(free_at)
    until = session.execute(reserved).scalar_one()
    return EPOCH + timedelta(microseconds=until - count * step)


def _microseconds(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


def _outgoing(row: OutboxMessage) -> Outgoing:
    assert row.id is not None
    return Outgoing(
        id=row.id,
        chat_id=row.chat_id,
        thread_id=row.thread_id,
        reply_to=row.reply_to,
        template=row.template,
        params=row.params,
        language=row.language,
        urgency=row.urgency,
        attempts=row.attempts,
        deed=row.deed,
        target_id=row.target_id,
        silent=row.silent,
        doubts=row.doubts,
    )


def _lagging(card: Card) -> LaggingCard:
    assert card.id is not None
    return LaggingCard(
        id=card.id,
        kind=card.kind,
        subject_id=card.subject_id,
        chat_id=card.chat_id,
        thread_id=card.thread_id,
        message_id=card.message_id,
        version=card.version,
        shown_digest=card.shown_digest,
    )
