"""Living cards (卡片): messages in a group that follow what they tell of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256

import structlog
from aiogram.exceptions import TelegramBadRequest

from bot.delivery import calls
from bot.delivery.addresses import Addresses
from bot.delivery.gate import manner
from bot.delivery.sender import SEND_PATIENCE
from bot.delivery.verdicts import (
    FAILURES,
    Moved,
    Refused,
    Retry,
    Unreachable,
    Verdict,
    Wait,
    is_message_gone,
    is_unchanged,
    judge,
)
from bot.waking import quiet
from handlers.routes import Face, ShowCard
from handlers.services import Services
from locales.languages import choose_language
from locales.renderer import Words
from storage.outbox import claims
from storage.outbox.queries import LaggingCard, find_reader
from storage.outbox.tables import Urgency

log = structlog.get_logger(__name__)

RETRY = timedelta(seconds=5)


class Cards:
    """Brings claimed cards up to date: one edit however many changes, none for the same look.

    Args:
        shows: how each kind of card is drawn.
        interval: seconds between two edits of one card. A change after a rest shows at once.
    """

    def __init__(
        self, services: Services, shows: Mapping[str, ShowCard], *, interval: float = 3.0
    ) -> None:
        self._services = services
        self._clock = services.clock
        self._work = quiet(services.work)
        self._addresses = Addresses(services.work, services.clock)
        self._shows = shows
        self._interval = timedelta(seconds=interval)

    async def show(self, card: LaggingCard) -> None:
        """Post a card or edit it. A card whose drawer answers None is left as it stands."""
        words = await self._words(card.chat_id)
        show = self._shows[card.kind]
        face = await show(self._services, words, card.subject_id, card.chat_id)
        digest = _digest(face) if face else card.shown_digest
        if face is None or (card.message_id is not None and digest == card.shown_digest):
            await self._settle(card, card.message_id, digest, rest=face.rest if face else None)
            return
        try:
            # A card is what many people see of their press: it takes its turn among the answers.
            with manner(Urgency.INTERACTIVE, SEND_PATIENCE):
                message_id = await self._put(card, face)
        except FAILURES as error:
            await self._accept(card, judge(error))
        else:
            await self._settle(card, message_id, digest, rest=face.rest)

    async def _words(self, chat_id: int) -> Words:
        reader = await self._work.read(find_reader, chat_id)
        language = choose_language(*reader.languages)
        return self._services.renderer.words(language, reader.time_zone)

    async def _put(self, card: LaggingCard, face: Face) -> int:
        if card.message_id is not None and await self._edit(card, card.message_id, face):
            return card.message_id
        return await calls.post_face(self._services.bot, card.chat_id, card.thread_id, face)

    async def _edit(self, card: LaggingCard, message_id: int, face: Face) -> bool:
        """Whether the message shows the face now; False where it was deleted."""
        try:
            await calls.change_face(self._services.bot, card.chat_id, message_id, face)
        except TelegramBadRequest as refusal:
            if is_message_gone(refusal):
                return False
            if not is_unchanged(refusal):
                raise
        return True

    async def _accept(self, card: LaggingCard, verdict: Verdict) -> None:
        now = self._clock.now()
        log.info("card_not_shown", card=card.id, chat_id=card.chat_id, verdict=repr(verdict))
        match verdict:
            case Wait():
                until = now + timedelta(seconds=verdict.seconds)
                await self._work.write(claims.postpone_card, card.id, until)
            case Retry():
                await self._work.write(claims.postpone_card, card.id, now + RETRY)
            case Moved():
                await self._addresses.move(card.chat_id, verdict.chat_id)
                await self._work.write(claims.postpone_card, card.id, now)
            case Unreachable():
                await self._addresses.lose(card.chat_id, verdict.reason)
                await self._work.write(claims.retire_card, card.id, now=now, failure=verdict.reason)
            case Refused():
                await self._settle(card, card.message_id, card.shown_digest, verdict.reason)

    async def _settle(
        self,
        card: LaggingCard,
        message_id: int | None,
        digest: str | None,
        failure: str | None = None,
        *,
        rest: timedelta | None = None,
    ) -> None:
        await self._work.write(
            claims.settle_card,
            card,
            not_before=self._clock.now() + (rest or self._interval),
            message_id=message_id,
            digest=digest,
            failure=failure,
        )


def _digest(face: Face) -> str:
    keyboard = face.keyboard.model_dump_json() if face.keyboard else ""
    return sha256(f"{face.html}\0{keyboard}".encode() + (face.picture or b"")).hexdigest()
