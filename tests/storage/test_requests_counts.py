"""Counts: with a floor in groups, ranked for staff; and kinds, shipped or a committee's own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.requests import actions, queries
from storage.requests.forms import Form, KindDraft, Question
from storage.requests.kinds import AnswerKind, Outcome
from storage.requests.queries import RankedDrug
from storage.work import Work
from tests.builders import STAFF
from tests.storage.requests_world import (
    ANNA,
    DAY,
    HOUR,
    LEAD,
    MEDICINE,
    NOW,
    REPAIRS,
    STARTER,
    World,
    make_world,
)

WALKING = KindDraft(
    slug=None,
    icon="🐕",
    title={"zh-hans": "遛狗"},
    form=Form((Question("when", AnswerKind.TEXT, words={"zh-hans": "什么时候"}),)),
    language="zh-hans",
)


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def test_group_sees_no_number_below_five_households(world: World) -> None:
    estate, since = world.place.estate_id, NOW - DAY
    for number in range(4):
        await world.ask(number)
    await world.ask(0)
    few = await world.work.read(queries.count_needs, estate, None, since)
    assert [(need.icon, need.households) for need in few] == [("💊", None)]

    view = await world.ask(4)
    five = await world.work.read(queries.count_needs, estate, None, since)
    assert [(need.icon, need.households) for need in five] == [("💊", 5)]
    building = world.place.buildings[0]
    here = await world.work.read(queries.count_needs, estate, building, since)
    assert [need.households for need in here] == [None]
    await world.do(actions.close, view.id, Outcome.SOLVED)
    after = await world.work.read(queries.count_needs, estate, None, since)
    assert [need.households for need in after] == [None]
    assert await world.work.read(queries.count_needs, estate, None, NOW + HOUR) == ()


async def test_needs_are_ranked_by_households_with_their_change(world: World) -> None:
    week = 7 * DAY
    for number in range(3):
        await world.ask(number, "repairs", now=NOW - week + HOUR)
    await world.ask(0, "medicine", now=NOW - week + HOUR)
    await world.ask(0, "repairs", now=NOW + HOUR)
    for number in range(2):
        view = await world.ask(number, "medicine", now=NOW + HOUR)
    await world.ask(1, "medicine", now=NOW + HOUR)
    await world.do(actions.close, view.id, Outcome.SOLVED, now=NOW + 2 * HOUR)

    ranked = await world.work.read(queries.rank_needs, 1, NOW, NOW + week)
    seen = [(need.icon, need.households, need.open, need.before, need.change) for need in ranked]
    assert seen == [("💊", 2, 3, 1, 1), ("🔧", 1, 4, 3, -2)]


async def test_ways_to_write_a_medicine_are_one(world: World) -> None:
    for number, name in enumerate(
        ["硝苯地平 控释片", "硝苯地平控释片", "硝苯地平控释片", "ＡＢＣ", "abc"]
    ):
        await world.ask(number, answers={"drug": name})

    ranked = await world.work.read(queries.rank_drugs, 1, NOW, NOW + DAY)
    assert ranked == (RankedDrug("硝苯地平控释片", 3, 3, 0), RankedDrug("ＡＢＣ", 2, 2, 0))


async def test_untouched_kinds_follow_what_is_shipped(world: World) -> None:
    own = replace(REPAIRS, title={"zh-hans": "修一修"})
    await world.do(actions.save_kind, 1, own, kind_id=world.kinds["repairs"].id)
    newer = (
        replace(MEDICINE, hours=12),
        replace(STARTER[1]),
        replace(REPAIRS, hours=1),
        replace(REPAIRS, slug="parcels"),
    )
    assert await world.work.write(actions.seed_kinds, 1, newer, now=NOW) == 2
    assert await world.work.write(actions.seed_all, newer, now=NOW) == 0

    kinds = {kind.slug: kind for kind in await world.work.read(queries.list_kinds, 1)}
    assert (kinds["medicine"].hours, kinds["repairs"].hours) == (12, 72)
    assert kinds["repairs"].title == {"zh-hans": "修一修"}
    assert list(kinds) == ["medicine", "dialysis", "repairs", "parcels"]


async def test_committee_adds_a_kind_and_residents_ask_for_it(world: World) -> None:
    kind = await world.do(actions.save_kind, 1, WALKING)
    assert (kind.slug, kind.position, kind.is_offered) == ("own-1", 3, True)
    world.kinds["walking"] = kind
    new = replace(world.new(0, "repairs"), kind_id=kind.id, answers={"when": "晚上"})
    view = await world.do(actions.ask, new, by=ANNA)
    assert dict(view.answers) == {"when": "晚上"}

    changed = replace(WALKING, form=Form(()))
    await world.do(actions.save_kind, 1, changed, kind_id=kind.id)
    kept = await world.request(view.id)
    assert [question.name for question in kept.form.questions] == ["when"]


async def test_kinds_are_hidden_moved_and_taken_away(world: World) -> None:
    ids = {slug: kind.id for slug, kind in world.kinds.items()}
    await world.do(actions.move_kind, ids["repairs"], 0)
    await world.do(actions.offer_kind, ids["medicine"], False)

    async def slugs(*, everything: bool) -> list[str]:
        kinds = await world.work.read(queries.list_kinds, 1, all=everything)
        return [kind.slug for kind in kinds]

    assert await slugs(everything=False) == ["repairs", "dialysis"]
    assert await slugs(everything=True) == ["repairs", "medicine", "dialysis"]
    await world.do(actions.withdraw_kind, ids["dialysis"])
    assert await slugs(everything=True) == ["repairs", "medicine"]
    assert await world.work.read(queries.find_kind_by_slug, 1, "dialysis") is None


@pytest.mark.parametrize("by", [LEAD, ANNA])
async def test_only_staff_change_kinds(world: World, by: int) -> None:
    kind = world.kinds["repairs"].id
    for action, *args in (
        (actions.save_kind, 1, WALKING),
        (actions.offer_kind, kind, False),
        (actions.withdraw_kind, kind),
        (actions.move_kind, kind, 0),
    ):
        assert (await world.refused(action, *args, by=by)).code == "not_staff"


async def test_kind_of_another_committee_is_not_changed(world: World) -> None:
    other = await make_other_committee(world)
    draft = replace(WALKING, slug="repairs")
    refusal = await world.refused(actions.save_kind, 1, draft, kind_id=other)
    assert refusal.code == "need_kind_unknown"
    assert (await world.refused(actions.save_kind, 1, draft)).code == "need_slug_taken"


async def make_other_committee(world: World) -> int:
    from storage.community.tables import Committee

    def make(session: object) -> int:
        committee = Committee(name="别处居委会")
        session.add(committee)
        session.flush()
        actions.seed_kinds(session, committee.id, STARTER, now=NOW)
        return queries.list_kinds(session, committee.id)[0].id

    assert STAFF
    return await world.work.write(make)
