"""How often the right entry is found, what is answered wrongly, and what it costs.

The sets under `--data` are development sets: weights and thresholds were fitted on them, so their
figures flatter; those "fitted without the set they score" do not. Every other method is measured in
the same run on the same questions. The last line is one JSON object. A missed aim is said, and
is no failure of the benchmark.

    python bench/faq.py [--data ../shared/data/faq] [--quick] [--cache FOLDER] [--fit]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bot.matching.threads import pin_threads

pin_threads()

import numpy as np  # noqa: E402 - after the threads are pinned
from _faq_data import FaqSet, Question, read_sets  # noqa: E402
from _faq_measure import (  # noqa: E402
    Recalls,
    Told,
    mean_recalls,
    rank_in,
    ranks_alone,
    ranks_by_rapidfuzz,
    recalls,
    tell_all,
)
from _faq_samples import build_index, take_samples  # noqa: E402
from _faq_store import FileVectors, FixedSource, RememberedQuestions, quieten  # noqa: E402
from _faq_tables import HYBRID, Operating, print_curves, print_recalls, print_tiers  # noqa: E402
from _faq_train import train  # noqa: E402

from bot.matching.calibration import load_calibration  # noqa: E402
from bot.matching.encoders import load_encoders  # noqa: E402
from bot.matching.engine import QuestionMatcher  # noqa: E402
from bot.matching.library import Library  # noqa: E402

HERE = Path(__file__).parent
AIMS = {
    "cross_r1": (70.0, "at least"),
    "cross_r3": (84.0, "at least"),
    "quebec_r1": (84.0, "at least"),
    "quebec_r3": (93.0, "at least"),
    "chitchat_false": (1.5, "at most"),
    "answerable_right": (60.0, "at least"),
    "near_miss_false": (84.0, "at most"),
    "p95_ms": (60.0, "at most"),
    "rss_mb": (300.0, "at most"),
    "warm_start_s": (2.0, "at most"),
}


def main() -> None:
    quieten()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/data/faq")
    parser.add_argument("--quick", action="store_true", help="every fifth question only")
    parser.add_argument("--cache", type=Path, help="where vectors are kept between runs")
    parser.add_argument("--fit", action="store_true", help="write calibration.json anew, and stop")
    arguments = parser.parse_args()
    cache = arguments.cache or Path(tempfile.gettempdir()) / "linli-faq-bench"
    cache.mkdir(parents=True, exist_ok=True)
    vectors = FileVectors(cache / "vectors.db")
    print(f"{vectors.count()} vectors from earlier runs are used again; times are taken without")
    sets, negatives = read_sets(arguments.data, every=5 if arguments.quick else 1)
    if arguments.fit:
        asyncio.run(train(sets, negatives, vectors))
        return
    figures = asyncio.run(_quality(sets, negatives, vectors))
    figures |= _costs(arguments.data, cache / "vectors.db")
    _print_aims(figures)
    print(json.dumps({name: round(value, 2) for name, value in figures.items()}))


async def _quality(
    sets: Sequence[FaqSet], negatives: Sequence[Question], vectors: FileVectors
) -> dict[str, float]:
    encoders = [RememberedQuestions(encoder, vectors) for encoder in load_encoders()]
    names = [encoder.name for encoder in encoders]
    found: dict[str, dict[str, Recalls]] = {}
    told: dict[str, list[Told]] = {}
    samples = {}
    calibration = load_calibration(names)
    for faq in sets:
        index = await build_index(faq, encoders, Library(vectors))
        matcher = QuestionMatcher(FixedSource({1: faq.passages}), vectors, load=lambda: encoders)
        matcher.start()
        await matcher.settle()
        told[faq.name] = await tell_all(matcher, 1, faq, (*faq.questions, *negatives))
        await matcher.close()
        ranks = {HYBRID: [rank_in(*one) for one in told[faq.name] if one[0].relevant]}
        for name in (*names, "words"):
            ranks[f"{name} alone"] = ranks_alone(faq, index, encoders, name)
        ranks["rapidfuzz"] = ranks_by_rapidfuzz(faq)
        for method, places in ranks.items():
            found.setdefault(method, {})[faq.name] = recalls(places)
        samples[faq.name] = take_samples(faq, index, encoders, negatives, calibration)
    print_recalls(sets, found)
    operating = print_tiers(sets, told)
    print_curves(samples, calibration, names)
    return _figures(sets, found[HYBRID], operating)


def _figures(
    sets: Sequence[FaqSet], found: dict[str, Recalls], operating: Operating
) -> dict[str, float]:
    cross = mean_recalls(found[faq.name] for faq in sets if faq.is_cross)
    quebec = found.get("quebec_en", Recalls(0.0, 0.0))
    return {
        "cross_r1": cross.first,
        "cross_r3": cross.among_three,
        "quebec_r1": quebec.first,
        "quebec_r3": quebec.among_three,
        **asdict(operating),
    }


def _costs(data: Path, stored: Path) -> dict[str, float]:
    """Measured in processes of their own, which hold the matcher only; the median of three.

    The CPU's own time stands beside: where others use the machine, the clock's is theirs too.
    """
    runs = [_one_process(data, stored) for _ in range(3)]
    middle = {name: float(np.median([run[name] for run in runs])) for name in runs[0]}
    print(
        "\nOne process, one thread; the clock's time (the CPU's)\n"
        f"a question p50 {middle['p50_ms']:.1f} ms, p95 {middle['p95_ms']:.1f} ms"
        f" ({middle['p95_cpu_ms']:.1f} ms)\n"
        "from the start of the process to the first answer by all models "
        f"{middle['warm_start_s']:.2f} s ({middle['start_cpu_s']:.2f} s)"
    )
    return {name: middle[name] for name in ("p95_ms", "rss_mb", "warm_start_s")}


def _one_process(data: Path, stored: Path) -> dict[str, float]:
    start = time.perf_counter()
    command = [sys.executable, HERE / "_faq_process.py", data.resolve(), stored.resolve()]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        child.stdout.readline()
        warm = time.perf_counter() - start
        told = json.loads(child.stdout.readline())
    return {
        "p50_ms": float(np.median(told["took_ms"])),
        "p95_ms": float(np.quantile(told["took_ms"], 0.95)),
        "p95_cpu_ms": float(np.quantile(told["took_cpu_ms"], 0.95)),
        "rss_mb": told["rss_mb"],
        "warm_start_s": warm,
        "start_cpu_s": told["start_cpu_s"],
    }


def _print_aims(figures: dict[str, float]) -> None:
    print()
    for name, (aim, side) in AIMS.items():
        met = figures[name] >= aim if side == "at least" else figures[name] <= aim
        print(f"{name:<18}{figures[name]:>8.2f}   {side} {aim:g}: {'met' if met else 'MISSED'}")


if __name__ == "__main__":
    main()
