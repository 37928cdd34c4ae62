"""Which policy answers hold, where, and what they must say: tables of values."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from storage.errors import RuleError
from storage.faq.entries import EntryFacts, EntryWords
from storage.faq.kinds import ClosureKind, EntryKind, EntryState, Standing
from storage.faq.rules import (
    Place,
    check_answer,
    check_dates,
    check_link,
    check_may_publish,
    check_no_circle,
    check_scope,
    check_slug,
    check_words,
    count_fillings,
    does_apply,
    find_standing,
    is_stale,
)
from storage.local_time import local_day

FIRST, LAST = date(2022, 4, 1), date(2022, 4, 14)
DRAFTED, IN_FORCE, WITHDRAWN = EntryState.DRAFTED, EntryState.IN_FORCE, EntryState.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "valid_from", "valid_until", "day", "standing"),
    [
        (IN_FORCE, FIRST, LAST, date(2022, 3, 31), Standing.NOT_YET),
        (IN_FORCE, FIRST, LAST, FIRST, Standing.IN_FORCE),
        (IN_FORCE, FIRST, LAST, LAST, Standing.IN_FORCE),
        (IN_FORCE, FIRST, LAST, date(2022, 4, 15), Standing.EXPIRED),
        (IN_FORCE, FIRST, None, date(2099, 1, 1), Standing.IN_FORCE),
        (IN_FORCE, None, None, FIRST, Standing.IN_FORCE),
        (IN_FORCE, FIRST, FIRST, FIRST, Standing.IN_FORCE),
        (DRAFTED, FIRST, LAST, FIRST, Standing.DRAFTED),
        (DRAFTED, FIRST, LAST, date(2022, 4, 15), Standing.DRAFTED),
        (WITHDRAWN, FIRST, LAST, FIRST, Standing.WITHDRAWN),
        (WITHDRAWN, FIRST, LAST, date(2022, 4, 15), Standing.WITHDRAWN),
    ],
)
def test_standing(
    state: EntryState,
    valid_from: date | None,
    valid_until: date | None,
    day: date,
    standing: Standing,
) -> None:
    assert find_standing(state, valid_from, valid_until, day) is standing


LOCKDOWN, CONTROLLED = ClosureKind.LOCKDOWN, ClosureKind.CONTROLLED


@pytest.mark.parametrize(
    ("scope", "applies"),
    [
        ((None, None, None), "everywhere"),
        ((1, None, None), "estate home closed"),
        ((2, None, None), ""),
        ((1, 11, None), "home closed"),
        ((1, 12, None), ""),
        ((None, None, LOCKDOWN), "closed"),
        ((None, None, CONTROLLED), ""),
        ((1, 11, LOCKDOWN), "closed"),
        ((1, 12, LOCKDOWN), ""),
        ((2, None, LOCKDOWN), ""),
    ],
)
def test_scope(scope: tuple[int | None, int | None, ClosureKind | None], applies: str) -> None:
    places = {
        "stranger": _place(),
        "estate": _place(estates={1}),
        "home": _place(estates={1}, buildings={11}),
        "closed": _place(estates={1}, buildings={11}, closures={LOCKDOWN}),
    }
    expected = set(places) if applies == "everywhere" else set(applies.split())

    assert {name for name, place in places.items() if does_apply(*scope, place)} == expected


def _place(
    estates: set[int] | None = None,
    buildings: set[int] | None = None,
    closures: set[ClosureKind] | None = None,
) -> Place:
    return Place(
        committee_id=1,
        day=FIRST,
        time_zone="Asia/Shanghai",
        estates=frozenset(estates or ()),
        buildings=frozenset(buildings or ()),
        closures=frozenset(closures or ()),
        is_known=bool(estates),
    )


def test_the_day_is_the_committees() -> None:
    late = datetime(2022, 4, 6, 16, 30, tzinfo=UTC)

    assert local_day(late, "Asia/Shanghai") == date(2022, 4, 7)
    assert local_day(late, "Europe/Paris") == date(2022, 4, 6)


@pytest.mark.parametrize(
    ("first", "last", "is_fine"),
    [(FIRST, LAST, True), (FIRST, FIRST, True), (LAST, FIRST, False), (None, FIRST, True)],
)
def test_dates_that_end_before_they_begin_are_refused(
    first: date | None, last: date | None, is_fine: bool
) -> None:
    if is_fine:
        check_dates(first, last)
    else:
        assert _refusal(check_dates, first, last) == ("faq_dates_reversed", {})


@pytest.mark.parametrize(
    ("scope", "is_fine"),
    [
        ((None, None, None), True),
        ((1, None, None), True),
        ((1, 11, 1), True),
        ((1, 11, 2), False),
        ((None, 11, 1), False),
        ((1, 99, None), False),
    ],
)
def test_building_lies_in_its_estate(
    scope: tuple[int | None, int | None, int | None], is_fine: bool
) -> None:
    if is_fine:
        check_scope(*scope)
    else:
        assert _refusal(check_scope, *scope) == ("not_found", {"kind": "building"})


WORDS = EntryWords("zh-hans", "要封几天？", ("封多久",), "十四天。", "通知", "防控办")
COMPLETE = EntryFacts(EntryKind.CLOSURE, issued_on=FIRST, valid_from=FIRST)


def _words(**changes: object) -> EntryWords:
    return EntryWords(**(WORDS.__dict__ | changes))


def test_words_are_cleaned() -> None:
    cleaned = check_words(
        _words(
            question="  要封\u202e几天？\n",
            variants=("封多久", " 封多久 ", "", "要封几天？", "When", "WHEN"),
            answer="\n第一行  \r\n\n\n\n- 第二\u200b行\n",
            source=" 通 知\t",
        )
    )

    assert cleaned == _words(
        question="要封几天？",
        variants=("封多久", "When"),
        answer="第一行\n\n- 第二行",
        source="通 知",
    )
    assert check_words(cleaned) == cleaned


@pytest.mark.parametrize(
    ("changes", "code", "params"),
    [
        ({"question": " \u200b "}, "faq_question_empty", {}),
        ({"answer": "\n \u2800\n"}, "faq_answer_empty", {}),
        ({"question": "问" * 201}, "faq_text_too_long", {"field": "question", "limit": 200}),
        ({"question": "问" * 9999}, "faq_text_too_long", {"field": "question", "limit": 200}),
        ({"variants": ("问" * 201,)}, "faq_text_too_long", {"field": "variant", "limit": 200}),
        ({"answer": "答" * 1501}, "faq_text_too_long", {"field": "answer", "limit": 1500}),
        ({"answer": "答" * 99999}, "faq_text_too_long", {"field": "answer", "limit": 1500}),
        ({"source": "源" * 201}, "faq_text_too_long", {"field": "source", "limit": 200}),
        (
            {"issuing_body": "委" * 121},
            "faq_text_too_long",
            {"field": "issuing_body", "limit": 120},
        ),
        (
            {"variants": tuple(f"问法{n}" for n in range(21))},
            "faq_too_many_variants",
            {"limit": 20},
        ),
    ],
)
def test_words_are_refused(changes: dict[str, object], code: str, params: object) -> None:
    assert _refusal(check_words, _words(**changes)) == (code, params)


def test_words_at_their_limits_are_kept() -> None:
    full = _words(
        question="问" * 200,
        variants=tuple(f"{n:03}" + "法" * 197 for n in range(20)),
        answer="答" * 1500,
    )

    assert check_words(full) == full


def test_reply_names_its_own_field() -> None:
    expected = "faq_text_too_long", {"field": "reply", "limit": 1500}
    assert _refusal(check_answer, "答" * 1501, "reply") == expected


@pytest.mark.parametrize(
    ("facts", "words", "missing"),
    [
        (COMPLETE, _words(source=""), ["source"]),
        (COMPLETE, _words(issuing_body=""), ["issuing_body"]),
        (COMPLETE, _words(answer=""), ["answer"]),
        (EntryFacts(EntryKind.CLOSURE, valid_from=FIRST), WORDS, ["issued_on"]),
        (EntryFacts(EntryKind.CLOSURE, issued_on=FIRST), WORDS, ["valid_from"]),
        (
            EntryFacts(EntryKind.CLOSURE),
            _words(source="", issuing_body=""),
            ["source", "issuing_body", "issued_on", "valid_from"],
        ),
    ],
)
def test_incomplete_entry_is_not_published(
    facts: EntryFacts, words: EntryWords, missing: list[str]
) -> None:
    assert _refusal(check_may_publish, facts, words) == ("faq_incomplete", {"missing": missing})


def test_complete_entry_may_be_published() -> None:
    check_may_publish(COMPLETE, WORDS)


def test_places_to_fill_in_hold_an_entry_back() -> None:
    zh = _words(answer="请拨打[[登记电话]]，在[[登记点]]领取。")
    fr = _words(language="fr", question="Où [[lieu]] ?", variants=("[[lieu]]",), answer="Ici.")

    assert (count_fillings(zh), count_fillings(fr), count_fillings(WORDS)) == (2, 2, 0)
    assert _refusal(check_may_publish, COMPLETE, zh) == ("faq_needs_filling", {"count": 2})


@pytest.mark.parametrize(
    ("entry", "successor", "is_fine"),
    [(1, 2, True), (4, 1, True), (3, 1, False), (1, 1, False), (2, 1, False), (3, 4, True)],
)
def test_replacements_lead_somewhere(entry: int, successor: int, is_fine: bool) -> None:
    chain = {1: 2, 2: 3, 3: None, 4: None}
    if is_fine:
        check_no_circle(entry, successor, chain)
    else:
        assert _refusal(check_no_circle, entry, successor, chain)[0] == "faq_replacement_circle"


def test_translation_is_stale_only_when_its_source_is_younger() -> None:
    early, late = datetime(2022, 4, 1, tzinfo=UTC), datetime(2022, 4, 2, tzinfo=UTC)

    assert [is_stale(early, late), is_stale(late, late), is_stale(late, early)] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize("slug", ["", "Closure", "a--b", "-a", "a_b", "封控", "a" * 41, "a b"])
def test_slug_is_refused(slug: str) -> None:
    assert _refusal(check_slug, slug) == ("faq_slug_wrong", {"limit": 40})


def test_slug_is_kept() -> None:
    assert check_slug("closure-14-days") == "closure-14-days"


@pytest.mark.parametrize(
    ("url", "kept"),
    [(None, None), ("  ", None), (" https://sh.gov.cn/a?b=1 ", "https://sh.gov.cn/a?b=1")],
)
def test_link_is_kept(url: str | None, kept: str | None) -> None:
    assert check_link(url) == kept


@pytest.mark.parametrize("url", ["sh.gov.cn", "javascript:alert(1)", "https://", "https:// a.cn"])
def test_link_is_refused(url: str) -> None:
    assert _refusal(check_link, url) == ("faq_link_wrong", {})


def _refusal(rule: object, *args: object) -> tuple[str, object]:
    with pytest.raises(RuleError) as refusal:
        rule(*args)  # type: ignore[operator]
    return refusal.value.code, refusal.value.params
