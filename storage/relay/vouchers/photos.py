"""The one photo of a household's papers (S25, S30): kept until somebody has looked at it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.errors import RuleError
from storage.relay.vouchers.candidates import find_candidate
from storage.relay.vouchers.kinds import CheckState
from storage.relay.vouchers.queries import find_voucher_of_household
from storage.relay.vouchers.rights import find_staff_area, lock_relay
from storage.relay.vouchers.tables import RelayPhoto, RelayPhotoCopy
from storage.upsert import upsert

SHOWN_FOR = timedelta(hours=1)
"""How long a copy stays in the chat of whoever looks at it."""


@dataclass(frozen=True, slots=True)
class PhotoCopy:
    """A copy in a chat, to be taken away."""

    chat_id: int
    message_id: int


def save_photo(
    session: Session, relay_id: int, household_id: int, file_id: str, *, by: int, now: datetime
) -> bool:
    """Keep the photo of a household's papers; a later one takes its place.

    Args:
        by: a member of the household or who acts for it; the right was read before.

    Returns:
        Whether it took the place of another.

    Raises:
        RuleError: `relay_unknown`, `not_joined`, `photo_decided` once staff have decided.
    """
    lock_relay(session, relay_id)
    mine = find_voucher_of_household(session, relay_id, household_id)
    if mine is None:
        raise RuleError("not_joined")
    if mine.check in (CheckState.CONFIRMED, CheckState.REFUSED):
        raise RuleError("photo_decided")
    was_there = session.get(RelayPhoto, (relay_id, mine.number)) is not None
    row = {
        "relay_id": relay_id,
        "number": mine.number,
        "file_id": file_id,
        "sent_by": by,
        "sent_at": now,
    }
    upsert(session, RelayPhoto, row, keys=["relay_id", "number"])
    return was_there


def note_copy(
    session: Session,
    relay_id: int,
    number: int,
    chat_id: int,
    message_id: int,
    *,
    by: int,
    now: datetime,
) -> None:
    """Remember a copy of a photo that staff were shown, so that it is taken away in an hour.

    Raises:
        RuleError: `relay_unknown`, `not_staff`; `photo_gone` where it was decided meanwhile.
    """
    find_staff_area(session, relay_id, by, now)
    lock_relay(session, relay_id)
    candidate = find_candidate(session, relay_id, number)
    if candidate is None or not candidate.has_photo:
        raise RuleError("photo_gone")
    row = {
        "chat_id": chat_id,
        "message_id": message_id,
        "relay_id": relay_id,
        "number": number,
        "delete_at": now + SHOWN_FOR,
    }
    upsert(session, RelayPhotoCopy, row, keys=["chat_id", "message_id"])
    subject = f"relay:{relay_id}"
    record(session, "relay.papers_shown", subject, at=now, actor_id=by, entry=number)


def drop_photos_of(
    session: Session, relay_id: int, numbers: Collection[int], now: datetime
) -> None:
    """Forget the photos of entries that are decided, and have their copies taken away at once."""
    session.execute(
        delete(RelayPhoto).where(
            col(RelayPhoto.relay_id) == relay_id, col(RelayPhoto.number).in_(numbers)
        )
    )
    session.execute(
        update(RelayPhotoCopy)
        .where(col(RelayPhotoCopy.relay_id) == relay_id, col(RelayPhotoCopy.number).in_(numbers))
        .values(delete_at=now)
    )


def list_copies_due(session: Session, now: datetime, *, most: int = 100) -> tuple[PhotoCopy, ...]:
    """Copies whose hour is over."""
    rows = session.exec(
        select(RelayPhotoCopy.chat_id, RelayPhotoCopy.message_id)
        .where(col(RelayPhotoCopy.delete_at) <= now)
        .limit(most)
    )
    return tuple(PhotoCopy(*row) for row in rows)


def drop_copy(session: Session, chat_id: int, message_id: int) -> None:
    """Forget a copy that is gone."""
    session.execute(
        delete(RelayPhotoCopy).where(
            col(RelayPhotoCopy.chat_id) == chat_id, col(RelayPhotoCopy.message_id) == message_id
        )
    )
