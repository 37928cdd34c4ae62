"""The shipped models, loaded once, and what they computed, kept for all tests."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import pytest

from bot.matching.encoders import load_encoders
from bot.matching.engine import QuestionMatcher
from bot.matching.ports import Encoder
from tests.matching.entries import PASSAGES
from tests.matching.fakes import EditableSource, MemoryVectors


@pytest.fixture(scope="session")
def encoders() -> Sequence[Encoder]:
    return load_encoders()


@pytest.fixture(scope="session")
def vectors() -> MemoryVectors:
    return MemoryVectors()


@pytest.fixture(params=["all models", "without E5"])
async def matcher(
    request: pytest.FixtureRequest, encoders: Sequence[Encoder], vectors: MemoryVectors
) -> AsyncIterator[QuestionMatcher]:
    """The shipped matcher, warm, holding the entries as committee 1."""
    loaded = [one for one in encoders if request.param == "all models" or one.name != "e5"]
    matcher = QuestionMatcher(EditableSource(list(PASSAGES)), vectors, load=lambda: loaded)
    await matcher.find(1, "x", "en", {1})
    matcher.start()
    await matcher.settle()
    yield matcher
    await matcher.close()
