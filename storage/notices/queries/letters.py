"""A notice as it stands the moment before it leaves, for one reader."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from storage.community.tables import Committee
from storage.notices.audience import Audience
from storage.notices.kinds import NoticeState
from storage.notices.queries.notices import list_texts, media_of
from storage.notices.queries.views import NoticeLetter, TextView
from storage.notices.rules import pick_language
from storage.notices.tables import Notice, NoticeRun

_LEAVES = (NoticeState.SENT, NoticeState.SCHEDULED)


def load_letter(
    session: Session, params: dict[str, Any], languages: tuple[str | None, ...]
) -> NoticeLetter | None:
    """The newest text in the language that the reader likes best; None: nothing is sent.

    Args:
        params: as `storage.notices` left them: `notice_id`; `run_id` and `is_group` of a copy,
            or `trial` for staff who look at a draft.
        languages: the reader's preferences as shipped codes, the strongest first.
    """
    notice = session.get(Notice, params["notice_id"])
    is_trial = bool(params.get("trial"))
    if notice is None or not _may_leave(notice, is_trial):
        return None
    texts = {text.language: text for text in list_texts(session, notice)}
    if is_trial:
        texts |= _proposed(notice)
    language, is_wanted = pick_language(texts, notice.language, languages)
    shown = {
        **_facts_of(session, notice, texts[language]),
        **_day(session, params.get("run_id")),
        "is_group": bool(params.get("is_group")),
        "is_trial": is_trial,
        "is_untranslated": not is_wanted,
    }
    return NoticeLetter(shown, None, media_of(notice))


def _proposed(notice: Notice) -> dict[str, TextView]:
    """What the texts become once somebody has confirmed the change."""
    return {
        language: TextView(language, words["text"], words["facts"], notice.created_at)
        for language, words in notice.proposed.items()
    }


def _may_leave(notice: Notice, is_trial: bool) -> bool:
    return notice.state is not NoticeState.DROPPED if is_trial else notice.state in _LEAVES


def _facts_of(session: Session, notice: Notice, text: TextView) -> dict[str, Any]:
    committee = session.get_one(Committee, notice.committee_id)
    return {
        "notice_id": notice.id,
        "number": notice.number,
        "version": notice.version,
        "kind": notice.kind.value,
        "text": text.text,
        "text_language": text.language,
        "facts": text.facts,
        "committee": committee.name,
        # Whoever reads it for a role answers for no household.
        "asks_ack": notice.asks_ack and not Audience.from_json(notice.audience).roles,
    }


def _day(session: Session, run_id: int | None) -> dict[str, int | None]:
    run = session.get(NoticeRun, run_id) if run_id is not None else None
    return {"day": run.day if run else None, "days": run.days if run else None}
