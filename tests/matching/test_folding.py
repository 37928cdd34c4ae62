from __future__ import annotations

import pytest

from bot.matching.folding import LONGEST_QUESTION, clean, fold
from bot.matching.lexical import LexicalIndex, terms_of


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("  怎么\n\n报名  ", "怎么 报名"),
        ("<b>怎么</b> 报名", "怎么 报名"),
        ("/ask@linli_bot 怎么报名", "怎么报名"),
        ("看 https://example.org/a?b=c 怎么报名", "看 怎么报名"),
        ("怎么😀报名", "怎么 报名"),
        ("ａｂｃ１２３", "abc123"),
        ("mask and/or gloves", "mask and/or gloves"),
        ("？？？", ""),
        ("😀", ""),
        ("", ""),
    ],
)
def test_clean_leaves_what_was_said(written: str, said: str) -> None:
    assert clean(written) == said


def test_clean_never_lengthens_a_text_beyond_the_limit() -> None:
    assert len(clean("\ufdfa" * 10_000)) <= LONGEST_QUESTION
    assert len(clean("字" * 10_000)) == LONGEST_QUESTION


@pytest.mark.parametrize("text", ["怎么报名", "<i>a</i> b", "/ask x", "é à", "隔離14天"])
def test_clean_of_clean_is_clean(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("隔離證明", "隔离证明"),
        ("検査証明", "检查证明"),
        ("Dépistage", "depistage"),
        ("STRASSE", "strasse"),
    ],
)
def test_fold_gives_one_shape(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_fold_keeps_korean_and_kana_apart() -> None:
    assert fold("검사") == "검사"
    assert fold("ガス") != fold("カス")


def test_terms_are_pairs_where_words_are_not_spaced() -> None:
    assert set(terms_of("核酸检测")) == {"核", "酸", "检", "测", "核酸", "酸检", "检测"}


def test_plural_shares_most_of_its_word() -> None:
    one, other = terms_of("vaccine"), terms_of("vaccines")
    assert (one & other).total() > one.total() / 2


def test_score_is_the_share_of_information_held() -> None:
    index = LexicalIndex(["核酸检测几点开始", "垃圾什么时候收", "快递放在哪里"])
    scores = index.score("核酸检测几点")
    assert scores.argmax() == 0
    assert 0.5 < scores[0] <= 1.0
    assert index.score("квитанция").tolist() == [0.0, 0.0, 0.0]
