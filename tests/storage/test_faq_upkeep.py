"""What goes with its person, its time, or to another database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func
from sqlmodel import Session, select

from storage.community import actions as community
from storage.community.queries import find_conversation, find_duty
from storage.engine import Database
from storage.faq import actions, queries
from storage.faq.kinds import ClosureKind, ItemState
from storage.faq.tables import FaqEntry, FaqItem, FaqText
from storage.moving import move
from storage.retention import KEEP_QUESTIONS, purge
from storage.tables import metadata
from storage.work import Work
from tests.builders import KEYRING, STAFF
from tests.storage.faq_world import (
    GROUP,
    NOW,
    OTHER_STAFF,
    World,
    bind_group,
    make_file,
    make_world,
)

BY: dict[str, Any] = {"by": STAFF, "now": NOW}
ANNA, BEN = 1000, 1001
SECOND = timedelta(seconds=1)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def forget(world: World, person: int) -> community.Forgotten:
    return await world.work.write(community.forget_person, person, now=NOW)


async def settle(world: World, item_id: int) -> None:
    await world.work.write(actions.settle_item, item_id, "可以。", "zh-hans", **BY)


async def test_questions_go_with_their_person(world: World) -> None:
    alone = await world.open(await world.ask(ANNA, "只有我问"))
    shared = await world.open(await world.ask(ANNA, "我先问的"))
    other = await world.ask(BEN, "我也问了", language="fr", now=NOW + SECOND)
    await world.open(other, shared.id)
    answered = await world.open(await world.ask(ANNA, "问过的"))
    await settle(world, answered.id)

    forgotten = await forget(world, ANNA)

    assert forgotten.questions == 3
    assert await world.work.read(queries.count_questions, ANNA) == 0
    kept = await world.item(shared.id)
    assert (kept.state, kept.text, kept.language, kept.askers) == (
        ItemState.OPEN,
        "我也问了",
        "fr",
        1,
    )
    assert (await world.item(alone.id)).state is ItemState.DISMISSED
    gone = await world.item(answered.id)
    assert (gone.state, gone.text, gone.reply) == (ItemState.ANSWERED, None, None)
    assert (await forget(world, ANNA)).questions == 0


async def test_what_staff_are_yet_to_hear_is_told_without_the_words_of_who_left(
    world: World,
) -> None:
    await world.open(await world.ask(ANNA, "只有我问"))
    shared = await world.open(await world.ask(ANNA, "我先问的"))
    await world.open(await world.ask(BEN, "我也问了", language="fr"), shared.id)

    await forget(world, ANNA)

    told = await world.told("faq/item_new")
    assert [(person, each["text"], each["language"]) for person, each in told] == [
        (STAFF, "我也问了", "fr"),
        (OTHER_STAFF, "我也问了", "fr"),
    ]


async def test_reply_in_a_group_is_not_sent_to_who_left(world: World) -> None:
    await bind_group(world)
    item = await world.open(await world.ask(ANNA, "群里问的", chat=GROUP))
    await world.open(await world.ask(BEN, "我也是", chat=GROUP), item.id)
    for person in (ANNA, BEN):
        await world.work.write(community.set_reachable, person, False)
    await settle(world, item.id)

    await forget(world, ANNA)

    assert [each["question"] for _, each in await world.told("faq/reply")] == ["我也是"]


async def test_no_word_of_who_left_is_in_any_row(world: World) -> None:
    item = await world.open(await world.ask(ANNA, "独一无二的话"))
    for person in range(1001, 1005):
        await world.open(await world.ask(person, "别的话"), item.id)
    await settle(world, item.id)

    await forget(world, ANNA)

    def find_words(session: Session) -> list[str]:
        tables = metadata.sorted_tables
        rows = (str(row) for table in tables for row in session.execute(table.select()))
        return [row for row in rows if "独一无二" in row]

    assert await world.work.read(find_words) == []


async def test_words_that_a_neighbour_asked_about_go_with_their_author(world: World) -> None:
    mine = await world.ask(BEN, "我自己问的")
    quoted = await world.ask(BEN, "安娜写的话", chat=GROUP, author=ANNA)
    item = await world.open(quoted)

    forgotten = await forget(world, ANNA)

    assert forgotten.questions == 1
    assert await world.question(quoted) is None
    assert (await world.item(item.id)).state is ItemState.DISMISSED
    assert await world.question(mine) is not None


@pytest.mark.parametrize(
    ("step", "data", "is_ended"),
    [
        ("faq.reply", {"item_id": 1, "reply": "好"}, True),
        ("faq.make", {"item_id": 1, "question": "只有我问"}, True),
        ("faq.search", {"purpose": "use", "subject": 1}, True),
        ("faq.until", {"purpose": "publish", "subject": 1}, False),
        ("faq.reply", {"item_id": 2, "reply": "好"}, False),
        ("relay.title", {"item_id": 1}, False),
    ],
)
async def test_what_staff_write_about_who_left_begins_anew(
    world: World, step: str, data: dict[str, Any], is_ended: bool
) -> None:
    assert (await world.open(await world.ask(ANNA, "只有我问"))).id == 1
    assert (await world.open(await world.ask(BEN))).id == 2
    await world.work.write(community.save_conversation, STAFF, STAFF, step, data, now=NOW)

    await forget(world, ANNA)

    found = await world.work.read(find_conversation, STAFF, STAFF)
    assert (found is None) is is_ended


async def test_work_of_staff_who_leave_stays_without_their_number(world: World) -> None:
    entry_id = await world.save()
    item = await world.open(await world.ask(ANNA))
    await settle(world, item.id)
    await world.work.write(community.take_duty, 1, **BY)

    await forget(world, STAFF)

    view = await world.entry(entry_id)
    assert (view.owner_id, view.checked_by, view.checked_at) == (None, None, NOW)

    def numbers(session: Session) -> list[Any]:
        return [
            *session.exec(select(FaqText.written_by)),
            *session.exec(select(FaqEntry.owner_id)),
            *session.exec(select(FaqItem.settled_by)),
        ]

    assert set(await world.work.read(numbers)) == {None}
    await world.work.write(community.meet_person, STAFF, "陈", "zh", now=NOW, reachable=True)
    duty = await world.work.read(find_duty, 1, NOW)
    assert (duty.is_taken, duty.people) == (False, (OTHER_STAFF,))


async def test_questions_go_after_their_time_and_not_before(world: World) -> None:
    waiting = await world.open(await world.ask(ANNA))
    answered = await world.open(await world.ask(ANNA))
    await settle(world, answered.id)
    grows = await world.open(await world.ask(ANNA))
    await world.open(await world.ask(BEN, "我也问了", now=NOW + SECOND), grows.id)
    over = NOW + KEEP_QUESTIONS

    await world.work.write(purge, over)
    assert (await world.item(answered.id)).reply == "可以。"

    await world.work.write(purge, over + SECOND)
    assert (await world.item(waiting.id)).state is ItemState.DISMISSED
    gone = await world.item(answered.id)
    assert (gone.state, gone.text, gone.reply, gone.reply_language) == (
        ItemState.ANSWERED,
        None,
        None,
        None,
    )
    left = await world.item(grows.id)
    assert (left.state, left.text, left.askers) == (ItemState.OPEN, "我也问了", 1)

    await world.work.write(purge, over + 2 * SECOND)
    assert (await world.item(grows.id)).state is ItemState.DISMISSED


async def test_item_whose_words_are_gone_becomes_no_entry(world: World) -> None:
    item = await world.open(await world.ask(ANNA))
    await settle(world, item.id)
    await world.work.write(purge, NOW + KEEP_QUESTIONS + SECOND)

    refusal = await world.refused(
        actions.entry_from_item,
        item.id,
        kind=(await world.entry(await world.save())).kind,
        question="快递？",
        source="通知",
        issued_on=NOW.date(),
        valid_until=None,
        **BY,
    )

    assert refusal.code == "faq_item_open"


@pytest.mark.parametrize(("old", "new"), [("sqlite", "postgres"), ("postgres", "sqlite")])
async def test_policy_answers_move_and_go_on(
    request: pytest.FixtureRequest, old: str, new: str
) -> None:
    """An entry names a younger one as its successor: the copy meets a row that is yet to come."""
    old_url = request.getfixturevalue(f"{old}_url")
    new_url = request.getfixturevalue(f"{new}_url")
    world = await make_world(Work(Database(old_url, KEYRING), after_commit=lambda: None))
    first = await world.save(make_file("first"))
    second = await world.save(make_file("second"))
    await world.work.write(actions.withdraw_entry, first, replaced_by=second, **BY)
    item = await world.open(await world.ask(ANNA))
    await settle(world, item.id)
    await bind_group(world)
    await world.work.write(actions.set_listens, GROUP, True, **BY)
    await world.work.write(
        actions.set_closure, world.place.estate_id, None, ClosureKind.LOCKDOWN, **BY
    )
    await world.work.write(community.take_duty, 1, **BY)
    await world.work.write(actions.keep_vectors, "use", {"d" * 64: b"\x00\xff"})
    views = await world.work.read(queries.list_entries, 1, NOW)
    counts = await world.work.read(_counts)
    world.work.database.close()

    move(old_url, new_url, KEYRING, on_table=lambda _name, _rows: None)

    after = World(
        Work(Database(new_url, KEYRING), after_commit=lambda: None), world.place, asked=50
    )
    try:
        assert all(counts[table] for table in counts if table.startswith("faq") or table == "duty")
        assert await after.work.read(_counts) == counts
        assert await after.work.read(queries.list_entries, 1, NOW) == views
        kept = await after.work.read(queries.load_vectors, "use", ["d" * 64])
        assert kept == {"d" * 64: b"\x00\xff"}
        assert await after.save(make_file("third")) > second
        assert (await after.open(await after.ask(BEN))).id > item.id
    finally:
        after.work.database.close()


def _counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.execute(select(func.count()).select_from(table)).scalar_one()
        for table in metadata.sorted_tables
    }
