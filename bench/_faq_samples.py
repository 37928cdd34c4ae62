"""Evidence for fitting: each question with its entry there, and once more with it taken away.

The second is a near miss that nobody had to label: the question is on the subject, its entry is
not there, so whatever comes first now is wrong. Both are asked again of sparser sets: a committee
has one entry where a handbook has five, and there a near miss stands out too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from _faq_data import FaqSet, Question
from numpy.typing import NDArray

from bot.matching.calibration import Calibration
from bot.matching.folding import clean, plain
from bot.matching.index import Asked, Index, Ranked, texts_to_embed
from bot.matching.library import Library
from bot.matching.ports import Encoder

PRESENT, REMOVED = "present", "removed"

ALL, NO_RIVALS, FEW = "all", "no rivals", "few"
RIVALS, ABOUT_FEW = 5, 15


@dataclass(frozen=True)
class Samples:
    """The evidence for the first entry of each question asked of one set.

    Attributes:
        kinds: present, removed, or the kind of an unanswerable question.
        crowds: of what it was asked: all entries, all but the best rivals, or a few.
        right: whether that first entry answers.
    """

    kinds: NDArray[np.str_]
    crowds: NDArray[np.str_]
    right: NDArray[np.bool_]
    evidence: NDArray[np.float64]


async def build_index(faq: FaqSet, encoders: Sequence[Encoder], library: Library) -> Index:
    """The shipped index of a set; texts that no run has embedded yet are embedded now."""
    texts = texts_to_embed(faq.passages)
    known = {}
    for encoder in encoders:
        found = await library.find(encoder, texts)
        lacking = [text for text in texts if text not in found]
        if lacking:
            print(f"{faq.name}: {encoder.name} embeds {len(lacking)} texts", flush=True)
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
    rows: list[tuple[str, str, bool, Ranked]] = []
    for question in (*faq.questions, *negatives):
        asked = ask(question.text, encoders)
        if not asked.text:
            continue
        tries = {PRESENT if question.relevant else question.kind: faq.entry_ids}
        if question.relevant:
            tries[REMOVED] = faq.entry_ids - question.relevant
        for kind, among in tries.items():
            best, *rivals = index.rank(asked, among, calibration, 1 + RIVALS)
            rows.append((kind, ALL, best.entry_id in question.relevant, best))
            for crowd, others in _sparser(among, best, rivals) if question.relevant else ():
                first = index.rank(asked, others, calibration, 1)[0]
                rows.append((kind, crowd, first.entry_id in question.relevant, first))
    kinds, crowds, right, first_of = zip(*rows, strict=True)
    return Samples(
        np.array(kinds),
        np.array(crowds),
        np.array(right),
        np.array([first.evidence for first in first_of]),
    )


def _sparser(
    among: frozenset[int], best: Ranked, rivals: Sequence[Ranked]
) -> Iterable[tuple[str, frozenset[int]]]:
    yield NO_RIVALS, among - {rival.entry_id for rival in rivals}
    yield FEW, frozenset({best.entry_id, *sorted(among)[:: max(1, len(among) // ABOUT_FEW)]})


def ask(text: str, encoders: Sequence[Encoder]) -> Asked:
    """A question as the index takes it."""
    said = clean(text)
    spoken = plain(said)
    return Asked(said, {one.name: one.embed_question(spoken) for one in encoders if said})
