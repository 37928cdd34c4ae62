"""What a notice must say, who reads it in which language, and who may send it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from storage.community.actor import Actor, Right
from storage.community.kinds import RoleKind
from storage.errors import RuleError
from storage.notices import rules
from storage.notices.audience import Audience
from storage.notices.kinds import Channel, MediaKind, NoticeKind, NoticeState, Reach
from storage.notices.rules import When
from storage.schedules.rules import Weekly

NOW = datetime(2022, 4, 6, 4, 0, tzinfo=UTC)
FACTS = {"time": "9:00", "place": "活动室", "who": "60岁以上", "pharmacy": "国大药房"}


@pytest.mark.parametrize(
    ("kind", "missing"),
    [
        (NoticeKind.PLAIN, ()),
        (NoticeKind.EVENT, ("time", "place", "who")),
        (NoticeKind.SALE, ("time", "place", "who", "pharmacy")),
        (NoticeKind.CLOSURE, ("time", "place")),
    ],
)
def test_each_kind_has_its_mandatory_facts(kind: NoticeKind, missing: tuple[str, ...]) -> None:
    assert rules.missing_facts(kind, {}) == missing
    assert rules.missing_facts(kind, FACTS) == ()
    rules.check_facts(kind, FACTS, "en")
    for fact in missing:
        with pytest.raises(RuleError) as refusal:
            rules.check_facts(kind, {name: FACTS[name] for name in FACTS if name != fact}, "en")
        assert (refusal.value.code, refusal.value.params) == (
            "notice_fact_missing", {"fact": fact, "language": "en"},
        )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "media", "code"),
    [
        ("", None, "notice_text_empty"),
        ("", MediaKind.VOICE, None),
        ("字" * rules.TEXT_LENGTH, None, None),
        ("字" * (rules.TEXT_LENGTH + 1), None, "notice_text_too_long"),
        ("😷" * (rules.TEXT_LENGTH // 2 + 1), None, "notice_text_too_long"),
        ("字" * rules.CAPTION_LENGTH, MediaKind.PHOTO, None),
        ("字" * (rules.CAPTION_LENGTH + 1), MediaKind.PHOTO, "notice_text_too_long"),
    ],
)
def test_text_fits_into_a_message_or_under_a_picture(
    text: str, media: MediaKind | None, code: str | None
) -> None:
    if code is None:
        rules.check_words(text, {}, "en", media)
        return
    with pytest.raises(RuleError) as refusal:
        rules.check_words(text, {}, "en", media)
    assert refusal.value.code == code


def test_facts_share_the_caption() -> None:
    long = {"time": "字" * 100, "place": "字" * 51}
    rules.check_words("好", long, "en", None)
    with pytest.raises(RuleError):
        rules.check_words("好", long, "en", MediaKind.PHOTO)


def test_facts_are_cleaned_and_unknown_ones_left_out() -> None:
    assert rules.clean_facts({"time": " 9:00\n ", "place": "", "other": "x"}) == {"time": "9:00"}
    with pytest.raises(RuleError) as refusal:
        rules.clean_facts({"who": "字" * 201})
    assert refusal.value.params == {"fact": "who", "limit": 200}


def test_text_keeps_its_lines_and_loses_what_is_unseen() -> None:
    assert rules.clean_text("\n 一\u202e \n\n二  三\n") == "一\n\n二 三"


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ((), ("zh-hans", True)),
        ((None, "en"), ("en", True)),
        (("fr", "en"), ("en", False)),
        (("fr",), ("zh-hans", False)),
        (("zh-hans", "en"), ("zh-hans", True)),
    ],
)
def test_reader_gets_the_first_language_there_is(
    wanted: tuple[str | None, ...], found: tuple[str, bool]
) -> None:
    assert rules.pick_language({"zh-hans", "en"}, "zh-hans", wanted) == found


def test_missing_languages_are_those_that_readers_chose() -> None:
    assert rules.list_missing_languages(["zh-hans"], {"ja", "en", "zh-hans"}) == ("en", "ja")


@pytest.mark.parametrize(
    ("roles", "chats", "is_whole", "is_mass"),
    [
        ((), 1, True, True),
        ((RoleKind.LEAD,), 1, True, False),
        ((RoleKind.LEAD,), rules.MASS_CHATS + 1, True, True),
        ((), rules.MASS_CHATS, False, False),
        ((), rules.MASS_CHATS + 1, False, True),
    ],
)
def test_whole_estates_and_very_many_chats_are_a_mass(
    roles: tuple[RoleKind, ...], chats: int, is_whole: bool, is_mass: bool
) -> None:
    audience = Audience(buildings=(1,), roles=roles)
    assert rules.is_mass(audience, chats, is_whole=is_whole) is is_mass


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2022, 4, 1), None), (date(2022, 4, 2), 1), (date(2022, 4, 6), 5),
     (date(2022, 4, 15), 14), (date(2022, 4, 16), None)],
)  # fmt: skip
def test_closure_of_fourteen_days_counts_them(day: date, number: int | None) -> None:
    assert rules.count_day(date(2022, 4, 2), 14, day) == number
    assert rules.count_day(None, 14, day) is None
    assert rules.count_day(date(2022, 4, 2), None, day) is None


@pytest.mark.parametrize(
    ("asks_ack", "is_delivered", "how", "is_reached"),
    [
        (False, False, None, False),
        (False, True, None, True),
        (True, True, None, False),
        (True, False, Reach.PAPER, True),
        (False, False, Reach.KNOCKED, True),
    ],
)
def test_household_counts_as_told(
    asks_ack: bool, is_delivered: bool, how: Reach | None, is_reached: bool
) -> None:
    assert rules.is_reached(asks_ack, is_delivered, how) is is_reached


def test_late_notice_is_useful_for_two_hours() -> None:
    assert rules.is_still_useful(NOW - timedelta(hours=2), NOW)
    assert not rules.is_still_useful(NOW - timedelta(hours=2, seconds=1), NOW)


def test_past_is_no_time_to_send() -> None:
    rules.check_send_at(None, NOW)
    rules.check_send_at(NOW + timedelta(seconds=1), NOW)
    with pytest.raises(RuleError) as refusal:
        rules.check_send_at(NOW, NOW)
    assert refusal.value.code == "notice_past"


@pytest.mark.parametrize("days", [-1, rules.MOST_DAYS + 1])
def test_absurd_counter_is_refused(days: int) -> None:
    with pytest.raises(RuleError) as refusal:
        rules.check_days(days)
    assert refusal.value.code == "notice_days_wrong"


def test_recalled_is_said_apart_from_other_states() -> None:
    for state, code in (
        (NoticeState.RECALLED, "notice_recalled"), (NoticeState.SENT, "notice_wrong_state"),
    ):  # fmt: skip
        with pytest.raises(RuleError) as refusal:
            rules.check_state(state, NoticeState.DRAFT)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    ("kind", "building", "may"),
    [
        (RoleKind.STAFF, None, True),
        (RoleKind.LEAD, 3, True),
        (RoleKind.LEAD, None, True),
        (RoleKind.LEAD, 4, False),
        (RoleKind.VOLUNTEER, 3, False),
    ],
)
def test_doors_are_ticked_by_staff_and_their_lead(
    kind: RoleKind, building: int | None, may: bool
) -> None:
    actor = Actor(7, roles=(Right(1, 10, kind, building),))
    assert rules.may_tick(actor, 10, 3) is may
    assert not rules.may_tick(actor, 11, 3)


def test_audience_and_time_are_kept_as_they_were() -> None:
    audience = Audience((1,), (2, 3), (RoleKind.LEAD,), Channel.PRIVATE)
    assert Audience.from_json(audience.to_json()) == audience
    assert Audience.from_json({}).is_empty
    when = When(None, Weekly(("tue", "fri")), 450, date(2022, 4, 8), date(2022, 5, 1))
    assert When.from_json(when.to_json()) == when
    assert When.from_json({}, NOW) == When(NOW)


@pytest.mark.parametrize(
    ("audience", "groups", "private"),
    [
        (Audience(estates=(1,)), True, True),
        (Audience(estates=(1,), channel=Channel.GROUPS), True, False),
        (Audience(estates=(1,), channel=Channel.PRIVATE), False, True),
        (Audience(roles=(RoleKind.LEAD,), channel=Channel.GROUPS), False, True),
    ],
)
def test_audience_says_by_which_way(audience: Audience, groups: bool, private: bool) -> None:
    assert (audience.has_groups, audience.has_private) == (groups, private)


def test_title_is_the_first_line() -> None:
    assert rules.make_title("一\n二") == "一"
    assert len(rules.make_title("字" * 99)) == rules.TITLE_LENGTH
