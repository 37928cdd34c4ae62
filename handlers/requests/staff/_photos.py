"""Photos of a request: shown to who may see it, not to be passed on, and taken away again."""

from __future__ import annotations

from aiogram.exceptions import AiogramError
from aiogram.types import CallbackQuery

from handlers.context import Context
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
    sent = [
        message_id
        for photo in request.photos
        if (message_id := await _send(context, photo.file_id)) is not None
    ]
    if not sent:
        raise RuleError("work_no_photos")
    by, now = context.person_id, context.received_at
    await context.work.write(
        actions.note_shown, request.id, context.person_id, sent, by=by, now=now
    )
    await context.say("requests/photos", **head_params(request))


async def _send(context: Context, file_id: str) -> int | None:
    """A picture that came as a file is sent as one."""
    bot, chat_id = context.services.bot, context.person_id
    for send in (bot.send_photo, bot.send_document):
        try:
            message = await send(chat_id, file_id, protect_content=True)
        except AiogramError:
            continue
        return message.message_id
    return None
