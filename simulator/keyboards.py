"""Reply markups: what Telegram refuses in them, and how they are kept with a message."""

from typing import Any

from aiogram import types

from simulator.errors import bad_request

ACTIONS = frozenset(types.InlineKeyboardButton.model_fields) - {
    "text",
    "style",
    "icon_custom_emoji_id",
}
MOST_BUTTONS = 100
MOST_CALLBACK_BYTES = 64
URL_STARTS = ("http://", "https://", "tg://", "ton://")


def check_markup(markup: Any) -> Any:
    """A markup that may be sent, empty rows dropped; raises Refusal in Telegram's words."""
    if isinstance(markup, types.InlineKeyboardMarkup):
        rows = [row for row in markup.inline_keyboard if row]
        if sum(map(len, rows)) > MOST_BUTTONS:
            raise bad_request("reply markup is too long")
        for row in rows:
            for button in row:
                _check_inline_button(button)
        return types.InlineKeyboardMarkup(inline_keyboard=rows)
    if isinstance(markup, types.ReplyKeyboardMarkup):
        _check_keys(markup)
    return markup


def kept_markup(markup: Any) -> types.InlineKeyboardMarkup | None:
    """What a message keeps: only inline keyboards, and only with buttons."""
    is_inline = isinstance(markup, types.InlineKeyboardMarkup)
    return markup if is_inline and markup.inline_keyboard else None


def _check_inline_button(button: types.InlineKeyboardButton) -> None:
    actions = [name for name in ACTIONS if getattr(button, name) is not None]
    if not button.text:
        raise bad_request("BUTTON_TEXT_INVALID")
    if not actions:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if button.callback_data is not None:
        _check_callback_data(button.callback_data)
    if button.url is not None:
        _check_url(button.url)
    if button.copy_text and not 1 <= len(button.copy_text.text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_callback_data(data: str) -> None:
    if not 1 <= len(data.encode()) <= MOST_CALLBACK_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    bare = "://" not in url
    if not url.strip() or (bare and "." not in url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    if not bare and not url.lower().startswith(URL_STARTS):
        raise bad_request(
            f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol"
        )


def _check_keys(markup: types.ReplyKeyboardMarkup) -> None:
    keys = [key for row in markup.keyboard for key in row]
    if not keys:
        raise bad_request("reply markup is empty")
    if any(not key.text for key in keys):
        raise bad_request("keyboard button text must be non-empty")
