"""Prints what was counted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from _faq_data import CHITCHAT, NEAR_MISS, FaqSet, Question
from _faq_fit import Heads, left_out, score
from _faq_measure import (
    Recalls,
    Told,
    by_kind,
    is_right,
    mean_recalls,
    share,
    verbatim,
)
from _faq_samples import ALL, FEW, PRESENT, REMOVED, Samples

from bot.matching.calibration import Calibration
from handlers.answering import Finding, Tier

HYBRID = "hybrid (shipped)"


@dataclass(frozen=True)
class Operating:
    """What the shipped thresholds do, in percent, as means over the sets.

    Attributes:
        chitchat_false: unanswerable questions off the subject that get an answer or titles.
        answerable_right: answerable ones that get either, with the right entry first.
        near_miss_false: questions on the subject without an entry that get an answer.
        near_miss_any: the same that get an answer or titles.
        sure_right: answerable ones that get the right answer at once, without choosing.
    """

    chitchat_false: float
    answerable_right: float
    near_miss_false: float
    near_miss_any: float
    sure_right: float


def print_recalls(sets: Sequence[FaqSet], found: Mapping[str, Mapping[str, Recalls]]) -> None:
    """R@1 and R@3 of each method in each set."""
    print("\nRight entry first / among three, % of answerable questions")
    print(f"{'':<18}" + "".join(f"{faq.name[:11]:>12}" for faq in sets) + f"{'cross':>12}")
    for method, by_set in found.items():
        cross = mean_recalls(by_set[faq.name] for faq in sets if faq.is_cross)
        cells = [*(by_set[faq.name] for faq in sets), cross]
        print(f"{method:<18}" + "".join(f"{cell!s:>12}" for cell in cells))


def print_tiers(sets: Sequence[FaqSet], told: Mapping[str, Sequence[Told]]) -> Operating:
    """What is said to whom, by set and as a mean over the sets that have such questions."""
    print("\nWhat the shipped thresholds say, % (sure: one answer; any: an answer or titles)")
    columns: dict[str, Callable[[FaqSet, Sequence[Told]], float | None]] = {
        "sure right": lambda _, all_told: _answerable(all_told, Tier.SURE, right=True),
        "sure wrong": lambda _, all_told: _answerable(all_told, Tier.SURE, right=False),
        "any right": lambda _, all_told: share(_of(all_told, "ans"), is_right),
        "in titles": lambda _, all_told: share(_of(all_told, "ans"), _is_among_shown),
        "miss sure": lambda _, all_told: _said(all_told, NEAR_MISS, {Tier.SURE}),
        "miss any": lambda _, all_told: _said(all_told, NEAR_MISS, {Tier.SURE, Tier.CHOICE}),
        "chat any": lambda _, all_told: _said(all_told, None, {Tier.SURE, Tier.CHOICE}),
        "chat sure": lambda _, all_told: _said(all_told, None, {Tier.SURE}),
    }
    print(f"{'':<14}" + "".join(f"{name:>11}" for name in columns))
    table = {
        faq.name: [measure(faq, told[faq.name]) for measure in columns.values()] for faq in sets
    }
    for name, cells in table.items():
        print(f"{name:<14}" + "".join(_cell(cell) for cell in cells))
    means = [_mean(column) for column in zip(*table.values(), strict=True)]
    print(f"{'mean':<14}" + "".join(_cell(cell) for cell in means))
    for kind in sorted({question.kind for one in told.values() for question, _ in one}):
        _print_kind(kind, told)
    _print_verbatim(sets, told)
    named = dict(zip(columns, means, strict=True))
    picked = ("chat any", "any right", "miss sure", "miss any", "sure right")
    return Operating(*(named[column] or 0.0 for column in picked))


def print_curves(
    samples: Mapping[str, Samples], calibration: Calibration, models: Sequence[str]
) -> None:
    """Right and wrong at every threshold, with the shipped weights and with each set left out.

    Removed: the question's own entry was taken away. Few: asked of some fifteen entries only.
    """
    shipped = {name: score(calibration, one) for name, one in samples.items()}
    _print_curve("Shipped weights (fitted on the development sets)", samples, shipped, calibration)
    if len(samples) > 1:
        outside = {n: score(left_out(samples, n, models), one) for n, one in samples.items()}
        _print_curve("Weights fitted without the set they score", samples, outside, calibration)


def _print_curve(
    title: str, samples: Mapping[str, Samples], heads: Mapping[str, Heads], held: Calibration
) -> None:
    columns: list[tuple[str, str, str, bool | None]] = [
        ("right", PRESENT, ALL, True),
        ("wrong", PRESENT, ALL, False),
        ("removed", REMOVED, ALL, None),
        ("right,few", PRESENT, FEW, True),
        ("wrong,few", PRESENT, FEW, False),
        ("remov,few", REMOVED, FEW, None),
        *((kind, kind, ALL, None) for kind in (NEAR_MISS, CHITCHAT, "weibo", "oos")),
    ]
    for head, marks in (
        ("relevance", {held.choice: "choice"}),
        ("certainty", {held.sure: "sure", held.strict: "strict"}),
    ):
        print(f"\n{title}: answered above each {head}, %")
        print(f"{'':>14}" + "".join(f"{name:>11}" for name, *_ in columns))
        for value in sorted({*np.arange(-2.0, 3.1, 0.5), *marks}):
            cells = [_rate(samples, heads, head, value, *of) for _, *of in columns]
            print(f"{marks.get(value, ''):>7}{value:>7.2f}" + "".join(_cell(one) for one in cells))


def _rate(
    samples: Mapping[str, Samples],
    heads: Mapping[str, Heads],
    head: str,
    value: float,
    kind: str,
    crowd: str,
    right: bool | None,
) -> float | None:
    rates = []
    for name, one in samples.items():
        asked = (one.kinds == kind) & (one.crowds == crowd)
        if asked.any():
            answered = getattr(heads[name], head) >= value
            if right is not None:
                answered = answered & (one.right == right)
            rates.append(100 * float(np.mean(answered[asked])))
    return _mean(rates)


def _answerable(told: Sequence[Told], tier: Tier, *, right: bool) -> float:
    return share(
        _of(told, "ans"), lambda one, said: said.tier is tier and is_right(one, said) is right
    )


def _is_among_shown(question: Question, finding: Finding) -> bool:
    return any(title.entry_id in question.relevant for title in finding.titles)


def _said(told: Sequence[Told], kind: str | None, tiers: set[Tier]) -> float | None:
    """Of one kind, or of all that are neither answerable nor near misses."""
    part = [
        (one, said)
        for one, said in told
        if (one.kind == kind if kind else one.kind not in {"ans", NEAR_MISS})
    ]
    return share(part, lambda _, said: said.tier in tiers) if part else None


def _print_kind(kind: str, told: Mapping[str, Sequence[Told]]) -> None:
    said = [_said(one, kind, {Tier.SURE, Tier.CHOICE}) for one in told.values()]
    sure = [_said(one, kind, {Tier.SURE}) for one in told.values()]
    print(f"  {kind:<12} any {_cell(_mean(said))}   sure {_cell(_mean(sure))}")


def _print_verbatim(sets: Sequence[FaqSet], told: Mapping[str, Sequence[Told]]) -> None:
    """Near misses whose very words are an entry's question are answered, and rightly so."""
    for faq in sets:
        misses = _of(told[faq.name], NEAR_MISS)
        same = verbatim(faq)
        others = [(one, said) for one, said in misses if one.text not in same]
        if others and len(others) < len(misses):
            sure = share(others, lambda _, said: said.tier is Tier.SURE)
            print(
                f"  {faq.name}: {len(misses) - len(others)} of {len(misses)} near misses stand word"
                f" for word among the entries; sure of the other {len(others)}: {sure:.1f}"
            )


def _mean(cells: Sequence[float | None]) -> float | None:
    held = [cell for cell in cells if cell is not None]
    return float(np.mean(held)) if held else None


def _cell(value: float | None) -> str:
    return f"{'-':>11}" if value is None else f"{value:>11.1f}"


def _of(told: Sequence[Told], kind: str) -> Sequence[Told]:
    return by_kind(told).get(kind, [])
