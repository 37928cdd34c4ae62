"""A notice before it is sent: written, translated, addressed, looked at, or dropped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, select

from storage.community.tables import Committee
from storage.errors import RuleError
from storage.local_time import local_day
from storage.notices.actions._rows import (
    check_all_words,
    check_is_staff,
    find_text,
    lock_own,
    next_number,
    note,
    put_text,
)
from storage.notices.actions.addressing import address
from storage.notices.audience import Audience
from storage.notices.kinds import EDITABLE, Media, NoticeKind, NoticeState
from storage.notices.queries.notices import media_of
from storage.notices.rules import When, check_days, check_send_at, check_state
from storage.notices.tables import Notice
from storage.outbox.actions import leave
from storage.outbox.tables import Urgency
from storage.schedules.rules import check_minute, check_rule


def draft_notice(
    session: Session,
    committee_id: int,
    language: str,
    text: str,
    *,
    by: int,
    now: datetime,
    kind: NoticeKind = NoticeKind.PLAIN,
    facts: Mapping[str, str] | None = None,
    media: Media | None = None,
    audience: Audience | None = None,
    update_id: int | None = None,
) -> int:
    """Begin a notice; returns its id. It outlives a restart, and other staff can go on with it.

    Args:
        update_id: of the message that wrote it: the same again answers the same notice.

    Raises:
        RuleError: `not_staff`, `notice_text_empty`, `notice_text_too_long` (limit, language),
            `text_too_long` (fact, limit), `not_found` (kind) for another committee's houses.
    """
    check_is_staff(session, committee_id, by, now)
    number = next_number(session, committee_id)
    begun = _find_begun(session, update_id)
    if begun is not None:
        return begun
    notice = Notice(
        committee_id=committee_id,
        number=number,
        kind=kind,
        language=language,
        media_kind=media.kind if media else None,
        file_id=media.file_id if media else None,
        written_by=by,
        update_id=update_id,
        created_at=now,
    )
    session.add(notice)
    session.flush()
    assert notice.id is not None
    put_text(session, notice, language, text, facts, by=by, now=now)
    if audience is not None:
        address(session, notice, audience)
    note(session, notice, "drafted", by, now)
    return notice.id


def _find_begun(session: Session, update_id: int | None) -> int | None:
    """The notice that a message began, which came before."""
    known = select(Notice.id).where(Notice.update_id == update_id)
    return session.exec(known).first() if update_id is not None else None


def change_text(
    session: Session,
    notice_id: int,
    language: str,
    text: str,
    *,
    by: int,
    now: datetime,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Write a notice in a language, or write it there anew.

    Args:
        facts: by name; None: as they were in this language.

    Raises:
        RuleError: as `draft_notice`; `notice_unknown`, `notice_recalled`,
            `notice_wrong_state` (state) for one that was sent: `edit_sent` changes those.
    """
    notice = _lock_editable(session, notice_id, by, now)
    if put_text(session, notice, language, text, facts, by=by, now=now):
        _changed(session, notice, "worded", by, now)


def drop_text(session: Session, notice_id: int, language: str, *, by: int, now: datetime) -> None:
    """Take a translation out. Again, it changes nothing.

    Raises:
        RuleError: as `change_text`; `notice_language_needed` for the source language.
    """
    notice = _lock_editable(session, notice_id, by, now)
    if language == notice.language:
        raise RuleError("notice_language_needed")
    row = find_text(session, notice, language)
    if row is not None:
        session.delete(row)
        _changed(session, notice, "worded", by, now)


def set_kind(session: Session, notice_id: int, kind: NoticeKind, *, by: int, now: datetime) -> None:
    """Choose what a notice is about, and with it which facts it must state (S19).

    Raises:
        RuleError: as `change_text`.
    """
    notice = _lock_editable(session, notice_id, by, now)
    if notice.kind is not kind:
        notice.kind = kind
        _changed(session, notice, "kind_set", by, now)


def set_media(
    session: Session, notice_id: int, media: Media | None, *, by: int, now: datetime
) -> None:
    """Put a picture, a voice message or a document above the text, or take it away.

    Raises:
        RuleError: as `change_text`, also where a text is too long to stand under it.
    """
    notice = _lock_editable(session, notice_id, by, now)
    check_all_words(session, notice, media.kind if media else None)
    if media != media_of(notice):
        notice.media_kind = media.kind if media else None
        notice.file_id = media.file_id if media else None
        _changed(session, notice, "media_set", by, now)


def set_audience(
    session: Session, notice_id: int, audience: Audience, *, by: int, now: datetime
) -> None:
    """Choose whom a notice is for.

    Raises:
        RuleError: as `change_text`; `not_found` (kind) for another committee's houses.
    """
    notice = _lock_editable(session, notice_id, by, now)
    if Audience.from_json(notice.audience) != audience:
        address(session, notice, audience)
        _changed(session, notice, "addressed", by, now)


def set_options(
    session: Session,
    notice_id: int,
    *,
    by: int,
    now: datetime,
    pin: bool | None = None,
    asks_ack: bool | None = None,
    starts_on: date | None = None,
    days: int | None = None,
) -> None:
    """Have a notice pinned, have it ask for an answer, or count days (S59); None: as it was.

    Args:
        days: how many the counter has from `starts_on` on; 0 for no counter.

    Raises:
        RuleError: as `change_text`; `notice_days_wrong` (most).
    """
    notice = _lock_editable(session, notice_id, by, now)
    check_days(days)
    before = (notice.pin, notice.asks_ack, notice.starts_on, notice.days)
    notice.pin = notice.pin if pin is None else pin
    notice.asks_ack = notice.asks_ack if asks_ack is None else asks_ack
    notice.starts_on = starts_on or notice.starts_on
    notice.days = notice.days if days is None else days or None
    if before != (notice.pin, notice.asks_ack, notice.starts_on, notice.days):
        _changed(session, notice, "options_set", by, now)


def set_when(session: Session, notice_id: int, when: When, *, by: int, now: datetime) -> None:
    """Choose when a notice leaves; `When()` is at once.

    Raises:
        RuleError: as `change_text`; `notice_past`; of a rule what `check_rule` and
            `check_minute` raise.
    """
    notice = _lock_editable(session, notice_id, by, now)
    check_send_at(when.send_at, now)
    if when.rule is not None:
        assert when.minute is not None
        assert when.starts_on is not None
        check_minute(when.minute)
        zone = session.get_one(Committee, notice.committee_id).time_zone
        check_rule(when.rule, when.starts_on, when.until_on, local_day(now, zone))
    told = (when.to_json(), when.send_at)
    if told != (notice.plan, notice.send_at):
        notice.plan, notice.send_at = told
        _changed(session, notice, "timed", by, now)


def drop_notice(session: Session, notice_id: int, *, by: int, now: datetime) -> None:
    """Throw a draft away. Again, it changes nothing.

    Raises:
        RuleError: as `change_text`.
    """
    notice = lock_own(session, notice_id, by, now)
    if notice.state is NoticeState.DROPPED:
        return
    check_state(notice.state, *EDITABLE)
    notice.state = NoticeState.DROPPED
    note(session, notice, "dropped", by, now)


def send_to_me(
    session: Session,
    notice_id: int,
    *,
    by: int,
    now: datetime,
    language: str | None = None,
    update_id: int | None = None,
) -> None:
    """Send a notice to whoever asks, as its readers would get it, whatever its state.

    Args:
        language: read it as somebody who prefers this one.
        update_id: of the press: the same again sends nothing.

    Raises:
        RuleError: `notice_unknown`, `not_staff`.
    """
    lock_own(session, notice_id, by, now)
    leave(
        session,
        by,
        "notices/notice",
        {"notice_id": notice_id, "trial": True},
        now=now,
        urgency=Urgency.INTERACTIVE,
        language=language,
        dedupe_key=None if update_id is None else f"notice:{notice_id}:trial:{update_id}",
    )


def _lock_editable(session: Session, notice_id: int, by: int, now: datetime) -> Notice:
    notice = lock_own(session, notice_id, by, now)
    check_state(notice.state, *EDITABLE)
    return notice


def _changed(session: Session, notice: Notice, action: str, by: int, now: datetime) -> None:
    """What somebody was asked to confirm is another notice now."""
    notice.version += 1
    notice.state, notice.asked_by, notice.confirmed_by = NoticeState.DRAFT, None, None
    note(session, notice, action, by, now)
