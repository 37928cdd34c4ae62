"""Evidence for fitting: each question with its entry there, and once more with it taken away.

The second is a near miss that nobody had to label: the question is on the subject, its entry is
not there, so whatever comes first now is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from _faq_data import FaqSet, Question
from numpy.typing import NDArray

from bot.matching.calibration import Calibration
from bot.matching.evidence import EVIDENCE, LEAST_SCORE
from bot.matching.folding import clean
from bot.matching.index import Asked, Index, Ranked, texts_to_embed
from bot.matching.library import Library
from bot.matching.ports import Encoder

PRESENT, REMOVED = "present", "removed"


@dataclass(frozen=True)
class Samples:
    """The evidence for the first entry of each question asked of one set.

    Attributes:
        kinds: present, removed, or the kind of an unanswerable question.
        right: whether that first entry answers.
        rivals: the mean combined score of its rivals.
    """

    kinds: NDArray[np.str_]
    right: NDArray[np.bool_]
    evidence: NDArray[np.float64]
    rivals: NDArray[np.float64]


async def build_index(faq: FaqSet, encoders: Sequence[Encoder], library: Library) -> Index:
    """The shipped index of a set; texts that no run has embedded yet are embedded now."""
    texts = texts_to_embed(faq.passages)
    known = {}
    for encoder in encoders:
        found = await library.find(encoder, texts)
        lacking = [text for text in texts if text not in found]
        for at in range(0, len(lacking), 32):
            batch = lacking[at : at + 32]
            await library.add(encoder, batch, encoder.embed_texts(batch))
        known[encoder.name] = await library.find(encoder, texts)
    return Index(faq.passages, known)


def take_samples(
    faq: FaqSet,
    index: Index,
    encoders: Sequence[Encoder],
    negatives: Iterable[Question],
    calibration: Calibration,
) -> Samples:
    """Ask everything of one set; only the calibration's blend is used."""
    rows: list[tuple[str, bool, Ranked]] = []
    everything = faq.entry_ids
    for question in (*faq.questions, *negatives):
        asked = ask(question.text, encoders)
        if not asked.text:
            continue
        best = index.rank(asked, everything, calibration, 1)[0]
        kind = PRESENT if question.relevant else question.kind
        rows.append((kind, best.entry_id in question.relevant, best))
        if question.relevant:
            others = index.rank(asked, everything - question.relevant, calibration, 1)
            rows.append((REMOVED, False, others[0]))
    return Samples(
        np.array([kind for kind, _, _ in rows]),
        np.array([right for _, right, _ in rows]),
        np.array([best.evidence for _, _, best in rows]),
        np.array([_rivals_of(best) for _, _, best in rows]),
    )


def ask(text: str, encoders: Sequence[Encoder]) -> Asked:
    """A question as the index takes it."""
    said = clean(text)
    return Asked(said, {encoder.name: encoder.embed_question(said) for encoder in encoders if said})


def _rivals_of(best: Ranked) -> float:
    share = float(best.evidence[EVIDENCE.index("share_of_lead")])
    return best.score - share * max(best.score, LEAST_SCORE)
