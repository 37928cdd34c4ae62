"""Coverage: which doors were seen, which were not, who is sampled at home."""

from __future__ import annotations

from handlers.routes import Audience, Router
from handlers.testing.coverage import (
    _antigen,
    _code,
    _doors,
    _home_keyboards,
    _homes,
    _keyboards,
    _residents,
    _sheets,
    _squad,
)
from handlers.testing.coverage import _callbacks as presses
from handlers.testing.coverage._letters import add_letters


def register(router: Router) -> None:
    """Add what coverage answers to."""
    _add_residents_side(router)
    add_letters(router)
    router.command("doors", _doors.on_doors, Audience.HELPERS)
    router.command("homes", _homes.on_homes, Audience.STAFF)
    router.press(presses.DayPress, _doors.on_day)
    router.press(presses.DoorsPress, _doors.on_list)
    router.press(presses.DoorPress, _doors.on_door)
    router.press(presses.HomesPress, _homes.on_list)
    router.press(presses.HomePress, _homes.on_home)
    router.press(presses.SquadPress, _squad.on_squad)
    router.press(presses.StopPress, _squad.on_stop)
    router.press(presses.HelperPress, _squad.on_helper)
    router.step(_doors.STEP, _doors.on_room, for_others=True)
    router.step(_homes.STEP, _homes.on_answer, for_others=True)
    router.picture("testing/map", _sheets.draw_map)
    for module in (_keyboards, _home_keyboards, _residents, _antigen, _code):
        for template, keyboard in module.KEYBOARDS.items():
            router.keyboard(template, keyboard)


def _add_residents_side(router: Router) -> None:
    router.press(presses.OwnPress, _residents.on_own)
    router.press(presses.AntigenPress, _antigen.on_antigen)
    router.press(presses.CodePress, _code.on_code)
    router.step(_residents.STEP, _residents.on_reason)
    router.step(_code.STEP, _code.on_day)
    router.link(_antigen.LINK, _antigen.on_link)
    router.plain.append(_antigen.on_plain)
