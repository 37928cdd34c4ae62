"""Medicine runs: what is fetched together, by whom, and where it was handed over."""

from __future__ import annotations

from handlers.routes import Audience, Router
from handlers.runs import _bag_keyboards, _bags, _board, _keyboards, _run, _typed
from handlers.runs import _callbacks as presses
from handlers.runs._talk import STEP
from handlers.task_links import RunTaskPress


def build_router() -> Router:
    """The feature's table."""
    router = Router("runs")
    router.command("runs", _board.on_runs, Audience.HELPERS)
    router.press(presses.BoardPress, _board.on_board)
    router.press(presses.GroupPress, _board.on_group)
    router.press(presses.RunPress, _run.on_run)
    router.press(presses.DayPress, _run.on_day)
    router.press(presses.LinePress, _bags.on_line)
    router.press(presses.ReasonPress, _bags.on_reason)
    router.press(presses.BagPress, _bags.on_bag)
    router.press(presses.GotPress, _bags.on_got)
    router.press(RunTaskPress, _run.on_run_task)
    router.step(STEP, _typed.on_text)
    for keyboards in (_keyboards.KEYBOARDS, _bag_keyboards.KEYBOARDS):
        for template, keyboard in keyboards.items():
            router.keyboard(template, keyboard)
    return router
