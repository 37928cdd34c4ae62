"""Entries from files: previewed, brought in, brought in again, on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from storage.faq import actions, queries
from storage.faq.actions import Fault, ImportCount
from storage.faq.entries import EntryFacts, EntryFile, EntryWords
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

ISSUER = "图们居委会"
PETS_ZH = EntryWords("zh-hans", "谁来遛狗？", (), "可以请志愿者。", "邻里入门问答")
PETS = EntryFile("pets-walk", "zh-hans", EntryFacts(EntryKind.PETS), (PETS_ZH,))


@pytest.fixture
async def world(work: Work) -> World:
    return await make_world(work)


async def bring(world: World, *files: EntryFile, **changes: Any) -> ImportCount:
    how: dict[str, Any] = {"by": STAFF, "now": NOW, "default_issuer": ISSUER} | changes
    return await world.work.write(actions.import_entries, world.place.committee_id, files, **how)


async def preview(world: World, *files: EntryFile) -> ImportCount:
    return await world.work.read(
        actions.preview_import, world.place.committee_id, files, now=NOW, default_issuer=ISSUER
    )


async def test_import_brings_what_the_preview_said_and_again_nothing(world: World) -> None:
    files = (make_file(), PETS)
    before = await world.work.read(queries.find_stamp, 1)

    said = await preview(world, *files)
    assert await world.work.read(queries.find_stamp, 1) == before
    done = await bring(world, *files)
    again = await bring(world, *files)

    assert said == done
    assert (done.new, done.changed, done.unchanged) == (2, 0, 0)
    assert done.new_slugs == ("closure-days", "pets-walk")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 2)
    assert await world.work.read(queries.find_stamp, 1) == (2, 2)


async def test_new_entry_is_a_draft_with_what_the_file_lacks(world: World) -> None:
    written = replace(PETS_ZH, updated=date(2022, 4, 3))
    await bring(world, replace(PETS, words=(written,)))

    (view,) = await world.work.read(queries.list_entries, 1, NOW)

    assert (view.standing, view.owner_id) == (Standing.DRAFTED, STAFF)
    assert (view.issued_on, view.valid_from) == (date(2022, 4, 3), date(2022, 4, 3))
    assert view.source_text.issuing_body == ISSUER
    report = await world.work.write(
        actions.publish_ready, 1, None, by=STAFF, now=NOW, valid_until=None
    )
    assert report.published == (view.id,)


async def test_words_from_the_future_count_as_of_today(world: World) -> None:
    """A starter set is younger than the clock of a rehearsal."""
    written = replace(PETS_ZH, updated=date(2026, 11, 22))
    await bring(world, replace(PETS, words=(written,)))

    (view,) = await world.work.read(queries.list_entries, 1, NOW)

    assert (view.issued_on, view.valid_from) == (TODAY, TODAY)
    assert view.source_text.written_at == NOW


async def test_operator_imports_at_the_command_line(world: World) -> None:
    await bring(world, make_file(), by=None)
    report = await world.work.write(
        actions.publish_ready, 1, None, by=None, now=NOW, valid_until=None
    )

    view = await world.entry(report.published[0])

    assert (view.owner_id, view.checked_by, view.checked_at) == (None, None, NOW)


async def test_changed_entry_stays_in_force_and_counts_as_checked(world: World) -> None:
    entry_id = await world.save()
    changed = replace(CLOSURE_ZH, answer="七天。")

    done = await bring(world, make_file(words=(changed,)), by=OTHER_STAFF, now=NOW + DAY)

    view = await world.entry(entry_id)
    assert done.changed_slugs == ("closure-days",)
    assert view.standing is Standing.IN_FORCE
    assert (view.checked_by, view.checked_at) == (OTHER_STAFF, NOW + DAY)
    assert view.source_text.answer == "七天。"
    assert view.stale == ("en",)


async def test_file_with_another_way_to_ask_outdates_nothing(world: World) -> None:
    entry_id = await world.save()
    more = replace(CLOSURE_ZH, variants=("几号解封",))

    await bring(world, make_file(words=(more,)), now=NOW + DAY)

    view = await world.entry(entry_id)
    assert (view.source_text.variants, view.stale) == (("几号解封",), ())


async def test_what_a_file_does_not_say_stays(world: World) -> None:
    full = replace(
        FACTS,
        source_url="https://sh.gov.cn/1",
        valid_until=date(2022, 5, 1),
        closure=ClosureKind.LOCKDOWN,
        estate="图们小区",
        building="1",
    )
    entry_id = await world.save(make_file(facts=full))
    bare = EntryFacts(EntryKind.CLOSURE)
    words = replace(CLOSURE_ZH, source="", issuing_body="")

    done = await bring(world, make_file(facts=bare, words=(words,)))

    assert done.unchanged_slugs == ("closure-days",)
    view = await world.entry(entry_id)
    assert view.facts == full
    assert set(view.texts) == {"zh-hans", "en"}
    assert view.source_text.source == CLOSURE_ZH.source


async def test_file_of_translations_adds_them(world: World) -> None:
    entry_id = await world.save()
    french = EntryWords("fr", "Combien de jours ?", (), "Quatorze jours.")
    file = EntryFile("closure-days", "zh-hans", None, (french,))

    done = await bring(world, file)

    view = await world.entry(entry_id)
    assert done.changed == 1
    assert view.texts["fr"].answer == "Quatorze jours."
    assert view.facts == FACTS


@pytest.mark.parametrize("is_in_force", [True, False])
async def test_words_to_fill_in_never_replace_what_was_filled_in(
    world: World, is_in_force: bool
) -> None:
    state = EntryState.IN_FORCE if is_in_force else None
    entry_id = await world.save(make_file(), state=state)
    unfilled = replace(CLOSURE_ZH, answer="请拨打[[登记电话]]。")
    french = EntryWords("fr", "Quel numéro ?", (), "Appelez [[numéro]].")
    file = make_file(words=(unfilled, french))

    said, done = await preview(world, file), await bring(world, file)

    view = await world.entry(entry_id)
    assert said == done
    assert view.source_text.answer == CLOSURE_ZH.answer
    if is_in_force:
        # A language with open places would be given as an answer at once.
        assert done.unfilled == (("closure-days", "zh-hans"), ("closure-days", "fr"))
        assert "fr" not in view.texts
    else:
        assert done.unfilled == (("closure-days", "zh-hans"),)
        assert view.needs_filling == 1


async def test_translation_is_as_old_as_its_file_says(world: World) -> None:
    source = replace(CLOSURE_ZH, updated=date(2022, 4, 5))
    old = replace(CLOSURE_EN, updated=date(2022, 4, 4))
    await bring(world, make_file(words=(source, old)))
    (view,) = await world.work.read(queries.list_entries, 1, NOW)
    assert view.stale == ("en",)
    assert view.texts["en"].written_at.date() == date(2022, 4, 4)

    same_day = replace(old, updated=date(2022, 4, 5))
    done = await bring(world, make_file(words=(source, same_day)))
    (view,) = await world.work.read(queries.list_entries, 1, NOW)

    assert (done.changed, view.stale) == (1, ())
    assert (await bring(world, make_file(words=(source, same_day)))).unchanged == 1


FAULTY: list[tuple[EntryFile, str, dict[str, Any], str | None]] = [
    (make_file("Bad Slug"), "faq_slug_wrong", {"limit": 40}, None),
    (
        make_file(facts=replace(FACTS, valid_until=date(2022, 3, 1))),
        "faq_dates_reversed",
        {},
        None,
    ),
    (
        make_file(facts=replace(FACTS, source_url="ftp://x")),
        "faq_link_wrong",
        {},
        None,
    ),
    (
        make_file(facts=replace(FACTS, estate="别的小区")),
        "faq_place_unknown",
        {"estate": "别的小区", "building": None},
        None,
    ),
    (
        make_file(facts=replace(FACTS, building="77")),
        "faq_place_unknown",
        {"estate": None, "building": "77"},
        None,
    ),
    (
        make_file(words=(CLOSURE_ZH, replace(CLOSURE_EN, answer=" "))),
        "faq_answer_empty",
        {},
        "en",
    ),
    (
        make_file(words=(replace(CLOSURE_ZH, question="问" * 300),)),
        "faq_text_too_long",
        {"field": "question", "limit": 200},
        "zh-hans",
    ),
    (make_file(words=(CLOSURE_EN,)), "faq_source_missing", {"language": "zh-hans"}, None),
    (make_file(facts=None), "faq_entry_unknown", {}, None),
]


async def test_faulty_file_changes_nothing_and_says_where(world: World) -> None:
    for file, code, params, language in FAULTY:
        said = await preview(world, PETS, file)
        refusal = await world.refused(
            actions.import_entries, 1, (PETS, file), by=STAFF, now=NOW, default_issuer=ISSUER
        )

        assert said.faults == (Fault(file.slug, language, code, params),)
        assert said.new_slugs == ("pets-walk",)
        assert refusal.code == code
        assert refusal.params == {**params, "slug": file.slug, "of_language": language}


async def test_one_slug_twice_is_a_fault(world: World) -> None:
    said = await preview(world, PETS, PETS)

    assert [(fault.slug, fault.code) for fault in said.faults] == [("pets-walk", "faq_twice")]


async def test_only_estate_is_known_without_its_name(world: World) -> None:
    await bring(world, make_file(facts=replace(FACTS, building="2")))

    (view,) = await world.work.read(queries.list_entries, 1, NOW)

    assert (view.estate, view.building) == ("图们小区", "2")


async def test_saving_an_entry_brings_it_to_a_state_once(world: World) -> None:
    first = await world.save()
    stamp = await world.work.read(queries.find_stamp, 1)

    assert await world.save() == first
    assert await world.work.read(queries.find_stamp, 1) == stamp
    await world.save(state=EntryState.WITHDRAWN)
    assert (await world.entry(first)).standing is Standing.WITHDRAWN
    await world.save()
    assert (await world.entry(first)).standing is Standing.IN_FORCE
