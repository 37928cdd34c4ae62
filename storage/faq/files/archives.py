"""Zip archives of pages. Nothing is unpacked to disk, and no more in memory than is allowed."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import PurePosixPath

from storage.faq.files.faults import FaultError

MOST_UNPACKED_BYTES = 5_000_000
MOST_FILES = 6_000
"""A thousand entries in six languages; long ones reach the size first."""

# Of these zipfile unpacks as little at once as it is asked for; of others all.
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_CHUNK_BYTES = 64 * 1024

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
    return read_members(name, content, MOST_UNPACKED_BYTES, lambda member: _is_page(name, member))


def read_members(
    name: str,
    content: bytes,
    most_bytes: int,
    is_wanted: Callable[[zipfile.ZipInfo], bool] = lambda _: True,
) -> Iterator[tuple[str, bytes]]:
    """Path and content of an archive's files; never more in memory than is allowed, and a chunk.

    Args:
        most_bytes: of all that are wanted together, unpacked, whatever the archive states.

    Raises:
        FaultError: `unreadable`, also where a file is packed in a rare way; `too_large`,
            `too_many_files`, or what `is_wanted` raises.
    """
    left = most_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            if len(members) > MOST_FILES:
                raise FaultError(name, "too_many_files", most=MOST_FILES)
            for member in filter(is_wanted, members):
                unpacked = _read(packed, member, left)
                left -= len(unpacked)
                if left < 0:
                    raise FaultError(name, "too_large", most=f"{most_bytes // 1_000_000} MB")
                yield member.filename, unpacked
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


def _read(packed: zipfile.ZipFile, member: zipfile.ZipInfo, most_bytes: int) -> bytes:
    """A file's content, or a little more than `most_bytes` of it."""
    if member.compress_type not in _METHODS:
        raise NotImplementedError(member.compress_type)
    unpacked = bytearray()
    with packed.open(member) as file:
        while len(unpacked) <= most_bytes and (chunk := file.read(_CHUNK_BYTES)):
            unpacked += chunk
    return bytes(unpacked)


def _is_page(name: str, member: zipfile.ZipInfo) -> bool:
    """False for folders and for what computers leave in archives unasked."""
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in path.parts[0]:
        raise FaultError(name, "path_wrong", value=member.filename)
    unasked = path.parts[0] == "__MACOSX" or any(part.startswith(".") for part in path.parts)
    return not (member.is_dir() or unasked)
