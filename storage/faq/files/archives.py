"""Zip archives of pages. Nothing is unpacked to disk, and no more in memory than is allowed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from storage.faq.files.faults import FaultError

MOST_UNPACKED_BYTES = 5_000_000
MOST_FILES = 2_000

# Zip keeps a time with every file; a fixed one makes the same entries the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def unpack(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Path and content of every page in an archive.

    Raises:
        FaultError: `unreadable`, `too_large`, `too_many_files`, `path_wrong`.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            _check_sizes(name, members)
            for member in members:
                if _is_page(name, member):
                    yield member.filename, packed.read(member)
    except _BROKEN:
        raise FaultError(name, "unreadable") from None


def pack(files: Mapping[str, str]) -> bytes:
    """An archive of texts by path; the same texts make the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path, text in files.items():
            member = zipfile.ZipInfo(path, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o644 << 16
            archive.writestr(member, text.encode())
    return packed.getvalue()


def _check_sizes(name: str, members: list[zipfile.ZipInfo]) -> None:
    """The sizes that an archive states bound what is read of it: reading stops there."""
    if len(members) > MOST_FILES:
        raise FaultError(name, "too_many_files", most=MOST_FILES)
    if sum(member.file_size for member in members) > MOST_UNPACKED_BYTES:
        raise FaultError(name, "too_large", most=f"{MOST_UNPACKED_BYTES // 1_000_000} MB")


def _is_page(name: str, member: zipfile.ZipInfo) -> bool:
    """False for folders and for what computers leave in archives unasked."""
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in path.parts[0]:
        raise FaultError(name, "path_wrong", value=member.filename)
    unasked = path.parts[0] == "__MACOSX" or any(part.startswith(".") for part in path.parts)
    return not (member.is_dir() or unasked)
