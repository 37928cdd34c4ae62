"""What is due is told once: to the buildings' groups, and in private to whoever wants it.

A tick claims the rounds, and with them all that is due of a batch, so that an estate's group
hears of the batch in one message, whichever process was first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import update
from sqlmodel import Session, col

from storage.outbox.actions import NewMessage, leave_many
from storage.outbox.tables import Urgency
from storage.testing.actions.repeating import follow_pause
from storage.testing.audience import Audience, find_audience, list_visited
from storage.testing.kinds import ReminderState, SlotKind
from storage.testing.messages import (
    DueReminder,
    RoundFact,
    gather,
    only,
    reminder_params,
    template_of,
)
from storage.testing.queries.reminders import fact_of, list_reminders
from storage.testing.queries.rounds import manner_of
from storage.testing.rules import choose_newest, is_silent
from storage.testing.statements import due_rounds, is_due
from storage.testing.tables import Day, Reminder, Round

Make = Callable[..., NewMessage]


def tell_due(session: Session, now: datetime) -> int:
    """Tell every reminder whose time has come; returns how many messages were left.

    After a standstill the newest reminder of each slot is told where it is of use yet; those
    before it are dropped, and what came too late is kept as late.
    """
    rounds = session.exec(due_rounds(now)).all()
    return sum(_tell_round(session, testing, now) for testing in rounds)


def _tell_round(session: Session, testing: Round, now: datetime) -> int:
    if testing.schedule_id is not None:
        follow_pause(session, testing, now)
    due = list_reminders(session, col(Day.round_id) == testing.id, is_due(now))
    late = [reminder for reminder in due if reminder.expires_at <= now]
    told, dropped = choose_newest(
        (reminder.slot_id, reminder.due_at, reminder)
        for reminder in due
        if reminder.expires_at > now
    )
    _settle(session, late, ReminderState.LATE, now)
    _settle(session, dropped, ReminderState.DROPPED, now)
    _settle(session, told, ReminderState.TOLD, now)
    if not told:
        return 0
    # In the order of the estate's buildings, in which `list_reminders` brought them.
    order = {reminder.id: place for place, reminder in enumerate(due)}
    told.sort(key=lambda reminder: order[reminder.id])
    return len(leave_many(session, list(_messages(session, testing, told, now)), now=now))


def _settle(
    session: Session, reminders: Iterable[DueReminder], state: ReminderState, now: datetime
) -> None:
    changes = [{"id": each.id, "state": state, "told_at": now} for each in reminders]
    if changes:
        session.execute(update(Reminder), changes)


def _messages(
    session: Session, testing: Round, told: Sequence[DueReminder], now: datetime
) -> Iterator[NewMessage]:
    fact, manner = fact_of(session, testing), manner_of(testing)
    audience = find_audience(session, testing.estate_id)
    for together in gather(told):
        silent = is_silent(together[0].kind, now, manner, testing.zone)
        buildings = {reminder.building_id for reminder in together}
        at_home = list_visited(session, session.get_one(Day, together[0].day_id), buildings)
        make = partial(_message, fact, silent=silent)
        if together[0].slot_kind is SlotKind.HOME:
            yield from _to_people(make, together, at_home)
        else:
            yield from _to_groups(make, together, audience, now)
            yield from _to_people(make, together, audience.list_coming(at_home))


def _to_groups(
    make: Make, together: Sequence[DueReminder], audience: Audience, now: datetime
) -> Iterator[NewMessage]:
    for chat, heard in audience.split({reminder.building_id for reminder in together}):
        about = only(together, heard)
        say = partial(make, silent=True) if chat.is_quiet(now) else make
        for language in chat.languages:
            yield say(about, chat.telegram_id, language=language, thread_id=chat.thread_id)


def _to_people(
    make: Make, together: Sequence[DueReminder], people: dict[int, list[int]]
) -> Iterator[NewMessage]:
    for reminder in together:
        for person_id in people.get(reminder.building_id, ()):
            yield make([reminder], person_id)


def _message(
    fact: RoundFact,
    reminders: Sequence[DueReminder],
    chat_id: int,
    *,
    silent: bool,
    language: str | None = None,
    thread_id: int | None = None,
) -> NewMessage:
    first = reminders[0]
    return NewMessage(
        chat_id=chat_id,
        template=template_of(first),
        params=reminder_params(fact, reminders),
        dedupe_key=f"testing:{first.id}.{first.turn}:{chat_id}:{language or ''}",
        urgency=Urgency.REMINDER,
        expires_at=max(reminder.expires_at for reminder in reminders),
        language=language,
        thread_id=thread_id,
        silent=silent,
    )
