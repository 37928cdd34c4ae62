"""What a client sent, in whichever form: query, urlencoded, JSON or multipart, with its uploads."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from simulator.errors import bad_request
from simulator.files import FileKind, FileStore

MEDIA_KINDS: frozenset[str] = frozenset(
    {"photo", "document", "audio", "video", "animation", "voice", "video_note", "sticker"}
)
ATTACHED = "attach://"
PARAMETER = re.compile(rb'(\w+)="((?:[^"\\]|\\.)*)"')


@dataclass(frozen=True, slots=True)
class Upload:
    """A file part of a multipart body."""

    filename: str
    content: bytes


@dataclass(slots=True)
class Body:
    """Parameters and files of one request."""

    params: dict[str, Any] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)


def read_body(content_type: str, raw: bytes, query: Mapping[str, str]) -> Body:
    """Decode a request or a webhook's answer.

    Raises:
        Refusal: 400 for JSON that is none, or a multipart body without boundary.
    """
    body = Body(params=dict(query))
    kind, _, options = content_type.partition(";")
    kind = kind.strip().lower()
    if kind == "multipart/form-data":
        _read_multipart(body, raw, options)
    elif kind == "application/json" and raw.strip():
        body.params |= _read_json(raw)
    elif kind == "application/x-www-form-urlencoded":
        body.params |= dict(parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True))
    return body


def _read_json(raw: bytes) -> dict[str, Any]:
    try:
        params = json.loads(raw)
    except ValueError as error:
        raise bad_request("can't parse request JSON object") from error
    if not isinstance(params, dict):
        raise bad_request("can't parse request JSON object")
    return params


def _read_multipart(body: Body, raw: bytes, options: str) -> None:
    found = re.search(r'boundary="?([^";]+)', options)
    if not found:
        raise bad_request("boundary is missing in the multipart body")
    for head, content in _parts(raw, b"--" + found[1].encode()):
        named = {key.lower(): value for key, value in PARAMETER.findall(head)}
        name = _unquote(named.get(b"name", b""))
        if b"filename" in named:
            body.uploads[name] = Upload(_unquote(named[b"filename"]), content)
        else:
            body.params[name] = content.decode("utf-8", "replace")


def _parts(raw: bytes, delimiter: bytes) -> Iterator[tuple[bytes, bytes]]:
    for part in (b"\r\n" + raw).split(b"\r\n" + delimiter)[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        yield head, content


def _unquote(value: bytes) -> str:
    plain = value.replace(b'\\"', b'"').replace(b"\\\\", b"\\").replace(b"%22", b'"')
    return plain.decode("utf-8", "replace")


def store_uploads(body: Body, files: FileStore) -> dict[str, Any]:
    """The parameters with every upload kept and named by its file_id.

    aiogram attaches files by `attach://name` even when there is one; python-telegram-bot puts a
    single file under the parameter's own name. Both end as a file_id here.
    """

    def kept(key: str, kind: FileKind) -> str:
        upload = body.uploads.get(key)
        if upload is None:
            raise bad_request("can't parse file: attached file not found")
        return files.add(upload.content, upload.filename, kind).file_id

    attached = {
        value.removeprefix(ATTACHED)
        for value in body.params.values()
        if isinstance(value, str) and value.startswith(ATTACHED)
    }
    params = {name: _resolve(name, value, kept) for name, value in body.params.items()}
    for name in body.uploads:
        is_own = name in MEDIA_KINDS or name in {"thumbnail", "certificate"}
        if is_own and name not in params and name not in attached:
            params[name] = kept(name, _kind(name, "document"))
    return params


Keep = Callable[[str, FileKind], str]


def _resolve(name: str, value: Any, kept: Keep) -> Any:
    if isinstance(value, str) and value.startswith(ATTACHED):
        return kept(value.removeprefix(ATTACHED), _kind(name, "document"))
    if name == "media":
        media = json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value
        return _resolve_media(media, kept)
    return value


def _resolve_media(media: Any, kept: Keep) -> Any:
    if isinstance(media, list):
        return [_resolve_media(item, kept) for item in media]
    if not isinstance(media, dict):
        return media
    kind = _kind(str(media.get("type")), "document")
    resolved = dict(media)
    for key, kind_of_key in (("media", kind), ("thumbnail", "photo")):
        value = media.get(key)
        if isinstance(value, str) and value.startswith(ATTACHED):
            resolved[key] = kept(value.removeprefix(ATTACHED), kind_of_key)
    return resolved


def _kind(name: str, otherwise: FileKind) -> FileKind:
    return name if name in MEDIA_KINDS else otherwise  # type: ignore[return-value]
