"""Writes `bot/matching/calibration.json` from the sets in a folder: `python bench/faq.py --fit`."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import numpy as np
from _faq_data import CHITCHAT, FaqSet, Question
from _faq_fit import bare_calibration, fit
from _faq_pairs import fit_alike
from _faq_samples import Samples, build_index, take_samples
from _faq_store import FileVectors, RememberedQuestions
from numpy.typing import NDArray

from bot.matching.calibration import FILE, Calibration, Centres, Logistic
from bot.matching.encoders import E5, Use
from bot.matching.evidence import EVIDENCE
from bot.matching.folding import clean, plain
from bot.matching.library import Library
from bot.matching.ports import Encoder

MODELS: tuple[tuple[str, ...], ...] = (("e5", "use"), ("use",), ("e5",), ())
"""What may be installed."""

E5_WIDTH = 384


async def train(
    sets: Sequence[FaqSet], negatives: Sequence[Question], vectors: FileVectors
) -> None:
    """Fit the centres, then with them the weights and thresholds, and write them."""
    centres = _fit_centres(negatives)
    encoders = [RememberedQuestions(encoder, vectors) for encoder in (Use(), E5(centres))]
    content: dict[str, Any] = {"models": {}, "alike": {}}
    for models in MODELS:
        used = [encoder for encoder in encoders if encoder.name in models]
        key = "+".join(models)
        samples = await sample_all(sets, negatives, used, Library(vectors))
        content["models"][key] = _as_content(fit(samples, models))
        content["alike"][key], found = fit_alike(sets, used)
        print(f"fitted {key or 'words':<8} true pairs found alike: {found:.1f}")
    content["centres"] = {
        "question": _rounded(centres.question),
        "text": _rounded(centres.text),
    }
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


async def sample_all(
    sets: Sequence[FaqSet],
    negatives: Sequence[Question],
    encoders: Sequence[Encoder],
    library: Library,
) -> dict[str, Samples]:
    """The samples of every set, by its name."""
    bare = bare_calibration([encoder.name for encoder in encoders])
    return {
        faq.name: take_samples(
            faq, await build_index(faq, encoders, library), encoders, negatives, bare
        )
        for faq in sets
    }


def _fit_centres(negatives: Sequence[Question]) -> Centres:
    """The mean of chit-chat in each role, each language counting the same."""
    nothing = np.zeros(E5_WIDTH, np.float32)
    raw = E5(Centres(nothing, nothing))
    by_language: defaultdict[str, list[str]] = defaultdict(list)
    for question in negatives:
        if question.kind == CHITCHAT and (said := plain(clean(question.text))):
            by_language[question.language].append(said)
    return Centres(
        np.mean(
            [
                np.mean([raw.embed_question(one) for one in said], 0)
                for said in by_language.values()
            ],
            0,
        ),
        np.mean([np.mean(raw.embed_texts(said), 0) for said in by_language.values()], 0),
    )


def _as_content(calibration: Calibration) -> dict[str, Any]:
    return {
        "blend": calibration.blend,
        "relevance": _weights(calibration.relevance),
        "answer": _weights(calibration.answer),
        "choice": round(calibration.choice, 4),
        "sure": round(calibration.sure, 4),
        "strict": round(calibration.strict, 4),
    }


def _weights(logistic: Logistic) -> dict[str, float]:
    named = zip(EVIDENCE, logistic.weights, strict=True)
    used = {name: round(float(weight), 4) for name, weight in named if weight}
    return used | {"bias": round(logistic.bias, 4)}


def _rounded(centre: NDArray[np.float32]) -> list[float]:
    return [round(float(value), 5) for value in centre]
