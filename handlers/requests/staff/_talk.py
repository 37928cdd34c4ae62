"""What all of staff's side does: see whose it is, and remember what was asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from handlers.context import Context
from storage.community import actions as community
from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.community.queries import (
    CommitteeView,
    find_committee,
    find_conversation,
)
from storage.errors import RuleError

# A form that was sent: nothing more is expected of it.
_OVER = frozenset({"requests.sent"})
# What is half entered for somebody who telephones is not dropped by looking at something else.
_OURS = ("requests.work", "requests.kind")
_WORKERS = frozenset({RoleKind.STAFF, RoleKind.LEAD})


def list_committees(actor: Actor, *, leads: bool) -> tuple[int, ...]:
    """Ids of the committees that the person works for, as staff or, with `leads`, as lead too."""
    kinds = _WORKERS if leads else {RoleKind.STAFF}
    return tuple(dict.fromkeys(right.committee_id for right in actor.roles if right.kind in kinds))


async def check_committee(context: Context, committee_id: int, *, leads: bool) -> None:
    """Whether the acting person works for this committee.

    Raises:
        RuleError: `in_private_only`; `not_staff`; `stale_button` for those of another committee.
    """
    context.check_private()
    own = list_committees(await context.actor(), leads=leads)
    if not own:
        raise RuleError("not_staff")
    if committee_id not in own:
        raise RuleError("stale_button")


async def find_own_committee(
    context: Context, committee_id: int, *, leads: bool = False
) -> CommitteeView:
    """A committee that the acting person works for.

    Raises:
        RuleError: as `check_committee`.
    """
    await check_committee(context, committee_id, leads=leads)
    committee = await context.work.read(find_committee, committee_id)
    if committee is None:
        raise RuleError("stale_button")
    return committee


async def choose_committee(context: Context, purpose: str, *, leads: bool = False) -> int | None:
    """The only committee that the acting person works for; asks which one where there are more.

    Args:
        purpose: what is opened for it: `board`, `call`, `kinds`, `digest`.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    context.check_private()
    own = list_committees(await context.actor(), leads=leads)
    if not own:
        raise RuleError("not_staff")
    if len(own) == 1:
        return own[0]
    found = [await context.work.read(find_committee, each) for each in own]
    await context.say(
        "requests/which_committee",
        purpose=purpose,
        committees=[{"id": each.id, "name": each.name} for each in found if each],
    )
    return None


def to_the_minute(moment: datetime) -> str:
    """A moment as templates take it, where seconds say nothing."""
    return moment.replace(second=0, microsecond=0).isoformat()


async def remember(context: Context, step: str, data: dict[str, Any]) -> None:
    """Take the next words as the answer to one question; whoever moves on has given up.

    Raises:
        RuleError: `finish_first`: what was written for another feature would be lost.
    """
    going_on = await context.work.read(find_conversation, context.person_id, context.person_id)
    # Features that gather something message by message note which update they took last.
    if going_on and going_on.step not in _OVER and "update_id" in going_on.data:
        raise RuleError("finish_first")
    await context.work.write(
        community.save_conversation,
        context.person_id,
        context.person_id,
        step,
        data,
        now=context.received_at,
    )


async def recall(context: Context, *steps: str) -> dict[str, Any] | None:
    """What is remembered of the private conversation, if it stands at one of these steps."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    return dict(found.data) if found is not None and found.step in steps else None


async def forget(context: Context) -> None:
    """End the private conversation, if it is one of staff's work: whoever moves on gave it up."""
    found = await context.work.read(find_conversation, context.person_id, context.person_id)
    if found is not None and found.step.startswith(_OURS):
        await context.work.write(community.end_conversation, context.person_id, context.person_id)
