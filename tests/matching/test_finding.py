"""People ask in six languages; the shipped models answer, with E5 and without."""

from __future__ import annotations

import asyncio

import pytest

from bot.matching.engine import QuestionMatcher
from handlers.answering import Finding, Tier
from tests.matching import entries
from tests.matching.entries import EVERY

ASKED = [
    ("zh-hans", "明天做核酸几点开始", entries.TEST),
    ("zh-hans", "降压药吃完了，谁能帮我配药？", entries.MEDICINE),
    ("zh-hant", "出入證過期了，要怎麼續？", entries.PERMIT),
    ("zh-hant", "快遞能送到家門口嗎", entries.PARCEL),
    ("en", "may i take the dog out for a walk", entries.PETS),
    ("en", "what can I do if my health code is yellow?", entries.CODE),
    ("ja", "ゴミの収集はいつですか？", entries.RUBBISH),
    ("ja", "ボランティアになるにはどうすればいいですか？", entries.VOLUNTEER),
    ("ko", "투석 환자는 병원에 어떻게 가나요?", entries.DIALYSIS),
    ("ko", "자원봉사자가 되려면 어떻게 하나요?", entries.VOLUNTEER),
    ("fr", "Quand ramasse-t-on les ordures ?", entries.RUBBISH),
    ("fr", "Comment devenir bénévole dans la résidence ?", entries.VOLUNTEER),
]

CHITCHAT = [
    "哈哈哈哈哈",
    "今天天气真好啊",
    "早上好各位邻居",
    "Good night everybody",
    "I watched a great film yesterday.",
    "昨日の試合すごかったね",
    "오늘 저녁 뭐 먹지",
    "Bon anniversaire mon ami !",
]

NEAR_MISSES = [
    "小区里有人阳性了吗？",
    "物业费怎么交？",
    "Can I work from home while the estate is closed?",
    "Which hospital has the shortest queue?",
    "犬のワクチン接種はどこでできますか？",
    "택배 기사님 전화번호가 뭐예요?",
    "Où puis-je acheter de la nourriture pour chien ?",
]


def best(finding: Finding) -> int | None:
    return finding.candidates[0].entry_id if finding.candidates else None


@pytest.mark.parametrize(("language", "text", "entry_id"), ASKED)
async def test_question_finds_its_entry_in_any_language(
    matcher: QuestionMatcher, language: str, text: str, entry_id: int
) -> None:
    finding = await matcher.find(1, text, language, EVERY)
    assert finding.tier is not Tier.NONE
    assert best(finding) == entry_id


@pytest.mark.parametrize("text", CHITCHAT)
async def test_chitchat_gets_nothing(matcher: QuestionMatcher, text: str) -> None:
    assert (await matcher.find(1, text, "en", EVERY)).tier is Tier.NONE


@pytest.mark.parametrize("text", NEAR_MISSES)
async def test_near_miss_is_never_sure(matcher: QuestionMatcher, text: str) -> None:
    assert (await matcher.find(1, text, "en", EVERY)).tier is not Tier.SURE


async def test_entrys_own_words_are_sure_even_unaddressed(matcher: QuestionMatcher) -> None:
    finding = await matcher.find(1, "怎么报名当志愿者？", "zh-hans", EVERY, strict=True)
    assert (finding.tier, best(finding)) == (Tier.SURE, entries.VOLUNTEER)


@pytest.mark.parametrize(("language", "text", "entry_id"), ASKED)
async def test_unaddressed_never_gets_a_choice(
    matcher: QuestionMatcher, language: str, text: str, entry_id: int
) -> None:
    strict = await matcher.find(1, text, language, EVERY, strict=True)
    assert strict.tier is not Tier.CHOICE
    assert strict.titles == ()


async def test_only_entries_that_may_be_given_are_found(matcher: QuestionMatcher) -> None:
    allowed = EVERY - {entries.PETS}
    finding = await matcher.find(1, "可以下楼遛狗吗？", "zh-hans", allowed)
    assert {one.entry_id for one in finding.candidates} <= allowed
    assert finding.tier is not Tier.SURE
    assert (await matcher.find(1, "可以下楼遛狗吗？", "zh-hans", ())).tier is Tier.NONE


async def test_candidates_are_ordered_distinct_and_at_most_ten(matcher: QuestionMatcher) -> None:
    found = (await matcher.find(1, "怎么配药？", "zh-hans", EVERY)).candidates
    assert len({one.entry_id for one in found}) == len(found) == 10
    odds = [one.certainty for one in found]
    assert odds == sorted(odds, reverse=True)


async def test_same_question_is_told_the_same_fifty_at_once(matcher: QuestionMatcher) -> None:
    texts = [text for _, text, _ in ASKED]
    asked = (texts * 5)[:50]
    together = await asyncio.gather(*(matcher.find(1, text, "en", EVERY) for text in asked))
    alone = {text: await matcher.find(1, text, "en", EVERY) for text in texts}
    assert list(together) == [alone[text] for text in asked]


@pytest.mark.parametrize(
    "text", ["", "   ", "😀😀🎉", "<b></b>", "？！……", "\x00\x07\u200b", "@linli_bot /ask"]
)
async def test_nothing_said_finds_nothing(matcher: QuestionMatcher, text: str) -> None:
    assert await matcher.find(1, text, "en", EVERY) == Finding(Tier.NONE)


@pytest.mark.parametrize(
    "text",
    [
        "<b>怎么报名</b>当志愿者？",
        "/ask@linli_bot 怎么报名当志愿者？",
        "怎么报名\u200b当\x00志愿者？😀",
        "怎麼報名當志願者？",
        "怎么报名当志愿者？ How can I become a volunteer?",
        "ＨＯＷ ＣＡＮ Ｉ ＢＥＣＯＭＥ Ａ ＶＯＬＵＮＴＥＥＲ？",
    ],
)
async def test_dress_of_a_question_does_not_matter(matcher: QuestionMatcher, text: str) -> None:
    finding = await matcher.find(1, text, "zh-hans", EVERY)
    assert (finding.tier, best(finding)) == (Tier.SURE, entries.VOLUNTEER)


async def test_only_the_beginning_of_a_long_text_is_looked_at(matcher: QuestionMatcher) -> None:
    start = "可以下楼遛狗吗？" * 50
    long = await matcher.find(1, start + "垃圾什么时候收？" * 1200, "zh-hans", EVERY)
    assert long == await matcher.find(1, start, "zh-hans", EVERY)
