"""What every page of the runs does: look who it is, show it in place, remember what was asked."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers import talk
from handlers.context import Context
from storage.errors import RuleError
from storage.requests.actions import drop_shown
from storage.runs import queries
from storage.runs.actions import note_copy
from storage.runs.rules import Act, Relation, check_may, find_relations
from storage.runs.views import RunView

STEP = "runs.text"


async def find_own_run(
    context: Context, run_id: int, act: Act = Act.SEE
) -> tuple[RunView, frozenset[Relation]]:
    """A run, and what the acting person is to it.

    Raises:
        RuleError: `in_private_only`, `run_unknown`, `not_staff`, `run_not_yours`.
    """
    context.check_private()
    run = await context.work.read(queries.find_run, run_id)
    if run is None:
        raise RuleError("run_unknown")
    relations = find_relations(await context.actor(), run)
    check_may(act, relations, run.state)
    return run, relations


async def check_committee(context: Context, committee_id: int) -> None:
    """Whether the acting person works for this committee.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    context.check_private()
    if not (await context.actor()).is_staff(committee_id):
        raise RuleError("not_staff")


async def show(context: Context, press: CallbackQuery | None, template: str, **params: Any) -> None:
    """Show what holds no names: in the message whose button was pressed, else in a new one."""
    message_id = await _put(context, press, template, params)
    if press is not None and message_id is not None:
        await context.work.write(drop_shown, context.person_id, message_id)


async def show_private(
    context: Context, press: CallbackQuery | None, run_id: int, template: str, **params: Any
) -> None:
    """Show names and medicines, in a message that goes when the run is over."""
    message_id = await _put(context, press, template, {"run_id": run_id, **params})
    if message_id is not None:
        await note(context, run_id, message_id)


async def note(context: Context, run_id: int, message_id: int) -> None:
    """Remember that a message holds names and medicines."""
    by, now = context.person_id, context.received_at
    await context.work.write(note_copy, run_id, message_id, by=by, now=now)


async def _put(
    context: Context, press: CallbackQuery | None, template: str, params: dict[str, Any]
) -> int | None:
    """Where it stands now, as far as is known."""
    if press is None:
        said = await context.say(template, **params)
        return said.message_id if said is not None else None
    await context.redraw(press, template, **params)
    return press.message.message_id if press.message is not None else None


async def remember(context: Context, purpose: str, subject: int, **data: Any) -> None:
    """Take the next message as what was asked for.

    Raises:
        RuleError: `finish_first`.
    """
    await talk.remember(context, STEP, {"purpose": purpose, "subject": subject, **data})


async def forget(context: Context) -> None:
    """Whoever moves on has given up what was asked."""
    await talk.forget(context, STEP)


def read_text(message: Message) -> str:
    """What somebody wrote.

    Raises:
        RuleError: `run_text_empty` for a message without words.
    """
    text = (message.text or message.caption or "").strip()
    if not text:
        raise RuleError("run_text_empty")
    return text
