"""What the runner works with: what to buy, the bags one by one, ticks, hand-overs."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.keyboards import cut_page
from handlers.runs._asking import ask_reason
from handlers.runs._callbacks import BagPress, GotPress, LinePress, ReasonPress
from handlers.runs._talk import forget, show, show_private
from locales.languages import choose_language
from locales.values import shorten
from storage.errors import RuleError
from storage.requests.queries import find_request
from storage.runs import actions, queries
from storage.runs.kinds import LineState
from storage.runs.views import BagView, LineView, WantedLine

A_PAGE = 8
TOTALS_A_PAGE = 20
REASONS = ("sold_out", "no_prescription", "other_strength", "closed")
OWN = "own"


async def show_totals(context: Context, press: CallbackQuery, run_id: int, number: int) -> None:
    """What to buy."""
    by, now = context.person_id, context.received_at
    manifest = await context.work.write(actions.open_manifest, run_id, by=by, now=now)
    page = cut_page(manifest.totals, number, TOTALS_A_PAGE)
    await show_private(
        context,
        press,
        run_id,
        "runs/totals",
        code=manifest.run.code,
        hospital=manifest.run.hospital,
        totals=[
            {
                "drug": shorten(each.drug, 60),
                "strength": shorten(each.strength, 30),
                "quantity": _count(shorten(each.quantity, 60)),
            }
            for each in page.items
        ],
        page=page.number,
        pages=page.pages,
    )


async def show_bags(context: Context, press: CallbackQuery, run_id: int, number: int) -> None:
    """The bags with names, doors and medicines, some at a time."""
    await forget(context)
    by, now = context.person_id, context.received_at
    manifest = await context.work.write(actions.open_manifest, run_id, by=by, now=now)
    run = manifest.run
    page = cut_page(run.bags, number, A_PAGE)
    wanted = {each.line.id: each for each in manifest.lines}
    await show_private(
        context,
        press,
        run_id,
        "runs/bags",
        code=run.code,
        bags=[
            {
                "id": bag[0].bag_id,
                "label": run.bag_code(bag[0].bag_number),
                "door": bag[0].door,
                "state": _sum_up(bag).value,
                "lines": [_describe(wanted[line.id]) for line in bag if line.id in wanted],
            }
            for bag in page.items
        ],
        page=page.number,
        pages=page.pages,
    )


async def on_bag(context: Context, press: CallbackQuery, data: BagPress) -> None:
    """One bag, or that it was handed over."""
    context.check_private()
    by, now = context.person_id, context.received_at
    if data.act == "handed":
        await context.work.write(actions.deliver_bag, data.bag_id, by=by, now=now)
    await show_bag(context, press, data.bag_id)
    await context.answer(press, "")


async def show_bag(context: Context, press: CallbackQuery | None, bag_id: int) -> None:
    """Whose it is, what belongs into it, and what came of that."""
    await forget(context)
    by, now = context.person_id, context.received_at
    run = await context.work.read(queries.find_bag_run, bag_id)
    try:
        bag = await context.work.write(actions.open_bag, bag_id, by=by, now=now)
    except RuleError as refusal:
        # The last bag was handed over just now: whoever drove it may not read it any more.
        if refusal.code != "run_over" or run is None:
            raise
        await show(context, press, "runs/over", code=run.code)
        return
    await show_private(context, press, bag.run.id, "runs/bag", **_bag_params(bag))


async def on_line(context: Context, press: CallbackQuery, data: LinePress) -> None:
    """A tick; why, where it was not bought; or out of the run."""
    context.check_private()
    line = await _find_line(context, data.line_id)
    by, now = context.person_id, context.received_at
    if data.act == "out":
        run = await context.work.write(actions.take_out, data.line_id, by=by, now=now)
        lines = [
            {"id": each.id, "number": each.number, "building": each.building}
            for each in run.shown
            if each.is_pending
        ]
        await context.redraw(press, "runs/take_out", run_id=run.id, code=run.code, lines=lines)
    elif data.act == LineState.BOUGHT.value:
        await context.work.write(actions.tick_line, line.id, LineState.BOUGHT, by=by, now=now)
        await _show_bag_of(context, press, line)
    elif data.act in (LineState.PARTLY.value, LineState.MISSING.value):
        await ask_reason(context, press, line, data.act)
    else:
        raise RuleError("stale_button")
    await context.answer(press, "")


async def on_reason(context: Context, press: CallbackQuery, data: ReasonPress) -> None:
    """Why it was not bought: one of the usual reasons, in the requester's language."""
    context.check_private()
    if data.reason not in REASONS:
        raise RuleError("stale_button")
    line = await _find_line(context, data.line_id)
    request = await context.work.read(find_request, line.request_id)
    language = choose_language(request.language if request else None)
    words = context.services.renderer.words(language, "UTC")
    await note_result(context, line, data.result, words.text(f"runs/reason_{data.reason}"))
    await _show_bag_of(context, press, line)
    await context.answer(press, "")


async def note_result(context: Context, line: LineView, result: str, reason: str) -> None:
    """Tick a line that was bought in part or not at all."""
    if result not in (LineState.PARTLY.value, LineState.MISSING.value):
        raise RuleError("stale_button")
    by, now = context.person_id, context.received_at
    await context.work.write(actions.tick_line, line.id, LineState(result), reason, by=by, now=now)


async def on_got(context: Context, press: CallbackQuery, data: GotPress) -> None:
    """The requester has their bag."""
    context.check_private()
    by, now = context.person_id, context.received_at
    run = await context.work.write(actions.confirm_bag, data.bag_id, by=by, now=now)
    bag = next(bag for bag in run.bags if bag[0].bag_id == data.bag_id)
    await context.redraw(press, "runs/got", bag=run.bag_code(bag[0].bag_number))
    await context.answer(press, "")


async def _find_line(context: Context, line_id: int) -> LineView:
    line = await context.work.read(queries.find_line, line_id)
    if line is None:
        raise RuleError("run_line_out")
    return line


async def _show_bag_of(context: Context, press: CallbackQuery | None, line: LineView) -> None:
    assert line.bag_id is not None
    await show_bag(context, press, line.bag_id)


def _sum_up(bag: tuple[LineView, ...]) -> LineState:
    """What is still to do with a bag as a whole."""
    states = {line.state for line in bag}
    order = (LineState.WAITING, LineState.PARTLY, LineState.BOUGHT, LineState.DELIVERED)
    return next((state for state in order if state in states), LineState.MISSING)


def _count(quantity: str) -> str:
    """A bare number as one reads it on a list: `× 3`."""
    return f"× {quantity}" if quantity.isdecimal() else quantity


def _describe(each: WantedLine) -> dict[str, Any]:
    return {
        "id": each.line.id,
        "number": each.line.number,
        "state": each.line.state.value,
        "name": shorten(each.name, 40),
        "caller": shorten(each.phone, 60),
        "drug": shorten(each.wanted.drug, 60),
        "strength": shorten(each.wanted.strength, 30),
        "quantity": _count(shorten(each.wanted.quantity, 30)),
        "details": shorten(each.details, 150),
        "reason": each.line.reason,
    }


def _bag_params(bag: BagView) -> dict[str, Any]:
    bags = [group[0].bag_id for group in bag.run.bags]
    place = bags.index(bag.id) if bag.id in bags else -1
    return {
        "bag_id": bag.id,
        "label": bag.label,
        "run_state": bag.run.state.value,
        "place": bag.run.place,
        "building": bag.lines[0].line.building if bag.lines else "",
        "door": bag.lines[0].line.door if bag.lines else "",
        "lines": [_describe(each) for each in bag.lines],
        "before": bags[place - 1] if place > 0 else None,
        "after": bags[place + 1] if 0 <= place < len(bags) - 1 else None,
    }
