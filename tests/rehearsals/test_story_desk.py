"""静安's desk around the clock (S88, S99, S102, S119): a day of needs, from word to thanks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from aiogram.types import PhotoSize

from locales.charts import Column, Worked, render_digest
from storage.community.kinds import RoleKind
from tests.desk_play import (
    CALLER,
    CRY,
    DESPAIR,
    PHONE,
    PRIVATE,
    Desk,
    a_caller_is_served,
    danger_is_answered_before_a_form,
    despair_meets_a_person,
    nobody_answers_and_the_next_one_is_asked,
    notes_are_handed_over,
    plan_the_days,
    private_words_leave_the_group,
    tap_is_repaired_at_the_second_try,
)
from tests.handlers.faq_staff_play import content_of
from tests.people import bound_group, everything_said
from tests.story_play import KINDS, appointed, audited, pass_to, read, read_in
from tests.town import Town, open_town

BY_KIND = (("mother-baby", 1, 1), ("repairs", 1, 1), ("talk", 1, 0), ("other", 1, 0))
ASKED_AT = {9: 1, 11: 1, 13: 1, 17: 1}
# Taken after 10, 20, 5 and 36 minutes; worked on for 120 and 54.
NUMBERS = {
    "asked": 4,
    "closed": 2,
    "open": 2,
    "overdue": 0,
    "claim_minutes": 15,
    "work_minutes": 87,
    "day": "2020-02-02",
    "before": {"day": "2020-02-01", "asked": 0, "closed": 0},
    "by_kind": [
        {"icon": KINDS[slug].icon, "title": dict(KINDS[slug].title), "asked": asked, "closed": done}
        for slug, asked, done in BY_KIND
    ],
}


@pytest.fixture(params=["zh-hans", "ja"])
async def desk(sqlite_url: str, request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    language = request.param
    half_an_hour = timedelta(minutes=30)
    async with open_town(sqlite_url, language=language, before=half_an_hour) as town:
        residents, chen = await read_in(town, language)
        li, wang = [
            await appointed(town, name, RoleKind.STAFF, language) for name in ("李姐", "王平")
        ]
        group = await bound_group(town, reads_all=True)
        yield Desk(town, residents, chen, li, wang, group)
        assert not town.world.refusals
        assert not town.world.warnings


async def test_a_day_at_the_desk(desk: Desk) -> None:
    town = desk.town
    await plan_the_days(desk)
    await pass_to(town, "08:00")
    await desk.chen.hears(PHONE, button="duty_back")

    await tap_is_repaired_at_the_second_try(desk)
    await private_words_leave_the_group(desk)
    await a_caller_is_served(desk)
    await danger_is_answered_before_a_form(desk)
    await notes_are_handed_over(desk)
    await nobody_answers_and_the_next_one_is_asked(desk)
    await despair_meets_a_person(desk)

    await the_evening_tells_the_day(desk)
    await the_audit_tells_who_read_and_did_what(desk)
    await pass_to(town, "00:00")
    await desk.wang.hears(PHONE, button="duty_back")
    await desk.li.hears(button="duty_write_note")
    nothing_private_was_said_in_the_group(desk)
    only_who_was_called_read_it(desk)


async def the_evening_tells_the_day(desk: Desk) -> None:
    """The digest goes to whoever has the duty, with the day's numbers and their picture."""
    town, li = desk.town, desk.li
    await pass_to(town, "20:00")
    digest = await li.hears("📊", button="work_numbers")
    assert read(digest) == li.shown("requests/digest", **NUMBERS)
    assert digest.photo
    assert drawn(town, digest.photo) == render_digest(
        [Column(str(hour), ASKED_AT.get(hour, 0)) for hour in range(24)],
        [Worked(asked, done) for _, asked, done in BY_KIND],
    )
    assert not any("📊" in read(m) for m in desk.chen.person.chat.messages)

    await li.presses(digest, "work_numbers")
    numbers = await li.hears(button="work_picture")
    ranked = [("talk", 1), ("other", 1), ("mother-baby", 0), ("repairs", 0)]
    assert read(numbers) == li.shown(
        "requests/numbers",
        committee="图们居委会",
        **NUMBERS,
        ranked=[
            {
                "icon": KINDS[slug].icon,
                "title": dict(KINDS[slug].title),
                "households": 1,
                "open": open_ones,
                "change": 1,
            }
            for slug, open_ones in ranked
        ],
        drugs=[],
    )


def drawn(town: Town, sizes: list[PhotoSize]) -> bytes:
    return content_of(town, sizes[-1].file_id)


async def the_audit_tells_who_read_and_did_what(desk: Desk) -> None:
    chen, li, wang, clock = desk.chen.id, desk.li.id, desk.wang.id, None
    tapped, outed, frightened, lonely = (each.id for each in desk.residents)
    told = await audited(desk.town, "request:")
    reads = {(subject, by) for what, subject, by in told if what == "request.read"}
    assert reads == {*((f"request:{n}", chen) for n in (1, 2, 3)), ("request:4", wang)}
    done: dict[str, list[tuple[str, int | None]]] = {}
    for what, subject, by in told:
        if what != "request.read":
            done.setdefault(subject, []).append((what.removeprefix("request."), by))
    assert done == {
        "request:1": [
            ("asked", tapped),
            ("claimed", chen),
            ("question", chen),
            ("answer", tapped),
            ("closed", chen),
            ("rated", tapped),
            ("reopened", tapped),
            ("claimed", chen),
            ("closed", chen),
            ("rated", tapped),
        ],
        "request:2": [("asked", outed), ("claimed", chen)],
        "request:3": [("asked", chen), ("claimed", chen), ("delivered", chen), ("closed", chen)],
        "request:4": [
            ("asked", lonely),
            ("escalated", clock),
            ("escalated", clock),
            ("claimed", wang),
        ],
    }
    assert await audited(desk.town, "alert:") == [
        ("alert.raised", "alert:1", frightened),
        ("alert.taken", "alert:1", chen),
        ("alert.done", "alert:1", chen),
        ("alert.raised", "alert:2", tapped),
        ("alert.taken", "alert:2", li),
    ]


def nothing_private_was_said_in_the_group(desk: Desk) -> None:
    said = [each for each in everything_said(desk.town.world) if str(desk.group.id) in each]
    assert said
    for words in ("透析", "138", "水龙头", "2-103", "№"):
        assert not any(words in each for each in said), words


def only_who_was_called_read_it(desk: Desk) -> None:
    """A cry for help and private words reach those who have the duty, and nobody else (S94)."""
    cry, despair = CRY[desk.chen.language], DESPAIR[desk.chen.language]
    unread = {
        desk.chen: (despair,),
        desk.li: (cry, PRIVATE),
        desk.wang: (cry, despair, PRIVATE, CALLER),
        desk.residents[3]: (cry, despair, PRIVATE, CALLER),
    }
    for reader, secrets in unread.items():
        said = [read(message) for message in reader.person.chat.messages]
        assert not any(words in each for words in secrets for each in said), reader.name
