"""The client that speaks to Telegram, or to whatever server the settings name."""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response, TelegramMethod

from bot.settings import Settings


def make_bot(settings: Settings) -> Bot:
    """A client; close its `session` when done."""
    return Bot(
        settings.token.get_secret_value(),
        session=Session(api=TelegramAPIServer.from_base(settings.api_url)),
        default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True),
    )


class Session(AiohttpSession):
    """aiogram's session, without what costs much and serves nobody here."""

    def check_response(
        self, bot: Bot, method: TelegramMethod[Any], status_code: int, content: str
    ) -> Response[Any]:
        """Read an answer of Telegram's."""
        _shape_of(method.__returning__)
        return super().check_response(bot, method, status_code, content)

    async def close(self) -> None:
        """Close the connections; only those under TLS need a moment for their goodbyes."""
        if self.api.base.startswith("https:"):
            await super().close()
        elif self._session is not None:
            await self._session.close()


@cache
def _shape_of(returned: Any) -> type[Response[Any]]:
    # pydantic forgets a shape that nobody holds, and takes ten milliseconds to build it again.
    return Response[returned]
