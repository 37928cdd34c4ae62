"""What stands in `/call 3-501 药 阿莫西林` beside the door: a kind, and its first answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from storage.requests.forms import TEXT_LENGTH, Question
from storage.requests.kinds import AnswerKind
from storage.requests.queries import KindView


def find_kind_named(text: str, kinds: Iterable[KindView]) -> tuple[KindView, str] | None:
    """The kind that is named, and the text without its name; the longest name counts.

    A title is taken out of the text. A keyword may be a part of the need («退烧药») and stays.
    """
    folded = text.casefold()
    found = [
        (len(name), kind, name if is_title else "")
        for kind in kinds
        for name, is_title in _list_names(kind)
        if name in folded
    ]
    if not found:
        return None
    _, kind, name = max(found, key=lambda each: each[0])
    return kind, _without(text, name)


def _list_names(kind: KindView) -> Iterable[tuple[str, bool]]:
    yield from ((title.casefold(), True) for title in kind.title.values())
    yield from ((each.casefold(), False) for words in kind.keywords.values() for each in words)


def _without(text: str, name: str) -> str:
    at = text.casefold().find(name) if name else -1
    rest = text if at < 0 else f"{text[:at]} {text[at + len(name) :]}"
    return " ".join(rest.split()).strip(" ,，、;；:：")


def first_answers(questions: Sequence[Question], text: str) -> dict[str, Any]:
    """What was written beside door and kind, as the answer to the first question if that is one."""
    first = questions[0] if questions else None
    if first is None or first.kind is not AnswerKind.TEXT or not text:
        return {}
    return {first.name: text[:TEXT_LENGTH]}
