"""What all of staff's side does: see whose it is, and remember what was asked for."""

from __future__ import annotations

from handlers import talk
from handlers.context import Context
from storage.community.actor import Actor
from storage.community.kinds import RoleKind
from storage.community.queries import (
    CommitteeView,
    find_committee,
)
from storage.errors import RuleError

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


async def forget(context: Context) -> None:
    """End the private conversation, if it is one of staff's work: whoever moves on gave it up."""
    await talk.forget(context, *_OURS)
