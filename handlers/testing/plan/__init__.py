"""Rounds as staff plan them and residents hear of them: days, times, delays, reminders."""

from __future__ import annotations

from handlers.routes import Audience, Router
from handlers.testing.plan import _callbacks as presses
from handlers.testing.plan import (
    _card,
    _day,
    _draft,
    _draft_keyboards,
    _file,
    _keyboards,
    _list,
    _rounds,
    mine,
)
from handlers.testing.plan._letters import add_letters
from handlers.testing.plan._pictures import TEMPLATES, draw_timeline


def register(router: Router) -> None:
    """Add what planning answers to."""
    _add_residents_side(router)
    _add_staffs_side(router)
    add_letters(router)
    for template in TEMPLATES:
        router.picture(template, draw_timeline)
    for module in (_draft_keyboards, _keyboards, mine):
        for template, build in module.KEYBOARDS.items():
            router.keyboard(template, build)


def _add_residents_side(router: Router) -> None:
    router.command("testing", mine.on_testing)
    router.link(_card.LINK, mine.on_testing)
    router.press(presses.MinePress, mine.on_mine)
    router.card(_card.KIND, _card.show_card)
    router.on_tied.append(mine.offer_next)
    router.on_bound.append(_card.place_in_group)


def _add_staffs_side(router: Router) -> None:
    router.command("rounds", _list.on_rounds, Audience.STAFF)
    router.press(presses.RoundsPress, _list.on_rounds_press)
    router.press(presses.PlanPress, _draft.on_plan)
    router.press(presses.PlanFilePress, _file.on_draft_file)
    router.press(presses.RoundPress, _rounds.on_round)
    router.press(presses.DayPress, _day.on_day)
    router.press(presses.SlotPress, _day.on_slot)
    router.step(_draft.STEP, _file.on_draft_message, for_others=True)
    router.step(_file.STEP, _file.on_file)
    router.step(_rounds.MANNER_STEP, _rounds.on_manner)
    router.step(_day.MOVE_STEP, _day.on_times)
