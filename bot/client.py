"""The client that speaks to Telegram, or to whatever server the settings name."""

from __future__ import annotations

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.settings import Settings


def make_bot(settings: Settings) -> Bot:
    """A client; close its `session` when done."""
    return Bot(
        settings.token.get_secret_value(),
        session=AiohttpSession(api=TelegramAPIServer.from_base(settings.api_url)),
        default=DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True),
    )
