"""Notices themselves: one, those of a committee, those that concern a resident."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlmodel import Session, col

from storage.community.kinds import ResidentState
from storage.community.queries import find_actor
from storage.community.tables import Committee, Household, Person, Resident, Role
from storage.notices.audience import Audience
from storage.notices.kinds import EDITABLE, Media, NoticeState, Reach
from storage.notices.queries.targets import list_groups, list_houses, select_readers
from storage.notices.queries.views import NoticeLine, NoticeView, SelectionView, TextView
from storage.notices.rules import When, make_title, pick_language
from storage.notices.tables import (
    Notice,
    NoticeCopy,
    NoticeHouse,
    NoticeReach,
    NoticeSelection,
    NoticeText,
)

_SHOWN = (NoticeState.SENT, NoticeState.SCHEDULED)


def find_notice(session: Session, notice_id: int) -> NoticeView | None:
    """One notice with all its texts."""
    query = (
        select(Notice, col(Committee.name), func.coalesce(col(Person.name), ""))
        .join(Committee, col(Committee.id) == col(Notice.committee_id))
        .outerjoin(Person, col(Person.id) == col(Notice.written_by))
        .where(col(Notice.id) == notice_id)
    )
    row = session.execute(query).first()
    return _view(session, *row) if row else None


def _view(session: Session, notice: Notice, committee: str, writer: str) -> NoticeView:
    assert notice.id is not None
    return NoticeView(
        id=notice.id,
        committee_id=notice.committee_id,
        committee=committee,
        number=notice.number,
        kind=notice.kind,
        state=notice.state,
        language=notice.language,
        audience=Audience.from_json(notice.audience),
        media=media_of(notice),
        pin=notice.pin,
        asks_ack=notice.asks_ack,
        is_mass=notice.is_mass,
        starts_on=notice.starts_on,
        days=notice.days,
        when=When.from_json(notice.plan, notice.send_at),
        send_at=notice.send_at,
        written_by=notice.written_by,
        writer=writer,
        asked_by=notice.asked_by,
        confirmed_by=notice.confirmed_by,
        version=notice.version,
        created_at=notice.created_at,
        sent_at=notice.sent_at,
        texts=list_texts(session, notice),
    )


def media_of(notice: Notice) -> Media | None:
    """What stands above the text."""
    if notice.media_kind is None or notice.file_id is None:
        return None
    return Media(notice.media_kind, notice.file_id)


def list_texts(session: Session, notice: Notice) -> tuple[TextView, ...]:
    """A notice's texts, the source language's first."""
    query = select(
        col(NoticeText.language),
        col(NoticeText.text),
        col(NoticeText.facts),
        col(NoticeText.written_at),
    ).where(col(NoticeText.notice_id) == notice.id)
    texts = [TextView(*row) for row in session.execute(query)]
    return tuple(sorted(texts, key=lambda text: (text.language != notice.language, text.language)))


def list_notices(
    session: Session,
    committee_id: int,
    *,
    most: int = 10,
    offset: int = 0,
    states: Collection[NoticeState] | None = None,
) -> tuple[NoticeLine, ...]:
    """A committee's notices for its staff, newest first.

    Args:
        states: only notices in these; None: all but those that were dropped.
    """
    query = _lines().where(*_of(committee_id, states)).limit(most).offset(offset)
    return tuple(_line(*row) for row in session.execute(query))


def count_notices(
    session: Session, committee_id: int, states: Collection[NoticeState] | None = None
) -> int:
    """How many `list_notices` pages through."""
    query = select(func.count()).select_from(Notice).where(*_of(committee_id, states))
    counted: int = session.execute(query).scalar_one()
    return counted


def _of(
    committee_id: int, states: Collection[NoticeState] | None
) -> tuple[ColumnElement[bool], ...]:
    state = col(Notice.state)
    chosen = state != NoticeState.DROPPED if states is None else state.in_(tuple(states))
    return col(Notice.committee_id) == committee_id, chosen


def list_drafts(session: Session, committee_id: int) -> tuple[NoticeLine, ...]:
    """What is being written or waits to be confirmed."""
    return list_notices(session, committee_id, most=50, states=EDITABLE)


def _lines() -> Select[*tuple[Any, ...]]:
    return (
        select(Notice, col(NoticeText.text))
        .join(
            NoticeText,
            and_(
                col(NoticeText.notice_id) == col(Notice.id),
                col(NoticeText.language) == col(Notice.language),
            ),
        )
        .order_by(func.coalesce(col(Notice.sent_at), col(Notice.created_at)).desc())
        .order_by(col(Notice.id).desc())
    )


def _line(notice: Notice, text: str, is_acknowledged: bool = False) -> NoticeLine:
    assert notice.id is not None
    return NoticeLine(
        id=notice.id,
        number=notice.number,
        kind=notice.kind,
        state=notice.state,
        title=make_title(text),
        at=notice.sent_at or notice.created_at,
        asks_ack=notice.asks_ack,
        is_mine_acknowledged=is_acknowledged,
    )


def list_for_resident(
    session: Session,
    person_id: int,
    *,
    language: str | None = None,
    most: int = 10,
    offset: int = 0,
) -> tuple[NoticeLine, ...]:
    """What was announced to a person's houses or to them, newest first; recalled ones are not.

    Args:
        language: the titles' language, where the notice is written in it.
    """
    homes = _homes(person_id)
    acknowledged = exists().where(
        col(NoticeReach.notice_id) == col(Notice.id),
        col(NoticeReach.household_id).in_(homes),
        col(NoticeReach.how) == Reach.ACKNOWLEDGED,
    )
    query = _lines().add_columns(acknowledged).where(*_concerns(person_id))
    rows = session.execute(query.limit(most).offset(offset)).all()
    titles = list_titles(session, [notice.id for notice, _, _ in rows], language)
    return tuple(_line(notice, titles[notice.id], is_ours) for notice, _, is_ours in rows)


def count_for_resident(session: Session, person_id: int) -> int:
    """How many `list_for_resident` pages through."""
    query = select(func.count()).select_from(Notice).where(*_concerns(person_id))
    counted: int = session.execute(query).scalar_one()
    return counted


def _concerns(person_id: int) -> tuple[ColumnElement[bool], ...]:
    at_home = exists().where(
        col(NoticeHouse.notice_id) == col(Notice.id),
        col(NoticeHouse.building_id) == col(Household.building_id),
        col(Household.id).in_(_homes(person_id)),
    )
    is_shown = col(Notice.state).in_(_SHOWN), col(Notice.sent_at).is_not(None)
    return (*is_shown, or_(at_home, _is_for_role(person_id)))


def _is_for_role(person_id: int) -> ColumnElement[bool]:
    """Whether a notice, for no house, was written to somebody who still has a role there.

    Whoever moved out keeps the message that they got, and reads nothing anew.
    """
    for_houses = exists().where(col(NoticeHouse.notice_id) == col(Notice.id))
    written_to = exists().where(
        col(NoticeCopy.notice_id) == col(Notice.id), col(NoticeCopy.chat_id) == person_id
    )
    has_role = exists().where(
        col(Role.person_id) == person_id,
        col(Role.committee_id) == col(Notice.committee_id),
        col(Role.revoked_at).is_(None),
    )
    return and_(~for_houses, written_to, has_role)


def _homes(person_id: int) -> Select[*tuple[Any, ...]]:
    return select(col(Resident.household_id)).where(
        col(Resident.person_id) == person_id, col(Resident.state) == ResidentState.ACTIVE
    )


def may_read(session: Session, notice_id: int, person_id: int, now: datetime) -> bool:
    """Whether a notice is somebody's to read: staff's, and whom it is for once it was sent."""
    notice = session.get(Notice, notice_id)
    if notice is None:
        return False
    if find_actor(session, person_id, now).is_staff(notice.committee_id):
        return True
    if notice.state not in _SHOWN or notice.sent_at is None:
        return False
    is_theirs = select(col(Notice.id)).where(col(Notice.id) == notice_id, *_concerns(person_id))
    return session.execute(is_theirs).first() is not None or _is_reader(
        session, notice, person_id, now
    )


def _is_reader(session: Session, notice: Notice, person_id: int, now: datetime) -> bool:
    audience = Audience.from_json(notice.audience)
    houses = list_houses(session, notice.committee_id, audience)
    readers = select_readers(notice.committee_id, audience, houses, now)
    return session.execute(readers.where(col(Person.id) == person_id)).first() is not None


def list_titles(
    session: Session, notice_ids: Iterable[int | None], language: str | None = None
) -> dict[int | None, str]:
    """First lines by notice, in `language` where a notice is written in it."""
    query = (
        select(col(Notice.id), col(Notice.language), col(NoticeText.language), col(NoticeText.text))
        .join(NoticeText, col(NoticeText.notice_id) == col(Notice.id))
        .where(col(Notice.id).in_(tuple(notice_ids)))
    )
    texts: dict[int | None, dict[str, str]] = {}
    sources: dict[int | None, str] = {}
    for notice_id, source, written_in, text in session.execute(query):
        sources[notice_id] = source
        texts.setdefault(notice_id, {})[written_in] = text
    return {
        notice_id: make_title(written[pick_language(written, sources[notice_id], [language])[0]])
        for notice_id, written in texts.items()
    }


def list_selections(session: Session, committee_id: int) -> tuple[SelectionView, ...]:
    """The audiences that staff saved, by name."""
    query = (
        select(NoticeSelection)
        .where(col(NoticeSelection.committee_id) == committee_id)
        .order_by(col(NoticeSelection.name))
    )
    return tuple(
        SelectionView(row.id or 0, row.name, Audience.from_json(row.audience))
        for row in session.execute(query).scalars()
    )


def count_groups(session: Session, notice_id: int) -> int:
    """How many groups a notice goes to now, for the agenda."""
    notice = session.get_one(Notice, notice_id)
    audience = Audience.from_json(notice.audience)
    return len(list_groups(session, notice.committee_id, audience)[0])
