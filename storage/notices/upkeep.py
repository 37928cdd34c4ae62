"""What becomes of notices when a group moves, somebody asks to be forgotten, or time passes.

Called by the features that these belong to; it stands apart from the actions, which read those.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, SQLModel, col, select

from storage.notices.kinds import CopyState, NoticeState
from storage.notices.statements import book, follow
from storage.notices.tables import (
    Notice,
    NoticeCopy,
    NoticeHouse,
    NoticeReach,
    NoticeRun,
    NoticeSelection,
    NoticeText,
)

# Long enough to edit and recall what people got; that their household got it, stays.
KEEP_COPIES = timedelta(days=60)

_WHO: tuple[tuple[type[SQLModel], str], ...] = (
    (NoticeReach, "person_id"),
    (Notice, "written_by"),
    (Notice, "asked_by"),
    (Notice, "confirmed_by"),
    (Notice, "proposed_by"),
    (NoticeText, "written_by"),
    (NoticeSelection, "saved_by"),
)


def move_copies(session: Session, old_id: int, new_id: int) -> None:
    """A group became a supergroup: its copies follow. What was said there cannot be edited."""
    old = col(NoticeCopy.chat_id) == old_id
    session.execute(follow(old))
    taken = select(NoticeCopy.run_id).where(NoticeCopy.chat_id == new_id)
    session.execute(delete(NoticeCopy).where(old, col(NoticeCopy.run_id).in_(taken)))
    session.execute(update(NoticeCopy).where(old).values(chat_id=new_id, message_id=None))


def forget_reader(session: Session, person_id: int) -> None:
    """Erase a person's copies and their number; what their household was told stays told."""
    mine = col(NoticeCopy.chat_id) == person_id
    session.execute(follow(mine))
    book(session, mine)
    session.execute(delete(NoticeCopy).where(mine))
    for table, name in _WHO:
        is_theirs = getattr(table, name) == person_id
        session.execute(update(table).where(is_theirs).values({name: None}))


def drop_copies(session: Session, before: datetime) -> None:
    """Delete people's copies and dropped drafts from before then, and who answered for a household.

    The ledger of households stays, and so do the copies of groups: they name nobody.
    """
    is_old = col(NoticeCopy.settled_at) < before, col(NoticeCopy.is_booked)
    session.execute(
        delete(NoticeCopy).where(
            *is_old, col(NoticeCopy.chat_id) > 0, col(NoticeCopy.state) != CopyState.WAITING
        )
    )
    session.execute(update(NoticeReach).where(col(NoticeReach.at) < before).values(person_id=None))
    _delete_dropped(session, before)


def _delete_dropped(session: Session, before: datetime) -> None:
    """Drafts that were thrown away go with everything that was written for them."""
    is_gone = col(Notice.state) == NoticeState.DROPPED, col(Notice.created_at) < before
    gone = tuple(session.execute(select(col(Notice.id)).where(*is_gone)).scalars())
    for table in (NoticeText, NoticeHouse, NoticeRun):
        session.execute(delete(table).where(col(table.notice_id).in_(gone)))
    session.execute(delete(Notice).where(col(Notice.id).in_(gone)))
