"""From what a bot sends to what a message holds: parsed, trimmed, measured, entities found."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from aiogram.types import MessageEntity, User

from simulator.errors import bad_request, not_offered
from simulator.text.detect import find_entities
from simulator.text.html import parse_html
from simulator.text.marks import RANKS, Mark
from simulator.text.utf16 import utf16_length

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
FindUser = Callable[[int], User | None]


@dataclass(frozen=True, slots=True)
class Formatted:
    """Plain text and its entities, as a message keeps them."""

    text: str
    entities: list[MessageEntity]


def read_text(
    source: str,
    parse_mode: str | None,
    entities: Sequence[MessageEntity] | None,
    find_user: FindUser,
) -> Formatted:
    """Text of a message; raises Refusal when it is malformed, empty or over 4096 characters."""
    formatted = read_formatted(source, parse_mode, entities, find_user)
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if len(formatted.text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return formatted


def read_caption(
    source: str | None,
    parse_mode: str | None,
    entities: Sequence[MessageEntity] | None,
    find_user: FindUser,
) -> Formatted:
    """A caption, which may be empty; raises Refusal over 1024 characters."""
    formatted = read_formatted(source or "", parse_mode, entities, find_user)
    if len(formatted.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return formatted


def read_formatted(
    source: str,
    parse_mode: str | None,
    entities: Sequence[MessageEntity] | None,
    find_user: FindUser,
) -> Formatted:
    """Parsed and trimmed, with the entities that Telegram finds by itself added."""
    mode = (parse_mode or "").lower()
    if mode == "html":
        text, marks = parse_html(source)
        given = [found for mark in marks if (found := _as_entity(mark, find_user))]
    elif mode in {"markdown", "markdownv2"}:
        raise not_offered(f"parse_mode {parse_mode}; Linli writes HTML")
    elif mode and not entities:
        raise bad_request("unsupported parse_mode")
    else:
        text, given = source, list(entities or [])
    return _trimmed(_cleaned(text), given)


def _as_entity(mark: Mark, find_user: FindUser) -> MessageEntity | None:
    fields: dict[str, Any] = {"type": mark.kind, "offset": mark.offset, "length": mark.length}
    if mark.kind == "text_link":
        fields["url"] = mark.value
    elif mark.kind == "text_mention":
        fields["user"] = find_user(int(mark.value or 0))
        if fields["user"] is None:
            return None
    elif mark.kind == "pre":
        fields["language"] = mark.value
    elif mark.kind == "custom_emoji":
        fields["custom_emoji_id"] = mark.value
    elif mark.kind == "date_time":
        fields |= {"unix_time": int(mark.value or 0), "date_time_format": mark.date_format}
    return MessageEntity(**fields)


def _cleaned(text: str) -> str:
    """Control characters become spaces of the same length, so that offsets stay."""
    return "".join(" " if char < " " and char != "\n" else char for char in text)


def _trimmed(text: str, entities: list[MessageEntity]) -> Formatted:
    kept = text.strip()
    skipped = utf16_length(text[: len(text) - len(text.lstrip())])
    size = utf16_length(kept)
    moved = [placed for one in entities if (placed := _clipped(one, skipped, size))]
    return Formatted(kept, _merged(moved, find_entities(kept)))


def _clipped(entity: MessageEntity, skipped: int, size: int) -> MessageEntity | None:
    start = max(entity.offset - skipped, 0)
    end = min(entity.offset + entity.length - skipped, size)
    if start >= end:
        return None
    return entity.model_copy(update={"offset": start, "length": end - start})


def _merged(given: list[MessageEntity], found: list[MessageEntity]) -> list[MessageEntity]:
    """Given entities, and those found where no code, link or mention stands already."""
    taken = [one for one in given if one.type in UNBROKEN]
    free = [one for one in found if not any(_overlap(one, other) for other in taken)]
    return sorted(_unique([*given, *free]), key=_in_order)


UNBROKEN = frozenset({"code", "pre", "text_link", "text_mention", "date_time", "custom_emoji"})


def _unique(entities: Iterable[MessageEntity]) -> list[MessageEntity]:
    seen: dict[tuple[str, int, int], MessageEntity] = {}
    for entity in entities:
        seen.setdefault((entity.type, entity.offset, entity.length), entity)
    return list(seen.values())


def _overlap(one: MessageEntity, other: MessageEntity) -> bool:
    return one.offset < other.offset + other.length and other.offset < one.offset + one.length


def _in_order(entity: MessageEntity) -> tuple[int, int, int]:
    return entity.offset, -entity.length, RANKS.get(entity.type, -1)
