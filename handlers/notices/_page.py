"""The page of one notice for staff: how it stands, and what can be done with it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.notices._places import MOST_LABELS, describe_audience, find_places
from handlers.notices._talk import find_own_notice, forget
from handlers.recurrence import rule_params
from handlers.talk import show, to_the_minute
from locales.languages import match_language
from storage.local_time import at_local, local_day
from storage.notices.kinds import NoticeState
from storage.notices.queries import (
    AudienceView,
    NoticeView,
    ReportView,
    TextView,
    find_reach,
    find_report,
    list_audience,
)
from storage.notices.rules import FACT_NAMES, FACTS, When, list_missing_languages

_OPEN = (NoticeState.DRAFT, NoticeState.WAITING)


async def show_page(
    context: Context, press: CallbackQuery | None, notice_id: int, *, note: str = ""
) -> None:
    """Show a notice to its committee.

    Args:
        note: what was just done: `sent`, `waiting`, `saved`, ...; may be nothing.
    """
    notice = await find_own_notice(context, notice_id)
    await forget(context)
    if notice.state in _OPEN:
        await show(context, press, "notices/draft", note=note, **await _draft(context, notice))
    else:
        await show(context, press, "notices/sent", note=note, **await _sent(context, notice))


def head(notice: NoticeView) -> dict[str, Any]:
    """What every page of a notice begins with."""
    return {
        "notice_id": notice.id,
        "committee_id": notice.committee_id,
        "number": notice.number,
        "kind": notice.kind.value,
        "title": notice.title,
        "state": notice.state.value,
    }


async def _draft(context: Context, notice: NoticeView) -> dict[str, Any]:
    seen = await context.work.read(
        list_audience, notice.committee_id, notice.audience, context.received_at
    )
    return {
        **head(notice),
        **await _common(context, notice),
        "version": notice.version,
        "announced": find_source(notice).text,
        "facts": list_facts(notice),
        "chats": len(seen.chats),
        "people": seen.people,
        "blocked": seen.blocked,
        "households": seen.households,
        "unbound": [each.label for each in seen.unbound[:MOST_LABELS]],
        "unbound_count": len(seen.unbound),
        "unwritten": list_unwritten(notice, seen),
        "is_mass": seen.is_mass,
        # Neither who wrote it nor who asked for it can be the second to read it.
        "is_mine": context.person_id in (notice.written_by, notice.asked_by),
    }


async def _sent(context: Context, notice: NoticeView) -> dict[str, Any]:
    report = await context.work.read(find_report, notice.id)
    reach = await context.work.read(find_reach, notice.id)
    return {
        **head(notice),
        **await _common(context, notice),
        "announced": find_source(notice).text[:600],
        "facts": list_facts(notice),
        "report": describe_report(report) if report else None,
        "reach": asdict(reach.total),
    }


async def _common(context: Context, notice: NoticeView) -> dict[str, Any]:
    places = await find_places(context, notice.committee_id)
    return {
        "writer": notice.writer,
        "language": notice.language,
        "languages": list_languages(notice),
        "media": notice.media.kind.value if notice.media else None,
        "audience": describe_audience(notice.audience, places),
        "pin": notice.pin,
        "asks_ack": notice.asks_ack,
        "starts_on": notice.starts_on.isoformat() if notice.starts_on else None,
        "days": notice.days,
        "when": await describe_when(context, notice.when),
    }


async def describe_when(context: Context, when: When) -> dict[str, Any]:
    """When a notice goes out, as JSON values; `clock` is an instant at the time of day."""
    if when.rule is None or when.minute is None:
        return {"send_at": to_the_minute(when.send_at) if when.send_at else None, "rule": None}
    zone = (await context.words()).zone.key
    at = at_local(local_day(context.received_at, zone), when.minute, zone)
    return {
        "send_at": None,
        "rule": rule_params(when.rule, when.until_on),
        "clock": at.isoformat(),
        "starts_on": when.starts_on.isoformat() if when.starts_on else None,
    }


def find_source(notice: NoticeView) -> TextView:
    """The text in the language that it was first written in."""
    return notice.text_for(notice.language)


def list_languages(notice: NoticeView) -> list[str]:
    """The languages that it is written in, the source first."""
    codes = {text.language for text in notice.texts}
    return [notice.language, *sorted(codes - {notice.language})]


def list_unwritten(notice: NoticeView, seen: AudienceView) -> list[str]:
    """The languages of ours that its readers have, and that nobody has written it in."""
    wanted = {known for code in seen.languages if (known := match_language(code)) is not None}
    return list(list_missing_languages(list_languages(notice), wanted))


def list_facts(notice: NoticeView) -> list[dict[str, Any]]:
    """The facts that are given, and those that must be: `said` is None for a missing one."""
    facts = find_source(notice).facts
    needed = FACTS[notice.kind]
    return [
        {"name": name, "said": facts.get(name)}
        for name in FACT_NAMES
        if name in facts or name in needed
    ]


def describe_report(report: ReportView) -> dict[str, Any]:
    """How a run arrived, as JSON values."""
    run = report.run
    return {
        "run_id": run.id,
        "number": run.number,
        "runs": len(report.runs),
        "started_at": to_the_minute(run.started_at) if run.started_at else None,
        "planned_at": to_the_minute(run.planned_at),
        "is_over": run.ended_at is not None,
        "day": run.day,
        "days": run.days,
        "groups": asdict(report.groups),
        "private": asdict(report.private),
        "unbound": [each.label for each in report.unbound[:MOST_LABELS]],
        "unbound_count": len(report.unbound),
        "doubts": report.doubts,
    }
