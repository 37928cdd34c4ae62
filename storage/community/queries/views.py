"""What queries return: frozen values, without a session behind them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from storage.community.kinds import ResidentState, RoleKind
from storage.local_time import covers_minute, local_minute


@dataclass(frozen=True)
class CommitteeView:
    """A committee; `time_zone` is an IANA name."""

    id: int
    name: str
    time_zone: str
    language: str


@dataclass(frozen=True)
class EstateView:
    """An estate and how many households its roster has."""

    id: int
    committee_id: int
    name: str
    households: int


@dataclass(frozen=True)
class BuildingView:
    """A building; `link_code` goes into its deep link."""

    id: int
    estate_id: int
    label: str
    position: int
    link_code: str
    households: int


@dataclass(frozen=True)
class HouseholdView:
    """A household; `building` is the label."""

    id: int
    estate_id: int
    building_id: int
    building: str
    unit: str
    room: str
    door: str


@dataclass(frozen=True)
class PersonView:
    """A Telegram account that has spoken to the bot."""

    id: int
    name: str
    language: str | None
    telegram_language: str | None
    reachable: bool


@dataclass(frozen=True)
class MemberView:
    """A member of a household, for the household itself. `confirmed`: staff vouched for them."""

    resident_id: int
    person_id: int
    name: str
    state: ResidentState
    confirmed: bool


@dataclass(frozen=True)
class ResidentView:
    """A tie, for staff."""

    id: int
    person_id: int
    name: str
    household_id: int
    estate_id: int
    committee_id: int
    door: str
    state: ResidentState


@dataclass(frozen=True)
class RoleView:
    """A valid role; `building` is the label of the building that it is limited to."""

    id: int
    person_id: int
    name: str
    kind: RoleKind
    building_id: int | None
    building: str | None
    expires_at: datetime | None


@dataclass(frozen=True)
class ChatView:
    """A group. Language and time zone are its own, else its committee's.

    `thread_id` is the forum topic that cards go to, `also_languages` are its further ones.
    `quiet` is between which minutes past midnight reminders make no sound there, if ever.
    """

    telegram_id: int
    thread_id: int | None
    estate_id: int | None
    committee_id: int | None
    building_id: int | None
    building: str | None
    language: str | None
    time_zone: str
    reads_all: bool
    also_languages: tuple[str, ...] = ()
    quiet: tuple[int, int] | None = None

    @property
    def languages(self) -> tuple[str, ...]:
        """Its own first, then the further ones; none only for a group that nobody has bound."""
        own = () if self.language is None else (self.language,)
        return tuple(dict.fromkeys((*own, *self.also_languages)))

    def is_quiet(self, at: datetime) -> bool:
        """Whether an instant lies in the group's own quiet hours."""
        minute = local_minute(at, self.time_zone)
        return self.quiet is not None and covers_minute(self.quiet, minute)

    @property
    def is_bound(self) -> bool:
        """Whether the group speaks for some houses."""
        return self.estate_id is not None


@dataclass(frozen=True)
class ConversationView:
    """A half-finished dialogue."""

    step: str
    data: dict[str, Any]
    updated_at: datetime


@dataclass(frozen=True)
class OnDuty:
    """Staff who answer for a committee; without `since` only because nobody took the duty."""

    person_id: int
    name: str
    since: datetime | None
    until: datetime | None


@dataclass(frozen=True)
class DutyView:
    """Who answers for a committee now; `is_taken` is False where nobody took the duty."""

    is_taken: bool
    members: tuple[OnDuty, ...]

    @property
    def people(self) -> tuple[int, ...]:
        """Their Telegram ids."""
        return tuple(member.person_id for member in self.members)


@dataclass(frozen=True)
class ShiftView:
    """A turn of the rota; without a person it waits for somebody to take it."""

    id: int
    committee_id: int
    person_id: int | None
    name: str | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class NoteView:
    """What was handed over; `name` is None where the writer is not known any more."""

    text: str
    name: str | None
    written_at: datetime
