"""Pictures that belong to a request: only Telegram's number of the file is kept here."""

from __future__ import annotations

from typing import Any

from aiogram.types import Message

from storage.errors import RuleError

LARGEST_PHOTO = 10 * 1024 * 1024
"""Bytes. What Telegram takes as a photo; a picture sent as a file may be larger."""

_MEGABYTE = 1024 * 1024


def read_photo(message: Message) -> dict[str, Any] | None:
    """The picture of a message, sent as a photo or as a file; None where there is none.

    Raises:
        RuleError: `need_photo_large`.
    """
    file = message.photo[-1] if message.photo else message.document
    if file is None or not _is_picture(message):
        return None
    size = file.file_size or 0
    if size > LARGEST_PHOTO:
        raise RuleError("need_photo_large", limit_mb=LARGEST_PHOTO // _MEGABYTE)
    return {"file_id": file.file_id, "size": size}


def _is_picture(message: Message) -> bool:
    if message.photo:
        return True
    return message.document is not None and (message.document.mime_type or "").startswith("image/")
