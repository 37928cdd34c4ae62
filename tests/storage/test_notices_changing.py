"""Edits and recalls reach every copy: sent, waiting, on its way, and in a group that moved."""

from __future__ import annotations

import pytest

from storage.community import actions as community
from storage.notices import actions, queries
from storage.notices.kinds import Media, MediaKind, NoticeKind, NoticeState
from storage.outbox.claims import claim_messages, settle_message
from storage.outbox.tables import SendState
from storage.work import Work
from tests.builders import STAFF
from tests.storage.notices_world import (
    ANNA,
    GROUP,
    MINUTE,
    NOW,
    OTHER_STAFF,
    TEXT,
    World,
    make_world,
)

NEW = "改到下午"
RECALLED = "notices/recalled"


# What no SQL decides is tested on one database.
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def _edit(world: World, notice_id: int, text: str = NEW) -> int | None:
    return await world.work.write(actions.edit_sent, notice_id, "zh-hans", text, by=STAFF, now=NOW)


async def _recall(world: World, notice_id: int) -> int:
    return await world.work.write(actions.recall_notice, notice_id, by=OTHER_STAFF, now=NOW)


async def test_edit_reaches_copies_that_left_and_those_that_wait(world: World) -> None:
    notice_id = await world.draft()
    await world.send(notice_id)
    await world.deliver(most=3)
    assert len(world.shown) == 3

    assert await _edit(world, notice_id) == 3
    assert await _edit(world, notice_id) == 0
    await world.deliver()

    assert len(world.shown) == 7
    assert set(world.shown.values()) == {NEW}
    assert (await world.report(notice_id)).changes.sent == 3


async def test_copy_under_way_while_it_is_edited_is_brought_up_after(world: World) -> None:
    notice_id = await world.draft()
    await world.send(notice_id)
    claim = await world.work.write(claim_messages, 500, now=NOW, lease=MINUTE)

    assert await _edit(world, notice_id) == 0
    for number, message in enumerate(claim.messages, start=1_000):
        world.shown[message.chat_id, number] = TEXT
        await world.work.write(
            settle_message, message.id, SendState.SENT, now=NOW, message_id=number
        )
    for _ in range(2):
        await world.deliver()

    assert len(world.shown) == 7
    assert set(world.shown.values()) == {NEW}


async def test_recall_takes_back_what_is_there_and_stops_the_rest(world: World) -> None:
    notice_id = await world.draft()
    await world.send(notice_id)
    await world.deliver(most=3)

    assert await _recall(world, notice_id) == 3
    assert await _recall(world, notice_id) == 0
    await world.deliver()

    assert set(world.shown.values()) == {RECALLED}
    assert len(world.shown) == 3
    report = await world.report(notice_id)
    assert (report.groups.withdrawn + report.private.withdrawn, report.run.ended_at) == (4, NOW)
    assert (await world.notice(notice_id)).state is NoticeState.RECALLED


@ON_ONE
async def test_recalled_picture_is_deleted(world: World) -> None:
    notice_id = await world.draft(media=Media(MediaKind.PHOTO, "file"))
    await world.send(notice_id)
    await world.deliver()
    await _recall(world, notice_id)
    await world.deliver()
    assert not world.shown


@ON_ONE
async def test_recall_overtakes_an_edit_that_still_waits(world: World) -> None:
    notice_id = await world.draft()
    await world.send(notice_id)
    await world.deliver()
    await _edit(world, notice_id)
    await _recall(world, notice_id)
    await world.deliver()
    assert set(world.shown.values()) == {RECALLED}


async def test_group_that_moved_is_told_anew(world: World) -> None:
    notice_id = await world.draft()
    await world.send(notice_id)
    await world.deliver()
    moved = -100_1001
    await world.work.write(community.migrate_chat, GROUP, moved, now=NOW)

    await _edit(world, notice_id)
    await world.deliver()
    assert world.seen(moved) == [NEW]
    await _edit(world, notice_id, "又改了")
    await world.deliver()
    assert world.seen(moved) == ["又改了"]
    await _recall(world, notice_id)
    await world.deliver()
    assert world.seen(moved) == [RECALLED]


@ON_ONE
async def test_translation_filled_in_later_reaches_its_readers(world: World) -> None:
    notice_id = await world.draft()
    await world.send(notice_id)
    await world.deliver()
    assert world.seen(ANNA) == [TEXT]
    await world.work.write(actions.edit_sent, notice_id, "en", "This afternoon", by=STAFF, now=NOW)
    await world.deliver()
    assert (world.seen(ANNA), world.seen(GROUP)) == (["This afternoon"], [TEXT])


def _read(world: World) -> set[str]:
    """What residents and groups read; staff are asked and told besides."""
    staff = (STAFF, OTHER_STAFF)
    return {words for (chat, _), words in world.shown.items() if chat not in staff}


async def _mass(world: World) -> int:
    """A notice to everybody, confirmed by a second person; half of it has left."""
    notice_id = await world.draft(world.everybody)
    await world.send(notice_id)
    await world.confirm(notice_id)
    await world.deliver(most=5)
    return notice_id


async def _confirm(world: World, notice_id: int, number: int, by: int = OTHER_STAFF) -> object:
    return await world.work.write(
        actions.confirm_notice, notice_id, -number, by=by, now=NOW, calendar=None
    )


async def test_new_words_for_very_many_wait_for_a_second_person(world: World) -> None:
    notice_id = await _mass(world)

    assert await _edit(world, notice_id) is None
    asked, params = (await world.told("notices/to_confirm"))[-1]
    assert (asked, params["version"]) == (OTHER_STAFF, -1)
    await world.deliver()
    assert _read(world) == {TEXT}
    trial = await world.work.read(
        queries.load_letter, {"notice_id": notice_id, "trial": True}, ("zh-hans",)
    )
    assert trial is not None
    assert trial.params["text"] == NEW
    own = await world.refused(
        actions.confirm_notice, notice_id, -1, by=STAFF, now=NOW, calendar=None
    )
    assert own.code == "notice_own"

    await _edit(world, notice_id, "再改")
    old = await world.refused(
        actions.confirm_notice, notice_id, -1, by=OTHER_STAFF, now=NOW, calendar=None
    )
    assert old.code == "notice_changed"
    for _ in range(2):
        assert await _confirm(world, notice_id, 2) is NoticeState.SENT
    await world.deliver()
    assert _read(world) == {"再改"}
    assert [chat for chat, _ in await world.told("notices/confirmed")] == [STAFF, STAFF]


@ON_ONE
async def test_new_words_that_are_sent_back_change_nothing(world: World) -> None:
    notice_id = await _mass(world)
    await _edit(world, notice_id)

    await world.work.write(actions.send_back, notice_id, by=OTHER_STAFF, now=NOW, reason="几点？")
    ((told, params),) = await world.told("notices/sent_back")
    assert (told, params["reason"]) == (STAFF, "几点？")
    await _confirm(world, notice_id, 1)
    await world.deliver()
    assert _read(world) == {TEXT}


@ON_ONE
async def test_edit_may_not_lose_a_fact_nor_touch_a_draft(world: World) -> None:
    facts = {"time": "9:00", "place": "活动室", "who": "全体"}
    notice_id = await world.draft(kind=NoticeKind.EVENT, facts=facts)
    draft = await world.refused(actions.edit_sent, notice_id, "zh-hans", NEW, by=STAFF, now=NOW)
    assert draft.code == "notice_wrong_state"
    await world.send(notice_id)
    lost = await world.refused(
        actions.edit_sent, notice_id, "zh-hans", NEW, by=STAFF, now=NOW, facts={"time": "9:00"}
    )
    assert (lost.code, lost.params["fact"]) == ("notice_fact_missing", "place")
    unsent = await world.refused(actions.change_text, notice_id, "zh-hans", NEW, by=STAFF, now=NOW)
    assert unsent.code == "notice_wrong_state"


async def test_resident_lists_what_was_announced_but_not_what_was_recalled(world: World) -> None:
    first, second, third = [await world.draft(text=text) for text in ("一", "二", "三")]
    for notice_id in (first, second):
        await world.send(notice_id)
    await _recall(world, first)
    lines = await world.work.read(queries.list_for_resident, ANNA)
    assert [(line.id, line.title) for line in lines] == [(second, "二")]
    assert await world.work.read(queries.list_for_resident, ANNA + 1) == ()
    readable = [
        await world.work.read(queries.may_read, notice_id, person, NOW)
        for notice_id, person in ((second, ANNA), (second, ANNA + 1), (third, ANNA), (third, STAFF))
    ]
    assert readable == [True, False, False, True]
