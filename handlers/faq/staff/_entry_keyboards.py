"""The buttons of an entry and of what is asked about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.faq.staff._board_keyboards import back_to_board, title_label
from handlers.faq.staff._callbacks import (
    BoardPress,
    ChangePress,
    EntryPress,
    FieldPress,
    ItemPress,
    KindPress,
    ListPress,
    LongerPress,
    OwnSourcePress,
    ReplacePress,
    TextPress,
    UntilPress,
)
from handlers.faq.staff._until import NO_END, OFFERED, OWN_DATE
from handlers.keyboards import Row, button, in_rows, keyboard, label_button
from handlers.routes import Keyboard
from locales.languages import ENDONYMS
from locales.renderer import Words
from storage.faq.kinds import EntryKind

STATE_MARKS = {"source": "★", "written": "✓", "behind": "⚠️", "filling": "✏️", "missing": "–"}


def _act(words: Words, name: str, entry_id: int, act: str = "show") -> InlineKeyboardButton:
    return button(words, name, EntryPress(entry_id=entry_id, act=act))


def _entry_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    staff = params["staff"]
    if params["menu"] == "edit":
        return keyboard(*_edit_rows(words, staff))
    return keyboard(*_main_rows(words, staff), _back_row(words, params))


def _main_rows(words: Words, staff: dict[str, Any]) -> list[Row]:
    entry_id = staff["entry_id"]
    change = [
        _act(words, "faq_edit", entry_id, "edit"),
        _act(words, "faq_languages", entry_id, "languages"),
    ]
    withdraw = _act(words, "faq_withdraw", entry_id, "withdraw")
    replaced = _act(words, "faq_replaced", entry_id, "replaced")
    by_state: dict[str, list[Row]] = {
        "drafted": [[_act(words, "faq_publish", entry_id, "publish")], change, [withdraw]],
        "withdrawn": [[_act(words, "faq_restore", entry_id, "restore")], change, [replaced]],
        "in_force": [
            [
                _act(words, "faq_checked", entry_id, "checked"),
                _act(words, "faq_until", entry_id, "dates"),
            ],
            change,
            [replaced, withdraw] if staff["standing"] == "expired" else [withdraw],
        ],
    }
    return by_state.get(staff["state"], [])


def _back_row(words: Words, params: dict[str, Any]) -> Row:
    """To the list that the entry stands in; whoever works through the drafts goes on with them."""
    staff = params["staff"]
    committee_id, kind = staff["committee_id"], staff["kind"]
    if staff["state"] == "drafted" or params["note"] == "published":
        drafts = ListPress(committee_id=committee_id, which="drafted")
        back = button(words, "faq_drafts_back", drafts)
    else:
        back = label_button(
            f"‹ {staff['kind_name']}", ListPress(committee_id=committee_id, which=kind)
        )
    return [back, *back_to_board(words, committee_id)]


def _edit_rows(words: Words, staff: dict[str, Any]) -> list[Row]:
    entry_id = staff["entry_id"]
    fields = (
        button(words, f"faq_field_{field}", FieldPress(entry_id=entry_id, field=field))
        for field in ("question", "answer", "variants", "source")
    )
    others = (
        _act(words, "faq_from", entry_id, "begin"),
        _act(words, "faq_until", entry_id, "dates"),
        _act(words, "faq_scope", entry_id, "scope"),
        _act(words, "faq_topic", entry_id, "kind"),
    )
    return [*in_rows([*fields, *others], 2), [_act(words, "back", entry_id)]]


def days_rows(words: Words, purpose: str, subject: int) -> list[Row]:
    """So many days, no end, or a day to be typed."""

    def until(name: str, days: int) -> InlineKeyboardButton:
        press = UntilPress(purpose=purpose, subject=subject, days=days)
        return button(words, name, press, **({"n": days} if days > 0 else {}))

    return [
        [until("faq_days", days) for days in OFFERED],
        [until("faq_no_end", NO_END), until("faq_own_date", OWN_DATE)],
    ]


def _publish_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id = params["staff"]["entry_id"]
    stay = "faq_keep_draft" if params["staff"]["state"] == "drafted" else "back"
    return keyboard(*days_rows(words, "publish", entry_id), [_act(words, stay, entry_id)])


def _until_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id = params["subject"]
    return keyboard(*days_rows(words, "dates", entry_id), [_act(words, "back", entry_id)])


def _ready_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    committee_id = params["committee_id"]
    rows = days_rows(words, "ready", committee_id) if params["ready"] else []
    return keyboard(*rows, back_to_board(words, committee_id))


def _day_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    subject = params["subject"]
    if params["purpose"] == "ready":
        stay = button(words, "faq_cancel", BoardPress(committee_id=subject))
    else:
        stay = _act(words, "faq_cancel", subject)
    return keyboard([stay])


def _field_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id = params["entry_id"]
    own = button(words, "faq_own_source", OwnSourcePress(entry_id=entry_id))
    stay = "faq_keep_draft" if params["is_new"] else "faq_cancel"
    return keyboard([own] if params["field"] == "source" else [], [_act(words, stay, entry_id)])


def _cancel_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([_act(words, "faq_cancel", params["entry_id"])])


def _change_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id = params["staff"]["entry_id"]
    return keyboard(
        [button(words, "faq_publish_change", ChangePress(entry_id=entry_id, act="publish"))],
        [button(words, "faq_discard", ChangePress(entry_id=entry_id, act="discard"))],
    )


def _translation_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id = params["entry_id"]
    press = TextPress(entry_id=entry_id, language=params["language"], act="still")
    still = [button(words, "faq_still_right", press)] if params["is_stale"] else []
    return keyboard(still, [_act(words, "faq_cancel", entry_id)])


def _languages_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id = params["entry_id"]
    languages = (
        label_button(
            f"{STATE_MARKS.get(each['state'], '')} {ENDONYMS[each['code']]}",
            TextPress(entry_id=entry_id, language=each["code"], act="write"),
        )
        for each in params["languages"]
        if each["state"] != "source"
    )
    return keyboard(*in_rows(languages, 2), [_act(words, "back", entry_id)])


def _kinds_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    purpose, subject = params["purpose"], params["subject"]
    kinds = (
        button(
            words,
            "topic",
            KindPress(purpose=purpose, subject=subject, kind=kind),
            kind=kind.value,
        )
        for kind in EntryKind
    )
    backs = {
        "new": BoardPress(committee_id=subject),
        "item": ItemPress(item_id=subject, act="make"),
    }
    back = button(words, "back", backs.get(purpose, EntryPress(entry_id=subject)))
    return keyboard(*in_rows(kinds, 2), [back])


def _new_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "faq_cancel", BoardPress(committee_id=params["committee_id"]))])


def _withdraw_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id = params["entry_id"]
    others = (
        [label_button(title_label(each), ReplacePress(entry_id=entry_id, by_id=each["id"]))]
        for each in params["entries"]
    )
    none = button(words, "faq_no_successor", ReplacePress(entry_id=entry_id))
    return keyboard(
        *others,
        [_act(words, "faq_search", entry_id, "search")],
        [none] if params["has_none"] else [],
        [_act(words, "back", entry_id)],
    )


def _expiring_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    entry_id = params["entry_id"]
    end = date.fromisoformat(params["valid_until"]).toordinal()
    return keyboard(
        [
            button(words, "faq_longer", LongerPress(entry_id=entry_id, end=end)),
            _act(words, "faq_until", entry_id, "dates"),
        ],
        [
            _act(words, "faq_withdraw", entry_id, "withdraw"),
            _act(words, "faq_open", entry_id),
        ],
    )


KEYBOARDS: dict[str, Keyboard] = {
    "faq/entry": _entry_keyboard,
    "faq/publish": _publish_keyboard,
    "faq/until": _until_keyboard,
    "faq/ready": _ready_keyboard,
    "faq/ask_day": _day_keyboard,
    "faq/ask_field": _field_keyboard,
    "faq/ask_answer": _cancel_keyboard,
    "faq/change": _change_keyboard,
    "faq/ask_translation": _translation_keyboard,
    "faq/languages": _languages_keyboard,
    "faq/choose_kind": _kinds_keyboard,
    "faq/ask_new": _new_keyboard,
    "faq/withdraw": _withdraw_keyboard,
    "faq/expiring": _expiring_keyboard,
}
