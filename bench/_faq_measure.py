"""What is counted: how often the right entry comes first, and what is said to which question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from _faq_data import FaqSet, Question
from _faq_samples import ask
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from bot.matching.engine import QuestionMatcher
from bot.matching.folding import clean, fold
from bot.matching.index import Index
from bot.matching.ports import Encoder
from handlers.answering import Finding, Tier

Ranks = list[int]
"""For each answerable question the place of its best right entry, from 1; 0 where not in ten."""

Told = tuple[Question, Finding]


@dataclass(frozen=True)
class Recalls:
    """Shares in percent of answerable questions whose entry comes first, and among three."""

    first: float
    among_three: float

    def __str__(self) -> str:
        return f"{self.first:5.1f}/{self.among_three:4.1f}"


def recalls(ranks: Sequence[int]) -> Recalls:
    places = np.array(ranks)
    return Recalls(
        100 * float(np.mean(places == 1)), 100 * float(np.mean((places >= 1) & (places <= 3)))
    )


def mean_recalls(every: Iterable[Recalls]) -> Recalls:
    pairs = [(one.first, one.among_three) for one in every]
    first, three = np.mean(pairs, axis=0) if pairs else (0.0, 0.0)
    return Recalls(float(first), float(three))


def share(told: Iterable[Told], holds: Callable[[Question, Finding], bool]) -> float:
    """In how many percent of these something holds; 0 of none."""
    found = [holds(question, finding) for question, finding in told]
    return 100 * sum(found) / len(found) if found else 0.0


async def tell_all(
    matcher: QuestionMatcher, committee: int, faq: FaqSet, questions: Iterable[Question]
) -> list[Told]:
    """What the shipped matcher says to questions asked of one set."""
    return [
        (one, await matcher.find(committee, one.text, one.language, faq.entry_ids))
        for one in questions
    ]


def is_right(question: Question, finding: Finding) -> bool:
    """Whether the first entry answers and something was said."""
    best = finding.candidates[0].entry_id if finding.candidates else None
    return finding.tier is not Tier.NONE and best in question.relevant


def rank_in(question: Question, finding: Finding) -> int:
    places = (
        place
        for place, candidate in enumerate(finding.candidates, 1)
        if candidate.entry_id in question.relevant
    )
    return next(places, 0)


def ranks_alone(faq: FaqSet, index: Index, encoders: Sequence[Encoder], measure: str) -> Ranks:
    """The ranks by one measure of the shipped index alone."""
    return [
        _rank(index.parts(ask(question.text, encoders))[measure], question)
        for question in faq.answerable
    ]


def ranks_by_rapidfuzz(faq: FaqSet) -> Ranks:
    """The ranks by rapidfuzz's token_set_ratio, the best of an entry's texts counting."""
    rows = [
        (passage.entry_id, fold(clean(text)))
        for passage in faq.passages
        for text in (passage.question, *passage.variants, passage.answer)
        if clean(text)
    ]
    asked = [fold(clean(question.text)) for question in faq.answerable]
    ratios = process.cdist(asked, [text for _, text in rows], scorer=fuzz.token_set_ratio)
    ranks = []
    for question, row in zip(faq.answerable, ratios, strict=True):
        best = np.full(len(faq.passages), -1.0, np.float32)
        np.maximum.at(best, [entry_id for entry_id, _ in rows], row)
        ranks.append(_rank(best, question))
    return ranks


def verbatim(faq: FaqSet) -> frozenset[str]:
    """The unanswerable questions that stand word for word in the set as an entry's question."""
    titles = {fold(clean(passage.question)) for passage in faq.passages}
    return frozenset(
        question.text
        for question in faq.questions
        if not question.relevant and fold(clean(question.text)) in titles
    )


def by_kind(told: Iterable[Told]) -> Mapping[str, list[Told]]:
    kinds: dict[str, list[Told]] = {}
    for question, finding in told:
        kinds.setdefault(question.kind, []).append((question, finding))
    return kinds


def _rank(scores: NDArray[np.float32], question: Question) -> int:
    order = np.argsort(-scores, kind="stable")[:10]
    return next((place for place, at in enumerate(order, 1) if int(at) in question.relevant), 0)
