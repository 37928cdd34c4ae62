"""A need comes in: asked in the chat, entered for somebody who telephones, asked once more."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from storage.community.actions import lock_committee
from storage.community.queries import HouseholdView, find_actor, find_estate, find_household
from storage.errors import RuleError
from storage.local_time import local_day
from storage.requests.actions._requests import (
    lock_request,
    note,
    view,
    zone_of,
)
from storage.requests.actions.escalating import announce
from storage.requests.codec import to_values
from storage.requests.forms import Answer, Form, check_answers
from storage.requests.kinds import Channel, EventKind, Purpose
from storage.requests.queries import RequestView
from storage.requests.queries.kinds import find_kind
from storage.requests.queries.views import KindView
from storage.requests.rights import Act, RequestFacts, check_may
from storage.requests.rules import MOST_AN_HOUR, check_live, check_photo, find_due
from storage.requests.tables import Request, RequestPhoto
from storage.requests.telling import tell_people

_HOUR = timedelta(hours=1)
_CALLER_LENGTH = 200


@dataclass(frozen=True)
class NewPhoto:
    """A photo that was sent. `file_id` is Telegram's; `size` in bytes."""

    file_id: str
    size: int = 0


@dataclass(frozen=True)
class NewRequest:
    """A need as it comes in.

    Attributes:
        language: of the words in it.
        update_id: any number that one form keeps for itself: the same again is the same request.
        caller: who telephoned and their number; for requests that staff enter.
    """

    kind_id: int
    household_id: int
    answers: Mapping[str, Any]
    language: str
    channel: Channel = Channel.CHAT
    photos: tuple[NewPhoto, ...] = ()
    update_id: int | None = None
    caller: str | None = None


def ask(session: Session, new: NewRequest, *, by: int, now: datetime) -> RequestView:
    """Ask for one's household; those on duty are told. The same form again is the same request.

    Raises:
        RuleError: `not_found`, `not_tied`, `need_kind_unknown`, `need_kind_gone`,
            `need_too_many` with `most`, `stale_button` for another one's number, or what
            `check_answers` and `check_photo` raise.
    """
    plain = replace(new, caller=None)
    return open_new(session, plain, Act.ASK, person_id=by, entered_by=None, by=by, now=now)


def enter(session: Session, new: NewRequest, *, by: int, now: datetime) -> RequestView:
    """Enter a need for somebody who telephones or comes by (S69, S76, S100).

    Raises:
        RuleError: `not_staff`, otherwise as `ask`.
    """
    return open_new(session, new, Act.ENTER, person_id=None, entered_by=by, by=by, now=now)


def add_photo(
    session: Session, request_id: int, photo: NewPhoto, *, by: int, now: datetime
) -> RequestView:
    """Add a photo to a request that is still worked on. The same photo again changes nothing.

    Raises:
        RuleError: `need_unknown`, `need_not_yours`, `need_closed`, `need_erased`, or what
            `check_photo` raises.
    """
    row = lock_request(session, request_id, Act.CHANGE, by, now)
    check_live(row.state, row.erased_at)
    known = photos_of(session, request_id)
    if photo.file_id in {each.file_id for each in known}:
        return view(session, row)
    check_photo(photo.size, len(known) + 1)
    session.add(_photo(request_id, photo, now))
    event = note(session, row, EventKind.CHANGED, by, now, names=["photo"])
    if row.owner_id is not None:
        tell_people(session, row, [row.owner_id], "changed", event, now)
    return view(session, row)


def derive(form: Form, answers: Mapping[str, Answer], purpose: Purpose) -> date | None:
    """The day that was given for a purpose."""
    question = form.find(purpose)
    value = answers.get(question.name) if question is not None else None
    return date.fromisoformat(value) if isinstance(value, str) else None


def open_new(
    session: Session,
    new: NewRequest,
    act: Act,
    *,
    person_id: int | None,
    entered_by: int | None,
    by: int,
    now: datetime,
) -> RequestView:
    """Keep a new need and tell those on duty; the same form again is the same request.

    Raises:
        RuleError: as `ask` and `enter`.
    """
    household, committee_id = _place(session, new.household_id)
    # Numbers have no gaps, and a form that is sent twice at once is one request.
    lock_committee(session, committee_id)
    known = _find_same(session, new.update_id, by)
    if known is not None:
        return view(session, known)
    kind = _check_kind(session, new.kind_id, committee_id)
    facts = RequestFacts(committee_id, household.building_id, household.id, None, kind.is_sensitive)
    check_may(find_actor(session, by, now), act, facts)
    if act is Act.ASK:
        _check_pace(session, by, now)
    row = _new_row(session, new, kind, household, now)
    row.person_id, row.entered_by = person_id, entered_by
    session.add(row)
    session.flush()
    _keep_photos(session, row, new.photos, now)
    note(session, row, EventKind.ASKED, by, now, ids={"kind": kind.id})
    announce(session, row, now)
    return view(session, row)


def _place(session: Session, household_id: int) -> tuple[HouseholdView, int]:
    household = find_household(session, household_id)
    estate = find_estate(session, household.estate_id) if household is not None else None
    if household is None or estate is None:
        raise RuleError("not_found", kind="household")
    return household, estate.committee_id


def _find_same(session: Session, update_id: int | None, by: int) -> Request | None:
    """The request that came of this form before.

    Raises:
        RuleError: `stale_button` where it is somebody else's.
    """
    if update_id is None:
        return None
    row = session.exec(select(Request).where(Request.update_id == update_id)).first()
    if row is not None and by not in (row.person_id, row.entered_by):
        raise RuleError("stale_button")
    return row


def _check_kind(session: Session, kind_id: int, committee_id: int) -> KindView:
    kind = find_kind(session, kind_id)
    if kind is None or kind.committee_id != committee_id:
        raise RuleError("need_kind_unknown")
    if kind.is_withdrawn or not kind.is_offered:
        raise RuleError("need_kind_gone")
    return kind


def _check_pace(session: Session, by: int, now: datetime) -> None:
    query = select(func.count()).where(
        Request.person_id == by, col(Request.opened_at) > now - _HOUR
    )
    if session.exec(query).one() >= MOST_AN_HOUR:
        raise RuleError("need_too_many", most=MOST_AN_HOUR)


def _new_row(
    session: Session, new: NewRequest, kind: KindView, household: HouseholdView, now: datetime
) -> Request:
    zone = zone_of(session, kind.committee_id)
    answers = check_answers(kind.form, new.answers, local_day(now, zone))
    needed_by = derive(kind.form, answers, Purpose.NEEDED_BY)
    caller = new.caller.strip()[:_CALLER_LENGTH] if new.caller else None
    return Request(
        committee_id=kind.committee_id,
        number=_next_number(session, kind.committee_id),
        kind_id=kind.id,
        household_id=household.id,
        building_id=household.building_id,
        channel=new.channel,
        caller=caller or None,
        language=new.language,
        questions=to_values(kind.form),
        answers=answers,
        needed_by=needed_by,
        session_on=derive(kind.form, answers, Purpose.SESSION),
        priority=kind.priority,
        due_at=find_due(now, kind.hours, needed_by, zone),
        update_id=new.update_id,
        opened_at=now,
        waiting_since=now,
    )


def _next_number(session: Session, committee_id: int) -> int:
    """Under the committee's lock: rows are never deleted, so there are no gaps."""
    query = select(func.max(Request.number)).where(Request.committee_id == committee_id)
    return (session.exec(query).one() or 0) + 1


def _keep_photos(session: Session, row: Request, photos: Sequence[NewPhoto], now: datetime) -> None:
    assert row.id is not None
    for count, photo in enumerate(photos, start=1):
        check_photo(photo.size, count)
        session.add(_photo(row.id, photo, now))


def _photo(request_id: int, photo: NewPhoto, now: datetime) -> RequestPhoto:
    return RequestPhoto(request_id=request_id, file_id=photo.file_id, size=photo.size, added_at=now)


def photos_of(session: Session, request_id: int) -> tuple[NewPhoto, ...]:
    """The photos of a request, as they were sent."""
    query = select(RequestPhoto).where(RequestPhoto.request_id == request_id)
    rows = session.exec(query.order_by(col(RequestPhoto.id)))
    return tuple(NewPhoto(row.file_id, row.size) for row in rows)
