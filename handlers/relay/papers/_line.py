"""Staff decide about the lines that are not certain, one after the other."""

from __future__ import annotations

from dataclasses import replace

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.relay._reading import StaffLine, split_staff_line
from handlers.relay._times import Written, place_in_time
from handlers.relay.papers._callbacks import PaperLinePress
from handlers.relay.papers._draft import Draft
from handlers.relay.papers._gather import settle_anew
from handlers.relay.papers._lines import Line, Verdict
from handlers.relay.papers._relays import find_relay_to_enter
from handlers.relay.papers._show import show_preview, show_question
from handlers.relay.papers._talk import find_draft, keep_draft
from handlers.spans import fold
from storage.community.queries import find_door
from storage.errors import RuleError


async def on_line(context: Context, press: CallbackQuery, data: PaperLinePress) -> None:
    """A button under the question about a line."""
    draft = await find_draft(context, data.made)
    line = draft.find(data.key)
    if line is None or line.verdict is not Verdict.ASK:
        raise RuleError("stale_button")
    if data.act == "later":
        await ask_next(context, press, draft, after=line.key)
    elif data.act == "out":
        await _decided(context, press, draft, _left_out(line), after=line.key)
    elif data.act == "take":
        await _take(context, press, draft, line)
    else:
        await _change(context, press, draft, _with_answer(line, data))
    await context.answer(press, "")


def _left_out(line: Line) -> Line:
    if line.code == "gone":
        return replace(line, verdict=Verdict.STANDS, code="")
    return replace(line, verdict=Verdict.OUT, code="left_out", params={})


def _with_answer(line: Line, data: PaperLinePress) -> Line:
    """The line with the door or the number of pieces of a button."""
    doors = dict(line.candidates)
    if data.act == "door" and data.value in doors:
        return replace(line, household_id=data.value, door=doors[data.value])
    if data.act == "pieces" and data.value > 0:
        return replace(line, quantity=data.value)
    raise RuleError("stale_button")


async def _change(context: Context, press: CallbackQuery | None, draft: Draft, line: Line) -> None:
    """A line that is whole now is taken; of another the rest is asked."""
    if line.is_complete:
        await _take(context, press, draft, line)
        return
    changed = replace(draft.having(line), asking=line.key)
    await keep_draft(context, changed)
    await show_question(context, press, changed, line)


async def _take(context: Context, press: CallbackQuery | None, draft: Draft, line: Line) -> None:
    """Enter the line, if the relay takes it so; else it is asked about again, with the reason."""
    if not line.is_complete:
        raise RuleError("stale_button")
    if line.code == "gone":
        taken = replace(line, verdict=Verdict.WITHDRAW)
        await _decided(context, press, draft, taken, after=line.key)
        return
    whole = replace(line, verdict=Verdict.ENTER, code="", params={})
    changed = await settle_anew(context, draft, whole)
    settled = changed.find(line.key)
    assert settled is not None
    if settled.verdict is Verdict.ASK:
        changed = replace(changed, asking=line.key)
        await keep_draft(context, changed)
        await show_question(context, press, changed, settled)
    else:
        await _decided(context, press, changed, settled, after=line.key)


async def _decided(
    context: Context, press: CallbackQuery | None, draft: Draft, line: Line, *, after: int
) -> None:
    await ask_next(context, press, draft.having(line), after=after)


async def ask_next(
    context: Context, press: CallbackQuery | None, draft: Draft, *, after: int = -1
) -> None:
    """Ask about the next line that is open, round and round; show the preview where none is."""
    asked = draft.list_asked()
    line = next((each for each in asked if each.key > after), asked[0] if asked else None)
    changed = replace(draft, asking=line.key if line else None)
    await keep_draft(context, changed)
    if line is None:
        await show_preview(context, press, changed)
    else:
        await show_question(context, press, changed, line)


async def take_written(context: Context, draft: Draft, text: str) -> None:
    """An answer in words: `3-501 2份 08:31`; what it leaves out stays as it was read.

    Raises:
        RuleError: `stale_button`, `wrong_quantity`, or what reading a door raises.
    """
    line = draft.find(draft.asking) if draft.asking is not None else None
    if line is None or line.verdict is not Verdict.ASK or line.code == "gone":
        raise RuleError("stale_button")
    written = split_staff_line(fold(text))
    line = await _with_door(context, draft, line, written.door)
    line = replace(line, quantity=written.quantity or line.quantity)
    if written.door and line.quantity is None:
        line = replace(line, quantity=1)
    await _change(context, None, draft, await _with_time(context, draft, line, written))


async def _with_door(context: Context, draft: Draft, line: Line, text: str) -> Line:
    if not text:
        return line
    relay = await find_relay_to_enter(context, draft.relay_id)
    match = await context.work.read(find_door, relay.estate_id, text)
    if match.household is not None:
        return replace(line, household_id=match.household.household_id, door=match.household.key)
    if match.candidates:
        raise RuleError("door_ambiguous", doors=[door.key for door in match.candidates[:4]])
    raise RuleError("door_unknown", nearest=[door.key for door in match.nearest])


async def _with_time(context: Context, draft: Draft, line: Line, written: StaffLine) -> Line:
    if written.clock is None:
        return line
    relay = await find_relay_to_enter(context, draft.relay_id)
    day = (None, *written.day) if written.day else None
    at = place_in_time(Written(written.clock, day, 0, 0), context.received_at, relay.time_zone)
    if at is None:
        raise RuleError("span_unreadable")
    return replace(line, came_at=at.isoformat(), not_before=None)
