"""What every page of the runs does: look who it is, show it in place, remember what was asked."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from storage.community import actions as community
from storage.community.queries import find_conversation
from storage.errors import RuleError
from storage.runs import queries
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
    """Show it in the message whose button was pressed, else in a new one."""
    if press is None:
        await context.say(template, **params)
    else:
        await context.redraw(press, template, **params)


async def remember(context: Context, purpose: str, subject: int, **data: Any) -> None:
    """Take the next message as what was asked for."""
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        STEP,
        {"purpose": purpose, "subject": subject, **data},
        now=context.received_at,
    )


async def forget(context: Context) -> None:
    """Whoever moves on has given up what was asked."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is not None and found.step == STEP:
        await context.work.write(community.end_conversation, context.person_id, context.person_id)


def read_text(message: Message) -> str:
    """What somebody wrote.

    Raises:
        RuleError: `run_text_empty` for a message without words.
    """
    text = (message.text or message.caption or "").strip()
    if not text:
        raise RuleError("run_text_empty")
    return text
