"""What a notice must say, and who may send it. Pure: values and `now` in, an answer out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.community.rules import clean_name
from storage.errors import RuleError
from storage.notices.audience import Audience
from storage.notices.kinds import MediaKind, NoticeKind, NoticeState, Reach
from storage.schedules.rules import Rule, from_json, to_json

FACT_NAMES = ("time", "place", "who", "pharmacy")
# S19: what hung in every stairwell of 新江湾城 the same night; a notice without it is refused.
FACTS: Mapping[NoticeKind, tuple[str, ...]] = {
    NoticeKind.PLAIN: (),
    NoticeKind.EVENT: ("time", "place", "who"),
    NoticeKind.SALE: FACT_NAMES,
    NoticeKind.CLOSURE: ("time", "place"),
}
# Telegram's 4096 and 1024, less the heading, the facts and the lines around the text; counted as
# Telegram counts, an emoji as two.
TEXT_LENGTH = 2000
CAPTION_LENGTH = 400
FACT_LENGTH = 200
# All facts together, under a picture.
CAPTION_FACTS_LENGTH = 150
SELECTION_LENGTH = 40
REASON_LENGTH = 300
TITLE_LENGTH = 60
MOST_DAYS = 365
MASS_CHATS = 200
"""One or two buildings with everybody in them; more than that, two people have read it."""
USEFUL_FOR = timedelta(hours=2)
"""How late a notice may leave after the process stood still."""
HOUSEHOLD_FLOOR = 5


@dataclass(frozen=True)
class When:
    """When a notice leaves: at once, at one instant, or each time that a rule says.

    Attributes:
        minute: of a rule: minutes past midnight on the committee's wall clock.
        starts_on, until_on: of a rule: its first and last day; `until_on` None: for ever.
    """

    send_at: datetime | None = None
    rule: Rule | None = None
    minute: int | None = None
    starts_on: date | None = None
    until_on: date | None = None

    def to_json(self) -> dict[str, Any]:
        """The rule as it is kept; an instant has its own column."""
        if self.rule is None or self.minute is None or self.starts_on is None:
            return {}
        until = self.until_on and self.until_on.isoformat()
        return {
            "rule": to_json(self.rule),
            "minute": self.minute,
            "starts_on": self.starts_on.isoformat(),
            "until_on": until,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any], send_at: datetime | None = None) -> When:
        """As it was kept."""
        if not data:
            return cls(send_at)
        until = data["until_on"]
        return cls(
            send_at,
            from_json(data["rule"]),
            data["minute"],
            date.fromisoformat(data["starts_on"]),
            date.fromisoformat(until) if until else None,
        )


def clean_text(text: str) -> str:
    """The text as it may be shown: its lines kept, nothing invisible in them."""
    lines = [clean_name(line, TEXT_LENGTH * 2) for line in text.strip().splitlines()]
    return "\n".join(lines).strip()


def clean_facts(facts: Mapping[str, str]) -> dict[str, str]:
    """The facts that are given, in one line each.

    Raises:
        RuleError: `text_too_long` (fact, limit).
    """
    cleaned = {}
    for name in FACT_NAMES:
        fact = clean_name(facts.get(name, ""), FACT_LENGTH + 1)
        if len(fact) > FACT_LENGTH:
            raise RuleError("text_too_long", fact=name, limit=FACT_LENGTH)
        if fact:
            cleaned[name] = fact
    return cleaned


def missing_facts(kind: NoticeKind, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The mandatory facts that are not given (S19)."""
    return tuple(name for name in FACTS[kind] if not facts.get(name))


def check_words(
    text: str, facts: Mapping[str, str], language: str, media: MediaKind | None = None
) -> None:
    """Whether a text fits into one message, or under a picture.

    Raises:
        RuleError: `notice_text_empty` where there is no picture either; `notice_text_too_long`
            (limit, language).
    """
    if not text and media is None:
        raise RuleError("notice_text_empty")
    limit = TEXT_LENGTH if media is None else CAPTION_LENGTH
    if _spoken(text) > limit:
        raise RuleError("notice_text_too_long", limit=limit, language=language)
    if media is not None and sum(map(_spoken, facts.values())) > CAPTION_FACTS_LENGTH:
        raise RuleError("notice_text_too_long", limit=CAPTION_FACTS_LENGTH, language=language)


def _spoken(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def check_facts(kind: NoticeKind, facts: Mapping[str, str], language: str) -> None:
    """Whether all that a notice of this kind must say is given.

    Raises:
        RuleError: `notice_fact_missing` (fact, language).
    """
    for fact in missing_facts(kind, facts):
        raise RuleError("notice_fact_missing", fact=fact, language=language)


def check_days(days: int | None) -> None:
    """Whether a day counter is one.

    Raises:
        RuleError: `notice_days_wrong` (most).
    """
    if days is not None and not 0 <= days <= MOST_DAYS:
        raise RuleError("notice_days_wrong", most=MOST_DAYS)


def check_send_at(send_at: datetime | None, now: datetime) -> None:
    """Whether a time lies ahead.

    Raises:
        RuleError: `notice_past`.
    """
    if send_at is not None and send_at <= now:
        raise RuleError("notice_past")


def check_state(state: NoticeState, *allowed: NoticeState) -> None:
    """Whether a notice is in one of these states.

    Raises:
        RuleError: `notice_recalled`; `notice_wrong_state` (state).
    """
    if state in allowed:
        return
    if state is NoticeState.RECALLED:
        raise RuleError("notice_recalled")
    raise RuleError("notice_wrong_state", state=state.value)


def check_second(by: int, *own: int | None) -> None:
    """A mass notice is confirmed by somebody who neither wrote it nor asked for it.

    Raises:
        RuleError: `notice_own`.
    """
    if by in own:
        raise RuleError("notice_own")


def is_mass(audience: Audience, chats: int, *, is_whole: bool) -> bool:
    """Whether two people have to have read a notice: for a whole estate, or for many chats.

    Args:
        is_whole: the houses are all of an estate's, chosen as such or one by one.
    """
    return (is_whole and not audience.roles) or chats > MASS_CHATS


def is_still_useful(planned_at: datetime, now: datetime) -> bool:
    """Whether a notice that should have left earlier may leave now."""
    return now - planned_at <= USEFUL_FOR


def count_day(starts_on: date | None, days: int | None, day: date) -> int | None:
    """Which day of a closure it is (S59: day 5 of 14); None before, after, and without one."""
    if starts_on is None or not days:
        return None
    number = (day - starts_on).days + 1
    return number if 1 <= number <= days else None


def pick_language(
    texts: Collection[str], source: str, wanted: Collection[str | None]
) -> tuple[str, bool]:
    """The language in which somebody reads a notice, and whether it is the first they wanted.

    Args:
        texts: languages that the notice is written in.
        wanted: what the reader prefers, the strongest first; any may be missing.
    """
    preferred = [language for language in wanted if language]
    found = next((language for language in preferred if language in texts), source)
    return found, not preferred or found == preferred[0]


def list_missing_languages(texts: Collection[str], wanted: Collection[str]) -> tuple[str, ...]:
    """Languages that its readers have chosen and nobody has written the notice in."""
    return tuple(sorted(set(wanted) - set(texts)))


def may_tick(actor: Actor, committee_id: int, building_id: int) -> bool:
    """Whether somebody may note who was told on paper or at the door: staff, the lead."""
    return actor.is_staff(committee_id) or any(
        right.kind is RoleKind.LEAD
        and right.committee_id == committee_id
        and right.building_id in (None, building_id)
        for right in actor.roles
    )


def is_reached(asks_ack: bool, is_delivered: bool, how: Reach | None) -> bool:
    """Whether a household counts as told (S59); where an answer was asked for, only with one."""
    return how is not None or (is_delivered and not asks_ack)


def floor_count(households: int) -> int | None:
    """A number that a group may see; None below the floor."""
    return households if households >= HOUSEHOLD_FLOOR else None


def make_title(text: str) -> str:
    """The first line, for lists."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= TITLE_LENGTH else f"{line[: TITLE_LENGTH - 1]}…"
