"""What a person does with the bot's buttons and keyboards."""

import asyncio
from typing import Any

from aiogram import types

from simulator.callbacks import CallbackAnswer
from simulator.chats import Chat
from simulator.messages import StoredMessage
from simulator.writing import Writer


class Presser(Writer):
    """Somebody who presses and taps."""

    async def presses(
        self,
        message: types.Message,
        button: str | int | None = None,
        *,
        data: str | None = None,
        timeout: float | None = 10,  # noqa: ASYNC109
    ) -> CallbackAnswer:
        """Press an inline button and wait for the bot's answer.

        Args:
            message: any state of the message; a button that only this older state has can be
                pressed, too, as on a screen that was not refreshed.
            button: its text or its index; left out, the first one.
            data: forged callback data, sent instead of a button's.
            timeout: seconds of the machine's time; None returns at once without an answer.

        Raises:
            LookupError: when there is no such button.
            TimeoutError: when the bot does not answer.
        """
        if data is None:
            found = self._find_button(message, button)
            if found.url:
                return CallbackAnswer(url=found.url)
            data = found.callback_data
            if data is None:
                raise LookupError(f"the button {found.text!r} sends nothing to the bot")
        query_id, answer = self.world.callbacks.open()
        self._push_press(query_id, message, data)
        if timeout is None:
            return CallbackAnswer()
        return await asyncio.wait_for(answer, timeout)

    def _push_press(self, query_id: str, message: types.Message, data: str) -> None:
        chat = self.world.chats[message.chat.id]
        query = types.CallbackQuery(
            id=query_id,
            from_user=self.user,
            chat_instance=str(chat.id * 7919),
            data=data,
            **_origin(chat, message),
        )
        self.world.updates.push("callback_query", query, self.id)

    def _find_button(
        self, message: types.Message, button: str | int | None
    ) -> types.InlineKeyboardButton:
        current = self.world.chats[message.chat.id].store.get(message.message_id)
        for state in (current, message):
            keyboard = state.reply_markup.inline_keyboard if state and state.reply_markup else []
            buttons = [one for row in keyboard for one in row]
            if isinstance(button, str):
                buttons = [one for one in buttons if one.text == button]
            place = button if isinstance(button, int) else 0
            if -len(buttons) <= place < len(buttons):
                return buttons[place]
        raise LookupError(f"no button {button!r} under message {message.message_id}")

    async def taps(self, label: str, *, in_: Chat | None = None) -> StoredMessage:
        """Tap a button of the reply keyboard: its text is sent as a message.

        Raises:
            LookupError: when the keyboard that shows has no such button, or none shows.
        """
        keyboard = self.reply_keyboard(in_)
        labels = [key.text for row in keyboard.keyboard for key in row] if keyboard else []
        if label not in labels:
            raise LookupError(f"no key {label!r}; the reply keyboard has {labels}")
        return await self.says(label, in_=in_)

    def reply_keyboard(self, in_: Chat | None = None) -> types.ReplyKeyboardMarkup | None:
        """The reply keyboard that shows in a chat, if one does."""
        return (in_ or self.chat).reply_keyboard


def _origin(chat: Chat, message: types.Message) -> dict[str, Any]:
    """How a press names its message: one sent by inline mode only by the id it has for the bot."""
    current = chat.store.get(message.message_id)
    known = current or message
    if isinstance(known, StoredMessage) and known.inline_message_id:
        return {"inline_message_id": known.inline_message_id}
    gone = types.InaccessibleMessage(chat=chat.as_type(), message_id=message.message_id)
    return {"message": current or gone}
