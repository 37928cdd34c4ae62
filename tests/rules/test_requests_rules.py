"""Clocks and limits of requests, and the table of who may do what, walked through whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from storage.community.actor import Actor, Right, Tie
from storage.community.kinds import ResidentState, RoleKind
from storage.errors import RuleError
from storage.requests import rules
from storage.requests.forms import Form, KindDraft, Question
from storage.requests.kinds import AnswerKind, Outcome, Purpose, RequestState
from storage.requests.rights import (
    MAY,
    Act,
    Relation,
    RequestFacts,
    check_may,
    is_allowed,
    relations,
)

ZONE = "Asia/Shanghai"
# 12:00 in Shanghai.
NOW = datetime(2022, 4, 6, 4, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)

FACTS = RequestFacts(
    committee_id=1, building_id=3, household_id=30, person_id=7, is_sensitive=False
)


def _tie(person: int, household: int, state: ResidentState = ResidentState.ACTIVE) -> Actor:
    tie = Tie(1, household, 1, 1, 3, "3", "3-101", state)
    return Actor(person, residents=(tie,))


def _right(kind: RoleKind, building: int | None = None, committee: int = 1) -> Actor:
    return Actor(99, roles=(Right(1, committee, kind, building),))


PEOPLE = {
    "staff": _right(RoleKind.STAFF),
    "lead": _right(RoleKind.LEAD, 3),
    "lead of all": _right(RoleKind.LEAD),
    "lead elsewhere": _right(RoleKind.LEAD, 4),
    "staff elsewhere": _right(RoleKind.STAFF, committee=2),
    "volunteer": _right(RoleKind.VOLUNTEER, 3),
    "requester": _tie(7, 30),
    "requester moved": _tie(7, 31),
    "member": _tie(8, 30),
    "disputed": _tie(8, 30, ResidentState.DISPUTED),
    "neighbour": _tie(9, 31),
    "stranger": Actor(10),
}
WORKS = {Act.ENTER, Act.LIST, Act.OPEN, Act.WORK}
OWNS = {Act.READ_OWN, Act.CHANGE, Act.RESPOND, Act.ERASE}
EXPECTED: dict[str, set[Act]] = {
    "staff": WORKS | {Act.MANAGE},
    "lead": WORKS,
    "lead of all": WORKS,
    "lead elsewhere": set(),
    "staff elsewhere": set(),
    "volunteer": set(),
    "requester": OWNS | {Act.ASK},
    "requester moved": OWNS,
    "member": {Act.ASK},
    "disputed": set(),
    "neighbour": set(),
    "stranger": set(),
}
EVERY_PAIR = list(product(PEOPLE, Act))


@pytest.mark.parametrize(("who", "act"), EVERY_PAIR)
def test_every_act_of_everybody(who: str, act: Act) -> None:
    assert is_allowed(PEOPLE[who], act, FACTS) is (act in EXPECTED[who])


@pytest.mark.parametrize(("who", "act"), EVERY_PAIR)
def test_sensitive_kinds_are_not_the_leads_to_read(who: str, act: Act) -> None:
    secret = replace(FACTS, is_sensitive=True)
    kept = {Act.OPEN, Act.WORK} if who.startswith("lead") else set()
    assert is_allowed(PEOPLE[who], act, secret) is (act in EXPECTED[who] - kept)


@pytest.mark.parametrize(("who", "act"), EVERY_PAIR)
def test_for_a_caller_staff_do_what_the_requester_would(who: str, act: Act) -> None:
    entered = replace(FACTS, person_id=None)
    own = {"staff": OWNS - {Act.READ_OWN}, "requester": set(), "requester moved": set()}
    base = {"requester": {Act.ASK}, "requester moved": set()}.get(who, EXPECTED[who])
    assert is_allowed(PEOPLE[who], act, entered) is (act in base | own.get(who, set()))


def test_table_has_a_row_for_every_relation() -> None:
    assert set(MAY) == set(Relation)
    assert relations(PEOPLE["stranger"], FACTS) == {Relation.STRANGER}
    assert relations(PEOPLE["requester"], FACTS) == {Relation.REQUESTER, Relation.MEMBER}


@pytest.mark.parametrize("act", Act)
def test_refusal_says_whose_it_is(act: Act) -> None:
    with pytest.raises(RuleError) as refusal:
        check_may(PEOPLE["stranger"], act, FACTS)
    code = "not_tied" if act is Act.ASK else "need_not_yours" if act in OWNS else "not_staff"
    assert refusal.value.code == code


def test_due_is_the_kinds_hours_or_the_end_of_the_day_it_is_needed_by() -> None:
    due = rules.find_due
    assert due(NOW, 24, None, ZONE) == NOW + 24 * HOUR
    assert due(NOW, 24, date(2022, 4, 6), ZONE) == NOW + 12 * HOUR
    assert due(NOW, 24, date(2022, 5, 6), ZONE) == NOW + 24 * HOUR


@pytest.mark.parametrize(
    ("state", "asked", "delivered", "late"),
    [
        (RequestState.OPEN, None, None, True),
        (RequestState.CLAIMED, None, None, True),
        (RequestState.CLAIMED, NOW, None, False),
        (RequestState.CLAIMED, None, NOW, False),
        (RequestState.DONE, None, None, False),
        (RequestState.WITHDRAWN, None, None, False),
    ],
)
def test_late_is_what_staff_could_have_done(
    state: RequestState, asked: datetime | None, delivered: datetime | None, late: bool
) -> None:
    assert rules.is_overdue(state, NOW, asked, delivered, NOW) is late
    assert not rules.is_overdue(state, NOW + MINUTE, asked, delivered, NOW)


def test_each_level_waits_twice_as_long() -> None:
    waits = [rules.escalation_at(NOW, 30, level) - NOW for level in (1, 2, 3)]
    assert waits == [30 * MINUTE, 60 * MINUTE, 120 * MINUTE]


OFTEN = Question("often", AnswerKind.CHOICE, Purpose.RECURRENCE, choices=("once", "chronic"))
LASTS = Question("lasts", AnswerKind.NUMBER, Purpose.LASTS, required=False)


@pytest.mark.parametrize(
    ("answers", "day"),
    [
        ({"often": "chronic", "lasts": 28}, date(2022, 4, 29)),
        ({"often": "chronic", "lasts": 3}, date(2022, 4, 7)),
        ({"often": "chronic"}, None),
        ({"often": "once", "lasts": 28}, None),
    ],
)
def test_refill_is_five_days_before_the_last_dose(
    answers: dict[str, str | int], day: date | None
) -> None:
    assert rules.refill_day(Form((OFTEN, LASTS)), answers, date(2022, 4, 6)) == day
    assert rules.refill_day(Form((LASTS,)), answers, date(2022, 4, 6)) is None


@pytest.mark.parametrize(
    ("days", "after", "following"),
    [
        (["tue", "thu", "sat"], "2022-04-07", "2022-04-09"),
        (["thu"], "2022-04-07", "2022-04-14"),
        ("周一", "2022-04-07", "2022-04-11"),
        (["saturday", "never"], "2022-04-07", "2022-04-09"),
        ([], "2022-04-07", None),
        (None, "2022-04-07", None),
        ("now and then", "2022-04-07", None),
    ],
)
def test_next_session_follows_the_weekdays(days: object, after: str, following: str | None) -> None:
    found = rules.next_session(days, date.fromisoformat(after))
    assert found == (date.fromisoformat(following) if following else None)


def test_median_is_the_middle_in_whole_minutes() -> None:
    spans = [timedelta(minutes=each) for each in (50, 10, 21)]
    assert rules.median_minutes(spans) == 21
    assert rules.median_minutes(spans[:2]) == 30
    assert rules.median_minutes([]) is None


def test_floor_hides_small_numbers() -> None:
    assert [rules.floor_count(households) for households in (0, 4, 5, 60)] == [None, None, 5, 60]


def test_medicines_are_folded() -> None:
    assert rules.fold_drug("Ａspirin 100 mg") == rules.fold_drug("aspirin100MG")


def test_closed_is_closed_and_erased_is_erased() -> None:
    rules.check_live(RequestState.OPEN)
    for state in (RequestState.DONE, RequestState.WITHDRAWN):
        with pytest.raises(RuleError, match="need_closed"):
            rules.check_live(state)
    with pytest.raises(RuleError, match="need_erased"):
        rules.check_live(RequestState.OPEN, NOW)


def test_delivered_is_an_outcome_of_what_was_delivered() -> None:
    rules.check_outcome(Outcome.DELIVERED, NOW)
    for outcome in (Outcome.DELIVERED, Outcome.WITHDRAWN):
        with pytest.raises(RuleError, match="need_outcome_wrong"):
            rules.check_outcome(outcome, None)


DRAFT = KindDraft(
    "walking",
    "🐕",
    {"zh-hans": "遛狗"},
    Form((Question("when", AnswerKind.TEXT, words={"zh-hans": "何时"}),)),
    "zh-hans",
)


def _asked(**changes: object) -> Form:
    return Form((replace(DRAFT.form.questions[0], **changes),))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"title": {"en": "Walking"}}, "need_title_missing"),
        ({"icon": " "}, "need_icon_wrong"),
        ({"hours": 0}, "need_hours_wrong"),
        ({"hours": 721}, "need_hours_wrong"),
        ({"respond_minutes": 0}, "need_hours_wrong"),
        ({"slug": "Walk the dog"}, "need_slug_wrong"),
        ({"form": Form(DRAFT.form.questions * 2)}, "need_question_empty"),
        ({"form": Form(DRAFT.form.questions * 13)}, "need_questions_many"),
        ({"form": _asked(words={"en": "When"})}, "need_question_empty"),
        ({"form": _asked(kind=AnswerKind.CHOICE, choices=("a",))}, "need_choices_few"),
    ],
)
def test_kind_that_nobody_could_answer_is_refused(changes: dict[str, object], code: str) -> None:
    rules.check_draft(DRAFT)
    with pytest.raises(RuleError) as refusal:
        rules.check_draft(replace(DRAFT, **changes))
    assert refusal.value.code == code
