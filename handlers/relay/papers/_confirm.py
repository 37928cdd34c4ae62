"""The buttons of a preview: look at the rows, say how they came, enter them, drop them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from aiogram.types import CallbackQuery
from sqlmodel import Session

from handlers.context import Context
from handlers.keyboards import find_page
from handlers.relay.papers._bring import ask_papers, bring_text
from handlers.relay.papers._callbacks import PaperDraftPress
from handlers.relay.papers._draft import Draft
from handlers.relay.papers._gather import gather_text
from handlers.relay.papers._line import ask_next
from handlers.relay.papers._lines import Line, Verdict, instant
from handlers.relay.papers._preview import CHANNELS, ROWS, report_params, rows_params
from handlers.relay.papers._relays import find_relay_to_enter
from handlers.relay.papers._show import show_preview
from handlers.relay.papers._talk import STEP, find_draft, keep_draft
from handlers.talk import forget, recall
from storage.community.actions import end_conversation
from storage.errors import RuleError
from storage.relay.moves import PaperRow
from storage.relay.papers.actions import Batch, BatchRow, MergeReport, merge_batch


async def on_draft(context: Context, press: CallbackQuery, data: PaperDraftPress) -> None:
    """A button of a preview."""
    if data.act == "for":
        await _choose_relay(context, data)
        await context.answer(press, "")
        return
    draft = await find_draft(context, data.made)
    if data.act == "enter":
        await _enter(context, press, draft)
    elif data.act == "drop":
        await forget(context, STEP)
        await context.redraw(press, "relay/papers_dropped", title=await _title(context, draft))
    elif data.act == "rows":
        await _show_rows(context, press, draft, data.value)
    elif data.act == "way":
        await _change_way(context, press, draft, data.value)
    elif data.act == "next":
        await ask_next(context, press, draft)
    elif data.act == "gone":
        await _take_all_off(context, press, draft)
    else:
        draft = replace(draft, asking=None)
        await keep_draft(context, draft)
        await show_preview(context, press, draft)
    await context.answer(press, "")


async def _title(context: Context, draft: Draft) -> str:
    return (await find_relay_to_enter(context, draft.relay_id)).title


async def _choose_relay(context: Context, data: PaperDraftPress) -> None:
    """Which relay a text is for, or which one is asked about."""
    context.check_private()
    kept = await recall(context, STEP)
    if kept is None or kept.get("made") != data.made or "lines" in kept:
        raise RuleError("stale_button")
    if "text" in kept:
        await bring_text(context, data.value, kept["text"])
    else:
        await ask_papers(context, None, data.value)


async def _show_rows(context: Context, press: CallbackQuery, draft: Draft, page: int) -> None:
    page, pages = find_page(len(draft.lines), page, ROWS)
    title = await _title(context, draft)
    await context.redraw(press, "relay/papers_rows", **rows_params(draft, title, page, pages))


async def _change_way(context: Context, press: CallbackQuery, draft: Draft, number: int) -> None:
    """Ask how the rows came, or read the text anew with the answer; 0 asks."""
    if not draft.text or not 0 <= number <= len(CHANNELS):
        raise RuleError("stale_button")
    if number == 0:
        title = await _title(context, draft)
        await context.redraw(press, "relay/papers_way", made=draft.made, title=title)
        return
    channel = CHANNELS[number - 1]
    changed = await gather_text(context, draft.relay_id, draft.text, channel=channel)
    await keep_draft(context, changed)
    await show_preview(context, press, changed)


async def _take_all_off(context: Context, press: CallbackQuery, draft: Draft) -> None:
    """Every household that the list has no more gives its place back."""
    lines = (
        replace(line, verdict=Verdict.WITHDRAW)
        if line.verdict is Verdict.ASK and line.code == "gone"
        else line
        for line in draft.lines
    )
    draft = replace(draft, lines=tuple(lines), asking=None)
    await keep_draft(context, draft)
    await show_preview(context, press, draft)


async def _enter(context: Context, press: CallbackQuery, draft: Draft) -> None:
    relay = await find_relay_to_enter(context, draft.relay_id)
    words = await context.words()
    report = await context.work.write(
        _merge,
        draft,
        by=context.person_id,
        now=context.received_at,
        update_id=context.update_id,
        reason=words.text("sheet/papers_withdrawn"),
    )
    refusals = [
        {"number": number, "text": words.error(outcome.code, **outcome.params)}
        for number, outcome in report.outcomes
        if outcome.kind == "refused" and outcome.code
    ]
    await context.redraw(
        press,
        "relay/papers_entered",
        is_staff=(await context.actor()).is_staff(relay.committee_id),
        **report_params(report, relay.title, relay.id, refusals),
    )


def _merge(
    session: Session, draft: Draft, *, by: int, now: datetime, update_id: int, reason: str
) -> MergeReport:
    """Enter the draft and end the conversation in one step: two presses enter it once."""
    end_conversation(session, by, by)
    batch = to_batch(draft)
    return merge_batch(
        session, draft.relay_id, batch, by=by, now=now, update_id=update_id, reason=reason
    )


def to_batch(draft: Draft) -> Batch:
    """What of a draft is entered: what is open or left out is not."""

    def having(verdict: Verdict) -> list[Line]:
        return [line for line in draft.lines if line.verdict is verdict]

    withdrawn = {line.household_id for line in having(Verdict.WITHDRAW)}
    return Batch(
        kind=draft.kind,
        read_at=draft.read_at,
        rows=tuple(_row(line) for line in having(Verdict.ENTER)),
        changes=tuple(
            (line.household_id, line.quantity)
            for line in having(Verdict.CHANGE)
            if line.household_id is not None and line.quantity is not None
        ),
        withdrawn=tuple(household for household in withdrawn if household is not None),
        follows_id=draft.follows_id,
        standing=draft.standing,
        gone=draft.gone,
    )


def _row(line: Line) -> BatchRow:
    household, quantity, came_at = line.household_id, line.quantity, instant(line.came_at)
    assert household is not None
    assert quantity is not None
    assert came_at is not None
    row = PaperRow(
        household_id=household,
        quantity=quantity,
        channel=line.channel,
        received_at=came_at,
        not_before=instant(line.not_before),
    )
    return BatchRow(line.number, row)
