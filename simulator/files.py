"""Uploaded files: kept whole, known by file_id, downloaded by path."""

import mimetypes
import struct
from dataclasses import dataclass
from typing import Literal

from aiogram import types

from simulator.errors import bad_request

FileKind = Literal[
    "photo", "document", "audio", "video", "animation", "voice", "video_note", "sticker"
]
FOLDERS: dict[str, str] = {
    "photo": "photos",
    "document": "documents",
    "audio": "music",
    "video": "videos",
    "animation": "animations",
    "voice": "voice",
    "video_note": "video_notes",
    "sticker": "stickers",
}
PICTURES = frozenset({"photo", "sticker"})
FEWEST_IN_ALBUM, MOST_IN_ALBUM = 2, 10
DOWNLOAD_LIMIT = 20 * 1024 * 1024
PHOTO_LIMIT = 10 * 1024 * 1024
LONGEST_SIDES = 10_000
MOST_ELONGATED = 20


@dataclass(frozen=True, slots=True)
class StoredFile:
    """Bytes with the names Telegram gives them; width and height in pixels for pictures."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    kind: FileKind
    content: bytes
    width: int = 0
    height: int = 0
    seconds: int = 0

    def as_file(self) -> types.File:
        """What getFile answers."""
        return types.File(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            file_size=len(self.content),
            file_path=self.path,
        )

    def as_photo(self) -> list[types.PhotoSize]:
        """One size, the original: how Telegram recompresses is not knowable offline."""
        return [
            types.PhotoSize(
                file_id=self.file_id,
                file_unique_id=self.unique_id,
                width=self.width,
                height=self.height,
                file_size=len(self.content),
            )
        ]

    def as_document(self) -> types.Document:
        """A file of any kind."""
        return types.Document(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            file_name=self.name,
            mime_type=self.mime,
            file_size=len(self.content),
        )

    def as_voice(self) -> types.Voice:
        """A spoken message."""
        return types.Voice(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            duration=self.seconds,
            mime_type=self.mime,
            file_size=len(self.content),
        )

    def as_sticker(self, emoji: str) -> types.Sticker:
        """A picture that stands for a feeling."""
        return types.Sticker(
            file_id=self.file_id,
            file_unique_id=self.unique_id,
            type="regular",
            width=self.width,
            height=self.height,
            is_animated=False,
            is_video=False,
            emoji=emoji,
            file_size=len(self.content),
        )


class FileStore:
    """The files of one world."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def add(self, content: bytes, name: str, kind: FileKind, *, seconds: int = 0) -> StoredFile:
        """Keep an upload; `seconds` is how long it sounds.

        Raises:
            Refusal: for an empty file, and for a photo that is no picture or not one that
                Telegram takes.
        """
        if not content:
            raise bad_request("file must be non-empty")
        number = len(self._by_id) + 1
        mime, width, height = mimetypes.guess_type(name)[0] or "application/octet-stream", 0, 0
        if kind in PICTURES:
            mime, width, height = read_picture(content)
        if kind == "photo":
            _check_photo(len(content), width, height)
        ending = ".jpg" if kind == "photo" else _ending(name)
        stored = StoredFile(
            file_id=f"{kind}-{number:06d}-AgACAgUAAxkB",
            unique_id=f"uq{number:06d}",
            path=f"{FOLDERS[kind]}/file_{number}{ending}",
            name=name,
            mime=mime,
            kind=kind,
            content=content,
            width=width,
            height=height,
            seconds=seconds,
        )
        self._by_id[stored.file_id] = self._by_path[stored.path] = stored
        return stored

    def by_id(self, file_id: str) -> StoredFile | None:
        """The file of an id."""
        return self._by_id.get(file_id)

    def by_path(self, path: str) -> StoredFile | None:
        """The file of a download path."""
        return self._by_path.get(path)


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:] if dot > 0 and name[dot + 1 :].isalnum() else ""


def _check_photo(size: int, width: int, height: int) -> None:
    if size > PHOTO_LIMIT:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; "
            f"the maximum size is {PHOTO_LIMIT} bytes"
        )
    longer, shorter = max(width, height), min(width, height)
    if width + height > LONGEST_SIDES or longer > MOST_ELONGATED * shorter:
        raise bad_request("PHOTO_INVALID_DIMENSIONS")


def read_picture(content: bytes) -> tuple[str, int, int]:
    """Type, width and height of a PNG, GIF or JPEG; raises Refusal for anything else."""
    if content.startswith(b"\x89PNG\r\n\x1a\n") and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return "image/png", width, height
    if content[:6] in (b"GIF87a", b"GIF89a") and len(content) >= 10:
        width, height = struct.unpack("<HH", content[6:10])
        return "image/gif", width, height
    if content.startswith(b"\xff\xd8"):
        return "image/jpeg", *_jpeg_size(content)
    raise bad_request("IMAGE_PROCESS_FAILED")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker, length = content[place + 1], int.from_bytes(content[place + 2 : place + 4], "big")
        is_frame = 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)
        if is_frame:
            height, width = struct.unpack(">HH", content[place + 5 : place + 9])
            return width, height
        place += 2 + length
    raise bad_request("IMAGE_PROCESS_FAILED")
