"""What somebody wanted before they were asked for something else, such as their door."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import timedelta

from handlers.context import Context
from storage.community import actions as community
from storage.community.queries import find_conversation

# No chat has this number: beside the private dialogue, which may be the question for the door.
_BESIDE = 0
_STEP = "requests.wanted"
# What was left longer than this is not what somebody wants now.
_STILL_WANTED = timedelta(hours=1)


@dataclass(frozen=True)
class Wanted:
    """What to come back to.

    Attributes:
        slug: the kind that was asked for by a link or a button.
        text: what was written, to be put into the form.
        is_waiting: they were asked for their door and go on once it is known.
    """

    slug: str = ""
    text: str = ""
    is_waiting: bool = False


async def set_aside(context: Context, wanted: Wanted) -> None:
    """Remember it, sealed, in place of what was remembered before."""
    await context.work.write(
        community.save_conversation,
        context.person_id,
        _BESIDE,
        _STEP,
        asdict(wanted),
        now=context.received_at,
    )


async def find_aside(context: Context) -> Wanted:
    """What is remembered, if anything is."""
    found = await context.work.read(find_conversation, context.person_id, _BESIDE)
    if found is None or context.received_at - found.updated_at > _STILL_WANTED:
        return Wanted()
    return Wanted(**found.data)


async def clear_aside(context: Context) -> None:
    """It was taken up."""
    await context.work.write(community.end_conversation, context.person_id, _BESIDE)
