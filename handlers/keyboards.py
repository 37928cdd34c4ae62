"""Buttons in rows and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from locales.languages import ENDONYMS
from locales.renderer import Words
from locales.values import BUTTON_CELLS, cell_width, shorten

Item = TypeVar("Item")
Row = list[InlineKeyboardButton]


def button(words: Words, name: str, data: CallbackData, /, **params: Any) -> InlineKeyboardButton:
    """A button that says `buttons/<name>`."""
    return InlineKeyboardButton(text=words.button(name, **params), callback_data=data.pack())


def label_button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that shows a door, an estate or a language as it is called."""
    text = shorten(label, BUTTON_CELLS, cell_width)
    return InlineKeyboardButton(text=text, callback_data=data.pack())


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[Row]:
    """So many buttons side by side."""
    laid = list(buttons)
    return [laid[start : start + width] for start in range(0, len(laid), width)]


def keyboard(*rows: Row) -> InlineKeyboardMarkup:
    """The rows that have buttons, from top to bottom."""
    return InlineKeyboardMarkup(inline_keyboard=[row for row in rows if row])


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list; `number` from 0."""

    items: Sequence[Item]
    number: int
    pages: int


def find_page(count: int, number: int, size: int) -> tuple[int, int]:
    """The page of that number, or the nearest that there is, and how many there are."""
    pages = max((count + size - 1) // size, 1)
    return min(max(number, 0), pages - 1), pages


def cut_page(items: Sequence[Item], number: int, size: int) -> Page[Item]:
    """The page of that number, or the nearest that there is."""
    number, pages = find_page(len(items), number, size)
    return Page(items[number * size : (number + 1) * size], number, pages)


def turning_row(words: Words, params: dict[str, Any], to: Callable[[int], CallbackData]) -> Row:
    """Buttons to the pages before and after `params["page"]`, where there are any."""
    page, pages = params["page"], params["pages"]
    turns = (("earlier", page - 1), ("later", page + 1))
    return [button(words, name, to(target)) for name, target in turns if 0 <= target < pages]


def languages_keyboard(press: Callable[[str], CallbackData]) -> InlineKeyboardMarkup:
    """Every language under the name that its speakers give it."""
    buttons = (label_button(name, press(language)) for language, name in ENDONYMS.items())
    return keyboard(*in_rows(buttons, 2))
