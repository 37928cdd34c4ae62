"""Audiences that staff give a name, to choose them again (S07)."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, select

from storage.audit.actions import record
from storage.community.rules import check_label
from storage.errors import RuleError
from storage.notices.actions._rows import check_is_staff
from storage.notices.audience import Audience
from storage.notices.rules import SELECTION_LENGTH
from storage.notices.tables import NoticeSelection


def save_selection(
    session: Session, committee_id: int, name: str, audience: Audience, *, by: int, now: datetime
) -> int:
    """Keep an audience under a name; returns its number. The same again changes nothing.

    Raises:
        RuleError: `not_staff`, `name_empty` (kind), `notice_no_audience`, `notice_name_taken`
            where another audience has that name.
    """
    check_is_staff(session, committee_id, by, now)
    label = check_label("selection", name, SELECTION_LENGTH)
    if audience.is_empty:
        raise RuleError("notice_no_audience")
    known = select(NoticeSelection).where(
        NoticeSelection.committee_id == committee_id, NoticeSelection.name == label
    )
    row = session.exec(known).first()
    if row is None:
        row = NoticeSelection(
            committee_id=committee_id,
            name=label,
            audience=audience.to_json(),
            saved_by=by,
            saved_at=now,
        )
        session.add(row)
        session.flush()
        record(session, "notice.selection_saved", f"selection:{row.id}", at=now, actor_id=by)
    elif Audience.from_json(row.audience) != audience:
        raise RuleError("notice_name_taken")
    assert row.id is not None
    return row.id


def drop_selection(session: Session, selection_id: int, *, by: int, now: datetime) -> None:
    """Forget a name; notices that were addressed with it stay as they are.

    Raises:
        RuleError: `notice_selection_unknown`, `not_staff`.
    """
    row = session.get(NoticeSelection, selection_id)
    if row is None:
        raise RuleError("notice_selection_unknown")
    check_is_staff(session, row.committee_id, by, now)
    session.delete(row)
    record(session, "notice.selection_dropped", f"selection:{selection_id}", at=now, actor_id=by)
