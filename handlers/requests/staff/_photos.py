"""Photos of a request: shown to who may see it, not to be passed on, and taken away again."""

from __future__ import annotations

from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery, Message

from handlers.context import ANSWER_TIMEOUT, Context
from handlers.requests.staff._callbacks import WorkPress
from handlers.requests.staff._page import head_params, open_request
from storage.errors import RuleError
from storage.requests import actions


async def send_photos(context: Context, _press: CallbackQuery, data: WorkPress) -> None:
    """Send the photos; an hour later the copies are taken away.

    Raises:
        RuleError: `work_no_photos` where there are none, or Telegram no longer has them.
    """
    request = await open_request(context, data.request_id)
    by, now = context.person_id, context.received_at
    is_sent = False
    for photo in request.photos:
        message = await _send(context, photo.file_id)
        if message is None:
            continue
        is_sent = True
        try:
            # Each at once: a process that dies in between leaves no copy that nobody knows of.
            await context.work.write(
                actions.note_shown, request.id, by, [message.message_id], by=by, now=now
            )
        except RuleError:
            await context.delete(message)
            raise
    if not is_sent:
        raise RuleError("work_no_photos")
    await context.say("requests/photos", **head_params(request))


async def _send(context: Context, file_id: str) -> Message | None:
    """A picture that came as a file is sent as one."""
    bot, chat_id = context.services.bot, context.person_id
    for send in (bot.send_photo, bot.send_document):
        try:
            return await send(
                chat_id, file_id, protect_content=True, request_timeout=ANSWER_TIMEOUT
            )
        except AiogramError:
            continue
    return None
