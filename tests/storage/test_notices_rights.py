"""Who may do what with a notice, read anew at every action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.calendar import CALENDAR
from storage.notices import actions, queries
from storage.notices.audience import Audience
from storage.notices.kinds import NoticeKind, Reach
from storage.notices.rules import When
from storage.work import Work
from tests.builders import STAFF
from tests.storage.notices_world import (
    ANNA,
    LEAD,
    NOW,
    STRANGER,
    TEXT,
    VOLUNTEER,
    World,
    make_world,
)

OTHERS = (LEAD, VOLUNTEER, ANNA, STRANGER)
Call = Callable[[World, int], tuple[Any, ...]]

# What only staff of the committee may do: the action, then its arguments but `by` and `now`.
DRAFTS: dict[str, Call] = {
    "draft": lambda world, _: (
        actions.draft_notice, world.place.committee_id, "zh-hans", TEXT,
    ),
    "text": lambda _, notice: (actions.change_text, notice, "en", "Hello"),
    "drop_text": lambda _, notice: (actions.drop_text, notice, "en"),
    "kind": lambda _, notice: (actions.set_kind, notice, NoticeKind.CLOSURE),
    "media": lambda _, notice: (actions.set_media, notice, None),
    "audience": lambda world, notice: (actions.set_audience, notice, world.building(1)),
    "options": lambda _, notice: (actions.set_options, notice),
    "when": lambda _, notice: (actions.set_when, notice, When()),
    "drop": lambda _, notice: (actions.drop_notice, notice),
    "to_me": lambda _, notice: (actions.send_to_me, notice),
    "back": lambda _, notice: (actions.send_back, notice),
    "unschedule": lambda _, notice: (actions.unschedule, notice),
    "edit": lambda _, notice: (actions.edit_sent, notice, "zh-hans", "别的"),
    "recall": lambda _, notice: (actions.recall_notice, notice),
    "again": lambda _, notice: (actions.send_again, notice),
    "knock": lambda _, notice: (actions.make_knock_tasks, notice),
    "selection": lambda world, _: (
        actions.save_selection, world.place.committee_id, "一号楼", world.building(0),
    ),
}  # fmt: skip


# What no SQL decides is tested on one database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def test_only_staff_may_do_anything_but_answer_and_tick(world: World) -> None:
    notice_id = await world.draft()
    for make in DRAFTS.values():
        action, *arguments = make(world, notice_id)
        for person in OTHERS:
            refusal = await world.refused(action, *arguments, by=person, now=NOW)
            assert refusal.code == "not_staff", action
    for action, more in ((actions.send_notice, ()), (actions.confirm_notice, (1,))):
        for person in OTHERS:
            refusal = await world.refused(
                action, notice_id, *more, by=person, now=NOW, calendar=CALENDAR
            )
            assert refusal.code == "not_staff"


async def test_other_committees_houses_are_none(world: World) -> None:
    notice_id = await world.draft()
    for audience, kind in (
        (Audience(estates=(99,)), "estate"),
        (Audience(buildings=(99,)), "building"),
    ):
        refusal = await world.refused(actions.set_audience, notice_id, audience, by=STAFF, now=NOW)
        assert (refusal.code, refusal.params["kind"]) == ("not_found", kind)


async def test_what_a_notice_is_not_ready_for_is_refused(world: World) -> None:
    nobody = await world.draft(Audience())
    gone = await world.draft()
    await world.work.write(actions.drop_notice, gone, by=STAFF, now=NOW)
    await world.work.write(actions.drop_notice, gone, by=STAFF, now=NOW)
    cases: tuple[tuple[int, Any, dict[str, Any], str | None], ...] = (
        (nobody, actions.send_notice, {"calendar": CALENDAR}, "notice_no_audience"),
        (gone, actions.send_notice, {"calendar": CALENDAR}, "notice_wrong_state"),
        (gone, actions.recall_notice, {}, "notice_wrong_state"),
        (nobody, actions.send_again, {}, "notice_wrong_state"),
        (nobody, actions.make_knock_tasks, {}, "notice_wrong_state"),
        (nobody, actions.unschedule, {}, None),
        (999, actions.recall_notice, {}, "notice_unknown"),
    )
    for notice_id, action, more, code in cases:
        if code is None:
            await world.work.write(action, notice_id, by=STAFF, now=NOW, **more)
            continue
        refusal = await world.refused(action, notice_id, by=STAFF, now=NOW, **more)
        assert refusal.code == code
    with pytest.raises(ValueError, match="acknowledged"):
        await world.work.write(
            actions.note_reached, nobody, [], Reach.ACKNOWLEDGED, by=STAFF, now=NOW
        )


async def test_source_text_stays_and_a_translation_can_go(world: World) -> None:
    notice_id = await world.draft()
    await world.work.write(actions.change_text, notice_id, "en", "Hello", by=STAFF, now=NOW)
    refusal = await world.refused(actions.drop_text, notice_id, "zh-hans", by=STAFF, now=NOW)
    assert refusal.code == "notice_language_needed"
    for _ in range(2):
        await world.work.write(actions.drop_text, notice_id, "en", by=STAFF, now=NOW)
    view = await world.notice(notice_id)
    assert [text.language for text in view.texts] == ["zh-hans"]
    assert view.title == "核酸检测通知"


async def test_selection_has_one_name_and_can_be_dropped(world: World) -> None:
    save = actions.save_selection
    committee = world.place.committee_id
    first, again = [
        await world.work.write(save, committee, " 一号楼 ", world.building(0), by=STAFF, now=NOW)
        for _ in range(2)
    ]
    assert first == again
    taken = await world.refused(save, committee, "一号楼", world.building(1), by=STAFF, now=NOW)
    assert taken.code == "notice_name_taken"
    (kept,) = await world.work.read(queries.list_selections, committee)
    assert (kept.name, kept.audience) == ("一号楼", world.building(0))
    not_staff = await world.refused(actions.drop_selection, first, by=LEAD, now=NOW)
    assert not_staff.code == "not_staff"
    await world.work.write(actions.drop_selection, first, by=STAFF, now=NOW)
    gone = await world.refused(actions.drop_selection, first, by=STAFF, now=NOW)
    assert gone.code == "notice_selection_unknown"


async def test_lists_of_staff_show_drafts_apart(world: World) -> None:
    first, second, third = [await world.draft(text=text) for text in ("一", "二", "三")]
    await world.send(second)
    await world.work.write(actions.drop_notice, third, by=STAFF, now=NOW)
    committee = world.place.committee_id
    lines = await world.work.read(queries.list_notices, committee)
    assert {(line.id, line.number, line.title) for line in lines} == {
        (first, 1, "一"), (second, 2, "二"),
    }  # fmt: skip
    assert await world.work.read(queries.count_notices, committee) == 2
    drafts = await world.work.read(queries.list_drafts, committee)
    assert [line.id for line in drafts] == [first]
    assert await world.work.read(queries.count_groups, second) == 1
