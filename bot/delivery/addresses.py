"""What is remembered of a chat once Telegram has refused it."""

from __future__ import annotations

import structlog

from handlers.services import Clock
from storage.community import actions as community
from storage.work import Work

log = structlog.get_logger(__name__)


class Addresses:
    """Notes who cannot be reached any more, and where a group has moved."""

    def __init__(self, work: Work, clock: Clock) -> None:
        self._work = work
        self._clock = clock

    async def lose(self, chat_id: int, reason: str) -> None:
        """Nothing arrives in this chat: a person blocked the bot, or a group removed it."""
        log.info("chat_unreachable", chat_id=chat_id, reason=reason)
        if chat_id > 0:
            await self._work.write(community.set_reachable, chat_id, reachable=False)
        else:
            await self._work.write(community.leave_chat, chat_id, now=self._clock.now())

    async def move(self, old_id: int, new_id: int) -> None:
        """The group has become a supergroup; all that was bound for it follows."""
        log.info("chat_moved", chat_id=old_id, new_chat_id=new_id)
        await self._work.write(community.migrate_chat, old_id, new_id, now=self._clock.now())
