"""What /testing shows and offers about one's own household; the page itself is the plan's."""

from __future__ import annotations

from typing import Any

from handlers.context import Context
from handlers.keyboards import Row, button
from handlers.testing.coverage._callbacks import AntigenPress, CodePress, OwnPress
from locales.renderer import Words
from storage.community.actor import Tie
from storage.community.queries import find_committee
from storage.local_time import local_day
from storage.testing.coverage import queries


async def own_facts(context: Context, tie: Tie, day_id: int | None) -> dict[str, Any]:
    """What is put down of a household, and what the person reported, as JSON values.

    It is about today wherever the building has a turn today, also once that is over: most tell
    when they are back. Else about the day that is given.
    """
    committee = await context.work.read(find_committee, tie.committee_id)
    assert committee is not None
    today = local_day(context.received_at, committee.time_zone)
    day = await context.work.read(queries.find_building_day, tie.building_id, today)
    if day is None and day_id is not None:
        day = await context.work.read(queries.find_day_facts, day_id)
    mark = await context.work.read(queries.find_mark, day.id, tie.household_id) if day else None
    test = await context.work.read(
        queries.find_own_antigen, tie.household_id, context.person_id, today
    )
    code = await context.work.read(queries.find_code, context.person_id)
    return {
        "household_id": tie.household_id,
        "day_id": day.id if day else None,
        "day": day.day.isoformat() if day else None,
        "has_begun": day is not None and day.day <= today,
        "mark": mark.state.value if mark else None,
        "is_own_mark": mark is not None and mark.how.value == "resident",
        "antigen": test.result.value if test else None,
        "code_until": code.last_day.isoformat() if code else None,
        "has_ended": code is not None and code.last_day < today,
    }


def own_rows(words: Words, own: dict[str, Any]) -> list[Row]:
    """Buttons for the household's turn, a self-test and the code."""

    def act(name: str) -> Any:
        press = OwnPress(
            day_id=own["day_id"], household_id=own["household_id"], act=name, is_page=True
        )
        return button(words, f"own_{name}", press)

    turn: Row = []
    if own["day_id"] and own["mark"] in (None, "absent"):
        turn = [act("done"), act("cannot")] if own["has_begun"] else [act("cannot")]
    elif own["day_id"] and own["is_own_mark"]:
        turn = [act("undo")]
    return [
        turn,
        [
            button(words, "antigen", AntigenPress(household_id=own["household_id"])),
            button(words, "code", CodePress()),
        ],
    ]
