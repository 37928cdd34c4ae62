"""The policy answers of `linli demo`: published as a committee would, and asked about before."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.commands.demo_entries import (
    EARLIER,
    FILLED,
    SLIP,
    SLIP_SOURCES,
    SLIP_SUCCESSOR,
    SLIP_WORDS,
    Earlier,
)
from bot.commands.demo_estate import COMMITTEE, TIME_ZONE
from handlers.services import Services
from locales.faq import STARTER
from storage.community.queries import find_duty, list_committees
from storage.faq import actions
from storage.faq.entries import EntryFacts, EntryFile, EntryWords
from storage.faq.files import read_folder
from storage.faq.kinds import EntryKind, EntryState, Outcome
from storage.faq.queries import list_entries
from storage.local_time import local_day

# Entries written in one transaction: few enough that a press need not wait behind them.
_AT_ONCE = 8
_HOLDS = timedelta(days=90)
_FILLING = re.compile(r"\[\[.*?\]\]")


async def stock_answers(services: Services, *, opened: datetime | None = None) -> None:
    """Give the committee the starter set, in force where nothing is left to fill in.

    Args:
        opened: when staff published it; by default now.
    """
    now = services.clock.now()
    opened = opened or now
    work = services.work
    committee = (await work.read(list_committees))[0]
    staff = (await work.read(find_duty, committee.id, now)).people[0]
    files = await asyncio.to_thread(_read_starter)
    for start in range(0, len(files), _AT_ONCE):
        batch = files[start : start + _AT_ONCE]
        await work.write(_publish, committee.id, batch, by=staff, now=opened)


async def let_models_read(services: Services) -> None:
    """Let the models begin with the answers now: whoever asked first would have to wait."""
    for committee in await services.work.read(list_committees):
        await services.matcher.find(committee.id, COMMITTEE, "zh-hans", [1])


def _read_starter() -> Sequence[EntryFile]:
    return [_fill_in(file) for file in read_folder(STARTER).files]


def _fill_in(file: EntryFile) -> EntryFile:
    """Put the committee's own hours and places where the starter set has left them open."""
    own = FILLED.get(file.slug, {})
    words = tuple(
        replace(said, answer=_FILLING.sub(own.get(said.language, r"\g<0>"), said.answer))
        for said in file.words
    )
    return replace(file, words=words)


def _publish(
    session: Session, committee_id: int, files: Sequence[EntryFile], *, by: int, now: datetime
) -> None:
    """Import some entries and put in force what may be."""
    actions.import_entries(session, committee_id, files, by=by, now=now, default_issuer=COMMITTEE)
    until = local_day(now, TIME_ZONE) + _HOLDS
    actions.publish_ready(session, committee_id, None, by=by, now=now, valid_until=until)


def end_exit_slips(session: Session, committee_id: int, *, by: int, opened: datetime) -> None:
    """A rule that held for a week; the entry that took its place is in force."""
    first = local_day(opened, TIME_ZONE)
    facts = EntryFacts(
        EntryKind.CLOSURE,
        issued_on=first,
        valid_from=first,
        valid_until=first + timedelta(days=7),
    )
    words = tuple(
        EntryWords(language, question, (variant,), answer, SLIP_SOURCES[language], COMMITTEE)
        for language, (question, variant, answer) in SLIP_WORDS.items()
    )
    slip = EntryFile(SLIP, "zh-hans", facts, words)
    slip_id = actions.save_entry(
        session, committee_id, slip, by=by, now=opened, state=EntryState.IN_FORCE
    )
    successor = _ids_by_slug(session, committee_id, opened)[SLIP_SUCCESSOR]
    actions.set_replacement(session, slip_id, successor, by=by, now=opened)


def _ids_by_slug(session: Session, committee_id: int, now: datetime) -> dict[str, int]:
    return {entry.slug: entry.id for entry in list_entries(session, committee_id, now)}


def ask_earlier(
    session: Session, committee_id: int, people: Sequence[int], *, now: datetime
) -> None:
    """What residents asked in private in the last days, one after the other in turn."""
    ids = _ids_by_slug(session, committee_id, now)
    item_id: int | None = None
    for place, asked in enumerate(EARLIER):
        person, entry_id = people[place % len(people)], ids.get(asked.slug or "")
        at = now - timedelta(days=asked.days)
        question_id = _record(session, committee_id, person, asked, entry_id, at)
        if asked.feedback is not None:
            actions.mark_feedback(session, question_id, asked.feedback, by=person)
        if entry_id is None:
            item_id = actions.open_item(session, question_id, alike=item_id, now=at).id


def _record(
    session: Session,
    committee_id: int,
    person: int,
    asked: Earlier,
    entry_id: int | None,
    at: datetime,
) -> int:
    return actions.record_question(
        session,
        committee_id=committee_id,
        person_id=person,
        chat_id=person,
        message_id=None,
        thread_id=None,
        language=asked.language,
        text=asked.text,
        outcome=Outcome.UNKNOWN if entry_id is None else Outcome.ANSWERED,
        entry_id=entry_id,
        certainty=None,
        now=at,
    )
