"""Entries with all their words: for staff, and for whoever asks somewhere on some day."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session, col

from storage.community.tables import Building, Committee, Estate
from storage.faq.kinds import EntryKind, EntryState, Standing
from storage.faq.queries.views import EntryView, Givable, TextView
from storage.faq.rules import Place, does_apply, find_standing, is_stale
from storage.faq.tables import FaqEntry, FaqText
from storage.local_time import local_day

_MENU_ORDER = {kind: position for position, kind in enumerate(EntryKind)}
# The local day of a time may be the next one.
_ZONES_AHEAD = timedelta(days=1)


def find_entry(session: Session, entry_id: int, now: datetime) -> EntryView | None:
    """One entry, as it stands today."""
    return next(iter(_views(session, _entries().where(col(FaqEntry.id) == entry_id), now)), None)


def list_entries(
    session: Session,
    committee_id: int,
    now: datetime,
    *,
    kind: EntryKind | None = None,
    standing: Standing | None = None,
    ids: Collection[int] | None = None,
) -> tuple[EntryView, ...]:
    """A committee's entries in the order of menus, the oldest of a kind first."""
    query = _entries().where(col(FaqEntry.committee_id) == committee_id)
    if kind is not None:
        query = query.where(col(FaqEntry.kind) == kind)
    if ids is not None:
        query = query.where(col(FaqEntry.id).in_(ids))
    views = _views(session, query, now)
    return tuple(view for view in views if standing in (None, view.standing))


def list_expiring(session: Session, now: datetime, within: timedelta) -> tuple[EntryView, ...]:
    """Entries of all committees that are in force today and end within some time."""
    query = _entries().where(
        col(FaqEntry.state) == EntryState.IN_FORCE,
        col(FaqEntry.valid_until) <= (now + within + _ZONES_AHEAD).date(),
    )
    ends = {
        row.id: local_day(now + within, row.time_zone)
        for row in session.execute(select(col(Committee.id), col(Committee.time_zone)))
    }
    return tuple(
        view
        for view in _views(session, query, now)
        if view.standing is Standing.IN_FORCE
        and (view.valid_until or date.max) <= ends[view.committee_id]
    )


def list_givable(session: Session, place: Place, now: datetime) -> Givable:
    """Which entries may be given at a place now, and which may be named as over."""
    day = local_day(now, place.time_zone)
    in_force: set[int] = set()
    ended: set[int] = set()
    for row in _list_in_scope(session, place):
        standing = find_standing(row.state, row.valid_from, row.valid_until, day)
        if standing is Standing.IN_FORCE:
            in_force.add(row.id)
        elif standing is Standing.EXPIRED or (
            standing is Standing.WITHDRAWN and row.replaced_by is not None
        ):
            ended.add(row.id)
    return Givable(frozenset(in_force), frozenset(ended))


def find_emergency(session: Session, place: Place, now: datetime) -> EntryView | None:
    """What is said first to danger words: of the entries in force, the narrowest in scope."""
    day = local_day(now, place.time_zone)
    fitting = [
        row
        for row in _list_in_scope(session, place)
        if row.kind is EntryKind.EMERGENCY
        and find_standing(row.state, row.valid_from, row.valid_until, day) is Standing.IN_FORCE
    ]
    if not fitting:
        return None
    best = min(
        fitting,
        key=lambda row: (row.building_id is None, row.estate_id is None, row.closure is None),
    )
    return find_entry(session, best.id, now)


def _list_in_scope(session: Session, place: Place) -> list[Row[Any]]:
    columns = (
        FaqEntry.id,
        FaqEntry.kind,
        FaqEntry.state,
        FaqEntry.valid_from,
        FaqEntry.valid_until,
        FaqEntry.estate_id,
        FaqEntry.building_id,
        FaqEntry.closure,
        FaqEntry.replaced_by,
    )
    query = (
        select(*(col(column) for column in columns))
        .where(
            col(FaqEntry.committee_id) == place.committee_id,
            col(FaqEntry.state) != EntryState.DRAFTED,
        )
        .order_by(col(FaqEntry.id))
    )
    return [
        row
        for row in session.execute(query)
        if does_apply(row.estate_id, row.building_id, row.closure, place)
    ]


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(FaqEntry, col(Estate.name), col(Building.label), col(Committee.time_zone))
        .join(Committee, col(Committee.id) == col(FaqEntry.committee_id))
        .outerjoin(Estate, col(Estate.id) == col(FaqEntry.estate_id))
        .outerjoin(Building, col(Building.id) == col(FaqEntry.building_id))
    )


def _views(
    session: Session, query: Select[*tuple[Any, ...]], now: datetime
) -> tuple[EntryView, ...]:
    rows = session.execute(query).all()
    texts = _list_texts(session, [row[0].id for row in rows])
    views = [
        _view(entry, estate, building, local_day(now, zone), texts.get(entry.id, []))
        for entry, estate, building, zone in rows
    ]
    return tuple(sorted(views, key=lambda view: (_MENU_ORDER[view.kind], view.id)))


def _list_texts(session: Session, entry_ids: Collection[int]) -> dict[int, list[FaqText]]:
    found: dict[int, list[FaqText]] = {}
    query = select(FaqText).where(col(FaqText.entry_id).in_(entry_ids)).order_by(col(FaqText.id))
    for text in session.execute(query).scalars():
        found.setdefault(text.entry_id, []).append(text)
    return found


def _view(
    entry: FaqEntry, estate: str | None, building: str | None, day: date, texts: Iterable[FaqText]
) -> EntryView:
    by_language = {text.language: text for text in texts}
    source = by_language[entry.language]
    assert entry.id is not None
    return EntryView(
        id=entry.id,
        committee_id=entry.committee_id,
        slug=entry.slug,
        kind=entry.kind,
        state=entry.state,
        standing=find_standing(entry.state, entry.valid_from, entry.valid_until, day),
        language=entry.language,
        source_url=entry.source_url,
        issued_on=entry.issued_on,
        valid_from=entry.valid_from,
        valid_until=entry.valid_until,
        estate_id=entry.estate_id,
        estate=estate,
        building_id=entry.building_id,
        building=building,
        closure=entry.closure,
        owner_id=entry.owner_id,
        checked_by=entry.checked_by,
        checked_at=entry.checked_at,
        replaced_by=entry.replaced_by,
        version=entry.version,
        texts={text.language: _text_view(text, source) for text in by_language.values()},
    )


def _text_view(text: FaqText, source: FaqText) -> TextView:
    return TextView(
        language=text.language,
        question=text.question,
        variants=tuple(text.variants),
        answer=text.answer,
        source=text.source or source.source,
        issuing_body=text.issuing_body or source.issuing_body,
        written_at=text.written_at,
        is_stale=is_stale(text.written_at, source.written_at),
    )
