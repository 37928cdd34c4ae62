"""When alerts are told, told again, and to whom they belong. Pure."""

from __future__ import annotations

from datetime import datetime, timedelta

from storage.community.actor import Actor
from storage.emergency.kinds import AlertKind, AlertState
from storage.errors import RuleError

# What the same person says within this time belongs to the same cry.
JOINS_WITHIN = timedelta(minutes=10)
# Nobody took it: all staff hear of it, then again and again, for so long.
FIRST_REPEAT = timedelta(minutes=3)
NEXT_REPEATS = timedelta(minutes=5)
REPEATS_FOR = timedelta(hours=1)
# Nobody knows where: somebody unconscious presses no place, so that every committee is called.
PLACE_WITHIN = timedelta(minutes=2)
# Taken and not ended: its taker is asked after so long, everybody after as long again.
STILL_AFTER = timedelta(minutes=10)
# Characters. What somebody writes beyond this is not kept; who is called sees enough by then.
WORDS_LENGTH = 1500
NOTE_LENGTH = 200


def find_next_repeat(heard_at: datetime, now: datetime) -> datetime | None:
    """When an alert that nobody takes is told again after being told at `now`; None: no more."""
    following = now + NEXT_REPEATS
    return following if following <= heard_at + REPEATS_FOR else None


def find_next_check(taken_at: datetime, now: datetime) -> datetime | None:
    """When it is asked whether a taken alert is seen to; None: everybody has been asked."""
    checks = (taken_at + STILL_AFTER, taken_at + 2 * STILL_AFTER)
    return next((check for check in checks if check > now), None)


def join_words(known: str, said: str) -> str:
    """What was said before and now, a line each, not longer than `WORDS_LENGTH`."""
    return "\n".join(words for words in (known, said.strip()) if words)[:WORDS_LENGTH].rstrip()


def join_kinds(known: AlertKind, heard: AlertKind) -> AlertKind:
    """The graver of two; a pressed button says less than words."""
    order = (AlertKind.DANGER, AlertKind.CRISIS, AlertKind.BUTTON)
    return min(known, heard, key=order.index)


def check_may_answer(actor: Actor, committee_id: int | None, on_duty: tuple[int, ...]) -> None:
    """An alert is answered by the committee's staff and by whoever has its duty.

    One of which nobody knows where is answered by any committee's.

    Raises:
        RuleError: `not_staff`.
    """
    is_theirs = actor.is_staff_anywhere if committee_id is None else actor.is_staff(committee_id)
    if not is_theirs and actor.person_id not in on_duty:
        raise RuleError("not_staff")


def check_takable(state: AlertState, taken_by: int | None, by: int) -> None:
    """The first who is on it has it; `taken_by` is None where that one may be relieved.

    Raises:
        RuleError: `urgent_taken`, `urgent_over`.
    """
    check_live(state)
    if state is AlertState.TAKEN and taken_by not in (None, by):
        raise RuleError("urgent_taken")


def check_live(state: AlertState) -> None:
    """What is over is over.

    Raises:
        RuleError: `urgent_over`.
    """
    if state not in (AlertState.OPEN, AlertState.TAKEN):
        raise RuleError("urgent_over")


def check_note(text: str) -> str:
    """What is kept of how an alert ended.

    Raises:
        RuleError: `urgent_note_empty`; `urgent_note_long` with `limit`.
    """
    note = text.strip()
    if not note:
        raise RuleError("urgent_note_empty")
    if len(note) > NOTE_LENGTH:
        raise RuleError("urgent_note_long", limit=NOTE_LENGTH)
    return note
