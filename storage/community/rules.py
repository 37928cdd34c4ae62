"""What the estate allows. Pure: values and `now` in, an answer or a `RuleError` out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.community.actor import Actor
from storage.community.kinds import ResidentState
from storage.errors import RuleError

NAME_LENGTH = 64
MOST_DUTY_HOURS = 7 * 24
MOST_SHIFT_HOURS = 24
NOTE_LENGTH = 1000

_PHONE = re.compile(r"\+?[\d ()-]{3,32}")

# Letters to Unicode, blanks to the eye.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0\u034f\u17b4\u17b5")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_MOST_MARKS = 2


@dataclass(frozen=True)
class Standing:
    """A tie as the rules see it: whose, where, and since when."""

    resident_id: int
    person_id: int
    household_id: int
    door: str
    state: ResidentState
    is_confirmed: bool
    joined_at: datetime


def clean_name(name: str, length: int = NAME_LENGTH) -> str:
    """A name as it may be shown: nothing invisible, no heaps of marks, one line, not too long.

    Direction marks go too, so that a name cannot turn round the text that it stands in.
    """
    kept: list[str] = []
    marks = 0
    # Cut before it is looked at: a name of megabytes is no work.
    for letter in name[: length * 16]:
        category = unicodedata.category(letter)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if category[0] == "Z" or letter in "\t\r\n":
            kept.append(" ")
        elif category not in _UNSEEN and letter not in _BLANK and marks <= _MOST_MARKS:
            kept.append(letter)
    return " ".join("".join(kept).split())[:length].rstrip()


def check_label(kind: str, text: str, length: int) -> str:
    """The cleaned name of a committee or an estate.

    Raises:
        RuleError: `name_empty` with `kind`.
    """
    cleaned = clean_name(text, length)
    if not cleaned:
        raise RuleError("name_empty", kind=kind)
    return cleaned


def check_staff(actor: Actor, committee_id: int) -> None:
    """Staff of this committee only.

    Raises:
        RuleError: `not_staff`.
    """
    if not actor.is_staff(committee_id):
        raise RuleError("not_staff")


def check_may_bind(actor: Actor | None, committee_id: int, bound_to: int | None) -> None:
    """Whether a chat may be bound, or set free, for a committee.

    Args:
        actor: None for an anonymous administrator or a channel: nobody answers for those.
        bound_to: the committee that the chat speaks for already.

    Raises:
        RuleError: `anonymous_sender`, `not_staff`, or `chat_bound_elsewhere` for a chat of a
            committee that the actor is no staff of.
    """
    if actor is None:
        raise RuleError("anonymous_sender")
    check_staff(actor, committee_id)
    if bound_to is not None and not actor.is_staff(bound_to):
        raise RuleError("chat_bound_elsewhere")


def check_may_join(tie: Standing | None, household_id: int) -> None:
    """Whether a person may tie themselves to a household: one an estate (S13).

    Raises:
        RuleError: `tie_removed` where staff untied them before; `already_tied` with their own
            `door` where they are tied elsewhere. In both cases staff can move them.
    """
    if tie is None:
        return
    if tie.state is ResidentState.REMOVED:
        raise RuleError("tie_removed")
    if tie.household_id != household_id:
        raise RuleError("already_tied", door=tie.door)


def check_may_object(objector: Standing | None, target: Standing) -> None:
    """Whether a member may object to another: only to one who came later.

    Whoever ties themselves to a stranger's household could otherwise lock the family out of it.

    Raises:
        RuleError: `not_member`, `own_tie`, `tie_confirmed` where staff vouched for the target,
            `joined_before` where the target was there first.
    """
    if objector is None or objector.household_id != target.household_id:
        raise RuleError("not_member")
    if objector.resident_id == target.resident_id:
        raise RuleError("own_tie")
    if objector.state is not ResidentState.ACTIVE:
        raise RuleError("not_member")
    if target.is_confirmed:
        raise RuleError("tie_confirmed")
    came_first = (target.joined_at, target.resident_id) < (
        objector.joined_at,
        objector.resident_id,
    )
    if came_first and not objector.is_confirmed:
        raise RuleError("joined_before")


def check_expiry(expires_at: datetime | None, now: datetime) -> None:
    """A right that has ended before it began is a slip.

    Raises:
        RuleError: `expiry_in_past`.
    """
    if expires_at is not None and expires_at <= now:
        raise RuleError("expiry_in_past")


def check_duty_hours(hours: int | None) -> None:
    """A duty lasts from an hour to a week, or until it is handed over.

    Raises:
        RuleError: `duty_hours_wrong` with `most`.
    """
    if hours is not None and not 1 <= hours <= MOST_DUTY_HOURS:
        raise RuleError("duty_hours_wrong", most=MOST_DUTY_HOURS)


def check_shift(starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """A shift lies ahead or runs, and lasts from an hour to a day.

    Raises:
        RuleError: `duty_shift_past`; `duty_shift_length` with `most` hours.
    """
    if ends_at <= now:
        raise RuleError("duty_shift_past")
    if not timedelta(hours=1) <= ends_at - starts_at <= timedelta(hours=MOST_SHIFT_HOURS):
        raise RuleError("duty_shift_length", most=MOST_SHIFT_HOURS)


def check_note(text: str) -> str:
    """The words of a hand-over note, its lines kept.

    Raises:
        RuleError: `duty_note_empty`; `text_too_long` with `limit`.
    """
    lines = (clean_name(line, NOTE_LENGTH + 1) for line in text.splitlines())
    cleaned = "\n".join(line for line in lines if line)
    if not cleaned:
        raise RuleError("duty_note_empty")
    if len(cleaned) > NOTE_LENGTH:
        raise RuleError("text_too_long", limit=NOTE_LENGTH)
    return cleaned


def check_phone(text: str) -> str:
    """A telephone number as it is written: digits, a leading plus, spaces, hyphens, brackets.

    Raises:
        RuleError: `duty_phone_wrong`.
    """
    phone = " ".join(unicodedata.normalize("NFKC", text).split())
    digits = re.sub(r"\D", "", phone)
    if not _PHONE.fullmatch(phone) or not 3 <= len(digits) <= 20:
        raise RuleError("duty_phone_wrong")
    return phone


def find_gaps(
    spans: Iterable[tuple[datetime, datetime | None]], since: datetime, until: datetime
) -> list[tuple[datetime, datetime]]:
    """When nobody is on duty between two instants.

    Args:
        spans: when somebody is; None: for as long as is asked.
    """
    gaps = []
    free_from = since
    for begin, end in sorted(spans, key=lambda span: span[0]):
        if begin >= until:
            break
        if begin > free_from:
            gaps.append((free_from, begin))
        free_from = max(free_from, end or until)
    if free_from < until:
        gaps.append((free_from, until))
    return gaps


def check_invite(used_by: int | None, expires_at: datetime, now: datetime) -> None:
    """Whether an invite still holds.

    Raises:
        RuleError: `invite_used` or `invite_expired`.
    """
    if used_by is not None:
        raise RuleError("invite_used")
    if expires_at <= now:
        raise RuleError("invite_expired")


def digest_code(code: str) -> str:
    """What is kept of a secret code: whoever reads the database cannot use it."""
    return hashlib.sha256(code.encode()).hexdigest()


def check_not_last_staff(role_id: int, staff: list[int]) -> None:
    """A committee never locks itself out.

    Args:
        staff: numbers of its valid staff roles.

    Raises:
        RuleError: `last_staff`.
    """
    if staff == [role_id]:
        raise RuleError("last_staff")
