"""The fitted numbers: complete for whatever is installed, and nothing but numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import combinations

import numpy as np
import pytest

from bot.matching import tiers
from bot.matching.calibration import FILE, load_alike, load_calibration, load_centres
from bot.matching.evidence import EVIDENCE, FULL_LEAD, evidence_for, missing_numbers, numbers_of
from bot.matching.index import Ranked
from handlers.answering import Tier

INSTALLED = [names for count in range(3) for names in combinations(("use", "e5"), count)]


def ranked(entry_id: int, score: float, **evidence: float) -> Ranked:
    row = np.array([evidence.get(name, 0.0) for name in EVIDENCE])
    return Ranked(entry_id, score, row)


@pytest.mark.parametrize("names", INSTALLED)
def test_any_models_can_be_read(names: tuple[str, ...]) -> None:
    held = load_calibration(names)
    assert set(held.blend) == {*names, "words"}
    assert held.strict > held.sure
    assert load_alike(names)["close"] > 0


def test_file_holds_no_texts() -> None:
    def leaves(held: object) -> list[object]:
        if isinstance(held, dict):
            return [leaf for value in held.values() for leaf in leaves(value)]
        return (
            [leaf for value in held for leaf in leaves(value)] if isinstance(held, list) else [held]
        )

    assert all(isinstance(leaf, float) for leaf in leaves(json.loads(FILE.read_text())))
    assert load_centres().question.shape == load_centres().text.shape == (384,)


@pytest.mark.parametrize("names", INSTALLED)
def test_more_alike_is_more_certain(names: tuple[str, ...]) -> None:
    held = load_calibration(names)
    measure = names[-1] if names else "words"
    low, high = (
        held.certainty(ranked(1, 1.0, **{measure: value, "lead": 0.1, "length": 3.0}).evidence)
        for value in (0.3, 0.8)
    )
    assert low < high


def test_certainty_is_below_either_chance() -> None:
    held = load_calibration(("e5", "use"))
    row = ranked(1, 1.0, e5=0.7, use=0.8, lead=0.15, length=3.0).evidence
    assert held.certainty(row) < min(held.relevance.odds(row), held.answer.odds(row))


def test_lead_beyond_the_full_one_counts_no_more() -> None:
    parts = {"use": np.array([0.9, 0.2], np.float32)}
    lead = evidence_for(parts, 0, "x", frozenset())[EVIDENCE.index("lead")]
    assert lead == pytest.approx(FULL_LEAD)


def test_numbers_of_the_question_are_looked_for() -> None:
    assert missing_numbers("隔离7天还是14天", numbers_of("14 days")) == 0.5
    assert missing_numbers("隔离几天", frozenset()) == 0.0


def test_only_titles_near_the_best_are_worth_showing() -> None:
    held = load_calibration(("e5", "use"))
    close = {"e5": 0.55, "use": 0.6, "length": 3.0}
    entries = [ranked(1, 1.2, **close), ranked(2, 1.1, **close), ranked(3, 0.3)]
    finding = tiers.judge(entries, held, strict=False)
    assert finding.tier is Tier.CHOICE
    assert [one.entry_id for one in finding.titles] == [1, 2]


def test_threads_are_pinned_before_numpy_and_may_be_overridden() -> None:
    asked = (
        "import sys; from bot.matching.threads import pin_threads; pin_threads();"
        " import os; assert 'numpy' not in sys.modules;"
        " print(os.environ['OMP_NUM_THREADS'], os.environ['OPENBLAS_NUM_THREADS'])"
    )
    bare = {k: v for k, v in os.environ.items() if not k.endswith("_NUM_THREADS")}
    for given, printed in (({}, "1 1"), ({"OMP_NUM_THREADS": "2"}, "2 1")):
        told = subprocess.run(
            [sys.executable, "-c", asked],
            env=bare | given,
            capture_output=True,
            text=True,
            check=True,
        )
        assert told.stdout.strip() == printed
