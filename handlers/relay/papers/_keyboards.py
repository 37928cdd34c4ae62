"""The buttons of papers."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.callbacks import ManagePress
from handlers.keyboards import Row, button, in_rows, keyboard, label_button, turning_row
from handlers.relay.papers._callbacks import (
    BatchPress,
    EnteredPress,
    PaperDraftPress,
    PaperLinePress,
    PapersPress,
)
from handlers.relay.papers._preview import CHANNELS
from handlers.routes import Keyboard
from locales.renderer import Words

_FEWEST_GONE = 2


def papers_offer(
    words: Words, relay_id: int, params: dict[str, Any]
) -> InlineKeyboardButton | None:
    """The button on staff's page; before the opening there are no papers."""
    if params["relay"]["state"] not in ("open", "closed"):
        return None
    return button(words, "papers", PapersPress(relay_id=relay_id))


def _ask_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    files = [
        button(words, f"papers_{kind}", PapersPress(relay_id=relay_id, act=kind))
        for kind in ("csv", "xlsx")
    ]
    batches = button(words, "papers_batches", PapersPress(relay_id=relay_id, act="batches"))
    return keyboard(files, [batches] if params["batches"] else [], _home_row(words, params))


def _home_row(words: Words, params: dict[str, Any]) -> Row:
    """Leads have no page of the whole relay."""
    home = ManagePress(relay_id=params["relay_id"], act="show")
    return [button(words, "back", home)] if params["is_staff"] else []


def _which_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    del words
    return keyboard(
        *(
            [
                label_button(
                    each["title"],
                    PaperDraftPress(made=params["made"], act="for", value=each["id"]),
                )
            ]
            for each in params["relays"]
        )
    )


def _preview_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    made = params["made"]

    def to(act: str) -> PaperDraftPress:
        return PaperDraftPress(made=made, act=act)

    asked = params["asked"]
    can_enter = params["effective"] or params["kind"] == "paste"
    gone = params["gone"] >= _FEWEST_GONE
    return keyboard(
        [button(words, "papers_decide", to("next"), n=asked)] if asked else [],
        [button(words, "papers_gone", to("gone"), n=params["gone"])] if gone else [],
        [button(words, "papers_enter", to("enter"), n=params["effective"])] if can_enter else [],
        [button(words, "papers_rows", to("rows"))]
        + ([button(words, "papers_way", to("way"))] if params["is_text"] else []),
        [button(words, "papers_drop", to("drop"))],
    )


def _way_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    made = params["made"]
    ways = (
        button(
            words,
            f"papers_way_{channel.value}",
            PaperDraftPress(made=made, act="way", value=number),
        )
        for number, channel in enumerate(CHANNELS, start=1)
    )
    back = [button(words, "back", PaperDraftPress(made=made, act="show"))]
    return keyboard(*in_rows(ways, 2), back)


def _rows_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    made = params["made"]
    turns = turning_row(
        words, params, lambda page: PaperDraftPress(made=made, act="rows", value=page)
    )
    return keyboard(turns, [button(words, "back", PaperDraftPress(made=made, act="show"))])


def _line_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    made, key = params["made"], params["key"]

    def to(act: str, value: int = 0) -> PaperLinePress:
        return PaperLinePress(made=made, key=key, act=act, value=value)

    doors = (
        label_button(
            f"✓ {each['door']}" if each["household_id"] == params["chosen"] else each["door"],
            to("door", each["household_id"]),
        )
        for each in params["doors"]
    )
    amounts = (label_button(f"×{number}", to("pieces", number)) for number in params["amounts"])
    is_gone = params["line"]["code"] == "gone"
    take = "papers_take_off" if is_gone else "papers_take"
    leave = "papers_keep" if is_gone else "papers_leave_out"
    return keyboard(
        *in_rows(doors, 2),
        list(amounts),
        [button(words, take, to("take"))] if params["is_complete"] else [],
        [button(words, leave, to("out")), button(words, "papers_later", to("later"))],
        [button(words, "papers_preview", PaperDraftPress(made=made, act="show"))],
    )


def _entered_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup | None:
    """Under the answer to one line of staff's."""
    if params["undo"] is None:
        return None
    undo = EnteredPress(relay_id=params["relay_id"], number=params["undo"])
    return keyboard([button(words, "papers_undo", undo)])


def _report_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    batch = BatchPress(batch_id=params["batch_id"])
    return keyboard(
        [button(words, "papers_batch", batch)],
        [button(words, "papers_more", PapersPress(relay_id=relay_id))],
        _home_row(words, params),
    )


def _batches_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    relay_id = params["relay_id"]
    batches = (
        [
            label_button(
                f"{words.formats.moment(each['entered_at'])} · {each['count']}",
                BatchPress(batch_id=each["id"]),
            )
        ]
        for each in params["batches"]
    )
    turns = turning_row(
        words, params, lambda page: PapersPress(relay_id=relay_id, act="batches", page=page)
    )
    return keyboard(*batches, turns, [button(words, "back", PapersPress(relay_id=relay_id))])


def _batch_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    batch, relay_id = params["batch"], params["relay_id"]
    back = PapersPress(relay_id=relay_id, act="batches")
    act = "undo_sure" if params["is_sure"] else "undo"
    undo = button(words, f"papers_{act}", BatchPress(batch_id=batch["id"], act=act))
    return keyboard(
        [] if batch["is_undone"] or not batch["count"] else [undo], [button(words, "back", back)]
    )


KEYBOARDS: dict[str, Keyboard] = {
    "relay/papers_ask": _ask_keyboard,
    "relay/papers_which": _which_keyboard,
    "relay/papers_preview": _preview_keyboard,
    "relay/papers_way": _way_keyboard,
    "relay/papers_rows": _rows_keyboard,
    "relay/papers_line": _line_keyboard,
    "relay/papers_entered": _report_keyboard,
    "relay/papers_batches": _batches_keyboard,
    "relay/papers_batch": _batch_keyboard,
    "relay/entered": _entered_keyboard,
}
