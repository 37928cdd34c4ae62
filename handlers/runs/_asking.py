"""What has to be typed about a run, asked for."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.runs._talk import find_own_run, remember
from storage.runs.rules import Act
from storage.runs.views import LineView


async def ask(context: Context, press: CallbackQuery, purpose: str, run_id: int) -> None:
    """Ask for a fact of the run, or for the code that somebody says who collects a bag."""
    act = Act.DELIVER if purpose == "code" else Act.PLAN
    run, _ = await find_own_run(context, run_id, act)
    await remember(context, purpose, run_id)
    await context.redraw(
        press, "runs/ask", purpose=purpose, run_id=run_id, code=run.code, place=run.place
    )


async def ask_reason(context: Context, press: CallbackQuery, line: LineView, result: str) -> None:
    """Ask why it was not bought: a button, or own words."""
    await find_own_run(context, line.run_id, Act.TICK)
    await remember(context, "reason", line.id, result=result)
    await context.redraw(
        press,
        "runs/ask_reason",
        line_id=line.id,
        bag_id=line.bag_id,
        number=line.number,
        result=result,
    )
