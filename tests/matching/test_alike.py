"""Open questions that ask the same are found, whatever language they are in."""

from __future__ import annotations

import pytest

from bot.matching.engine import QuestionMatcher

OPEN = [
    "小区什么时候解封？",
    "Where can I buy masks?",
    "5号楼的水什么时候来？",
]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("小区什么时候能解封？", 0),
        ("小區什麼時候解封", 0),
        ("WHERE CAN I BUY MASKS", 1),
        ("Where can we buy masks?", 1),
        ("Où puis-je acheter des masques ?", 1),
        ("マスクはどこで買えますか？", 1),
        ("5号楼什么时候来水", 2),
    ],
)
async def test_same_question_is_found(matcher: QuestionMatcher, text: str, place: int) -> None:
    assert await matcher.find_alike(text, OPEN) == place


@pytest.mark.parametrize(
    "text",
    [
        "小区里可以理发吗？",
        "Where can I buy a bicycle?",
        "3号楼的水什么时候来？",
        "5号楼的电什么时候来？",
        "今天天气真好",
        "",
        "😀",
    ],
)
async def test_other_questions_are_not_alike(matcher: QuestionMatcher, text: str) -> None:
    assert await matcher.find_alike(text, OPEN) is None


async def test_nothing_is_alike_to_nothing(matcher: QuestionMatcher) -> None:
    assert await matcher.find_alike("小区什么时候解封？", []) is None
    assert await matcher.find_alike("小区什么时候解封？", ["", "😀"]) is None
