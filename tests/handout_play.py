"""What stories of handing something out share: buttons by what they carry, files, papers."""

from __future__ import annotations

from typing import Any

from aiogram.filters.callback_data import CallbackData
from sqlmodel import Session

from handlers.callbacks import JoinPress
from handlers.relay._rules import rule_lines
from locales.renderer import Renderer
from simulator import CallbackAnswer, StoredMessage
from storage.relay.vouchers.queries import list_vouchers
from storage.relay.vouchers.views import VoucherView
from tests.handlers.estate_play import newest
from tests.handlers.faq_staff_play import content_of
from tests.pdf_text import read_pdf
from tests.story_play import CLOCK, Reader
from tests.town import Town


async def taps(reader: Reader, message: StoredMessage, data: CallbackData) -> StoredMessage:
    """Press the button that carries this; the message as it stands then."""
    await answers(reader, message, data)
    await reader.town.world.settled()
    return newest(message, reader.person)


async def answers(reader: Reader, message: StoredMessage, data: CallbackData) -> CallbackAnswer:
    """Press the button that carries this, for what pops up."""
    message = newest(message, reader.person)
    assert data.pack() in _carried(message), (data, _carried(message))
    return await reader.person.presses(message, data=data.pack())


def _carried(message: StoredMessage) -> list[str | None]:
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return [button.callback_data for row in rows for button in row]


async def joins(reader: Reader, card: StoredMessage, relay_id: int, quantity: int = 1) -> str:
    """Press the card in the group; what pops up."""
    answer = await answers(reader, card, JoinPress(relay_id=relay_id, quantity=quantity))
    return answer.text or ""


async def manage(staff: Reader, button: str, title: str = "") -> StoredMessage:
    """A page behind a button of staff's page of the relay of this title."""
    page = await staff.says("/relays", title, button=button)
    return await staff.presses(page, button)


async def file_of(reader: Reader) -> bytes:
    """The next file that the bot sends in private."""
    message = await reader.person.next_message()
    while message.document is None:
        message = await reader.person.next_message()
    return content_of(reader.town, message.document.file_id)


async def paper_of(reader: Reader) -> str:
    """What stands on the next paper that the bot sends in private."""
    return read_pdf(await file_of(reader))


async def vouchers_of(town: Town, relay_id: int) -> dict[str, VoucherView]:
    """The vouchers of a relay by door, in order."""

    def find(session: Session) -> dict[str, VoucherView]:
        return {each.door: each for each in list_vouchers(session, relay_id)}

    return await town.work.read(find)


def card_rules(sharing: dict[str, Any], **relay: Any) -> list[str]:
    """The rules as the card in the group says them, line by line."""
    words = Renderer().words("zh-hans", CLOCK.key)
    return rule_lines(
        words, {"capacity": None, "waiting_list": True} | relay | {"sharing": sharing}
    )
