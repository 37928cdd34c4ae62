"""Phones on the chat page, for the tests that play there."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from playwright.async_api import expect

from simulator import Person, Simulator
from tests.browser import open_page, phone


@asynccontextmanager
async def phones_of(simulator: Simulator, *people: Person, **options: Any) -> AsyncIterator[Any]:
    """The page with these people's phones."""
    ids = ",".join(str(person.id) for person in people)
    async with open_page(f"{simulator.base_url}/?as={ids}", **options) as page:
        await expect(page.locator("section.phone")).to_have_count(len(people))
        yield page


async def open_chat(page: Any, person: Person, title: str) -> Any:
    """Open a chat from the list on somebody's phone; the phone."""
    shown = phone(page, person.user.first_name)
    await shown.locator(".chats button", has_text=title).click()
    await expect(shown.locator(".chat-title")).to_contain_text(title)
    return shown


def keyboard(*rows: list[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=list(rows))


def data_button(text: str, data: str = "d") -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)
