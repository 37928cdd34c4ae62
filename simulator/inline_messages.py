"""Messages sent by way of inline mode: the bot knows them by an id of their own, not by a chat."""

import base64
import re
import struct
from itertools import count
from typing import TYPE_CHECKING

from simulator.errors import bad_request
from simulator.messages import StoredMessage

if TYPE_CHECKING:
    from simulator.chats import Chat

DATA_CENTRE = 2
FORM = re.compile(r"[A-Za-z0-9_-]{27}")


class InlineMessages:
    """Hands out inline message ids and finds the messages behind them."""

    def __init__(self) -> None:
        self._numbers = count(1)
        self._places: dict[str, tuple[Chat, int]] = {}

    def new_id(self) -> str:
        """An id in Telegram's form: 20 bytes as URL-safe base64."""
        number = next(self._numbers)
        packed = struct.pack("<iqq", DATA_CENTRE, number, number * 7_919_000_000_007)
        return base64.urlsafe_b64encode(packed).decode().rstrip("=")

    def add(self, inline_message_id: str, chat: "Chat", message: StoredMessage) -> None:
        """Remember which message an id means."""
        self._places[inline_message_id] = (chat, message.message_id)

    def find(self, inline_message_id: str) -> tuple["Chat", StoredMessage]:
        """The message of an id; raises Refusal for a wrong id and for one that was deleted."""
        if not FORM.fullmatch(inline_message_id):
            raise bad_request("invalid inline message identifier specified")
        chat, message_id = self._places.get(inline_message_id, (None, 0))
        message = chat.store.get(message_id) if chat else None
        if chat is None or message is None:
            raise bad_request("MESSAGE_ID_INVALID")
        return chat, message
