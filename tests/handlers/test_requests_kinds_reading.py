"""What staff write about kinds and callers, read without a chat."""

from __future__ import annotations

import pytest

from handlers.requests.staff._drafts import read_keywords, read_question, read_title
from storage.errors import RuleError
from storage.requests.kinds import AnswerKind


@pytest.mark.parametrize(
    ("text", "icon", "title"),
    [
        ("🐕 遛狗", "🐕", "遛狗"),
        ("🧑‍🍳 Meals  at home", "🧑‍🍳", "Meals at home"),
        ("❤️‍🩹送药", "❤️‍🩹", "送药"),
        ("送药", None, "送药"),
        ("24小时陪护", None, "24小时陪护"),
    ],
)
def test_an_emoji_in_front_is_the_icon(text: str, icon: str | None, title: str) -> None:
    assert read_title(text) == (icon, title)


@pytest.mark.parametrize("text", ["", "   ", "🐕", "x" * 61])
def test_a_name_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RuleError):
        read_title(text)


def test_lines_under_a_question_are_what_can_be_chosen() -> None:
    question = read_question("什么时候来？\n• 上午\n- 下午\n\n下午", "zh-hans", ())

    assert question.kind is AnswerKind.CHOICE
    words = [question.choice_words[each]["zh-hans"] for each in question.choices]
    assert words == ["上午", "下午"]


def test_a_further_question_takes_a_free_name() -> None:
    first = read_question("What?", "en", ())
    second = read_question("When?", "en", (first,))
    third = read_question("Where?", "en", (second,))

    assert [each.name for each in (first, second, third)] == ["q1", "q2", "q1"]
    assert second.kind is AnswerKind.TEXT


def test_keywords_are_parted_by_commas_of_any_script() -> None:
    assert read_keywords("水管，漏水、Tap; tap\nleak") == ("水管", "漏水", "tap", "leak")
