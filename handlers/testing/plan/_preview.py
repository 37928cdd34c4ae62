"""What staff see of a draft before it goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from handlers.context import Context
from handlers.recurrence import rule_params
from handlers.testing.plan._drafted import Drafted
from handlers.testing.plan._facts import line_facts, manner_facts, pace_facts, picture_facts
from handlers.testing.plan._reading import show_minutes
from locales.renderer import Words
from storage.community.queries import find_estate, list_bound_chats
from storage.testing.plan import Fault, list_crowds

MOST_FAULTS = 10
_MOST_LINES = 14
_MOST_DAYS = 6
_MOST_CROWDS = 4


async def preview_params(
    context: Context, data: Mapping[str, Any], drafted: Drafted
) -> dict[str, Any]:
    """All that the preview says."""
    plan, place = drafted.plan, drafted.place
    estate = await context.work.read(find_estate, plan.estate_id)
    assert estate is not None
    chats = await context.work.read(
        list_bound_chats, estate.id, {slot.building_id for slot in plan.slots} or None
    )
    words = await context.words()
    goings = drafted.goings(0)
    lines = line_facts(goings, drafted.labels, plan.site)
    days = [each.day.isoformat() for each in drafted.days]
    return {
        "title": plan.title,
        "site": plan.site,
        "estate": estate.name,
        "pace": pace_facts(plan.pace),
        "rule": rule_params(plan.rule, plan.until_on) if plan.rule else None,
        "days": days[:_MOST_DAYS],
        "is_open": plan.is_open,
        "more_days": max(len(days) - _MOST_DAYS, 0),
        "begins": show_minutes(min(each.begins for each in goings)) if goings else None,
        "ends": show_minutes(max(each.ends for each in goings)) if goings else None,
        "lines": lines[:_MOST_LINES],
        "more_lines": max(len(lines) - _MOST_LINES, 0),
        "manner": manner_facts(plan.manner),
        "faults": fault_facts(drafted.faults, words),
        "faults_count": len(drafted.faults),
        "crowds": [
            {
                "times": f"{show_minutes(crowd.begins)}-{show_minutes(crowd.ends)}",
                "minutes": crowd.needed_minutes,
            }
            for crowd in list_crowds(plan, place)[:_MOST_CROWDS]
        ],
        "groups": len(chats),
        "is_file": "slots" in data,
    }


def fault_facts(faults: tuple[Fault, ...], words: Words) -> list[dict[str, Any]]:
    """The first faults, each with its line, in the reader's language."""
    return [
        {"line": fault.line, "text": words.error(fault.code, **fault.params)}
        for fault in faults[:MOST_FAULTS]
    ]


def draft_picture(drafted: Drafted, number: int, page: int) -> dict[str, Any]:
    """What the picture of a day of the draft shows; days are counted from 0."""
    number = min(max(number, 0), len(drafted.days) - 1)
    goings = drafted.goings(number)
    return {
        "title": drafted.plan.title,
        "day": drafted.days[number].day.isoformat(),
        "number": number,
        "days": len(drafted.days),
        **picture_facts(goings, drafted.labels, drafted.clashes, page),
    }
