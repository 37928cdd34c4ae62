"""Entities that Telegram finds by itself in plain text: commands, mentions, tags, links, mail."""

import re
from collections.abc import Iterator

from aiogram.types import MessageEntity

from simulator.text.utf16 import utf16_length

PATTERNS: dict[str, re.Pattern[str]] = {
    "bot_command": re.compile(r"(?<![\w/<>])/(\w{1,64}(?:@\w{3,32})?)(?![\w/<>@])", re.ASCII),
    "mention": re.compile(r"(?<![\w])@\w{3,32}(?![\w@])", re.ASCII),
    "hashtag": re.compile(r"(?<![\w#])#(?=\w*[^\W\d_])\w{1,256}(?![\w#])"),
    "cashtag": re.compile(r"(?<![\w$])\$(?:1INCH|[A-Z]{1,8})(?![\w$])"),
    "email": re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[\w-]+\.)+[a-zA-Z]{2,}(?!\w)", re.ASCII),
    "url": re.compile(
        r"(?<![\w@/.])(?:(?:https?|ftp|tg|ton)://)?(?:[\w-]+\.)+"
        r"(?:com|org|net|cn|ru|me|io|info|gov|edu|dev|app|рф|中国)"
        r"(?::\d{1,5})?(?:[/?#][^\s<>«»\"]*)?(?<![.,:;!?'()\[\]])"
    ),
}


def find_entities(text: str) -> list[MessageEntity]:
    """The entities of plain text, by place; where two overlap the earlier and longer stays."""
    found = sorted(_matches(text), key=lambda match: (match[0], -match[1]))
    entities, covered = [], 0
    for start, end, kind in found:
        if start >= covered:
            covered = end
            offset, length = utf16_length(text[:start]), utf16_length(text[start:end])
            entities.append(MessageEntity(type=kind, offset=offset, length=length))
    return entities


def _matches(text: str) -> Iterator[tuple[int, int, str]]:
    for kind, pattern in PATTERNS.items():
        for match in pattern.finditer(text):
            yield match.start(), match.end(), kind
