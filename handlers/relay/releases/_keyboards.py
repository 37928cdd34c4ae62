"""Buttons of handing out."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ManagePress
from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.relay._pages import to_panel_keyboard
from handlers.relay.releases._callbacks import PointPress, RehearsePress, ReleasePress
from handlers.routes import Keyboard
from locales.renderer import Words

# What is offered to be called next without typing.
AMOUNTS = (50, 100, 300)


def offer(words: Words, relay_id: int, params: dict[str, Any]) -> InlineKeyboardButton | None:
    """The button on staff's page of a relay."""
    if params["relay"]["state"] not in ("open", "closed"):
        return None
    return button(words, "release", ReleasePress(relay_id=relay_id))


def _press(words: Words, relay_id: int, name: str, act: str, **of: int) -> InlineKeyboardButton:
    return button(words, name, ReleasePress(relay_id=relay_id, act=act, **of))


def _amounts(words: Words, relay_id: int, uncalled: int) -> Row:
    offered = [amount for amount in AMOUNTS if amount < uncalled]
    data = (ReleasePress(relay_id=relay_id, act="ask", number=number) for number in offered)
    row = [button(words, "release_next", each, count=each.number) for each in data]
    if uncalled:
        row.append(_press(words, relay_id, "release_all", "ask"))
    return row


def _page(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, plan = params["relay_id"], params["plan"]
    acts: list[tuple[str, str, bool]] = [
        ("release_resume", "resume", plan["is_paused"]),
        ("release_pause", "pause", not plan["is_paused"] and bool(plan["ahead"] or plan["due"])),
        ("release_rest", "rest", bool(plan["ahead"] or plan["held"])),
        ("release_again", "again", bool(plan["missed"])),
        ("release_undo", "undo", plan["can_undo"]),
        ("release_speak", "speak", bool(plan["ahead"])),
        ("release_later", "later", bool(plan["ahead"] or plan["due"])),
        ("release_calls", "calls", bool(plan["called"])),
        ("release_report", "report", bool(plan["called"])),
    ]
    calls = [] if plan["is_paused"] else _amounts(words, relay_id, plan["uncalled"])
    return keyboard(
        *in_rows(calls, 2),
        [button(words, "release_points", PointPress(relay_id=relay_id))],
        *in_rows([_press(words, relay_id, name, act) for name, act, shown in acts if shown], 2),
        [
            _press(words, relay_id, "refresh", "show"),
            button(words, "back", _way_back(relay_id, plan["is_rehearsal"])),
        ],
    )


def _way_back(relay_id: int, is_rehearsal: bool) -> ManagePress | RehearsePress:
    """A rehearsal is led from its own page: what the real one offers would outlive it."""
    if is_rehearsal:
        return RehearsePress(relay_id=relay_id)
    return ManagePress(relay_id=relay_id, act="show")


def _preview(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, preview = params["relay_id"], params["preview"]
    seen, granted = preview["release"], params["with_grants"]
    go = ReleasePress(
        relay_id=relay_id,
        act="go_grants" if granted else "go",
        number=params["count"],
        seen=seen,
    )
    sure = [] if preview["beyond"] else [button(words, "release_go", go, count=preview["called"])]
    toggle = ReleasePress(
        relay_id=relay_id, act="ask" if granted else "ask_grants", number=params["count"]
    )
    name = "release_without_grants" if granted else "release_with_grants"
    grants = [button(words, name, toggle)] if params["plan"]["granted"] else []
    return keyboard(
        sure,
        grants,
        [button(words, "release_points", PointPress(relay_id=relay_id))],
        [_press(words, relay_id, "back", "show")],
    )


def _sure(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, act = params["relay_id"], params["act"]
    return keyboard(
        [_press(words, relay_id, f"release_{act}_sure", f"{act}_sure")],
        [_press(words, relay_id, "back", "show")],
    )


def _to_page(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_press(words, params["relay_id"], "back", "show")])


def _released(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    calls = [_press(words, relay_id, "release_calls", "calls")] if params["unreached"] else []
    return keyboard(calls, [_press(words, relay_id, "back", "show")])


def _day_report(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    again = [_press(words, relay_id, "release_again", "again")] if params["missed"] else []
    return keyboard(
        again,
        [
            _press(words, relay_id, "release_calls", "calls"),
            _press(words, relay_id, "release_open", "show"),
        ],
    )


def _shifted(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    return keyboard(
        [
            _press(words, relay_id, "release_undo", "undo"),
            _press(words, relay_id, "release_open", "show"),
        ]
    )


def _crowd(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    return keyboard(
        [
            _press(words, relay_id, "release_later", "later"),
            _press(words, relay_id, "release_open", "show"),
        ]
    )


def _which(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [
                label_button(
                    relay["title"],
                    ReleasePress(relay_id=relay["id"], number=params["count"]),
                )
            ]
            for relay in params["relays"]
        )
    )


def _points(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    points = [
        [
            label_button(
                f"{each['number']}. {each['place']}",
                PointPress(relay_id=relay_id, point=each["number"]),
            )
        ]
        for each in params["plan"]["points"]
    ]
    return keyboard(
        *points,
        [
            button(words, "point_new", PointPress(relay_id=relay_id, act="new")),
            button(words, "point_pace", PointPress(relay_id=relay_id, act="pace")),
        ],
        [_press(words, relay_id, "back", "show")],
    )


def _point(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id, number = params["relay_id"], params["point"]["number"]

    def change(act: str) -> InlineKeyboardButton:
        return button(words, f"point_{act}", PointPress(relay_id=relay_id, point=number, act=act))

    several = [change("buildings"), change("drop")] if params["points"] > 1 else []
    return keyboard(
        [change("fewer"), change("more")],
        [change("place"), change("days"), change("hours")],
        several,
        [button(words, "back", PointPress(relay_id=relay_id))],
    )


def _ask(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    back = PointPress(relay_id=params["relay_id"], point=params["point"])
    return keyboard([button(words, "back", back)])


KEYBOARDS: dict[str, Keyboard] = {
    "relay/releases": _page,
    "relay/release_preview": _preview,
    "relay/release_sure": _sure,
    "relay/released": _released,
    "relay/release_which": _which,
    "relay/release_points": _points,
    "relay/release_point": _point,
    "relay/ask_release": _ask,
    "relay/loudspeaker": _to_page,
    "relay/day_report": _day_report,
    "relay/slots_shifted": _shifted,
    "relay/crowd": _crowd,
    "relay/called": to_panel_keyboard,
    "relay/slot_moved": to_panel_keyboard,
    "relay/slot_held": to_panel_keyboard,
    "relay/call_withdrawn": to_panel_keyboard,
}
