"""What is no longer needed goes by itself, so that nobody has to remember to delete it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete
from sqlmodel import Session, SQLModel, col

from storage.audit.tables import FailedUpdate
from storage.community.tables import Conversation, DutyNote
from storage.emergency.upkeep import drop_words
from storage.faq.upkeep import drop_questions
from storage.notices.upkeep import KEEP_COPIES, drop_copies
from storage.outbox.tables import OutboxMessage
from storage.proxies.actions import drop_spent
from storage.relay.vouchers.upkeep import drop_papers
from storage.requests.upkeep import drop_old_requests
from storage.runs.upkeep import blank_erased, blank_runs
from storage.supplies.upkeep import drop_orders
from storage.testing.coverage.upkeep import drop_coverage
from storage.testing.upkeep import drop_reminders
from storage.volunteers.upkeep import erase_old_tasks

# Long enough to look into a complaint, and to know an update that Telegram sends again.
KEEP_MESSAGES = timedelta(days=30)
KEEP_FAILED_UPDATES = timedelta(days=30)
# A draft or a form that nobody went on with.
KEEP_CONVERSATIONS = timedelta(days=14)
# Long enough for the weekly list and for an answer that takes its time; what residents worry
# about is nobody's business for longer.
KEEP_QUESTIONS = timedelta(days=30)
# Long enough to settle what was missing in a bag.
KEEP_ORDERS = timedelta(days=30)
# Who called for help, and with which words; that somebody did, stays.
KEEP_CALLS = timedelta(days=30)
# Long enough to ask who went where; then only that there was a task.
KEEP_TASK_WORDS = timedelta(days=30)
KEEP_DUTY_NOTES = timedelta(days=30)
# Who handed medicine over, and why some was not to be had.
KEEP_RUN_NOTES = timedelta(days=30)
# Who acted for a household that has taken it back.
KEEP_PROXIES = timedelta(days=30)
# Which doors a testing day saw, and what residents reported of themselves.
KEEP_MARKS = timedelta(days=30)


def purge(session: Session, now: datetime) -> int:
    """Delete settled messages, failed updates, abandoned dialogues and questions past their time.

    An item whose questions are all gone waits no longer, and loses the reply to them.

    Returns:
        How many rows went.
    """
    old: list[tuple[type[SQLModel], ColumnElement[bool]]] = [
        (OutboxMessage, col(OutboxMessage.settled_at) < now - KEEP_MESSAGES),
        (FailedUpdate, col(FailedUpdate.at) < now - KEEP_FAILED_UPDATES),
        (Conversation, col(Conversation.updated_at) < now - KEEP_CONVERSATIONS),
        (DutyNote, col(DutyNote.written_at) < now - KEEP_DUTY_NOTES),
    ]
    erase_old_tasks(session, now - KEEP_TASK_WORDS, now=now)
    drop_words(session, now - KEEP_CALLS)
    drop_orders(session, now - KEEP_ORDERS)
    drop_old_requests(session, now)
    blank_runs(session, now - KEEP_RUN_NOTES, now=now)
    blank_erased(session)
    drop_copies(session, now - KEEP_COPIES)
    drop_coverage(session, now - KEEP_MARKS)
    drop_papers(session, now)
    drop_reminders(session, now - KEEP_MESSAGES)
    drop_spent(session, now - KEEP_PROXIES)
    questions = drop_questions(session, now - KEEP_QUESTIONS, now=now)
    return questions + sum(session.exec(delete(table).where(past)).rowcount for table, past in old)
