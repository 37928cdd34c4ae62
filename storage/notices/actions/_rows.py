"""The row of a notice is locked before anything about it is decided."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.audit.actions import record
from storage.community.queries import find_actor
from storage.community.rules import check_staff
from storage.community.tables import Committee
from storage.errors import RuleError
from storage.notices.kinds import MediaKind
from storage.notices.rules import check_words, clean_facts, clean_text, make_title
from storage.notices.tables import Notice, NoticeText
from storage.schedules.kinds import ScheduleKind
from storage.schedules.tables import Schedule

SUBJECT = "notice"
"""What a task to knock is about."""


def check_is_staff(session: Session, committee_id: int, by: int, now: datetime) -> None:
    """Whether a person works for the committee now.

    Raises:
        RuleError: `not_staff`.
    """
    check_staff(find_actor(session, by, now), committee_id)


def lock_notice(session: Session, notice_id: int) -> Notice:
    """The notice's row, locked and read anew.

    Raises:
        RuleError: `notice_unknown`.
    """
    query = select(Notice).where(Notice.id == notice_id).with_for_update(key_share=True)
    notice = session.exec(query.execution_options(populate_existing=True)).first()
    if notice is None:
        raise RuleError("notice_unknown")
    return notice


def lock_own(session: Session, notice_id: int, by: int, now: datetime) -> Notice:
    """The notice's row, locked, for its committee's staff.

    Raises:
        RuleError: `notice_unknown`, `not_staff`.
    """
    notice = lock_notice(session, notice_id)
    check_is_staff(session, notice.committee_id, by, now)
    return notice


def lock_with_schedule(session: Session, notice_id: int, by: int, now: datetime) -> Notice:
    """As `lock_own`, with the schedule of what recurs locked before, in the order of the clock.

    Raises:
        RuleError: `notice_unknown`, `not_staff`.
    """
    query = select(Schedule.id).where(
        Schedule.kind == ScheduleKind.NOTICE, Schedule.subject_id == notice_id
    )
    session.exec(query.with_for_update()).all()
    return lock_own(session, notice_id, by, now)


def next_number(session: Session, committee_id: int) -> int:
    """The number of a committee's next notice; two who begin one at once get two numbers."""
    committee = select(Committee).where(Committee.id == committee_id)
    session.exec(committee.with_for_update(key_share=True)).one()
    highest = select(func.max(Notice.number)).where(Notice.committee_id == committee_id)
    return (session.exec(highest).one() or 0) + 1


def put_text(
    session: Session,
    notice: Notice,
    language: str,
    text: str,
    facts: Mapping[str, str] | None,
    *,
    by: int,
    now: datetime,
) -> bool:
    """Write a text, or write it anew; returns whether that is any news.

    Raises:
        RuleError: `text_too_long` (fact, limit), and what `check_words` raises.
    """
    row = find_text(session, notice, language)
    cleaned = clean_text(text)
    stated = clean_facts(facts) if facts is not None else row.facts if row else {}
    check_words(cleaned, stated, language, notice.media_kind)
    if row is not None and (row.text, row.facts) == (cleaned, stated):
        return False
    assert notice.id is not None
    row = row or NoticeText(notice_id=notice.id, language=language, text="", written_at=now)
    row.text, row.facts, row.written_by, row.written_at = cleaned, stated, by, now
    session.add(row)
    session.flush()
    return True


def find_text(session: Session, notice: Notice, language: str) -> NoticeText | None:
    """A notice's text in one language."""
    query = select(NoticeText).where(
        NoticeText.notice_id == notice.id, NoticeText.language == language
    )
    return session.exec(query).first()


def list_rows(session: Session, notice: Notice) -> list[NoticeText]:
    """A notice's texts."""
    query = select(NoticeText).where(NoticeText.notice_id == notice.id)
    return list(session.exec(query.order_by(col(NoticeText.id))))


def title_of(session: Session, notice: Notice) -> str:
    """The first line in the source language."""
    row = find_text(session, notice, notice.language)
    return make_title(row.text) if row else ""


def note(
    session: Session, notice: Notice, action: str, by: int | None, now: datetime, **details: Any
) -> None:
    """Keep a changed notice, and audit what befell it: ids and words of ours only."""
    session.add(notice)
    record(session, f"notice.{action}", f"notice:{notice.id}", at=now, actor_id=by, **details)


def check_all_words(session: Session, notice: Notice, media: MediaKind | None) -> None:
    """Whether every text fits beside what stands above it.

    Raises:
        RuleError: what `check_words` raises.
    """
    for row in list_rows(session, notice):
        check_words(row.text, row.facts, row.language, media)
