"""Entries written, dated, published and withdrawn by staff, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from storage.community.actions import revoke_role
from storage.community.queries import list_roles
from storage.faq import actions, queries
from storage.faq.entries import EntryFacts, EntryWords
from storage.faq.kinds import ClosureKind, EntryKind, EntryState, Standing
from storage.work import Work
from tests.builders import STAFF
from tests.storage.faq_world import (
    CLOSURE_EN,
    CLOSURE_ZH,
    DAY,
    FACTS,
    NOW,
    OTHER_STAFF,
    TODAY,
    World,
    make_file,
    make_world,
)

RESIDENT = 1000
BY: dict[str, Any] = {"by": STAFF, "now": NOW}


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def _draft(world: World, words: EntryWords = CLOSURE_ZH) -> int:
    return await world.work.write(
        actions.create_entry, world.place.committee_id, EntryKind.CLOSURE, words, **BY
    )


async def test_entry_written_in_chat_is_published_once_it_is_complete(world: World) -> None:
    work = world.work
    bare = replace(CLOSURE_ZH, source="", issuing_body="")
    entry_id = await _draft(world, bare)
    refusal = await world.refused(actions.publish_entry, entry_id, **BY)
    assert refusal.code == "faq_incomplete"
    assert refusal.params["missing"] == ["source", "issuing_body", "issued_on", "valid_from"]

    await work.write(
        actions.set_source,
        entry_id,
        "zh-hans",
        source="三区划分标准",
        issuing_body="上海市防控办",
        source_url="https://sh.gov.cn/1",
        issued_on=date(2022, 3, 31),
        **BY,
    )
    await work.write(actions.set_dates, entry_id, valid_from=date(2022, 4, 1), **BY)
    view = await work.write(actions.publish_entry, entry_id, valid_until=date(2022, 5, 1), **BY)

    assert (view.state, view.standing) == (EntryState.IN_FORCE, Standing.IN_FORCE)
    assert (view.checked_by, view.checked_at, view.owner_id) == (STAFF, NOW, STAFF)
    assert (view.issued_on, view.valid_until) == (date(2022, 3, 31), date(2022, 5, 1))
    assert view.source_text.source == "三区划分标准"
    assert view.source_url == "https://sh.gov.cn/1"
    assert await world.entry(entry_id) == view
    assert [each for each in await world.audited() if each[0].startswith("faq.")] == [
        (f"faq.{what}", STAFF, f"faq_entry:{entry_id}")
        for what in ("drafted", "sourced", "dated", "published")
    ]


async def test_slugs_of_drafts_never_meet(world: World) -> None:
    await world.save(make_file("closure-2"))
    drafts = [await _draft(world) for _ in range(3)]

    views = await world.work.read(queries.list_entries, 1, NOW)

    assert sorted(view.slug for view in views) == [
        "closure-2",
        "closure-3",
        "closure-4",
        "closure-5",
    ]
    assert drafts == sorted(drafts)


async def test_every_change_makes_the_index_stale(world: World) -> None:
    entry_id = await world.save()
    seen = {await world.work.read(queries.find_stamp, 1)}
    changes: list[tuple[Any, tuple[Any, ...], dict[str, Any]]] = [
        (actions.write_text, (replace(CLOSURE_ZH, answer="七天。"),), {}),
        (actions.add_variant, ("en", "How many days"), {}),
        (actions.set_dates, (), {"valid_until": date(2022, 6, 1)}),
        (actions.set_kind, (EntryKind.OTHER,), {}),
        (actions.set_scope, (), {"estate_id": 1, "building_id": None, "closure": None}),
        (actions.confirm_checked, (), {}),
        (actions.withdraw_entry, (), {}),
        (actions.restore_entry, (), {}),
    ]
    for action, args, kwargs in changes:
        await world.work.write(action, entry_id, *args, **kwargs, **BY)
        stamp = await world.work.read(queries.find_stamp, 1)
        assert stamp not in seen, action
        seen.add(stamp)


@pytest.mark.parametrize("by", [RESIDENT, 55_555])
async def test_only_staff_change_entries(world: World, by: int) -> None:
    entry_id = await world.save()
    who: dict[str, Any] = {"by": by, "now": NOW}
    source = {"source": "x", "issuing_body": "x", "source_url": None, "issued_on": None}
    scope = {"estate_id": None, "building_id": None, "closure": None}
    refused = [
        await world.refused(actions.create_entry, 1, EntryKind.PETS, CLOSURE_ZH, **who),
        await world.refused(actions.write_text, entry_id, CLOSURE_ZH, **who),
        await world.refused(actions.add_variant, entry_id, "en", "x", **who),
        await world.refused(actions.set_dates, entry_id, **who),
        await world.refused(actions.set_scope, entry_id, **scope, **who),
        await world.refused(actions.set_source, entry_id, "en", **source, **who),
        await world.refused(actions.set_kind, entry_id, EntryKind.PETS, **who),
        await world.refused(actions.set_owner, entry_id, by, **who),
        await world.refused(actions.set_replacement, entry_id, None, **who),
        await world.refused(actions.publish_entry, entry_id, **who),
        await world.refused(actions.publish_ready, 1, None, valid_until=None, **who),
        await world.refused(actions.confirm_checked, entry_id, **who),
        await world.refused(actions.withdraw_entry, entry_id, **who),
        await world.refused(actions.restore_entry, entry_id, **who),
        await world.refused(actions.save_entry, 1, make_file(), **who),
        await world.refused(actions.import_entries, 1, [make_file()], default_issuer="x", **who),
    ]
    assert {refusal.code for refusal in refused} == {"not_staff"}


async def test_right_that_was_revoked_changes_nothing_any_more(world: World) -> None:
    entry_id = await world.save()
    roles = await world.work.read(list_roles, 1, NOW)
    own = next(role.id for role in roles if role.person_id == OTHER_STAFF)
    await world.work.write(revoke_role, own, by=STAFF, now=NOW)

    refusal = await world.refused(actions.withdraw_entry, entry_id, by=OTHER_STAFF, now=NOW)

    assert refusal.code == "not_staff"


async def test_text_in_force_stays_in_force_and_counts_as_checked(world: World) -> None:
    entry_id = await world.save()
    later = NOW + DAY

    view = await world.work.write(
        actions.write_text,
        entry_id,
        replace(CLOSURE_ZH, answer="七天。", source="", issuing_body=""),
        by=OTHER_STAFF,
        now=later,
    )

    assert view.standing is Standing.IN_FORCE
    assert (view.checked_by, view.checked_at) == (OTHER_STAFF, later)
    assert view.source_text.answer == "七天。"
    assert view.source_text.source == CLOSURE_ZH.source
    assert view.stale == ("en",)
    assert view.texts["en"].is_stale

    fresh = await world.work.write(
        actions.write_text, entry_id, CLOSURE_EN, by=OTHER_STAFF, now=later + DAY
    )
    assert fresh.stale == ()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
async def test_other_ways_to_ask_leave_every_text_as_fresh_as_it_was(
    world: World, language: str
) -> None:
    entry_id = await world.save()
    before = (await world.entry(entry_id)).texts

    for number, again in enumerate([CLOSURE_ZH, CLOSURE_EN]):
        more = replace(again, variants=(*again.variants, f"and this {number}"))
        await world.work.write(actions.write_text, entry_id, more, by=STAFF, now=NOW + DAY)

    after = await world.entry(entry_id)
    assert after.stale == ()
    assert after.texts[language].written_at == before[language].written_at
    assert len(after.texts[language].variants) == len(before[language].variants) + 1


async def test_another_way_to_ask_does_not_make_an_outdated_translation_fresh(
    world: World,
) -> None:
    entry_id = await world.save()
    changed = replace(CLOSURE_ZH, answer="七天。")
    await world.work.write(actions.write_text, entry_id, changed, by=STAFF, now=NOW + DAY)

    more = replace(CLOSURE_EN, variants=("How many days",))
    view = await world.work.write(actions.write_text, entry_id, more, by=STAFF, now=NOW + 2 * DAY)

    assert view.stale == ("en",)


async def test_entry_in_force_never_loses_what_it_needs(world: World) -> None:
    entry_id = await world.save()
    source: dict[str, Any] = {"source": "", "issuing_body": "x", "source_url": None}
    open_words = replace(CLOSURE_ZH, answer="请拨打[[电话]]。")

    refused = [
        await world.refused(actions.set_dates, entry_id, valid_from=None, **BY),
        await world.refused(actions.set_dates, entry_id, valid_until=date(2022, 3, 1), **BY),
        await world.refused(
            actions.set_source, entry_id, "zh-hans", **source, issued_on=TODAY, **BY
        ),
        await world.refused(actions.write_text, entry_id, open_words, **BY),
        await world.refused(actions.add_variant, entry_id, "zh-hans", "[[电话]]", **BY),
    ]

    assert [refusal.code for refusal in refused] == [
        "faq_incomplete",
        "faq_dates_reversed",
        "faq_incomplete",
        "faq_needs_filling",
        "faq_needs_filling",
    ]
    assert (await world.entry(entry_id)).source_text.answer == CLOSURE_ZH.answer


async def test_translation_with_open_places_is_not_given(world: World) -> None:
    entry_id = await world.save()
    await world.work.write(
        actions.write_text, entry_id, replace(CLOSURE_EN, answer="Call [[phone]]."), **BY
    )

    entry = await world.entry(entry_id)
    assert entry.standing is Standing.IN_FORCE
    assert entry.text_for("en").language == "zh-hans"
    assert "en" not in entry.readable


async def test_translation_borrows_source_and_body(world: World) -> None:
    entry_id = await world.save()
    words = EntryWords("fr", "Combien de jours ?", (), "Quatorze jours.")

    view = await world.work.write(actions.write_text, entry_id, words, **BY)

    assert view.texts["fr"].issuing_body == "上海市防控办"
    assert view.texts["fr"].source == CLOSURE_ZH.source
    assert view.texts["en"].source == "Standards"


async def test_words_are_given_in_the_nearest_language(world: World) -> None:
    view = await world.entry(await world.save())
    expected: dict[tuple[str | None, ...], str] = {
        ("en",): "en",
        ("fr", "en"): "en",
        ("zh-hant",): "zh-hans",
        ("zh-hant", "en"): "zh-hans",
        ("ja",): "zh-hans",
        (None, "en"): "en",
        (): "zh-hans",
    }

    assert {each: view.text_for(*each).language for each in expected} == expected


async def test_variant_added_twice_is_there_once(world: World) -> None:
    entry_id = await world.save()
    added = await world.work.write(actions.add_variant, entry_id, "en", " Until when ", **BY)

    again = await world.work.write(actions.add_variant, entry_id, "en", "UNTIL WHEN", **BY)

    assert added.texts["en"].variants == ("When can we leave", "Until when")
    assert again == added
    missing = await world.refused(actions.add_variant, entry_id, "ja", "いつまで", **BY)
    assert (missing.code, missing.params) == ("not_found", {"kind": "entry"})


async def test_scope_is_the_committees_own(world: World) -> None:
    entry_id = await world.save()
    first = world.place.buildings[0]

    async def refused(estate_id: int | None, building_id: int | None) -> dict[str, Any]:
        scope = {"estate_id": estate_id, "building_id": building_id, "closure": None}
        return (await world.refused(actions.set_scope, entry_id, **scope, **BY)).params

    assert await refused(77, None) == {"kind": "estate"}
    assert await refused(world.place.estate_id, 77) == {"kind": "building"}
    assert await refused(None, first) == {"kind": "building"}

    view = await world.work.write(
        actions.set_scope,
        entry_id,
        estate_id=world.place.estate_id,
        building_id=first,
        closure=ClosureKind.LOCKDOWN,
        **BY,
    )
    assert (view.estate, view.building, view.closure) == ("图们小区", "1", ClosureKind.LOCKDOWN)
    assert view.facts == replace(
        FACTS, estate="图们小区", building="1", closure=ClosureKind.LOCKDOWN
    )


async def test_expired_entry_is_not_published_and_names_what_replaced_it(world: World) -> None:
    old = await world.save(make_file(facts=replace(FACTS, valid_until=TODAY)))
    new = await world.save(make_file("closure-new"))

    view = await world.work.write(actions.set_replacement, old, new, **BY)
    tomorrow = await world.entry(old, NOW + DAY)
    refusal = await world.refused(actions.publish_entry, old, by=STAFF, now=NOW + DAY)

    assert (view.standing, tomorrow.standing) == (Standing.IN_FORCE, Standing.EXPIRED)
    assert tomorrow.replaced_by == new
    assert refusal.code == "faq_dates_over"


async def test_withdrawn_entry_comes_back_as_it_was(world: World) -> None:
    published, successor = await world.save(), await world.save(make_file("closure-new"))
    draft = await world.save(make_file("closure-draft"), state=None)

    for entry_id in (published, draft):
        view = await world.work.write(actions.withdraw_entry, entry_id, replaced_by=successor, **BY)
        assert (view.standing, view.replaced_by) == (Standing.WITHDRAWN, successor)
    again = await world.work.write(actions.withdraw_entry, published, **BY)
    assert again == await world.entry(published)
    assert again.replaced_by == successor

    back = [
        await world.work.write(actions.restore_entry, each, **BY) for each in (published, draft)
    ]
    assert [(each.state, each.replaced_by) for each in back] == [
        (EntryState.IN_FORCE, None),
        (EntryState.DRAFTED, None),
    ]
    same = await world.work.write(actions.restore_entry, published, **BY)
    assert same == back[0]


async def test_replacement_never_leads_in_a_circle(world: World) -> None:
    a, b, c = [await world.save(make_file(slug)) for slug in ("a", "b", "c")]
    await world.work.write(actions.withdraw_entry, a, replaced_by=b, **BY)
    await world.work.write(actions.withdraw_entry, b, replaced_by=c, **BY)

    circle = [
        await world.refused(actions.withdraw_entry, c, replaced_by=a, **BY),
        await world.refused(actions.set_replacement, c, c, **BY),
    ]
    elsewhere = await world.refused(actions.set_replacement, c, 999, **BY)

    assert {refusal.code for refusal in circle} == {"faq_replacement_circle"}
    assert (elsewhere.code, elsewhere.params) == ("not_found", {"kind": "entry"})


async def test_many_drafts_are_published_and_each_refusal_is_named(world: World) -> None:
    own_end = date(2022, 4, 30)
    ready = await world.save(make_file("ready"), state=None)
    ends = await world.save(make_file("ends", replace(FACTS, valid_until=own_end)), state=None)
    over = await world.save(
        make_file("over", replace(FACTS, valid_until=date(2022, 4, 2))), state=None
    )
    to_fill = await world.save(
        make_file("fill", words=(replace(CLOSURE_ZH, answer="[[电话]]"),)), state=None
    )
    given_end = date(2022, 7, 1)

    report = await world.work.write(actions.publish_ready, 1, None, valid_until=given_end, **BY)

    assert report.published == (ready, ends)
    assert [(left.entry_id, left.code, left.params) for left in report.left] == [
        (over, "faq_dates_over", {}),
        (to_fill, "faq_needs_filling", {"count": 1}),
    ]
    views = {each: await world.entry(each) for each in (ready, ends, over, to_fill)}
    assert [view.state for view in views.values()] == [
        EntryState.IN_FORCE,
        EntryState.IN_FORCE,
        EntryState.DRAFTED,
        EntryState.DRAFTED,
    ]
    assert [view.valid_until for view in views.values()] == [
        given_end,
        own_end,
        date(2022, 4, 2),
        None,
    ]
    again = await world.work.write(actions.publish_ready, 1, [ready], valid_until=None, **BY)
    assert (again.published, again.left) == ((), ())


async def test_owner_is_staff(world: World) -> None:
    entry_id = await world.save()

    refusal = await world.refused(actions.set_owner, entry_id, RESIDENT, **BY)
    view = await world.work.write(actions.set_owner, entry_id, OTHER_STAFF, **BY)

    assert (refusal.code, view.owner_id) == ("not_staff", OTHER_STAFF)


async def test_entries_are_listed_in_the_order_of_menus(world: World) -> None:
    pets = await world.save(make_file("pets", EntryFacts(EntryKind.PETS)), state=None)
    closure = await world.save()
    urgent = await world.save(make_file("urgent", replace(FACTS, kind=EntryKind.EMERGENCY)))

    async def listed(**wanted: Any) -> list[int]:
        views = await world.work.read(queries.list_entries, 1, NOW, **wanted)
        return [view.id for view in views]

    assert await listed() == [urgent, closure, pets]
    assert await listed(kind=EntryKind.CLOSURE) == [closure]
    assert await listed(standing=Standing.DRAFTED) == [pets]
    assert await listed(ids=[pets, urgent]) == [urgent, pets]
    assert await listed(ids=[]) == []
    assert await world.work.read(queries.list_entries, 2, NOW) == ()


async def test_unknown_entry_is_told_as_such(world: World) -> None:
    refusal = await world.refused(actions.publish_entry, 404, **BY)

    assert (refusal.code, refusal.params) == ("not_found", {"kind": "entry"})
    assert await world.work.read(queries.find_entry, 404, NOW) is None


async def test_passages_are_what_may_be_given_or_named(world: World) -> None:
    in_force = await world.save()
    await world.save(make_file("draft"), state=None)
    gone = await world.save(make_file("gone"))
    replaced = await world.save(make_file("replaced"))
    await world.work.write(actions.withdraw_entry, gone, **BY)
    await world.work.write(actions.withdraw_entry, replaced, replaced_by=in_force, **BY)

    rows = await world.work.read(queries.list_passages, 1)

    assert [(row.entry_id, row.language) for row in rows] == [
        (in_force, "zh-hans"),
        (in_force, "en"),
        (replaced, "zh-hans"),
        (replaced, "en"),
    ]
    assert rows[1].variants == ("When can we leave",)
    assert rows[1].answer == "Fourteen days."


async def test_vectors_are_kept_once_and_dropped_when_unused(world: World) -> None:
    many = {f"{number:064}": bytes([number % 256]) * 8 for number in range(1200)}
    await world.work.write(actions.keep_vectors, "use", many)
    await world.work.write(actions.keep_vectors, "use", dict(list(many.items())[:3]))
    await world.work.write(actions.keep_vectors, "e5", {"a" * 64: b"\x01"})
    await world.work.write(actions.keep_vectors, "e5", {})

    assert await world.work.read(queries.load_vectors, "use", many.keys()) == many
    assert await world.work.read(queries.load_vectors, "e5", many.keys()) == {}

    kept = list(many)[:100]
    assert await world.work.write(actions.drop_unused_vectors, [*kept, "a" * 64]) == 1100
    assert set(await world.work.read(queries.load_vectors, "use", many)) == set(kept)
    assert len(await world.work.read(queries.load_vectors, "e5", ["a" * 64])) == 1
