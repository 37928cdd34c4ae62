"""Pasted relays against their gold: how many rows are right, and whether any is silently wrong.

Every `NAME.txt` with a `NAME.json` in a directory is read with the roster that its gold names
(`../rosters` beside the directory); `NAME.series.json` says what must stand after each of several
pastes. A row is right when status, door and items are. An error is silent when a row is proposed as
certain (in, a second one, withdrawn, or no entry at all) and is not right. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from _jielong_gold import Scene, Score, load_scene, score_paste, score_series

from handlers.relay.pasted import read_paste

SAMPLES = Path(__file__).parents[2] / "shared" / "data" / "jielong"
_LONG = 500


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("directory", nargs="?", type=Path, default=SAMPLES)
    arguments.add_argument(
        "--verbose", action="store_true", help="name every row that is not right"
    )
    chosen = arguments.parse_args()
    scenes = [load_scene(gold) for gold in _list_gold(chosen.directory)]
    total = Score()
    for scene in scenes:
        total += _report(scene, verbose=chosen.verbose)
    for series in sorted(chosen.directory.glob("*.series.json")):
        total += _report_series(series, verbose=chosen.verbose)
    figures = {
        "rows_right": round(total.right / max(total.rows, 1), 4),
        "silent_errors": total.silent,
        "preview_500_lines_s": round(_time_long(scenes), 3),
    }
    print(json.dumps(figures))


def _list_gold(directory: Path) -> list[Path]:
    golds = sorted(directory.glob("*.json"))
    return [gold for gold in golds if gold.with_suffix(".txt").exists()]


def _report(scene: Scene, *, verbose: bool) -> Score:
    paste = read_paste(scene.text, book=scene.book, terms=scene.terms, now=scene.now)
    score = score_paste(scene.gold, paste)
    print(f"{scene.name:<24} {score.right:>4}/{score.rows:<4} silent {score.silent}")
    for line in score.notes if verbose else score.silent_notes:
        print(f"    {line}")
    return score


def _report_series(path: Path, *, verbose: bool) -> Score:
    score = score_series(path)
    print(f"{path.name:<24} {score.right:>4}/{score.rows:<4} silent {score.silent}")
    for line in score.notes if verbose else score.silent_notes:
        print(f"    {line}")
    return score


def _time_long(scenes: list[Scene]) -> float:
    """Seconds for 500 lines: the longest paste, its lines repeated."""
    if not scenes:
        return 0.0
    scene = max(scenes, key=lambda each: each.text.count("\n"))
    lines = (scene.text.split("\n") * _LONG)[:_LONG]
    start = time.perf_counter()
    read_paste("\n".join(lines), book=scene.book, terms=scene.terms, now=scene.now)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
