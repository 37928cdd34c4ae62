"""What a letter says: to whom, in whose language, with which picture and which buttons."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from aiogram import Bot
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup, InputFile
from sqlmodel import Session

from bot.route_table import RouteTable
from handlers.routes import Loaded, MediaKind
from handlers.services import Letter
from locales.languages import choose_language
from locales.renderer import Renderer, Words
from storage.outbox.queries import Reader, find_reader
from storage.work import Work


@dataclass(frozen=True)
class Content:
    """A message ready to be sent, in Telegram's HTML.

    Attributes:
        kind: of the file above the text; None for a message of text alone.
        media: that file, or Telegram's id of it; None also where it has only to be rewritten.
    """

    html: str
    keyboard: InlineKeyboardMarkup | None
    silent: bool
    kind: MediaKind | None = None
    media: InputFile | str | None = None


class Composer:
    """Makes the contents of letters.

    Args:
        table: what features put under, above and into the messages of their templates.
    """

    def __init__(self, bot: Bot, work: Work, renderer: Renderer, table: RouteTable) -> None:
        self._bot = bot
        self._work = work
        self._renderer = renderer
        self._table = table

    async def read(self, letter: Letter) -> tuple[Reader, Loaded | None]:
        """Who reads the letter, and what it says now; None where that is nothing any more."""
        return await self._work.read(self._read, letter)

    def _read(self, session: Session, letter: Letter) -> tuple[Reader, Loaded | None]:
        reader = find_reader(session, letter.chat_id)
        load = self._table.letters.get(letter.template)
        if load is None:
            return reader, Loaded(letter.params)
        return reader, load(session, letter.params, (letter.language, *reader.languages))

    async def compose(
        self, letter: Letter, reader: Reader, loaded: Loaded, *, draws: bool = True
    ) -> Content:
        """What is sent.

        Args:
            draws: whether a picture is needed too.
        """
        language = choose_language(loaded.language, letter.language, *reader.languages)
        words = self._renderer.words(language, reader.time_zone)
        build = self._table.keyboards.get(letter.template)
        kind, media = self._kind(letter.template, loaded), None
        if draws and kind is not None:
            media = await self._media(letter.template, words, loaded)
        return Content(
            render(words, letter.template, loaded.params),
            build(words, loaded.params) if build else None,
            letter.silent or loaded.is_silent,
            kind,
            media,
        )

    def _kind(self, template: str, loaded: Loaded) -> MediaKind | None:
        if loaded.media is not None:
            return loaded.media.kind
        return MediaKind.PHOTO if template in self._table.pictures else None

    async def _media(self, template: str, words: Words, loaded: Loaded) -> InputFile | str:
        if loaded.media is not None:
            return loaded.media.file_id
        draw = self._table.pictures[template]
        # A picture may hold a link to this bot, which rows do not know; aiogram asks only once.
        params = {**loaded.params, "username": (await self._bot.me()).username}
        drawn = await asyncio.to_thread(draw, words, params)
        if isinstance(drawn, str):
            return drawn
        return BufferedInputFile(drawn, filename=f"{template.rpartition('/')[2]}.png")


def render(words: Words, template: str, params: Mapping[str, Any]) -> str:
    """A message in Telegram's HTML. Refusals (`errors/<code>`) are kept as plain text."""
    folder, _, code = template.partition("/")
    if folder == "errors":
        return escape(words.error(code, **params), quote=False)
    return words.message(template, params)
