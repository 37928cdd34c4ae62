"""The parser beside TDLib's own: the same verdict, the same words, the same entities."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from simulator.errors import Refusal
from simulator.text.detect import find_entities
from simulator.text.html import parse_html
from simulator.text.marks import RANKS
from tests.simulator import texts

tdjson = pytest.importorskip("tdjson", reason="TDLib's parser (tdjson) is not installed")

ROUNDS = 4000
KINDS = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "CustomEmoji": "custom_emoji",
    "DateTime": "date_time",
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
}
EXACTLY_FOUND = ("mention", "hashtag", "cashtag", "bot_command")


def tdlib(request: dict[str, Any]) -> Any:
    answer = tdjson.td_execute(json.dumps(request).encode())
    assert answer
    return json.loads(answer)


@pytest.fixture(scope="module", autouse=True)
def quiet() -> None:
    tdlib({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def by_tdlib(source: str) -> Any:
    mode = {"@type": "textParseModeHTML"}
    answer = tdlib({"@type": "parseTextEntities", "text": source, "parse_mode": mode})
    if answer["@type"] == "error":
        words = answer["message"]
        return f"Bad Request: {words[0].lower()}{words[1:]}"
    return answer["text"], _ordered([_mark(entity) for entity in answer["entities"]])


def _mark(entity: dict[str, Any]) -> tuple[str, int, int, str | None]:
    kind = entity["type"]
    names = ("url", "language", "custom_emoji_id", "user_id", "unix_time")
    value = next((str(kind[name]) for name in names if name in kind), None)
    return KINDS[kind["@type"][14:]], entity["offset"], entity["length"], value


def by_us(source: str) -> Any:
    try:
        text, marks = parse_html(source)
    except Refusal as refusal:
        return refusal.description
    return text, _ordered([(one.kind, one.offset, one.length, one.value) for one in marks])


def _ordered(marks: list[tuple[str, int, int, str | None]]) -> list[Any]:
    """As they are; above 16 TDLib's sort leaves those of equal rank in any order, so sort them."""
    if len(marks) <= 16:
        return marks
    return sorted(marks, key=lambda one: (one[1], -one[2], RANKS[one[0]], str(one[3])))


@pytest.mark.parametrize("make", [texts.well_formed, texts.mutilated])
def test_html_is_parsed_as_tdlib_does(make: Callable[[random.Random], str]) -> None:
    dice = random.Random(20260322)
    verdicts = []
    for _ in range(ROUNDS):
        source = make(dice)
        expected = by_tdlib(source)
        assert by_us(source) == expected, source
        verdicts.append(isinstance(expected, str))
    refused = sum(verdicts)
    assert refused == 0 if make is texts.well_formed else ROUNDS / 10 < refused < ROUNDS


@pytest.mark.parametrize(
    "source",
    [
        "<a href=' http://a.com '>x</a>",
        "<a href='http://a.com:99999/'>x</a>",
        "<a href='a.com:080'>x</a>",
        "<a href='tg://user?id=12345678901234'>x</a>",
        "<a href='http://[::1]/'>x</a>",
        "<a href='http://a.com/x \n'>x</a>",
        "<a href='tg:user?id=77'>x</a>",
        "<a href='tg://resolve?domain=x \n'>x</a>",
        "<a href='http://u:p@A.com/B c#d'>x</a>",
        "<span class='x'>x</span>",
        "<span class='tg-spoiler'<code class=language-c>x</code></span>",
        "<b a='x' y",
        "<b a=x/y>z</b>",
        "<tg-time unix='5' format='q'>x</tg-time>",
        "<tg-emoji emoji-id='0536'>x</tg-emoji>",
        "&#55357;",
        "</",
        "<",
        "1 < 2",
        "<p>x</p>",
    ],
)
def test_html_corners(source: str) -> None:
    assert by_us(source) == by_tdlib(source)


def test_commands_mentions_and_tags_are_found_as_tdlib_does() -> None:
    dice = random.Random(7)
    found = 0
    for _ in range(ROUNDS):
        text = texts.plain(dice)
        answer = tdlib({"@type": "getTextEntities", "text": text})
        marks = [_mark(one)[:3] for one in answer["entities"] if one["type"]["@type"][14:] in KINDS]
        ours = [(one.type, one.offset, one.length) for one in find_entities(text)]
        assert [one for one in ours if one[0] in EXACTLY_FOUND] == marks, text
        found += len(marks)
    assert found > ROUNDS / 4
