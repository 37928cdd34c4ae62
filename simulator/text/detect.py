"""Entities that Telegram finds by itself in plain text: commands, mentions, tags, links, mail.

Commands, mentions and tags follow TDLib exactly and are held to it by the tests. Bare links and
mail addresses are an approximation: TDLib carries the whole list of top-level domains.
"""

import re
from collections.abc import Iterator

from aiogram.types import MessageEntity

from simulator.text.utf16 import utf16_length

NAME = r"[A-Za-z0-9_]"
TAG = r"[\w·\u200c]"
TOP_LEVELS = "com|org|net|int|edu|gov|info|me|io|dev|app|cn|hk|mo|tw|jp|kr|ru|fr|uk|de|рф|中国"

PATTERNS: dict[str, re.Pattern[str]] = {
    "bot_command": re.compile(
        rf"(?<![\w/<>])/{NAME}{{1,64}}(?:@{NAME}{{3,32}}(?![\w/<>])|(?![\w/<>@]))"
    ),
    "mention": re.compile(rf"(?<!\w)@(?:{NAME}{{4,32}}|gif|pic|vid)(?!\w)"),
    "hashtag": re.compile(
        rf"(?<!{TAG})#(?={TAG}*[^\W\d_]){TAG}{{1,256}}+(?:@{NAME}{{3,32}}(?!{NAME}))?+(?!#)"
    ),
    "cashtag": re.compile(
        rf"(?<![$\w·\u200c])\$(?:1INCH|[A-Z]{{1,8}})(?:@{NAME}{{3,32}})?+(?![$\w·\u200c])"
    ),
    "email": re.compile(rf"(?<![\w.+-])[\w.+-]{{1,64}}@(?:{NAME}+\.)+[a-z]{{2,}}(?!\w)", re.ASCII),
    "url": re.compile(
        rf"(?<![\w@/.])(?:(?:(?:https?|ftp)://)?(?:[\w-]+\.)+(?:{TOP_LEVELS})|(?:tg|ton)://[\w.-]+)"
        r"(?![\w@])(?::\d{1,5})?(?:[/?#][^\s<>«»\"]*)?(?<![.,:;!?'()\[\]])"
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
