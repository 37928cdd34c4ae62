"""What looks like a question to the committee before anything is searched for, as tables."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.faq.residents._wording import (
    has_words,
    is_worth_hearing,
    looks_like_question,
    without_mention,
)


@pytest.mark.parametrize(
    "text",
    [
        "在哪做核酸",
        "封控几天",
        "快递怎么拿",
        "明天要不要测",
        "可以下楼吗",
        "請問藥怎麼配",
        "幾時解封",
        "點樣拎快遞",
        "居留證過期咗點算",
        "where do I get tested",
        "When does it end",
        "can we go out",
        "is the pharmacy open",
        "Medicine pick-up today?",
        "検査はどこですか",
        "薬はいつ届きますか。",
        "出口を教えてください",
        "검사는 어디서 해요",
        "나가도 되나요",
        "언제 끝나요?",
        "où faire le test",
        "peut-on sortir",
        "Quand finit le confinement",
    ],
)
def test_questions_of_six_languages_are_heard(text: str) -> None:
    assert looks_like_question(text)
    assert is_worth_hearing(text)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢大家",
        "今天天气真好",
        "我到家了",
        "大家辛苦了！",
        "Good morning everyone",
        "Thank you so much",
        "ありがとうございます",
        "お疲れさまでした",
        "감사합니다",
        "수고하셨습니다",
        "Merci beaucoup",
        "Bonne journée à tous",
    ],
)
def test_talk_is_not(text: str) -> None:
    assert not looks_like_question(text)
    assert not is_worth_hearing(text)


@pytest.mark.parametrize(
    "text",
    ["吗？", "在哪做核酸 https://example.org", "在哪做核酸 t.me/x", "在哪做核酸" + "啊" * 200],
)
def test_cries_stories_and_links_are_not_worth_hearing(text: str) -> None:
    assert looks_like_question(text)
    assert not is_worth_hearing(text)


@pytest.mark.parametrize(
    ("text", "says"),
    [("核酸", True), ("ok", True), ("", False), ("👍", False), ("3-501", False), ("？？", False)],
)
def test_words_need_a_letter(text: str, says: bool) -> None:
    assert has_words(text) == says


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("@linli_bot 在哪做核酸", "在哪做核酸"),
        ("在哪做核酸 @Linli_Bot", "在哪做核酸"),
        ("@linli_bot在哪做核酸", "在哪做核酸"),
        ("@linli_bot", ""),
        ("@linli_bots 你好", "@linli_bots 你好"),
    ],
)
def test_the_bots_name_is_no_part_of_the_question(text: str, left: str) -> None:
    assert without_mention(text, "linli_bot") == left


@given(st.text(max_size=300))
def test_any_text_can_be_looked_at(text: str) -> None:
    assert not is_worth_hearing(text) or looks_like_question(text)
