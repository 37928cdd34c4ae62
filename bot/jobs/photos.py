"""Copies of photos that staff were shown are taken away from their chats an hour later."""

from __future__ import annotations

import structlog

from bot.delivery.gate import manner
from bot.delivery.sender import SEND_PATIENCE
from bot.delivery.verdicts import FAILURES, Retry, Wait, judge
from bot.faults import describe
from handlers.services import Services
from storage.outbox.tables import Urgency
from storage.relay.vouchers.photos import PhotoCopy, drop_copy, list_copies_due
from storage.requests.actions import drop_shown
from storage.requests.queries import ShownCopy, list_shown_due

log = structlog.get_logger(__name__)


async def take_back_photos(services: Services) -> None:
    """Delete what is due. One that is gone already is forgotten; a broken line is tried again."""
    for copy in await services.work.read(list_shown_due, services.clock.now()):
        if await _delete(services, copy):
            await services.work.write(drop_shown, copy.chat_id, copy.message_id)
    for papers in await services.work.read(list_copies_due, services.clock.now()):
        if await _delete(services, papers):
            await services.work.write(drop_copy, papers.chat_id, papers.message_id)


async def _delete(services: Services, copy: ShownCopy | PhotoCopy) -> bool:
    """Whether the copy is gone, or can never be taken away."""
    try:
        with manner(Urgency.REMINDER, SEND_PATIENCE):
            await services.bot.delete_message(copy.chat_id, copy.message_id)
    except FAILURES as error:
        log.info("photo_stays", chat_id=copy.chat_id, error=describe(error))
        return not isinstance(judge(error), Retry | Wait)
    return True
