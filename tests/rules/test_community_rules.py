"""The estate's rules as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from storage.community import rules
from storage.community.actor import Actor, Right, Tie
from storage.community.kinds import ResidentState, RoleKind
from storage.community.rules import Standing
from storage.errors import RuleError

NOW = datetime(2020, 2, 2, 8, 0, tzinfo=UTC)
STAFF_OF_1 = Actor(7, roles=(Right(1, committee_id=1, kind=RoleKind.STAFF),))
LEAD_OF_1 = Actor(8, roles=(Right(2, committee_id=1, kind=RoleKind.LEAD, building_id=3),))
NOBODY = Actor(9)


def code_of(refusal: pytest.ExceptionInfo[RuleError]) -> str:
    return refusal.value.code


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("陈超", "陈超"),
        ("  Anna \n Petrova\t", "Anna Petrova"),
        ("<b>Anna</b> & co", "<b>Anna</b> & co"),
        ("\u202eevil\u202c", "evil"),
        ("\u2066a\u2069\u200f", "a"),
        ("a\u200bb\u200dc\ufeffd", "abcd"),
        ("a\x00\x1b[31mb", "a[31mb"),
        ("\u3164\u2800\u115f", ""),
        ("", ""),
        ("Z" + "\u0301" * 50, "Z\u0301\u0301"),
        ("né\u0301e", "né\u0301e"),
        ("a\ue000\U000e0041b", "ab"),
        ("x" * 10_000, "x" * 64),
        ("哈" * 100, "哈" * 64),
        ("x" * 63 + " y", "x" * 63),
    ],
)
def test_names_lose_what_could_deceive(written: str, shown: str) -> None:
    assert rules.clean_name(written) == shown


def test_a_committee_needs_a_name() -> None:
    assert rules.check_label("estate", " 图们小区 ", 80) == "图们小区"
    with pytest.raises(RuleError) as refusal:
        rules.check_label("estate", "\u200b ", 80)
    assert (code_of(refusal), refusal.value.params) == ("name_empty", {"kind": "estate"})


@pytest.mark.parametrize(
    ("actor", "committee", "may"),
    [(STAFF_OF_1, 1, True), (STAFF_OF_1, 2, False), (LEAD_OF_1, 1, False), (NOBODY, 1, False)],
)
def test_only_a_committees_own_staff_are_staff(actor: Actor, committee: int, may: bool) -> None:
    assert actor.is_staff(committee) is may
    if may:
        rules.check_staff(actor, committee)
        return
    with pytest.raises(RuleError) as refusal:
        rules.check_staff(actor, committee)
    assert code_of(refusal) == "not_staff"


@pytest.mark.parametrize(
    ("actor", "committee", "bound_to", "code"),
    [
        (None, 1, None, "anonymous_sender"),
        (NOBODY, 1, None, "not_staff"),
        (LEAD_OF_1, 1, None, "not_staff"),
        (STAFF_OF_1, 2, None, "not_staff"),
        (STAFF_OF_1, 1, 2, "chat_bound_elsewhere"),
        (STAFF_OF_1, 1, 1, None),
        (STAFF_OF_1, 1, None, None),
    ],
)
def test_binding_a_chat(
    actor: Actor | None, committee: int, bound_to: int | None, code: str | None
) -> None:
    if code is None:
        rules.check_may_bind(actor, committee, bound_to)
        return
    with pytest.raises(RuleError) as refusal:
        rules.check_may_bind(actor, committee, bound_to)
    assert code_of(refusal) == code


TIE = Standing(
    resident_id=1,
    person_id=1,
    household_id=10,
    door="3-501",
    state=ResidentState.ACTIVE,
    is_confirmed=False,
    joined_at=NOW,
)
LATER = replace(TIE, resident_id=2, person_id=2, joined_at=NOW + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("tie", "household", "code"),
    [
        (None, 10, None),
        (TIE, 10, None),
        (replace(TIE, state=ResidentState.DISPUTED), 10, None),
        (TIE, 11, "already_tied"),
        (replace(TIE, state=ResidentState.DISPUTED), 11, "already_tied"),
        (replace(TIE, state=ResidentState.REMOVED), 10, "tie_removed"),
        (replace(TIE, state=ResidentState.REMOVED), 11, "tie_removed"),
    ],
)
def test_joining_a_household(tie: Standing | None, household: int, code: str | None) -> None:
    if code is None:
        rules.check_may_join(tie, household)
        return
    with pytest.raises(RuleError) as refusal:
        rules.check_may_join(tie, household)
    assert code_of(refusal) == code
    assert refusal.value.params == ({"door": "3-501"} if code == "already_tied" else {})


@pytest.mark.parametrize(
    ("objector", "target", "code"),
    [
        (TIE, LATER, None),
        (None, LATER, "not_member"),
        (replace(TIE, household_id=11), LATER, "not_member"),
        (replace(TIE, state=ResidentState.DISPUTED), LATER, "not_member"),
        (replace(TIE, state=ResidentState.REMOVED), LATER, "not_member"),
        (LATER, LATER, "own_tie"),
        (LATER, TIE, "joined_before"),
        (replace(LATER, joined_at=NOW), TIE, "joined_before"),
        (replace(LATER, is_confirmed=True), TIE, None),
        (TIE, replace(LATER, is_confirmed=True), "tie_confirmed"),
    ],
)
def test_objecting_to_a_member(
    objector: Standing | None, target: Standing, code: str | None
) -> None:
    if code is None:
        rules.check_may_object(objector, target)
        return
    with pytest.raises(RuleError) as refusal:
        rules.check_may_object(objector, target)
    assert code_of(refusal) == code


@pytest.mark.parametrize(
    ("used_by", "lasts", "code"),
    [(None, 1, None), (None, 0, "invite_expired"), (None, -1, "invite_expired"),
     (5, 1, "invite_used"), (5, -1, "invite_used")],
)  # fmt: skip
def test_an_invite_works_once_and_in_time(
    used_by: int | None, lasts: int, code: str | None
) -> None:
    ends = NOW + timedelta(hours=lasts)
    if code is None:
        rules.check_invite(used_by, ends, NOW)
        return
    with pytest.raises(RuleError) as refusal:
        rules.check_invite(used_by, ends, NOW)
    assert code_of(refusal) == code


@pytest.mark.parametrize("ends", [NOW, NOW - timedelta(seconds=1)])
def test_a_right_cannot_end_before_it_begins(ends: datetime) -> None:
    with pytest.raises(RuleError) as refusal:
        rules.check_expiry(ends, NOW)
    assert code_of(refusal) == "expiry_in_past"
    rules.check_expiry(None, NOW)
    rules.check_expiry(NOW + timedelta(days=14), NOW)


def test_the_last_staff_stays() -> None:
    rules.check_not_last_staff(1, [1, 2])
    rules.check_not_last_staff(3, [1])
    with pytest.raises(RuleError) as refusal:
        rules.check_not_last_staff(1, [1])
    assert code_of(refusal) == "last_staff"


def test_an_actor_knows_whom_they_speak_for() -> None:
    def tie(estate: int, household: int, state: ResidentState) -> Tie:
        return Tie(1, household, estate, 1, 1, "3", "3-501", state)

    actor = Actor(
        1, residents=(tie(1, 10, ResidentState.ACTIVE), tie(2, 20, ResidentState.DISPUTED))
    )

    assert actor.may_act_for(10)
    assert not actor.may_act_for(20)
    assert not actor.may_act_for(30)
    assert (found := actor.tie(2)) is not None
    assert not found.is_active
    assert actor.tie(3) is None
    assert not actor.is_staff_anywhere
    assert STAFF_OF_1.staff_committees == (1,)


def test_a_digest_does_not_tell_its_code() -> None:
    assert rules.digest_code("secret") == rules.digest_code("secret") != rules.digest_code("Secret")
    assert "secret" not in rules.digest_code("secret")
