"""New words for a notice that very many have: a second person reads them before anybody else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from storage.community.queries import find_person
from storage.errors import RuleError
from storage.notices.actions._rows import find_text, note, put_text, title_of
from storage.notices.actions.following import bring_up
from storage.notices.audience import Audience
from storage.notices.queries.targets import list_audience, list_staff
from storage.notices.rules import check_facts, check_second, check_words, clean_facts, clean_text
from storage.notices.tables import Notice
from storage.outbox.actions import leave


def propose(
    session: Session,
    notice: Notice,
    language: str,
    text: str,
    facts: Mapping[str, str] | None,
    *,
    by: int,
    now: datetime,
) -> None:
    """Keep new words of a mass notice until somebody else confirms them; the old ones stand.

    What was proposed before in another language is proposed with it.

    Raises:
        RuleError: `notice_no_second`, `notice_fact_missing` (fact, language), and what
            `check_words` raises.
    """
    row = find_text(session, notice, language)
    cleaned = clean_text(text)
    stated = clean_facts(facts) if facts is not None else row.facts if row else {}
    check_words(cleaned, stated, language, notice.media_kind)
    check_facts(notice.kind, stated, language)
    if row is not None and (row.text, row.facts) == (cleaned, stated):
        return
    notice.proposed = {**notice.proposed, language: {"text": cleaned, "facts": stated}}
    notice.proposed_by, notice.proposals = by, notice.proposals + 1
    note(session, notice, "proposed", by, now, language=language)
    _ask(session, notice, by, now)


def accept_proposal(
    session: Session, notice: Notice, number: int, *, by: int, now: datetime
) -> None:
    """Have every copy show what was proposed. Again: changes nothing.

    Args:
        number: of the proposal that was read.

    Raises:
        RuleError: `notice_changed` where more was proposed since, `notice_own`, and what the
            texts' rules raise.
    """
    if number != notice.proposals:
        raise RuleError("notice_changed")
    if not notice.proposed:
        return
    check_second(by, notice.proposed_by)
    for language, words in notice.proposed.items():
        writer = notice.proposed_by or by
        put_text(session, notice, language, words["text"], words["facts"], by=writer, now=now)
    asked_by = _settle(notice)
    edits = bring_up(session, notice, now)
    note(session, notice, "edited", by, now, edits=edits)
    for person in list_staff(session, notice.committee_id, now):
        if person not in (by, asked_by):
            _tell(session, notice, person, "notices/changed", now)
    if asked_by is not None:
        params = {"send_at": None, "state": notice.state.value}
        _tell(session, notice, asked_by, "notices/confirmed", now, **params)


def drop_proposal(session: Session, notice: Notice, reason: str, *, by: int, now: datetime) -> None:
    """Give proposed words back to whoever wrote them, with what is wrong with them."""
    asked_by = _settle(notice)
    note(session, notice, "sent_back", by, now)
    if asked_by not in (None, by):
        assert asked_by is not None
        _tell(session, notice, asked_by, "notices/sent_back", now, send_at=None, reason=reason)


def _settle(notice: Notice) -> int | None:
    asked_by, notice.proposed_by, notice.proposed = notice.proposed_by, None, {}
    return asked_by


def _ask(session: Session, notice: Notice, by: int, now: datetime) -> None:
    seconds = [p for p in list_staff(session, notice.committee_id, now) if p != by]
    if not seconds:
        raise RuleError("notice_no_second")
    audience = Audience.from_json(notice.audience)
    found = list_audience(session, notice.committee_id, audience, now)
    writer = find_person(session, by)
    for person in seconds:
        _tell(
            session,
            notice,
            person,
            "notices/to_confirm",
            now,
            send_at=None,
            version=-notice.proposals,
            writer=writer.name if writer else "",
            chats=len(found.chats),
            people=found.people,
            households=found.households,
            is_recurring=bool(notice.plan),
        )


def _tell(
    session: Session, notice: Notice, person: int, template: str, now: datetime, **params: Any
) -> None:
    about = {"notice_id": notice.id, "number": notice.number, "title": title_of(session, notice)}
    key = f"notice:{notice.id}:{template}:{notice.proposals}:{person}"
    leave(session, person, template, about | params, now=now, dedupe_key=key)
