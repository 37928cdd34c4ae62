"""Medicine runs: who may do what, which hospital is meant, how much is bought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import pytest

from storage.community.actor import Actor, Right
from storage.community.kinds import RoleKind
from storage.errors import RuleError
from storage.runs import rules
from storage.runs.hospitals import fold_name, is_alike
from storage.runs.kinds import LineState, RouteKind, RunState
from storage.runs.rules import Act, Relation
from storage.runs.totals import Total, Wanted, sum_up

TODAY = date(2022, 4, 6)


@dataclass(frozen=True)
class Run:
    committee_id: int = 1
    state: RunState = RunState.OPEN
    runner_id: int | None = 7


def make_actor(
    *kinds: RoleKind, person: int = 7, committee: int = 1, building: int | None = None
) -> Actor:
    return Actor(person, roles=tuple(Right(1, committee, kind, building) for kind in kinds))


# Every act with every relation: the whole table, spelt out a second time.
MAY = {
    Act.PLAN: "staff",
    Act.SEE: "staff runner helper",
    Act.READ: "staff runner",
    Act.TICK: "staff runner",
    Act.DELIVER: "staff runner",
    Act.CONFIRM: "requester",
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("relation", Relation)
def test_every_act_is_allowed_to_whom_it_belongs_and_to_nobody_else(
    act: Act, relation: Relation
) -> None:
    if relation.value in MAY[act].split():
        rules.check_may(act, {relation}, RunState.OPEN)
        return
    with pytest.raises(RuleError) as refusal:
        rules.check_may(act, {relation}, RunState.OPEN)
    assert refusal.value.code == ("not_staff" if act is Act.PLAN else "run_not_yours")


@pytest.mark.parametrize("act", [Act.READ, Act.TICK, Act.DELIVER])
def test_a_helper_who_comes_too_late_hears_that_it_is_over(act: Act) -> None:
    too_late = {Relation.NOBODY, Relation.HELPER}
    assert refusal(lambda: rules.check_may(act, too_late, RunState.DONE)) == "run_over"
    assert refusal(lambda: rules.check_may(act, too_late, RunState.OPEN)) == "run_not_yours"
    stranger = {Relation.NOBODY}
    assert refusal(lambda: rules.check_may(act, stranger, RunState.DONE)) == "run_not_yours"


@pytest.mark.parametrize(
    ("actor", "run", "found"),
    [
        (make_actor(RoleKind.STAFF, person=1), Run(), {"staff", "helper"}),
        (make_actor(RoleKind.STAFF, person=1, committee=2), Run(), set()),
        (make_actor(RoleKind.VOLUNTEER, person=8), Run(), {"helper"}),
        (make_actor(RoleKind.LEAD, person=8), Run(), {"helper"}),
        (make_actor(RoleKind.VOLUNTEER), Run(), {"helper", "runner"}),
        (make_actor(RoleKind.STAFF), Run(), {"staff", "helper", "runner"}),
        # The role has ended: the task is still theirs, the names are not.
        (make_actor(), Run(), set()),
        (make_actor(RoleKind.VOLUNTEER, committee=2), Run(), set()),
        # Not opened yet: only staff know of it.
        (make_actor(RoleKind.VOLUNTEER), Run(state=RunState.PLANNED), set()),
        # Of one building only: a run goes to many.
        (make_actor(RoleKind.VOLUNTEER, person=8, building=3), Run(), set()),
        (make_actor(RoleKind.VOLUNTEER), Run(state=RunState.ON_THE_WAY), {"helper", "runner"}),
        (make_actor(RoleKind.VOLUNTEER), Run(state=RunState.DONE), {"helper"}),
        (make_actor(RoleKind.VOLUNTEER), Run(state=RunState.CANCELLED), {"helper"}),
        (make_actor(person=30), Run(), {"requester"}),
    ],
)
def test_what_somebody_is_to_a_run(actor: Actor, run: Run, found: set[str]) -> None:
    assert rules.find_relations(actor, run, {30}) == {"nobody", *found}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中山医院", "中山 医院"),
        ("中山医院", "　中山医院。"),
        ("Ｚｈｏｎｇｓｈａｎ Hospital", "zhongshan hospital"),
        ("第六人民医院(东院)", "第六人民医院（东院）"),
    ],
)
def test_one_spelling_is_one_hospital(one: str, other: str) -> None:
    assert fold_name(one) == fold_name(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中山医院", "复旦大学附属中山医院"),
        ("上海市松江区中心医院", "松江区中心医院"),
        ("中山", "中山医院"),
        ("Zhongshan Hospital", "zhong shan hospitl"),
        ("龙华医院", "上海中医药大学附属龙华医院"),
    ],
)
def test_alike_names_are_proposed(one: str, other: str) -> None:
    assert fold_name(one) != fold_name(other)
    assert is_alike(one, other)
    assert is_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("中山医院", "华山医院"),
        ("第一人民医院", "第六人民医院"),
        ("松江区中心医院", "松江区妇幼保健院"),
        ("Renji Hospital", "Ruijin Hospital"),
        ("中山医院", ""),
        ("瑞金医院", "仁济医院"),
    ],
)
def test_different_hospitals_are_not_proposed(one: str, other: str) -> None:
    assert not is_alike(one, other)


def test_totals_add_up_by_drug_strength_and_unit() -> None:
    wanted = [
        Wanted("氨氯地平片", "5mg", "2盒"),
        Wanted("Metformin", "0.5 g", "1 box"),
        Wanted("氨氯地平片 ", "5 MG", "１盒"),
        Wanted("氨氯地平片", "10mg", "两盒"),
        Wanted("metformin", "0.5g", "2 box"),
        Wanted("氨氯地平片", "5mg", "14片"),
        Wanted("氨氯地平片", "5mg", "一个月的量"),
    ]
    assert sum_up(wanted) == (
        Total("氨氯地平片", "5mg", "3盒 + 14片 + 一个月的量", 4),
        Total("Metformin", "0.5 g", "3 box", 2),
        Total("氨氯地平片", "10mg", "2盒", 1),
    )


@pytest.mark.parametrize(
    ("quantities", "total"),
    [
        (["2", "3"], "5"),
        (["0.5盒", "半盒"], "1盒"),
        (["1,5 l", "2 l"], "3.5 l"),
        (["", "2盒"], "2盒 + ?"),
        (["2-3盒", "2盒"], "2盒 + 2-3盒"),
        (["100000 片", "900000片"], "1000000片"),
        (["2盒2片"], "2盒2片"),
    ],
)
def test_quantities_as_people_write_them(quantities: list[str], total: str) -> None:
    (found,) = sum_up(Wanted("x", "", quantity) for quantity in quantities)
    assert found.quantity == total


def test_strengths_that_differ_by_a_point_are_two_drugs() -> None:
    wanted = [Wanted("华法林", "1.5mg", "1盒"), Wanted("华法林", "15mg", "1盒")]
    assert [total.strength for total in sum_up(wanted)] == ["1.5mg", "15mg"]


def test_nothing_wanted_has_no_totals() -> None:
    assert sum_up([]) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"lines": 0}, "run_empty"),
        ({"day": None}, "run_day_missing"),
        ({"day": date(2022, 4, 5)}, "run_day_past"),
        ({"route": RouteKind.CROSS}, "run_handover_missing"),
        ({"route": RouteKind.CROSS, "handover": "社区民警 老周"}, None),
    ],
)
def test_a_run_is_opened_when_it_is_ready(changes: dict[str, object], code: str | None) -> None:
    facts: dict[str, object] = {
        "lines": 1,
        "day": TODAY,
        "today": TODAY,
        "route": RouteKind.LOCAL,
        "handover": None,
    }
    assert refusal(lambda: rules.check_ready(**(facts | changes))) == code  # type: ignore[arg-type]


STATES = {
    rules.check_changeable: (None, None, "run_left", "run_over", "run_over"),
    rules.check_live: ("run_not_open", None, None, "run_over", "run_over"),
}


@pytest.mark.parametrize("check", STATES)
def test_what_a_state_allows(check: object) -> None:
    codes = STATES[check]  # type: ignore[index]
    assert tuple(refusal(lambda state=state: check(state)) for state in RunState) == codes  # type: ignore[operator]


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (LineState.WAITING, None),
        (LineState.BOUGHT, None),
        (LineState.PARTLY, None),
        # Found after all, on the next shelf.
        (LineState.MISSING, None),
        (LineState.OUT, "run_line_out"),
        (LineState.DELIVERED, "run_line_delivered"),
    ],
)
def test_which_lines_can_be_ticked(state: LineState, code: str | None) -> None:
    assert refusal(lambda: rules.check_tick(state, RunState.OPEN)) == code
    assert refusal(lambda: rules.check_tick(state, RunState.DONE)) == "run_over"


@pytest.mark.parametrize(
    ("state", "is_delivered", "is_live", "now"),
    [
        (LineState.WAITING, False, True, LineState.WAITING),
        (LineState.BOUGHT, False, True, LineState.BOUGHT),
        (LineState.BOUGHT, True, True, LineState.DELIVERED),
        (LineState.PARTLY, True, False, LineState.DELIVERED),
        (LineState.WAITING, True, False, LineState.DELIVERED),
        (LineState.WAITING, False, False, LineState.OUT),
        (LineState.BOUGHT, False, False, LineState.OUT),
        (LineState.MISSING, True, False, LineState.MISSING),
        (LineState.OUT, True, True, LineState.OUT),
    ],
)
def test_a_line_follows_its_request(
    state: LineState, is_delivered: bool, is_live: bool, now: LineState
) -> None:
    found = rules.find_line_state(state, is_delivered=is_delivered, is_live=is_live)
    assert found is now


def test_bag_codes_are_short_and_tell_nothing() -> None:
    assert [rules.bag_code(3, number) for number in (1, 12, 100)] == ["R3-01", "R3-12", "R3-100"]


def test_collection_codes_hold_nothing_that_is_mistaken() -> None:
    assert not set("0O1IL2Z5S8BGQDUV") & set(rules.CODE_LETTERS)
    assert len(set(rules.CODE_LETTERS)) == len(rules.CODE_LETTERS)


@pytest.mark.parametrize("typed", ["ac3k", " AC3K ", "AC 3K", "a-c-3-k"])
def test_codes_are_read_however_they_are_typed(typed: str) -> None:
    assert rules.read_code(typed) == "AC3K"


def test_texts_are_one_line_and_short() -> None:
    assert rules.check_text(" 老周 \n 138 ", 10) == "老周 138"
    assert refusal(lambda: rules.check_text(" \n ", 10)) == "run_text_empty"
    assert refusal(lambda: rules.check_text("x" * 11, 10)) == "run_text_long"


def test_a_run_holds_what_one_person_carries() -> None:
    assert rules.check_room(rules.MOST_LINES - 1) == 1
    assert refusal(lambda: rules.check_room(rules.MOST_LINES)) == "run_full"


def refusal(call: object) -> str | None:
    try:
        call()  # type: ignore[operator]
    except RuleError as refused:
        return refused.code
    return None


def test_a_change_of_runner_moves_the_right() -> None:
    run = Run()
    actor = make_actor(RoleKind.VOLUNTEER)
    assert Relation.RUNNER in rules.find_relations(actor, run)
    assert Relation.RUNNER not in rules.find_relations(actor, replace(run, runner_id=9))
