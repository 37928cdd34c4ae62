"""How a question finds its entry, as handlers see it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

MOST_CHOICES = 3


class Tier(StrEnum):
    """How much may be said to a question."""

    SURE = "sure"
    CHOICE = "choice"
    NONE = "none"


@dataclass(frozen=True)
class Passage:
    """One entry in one language, as the matcher indexes it."""

    entry_id: int
    language: str
    question: str
    variants: tuple[str, ...]
    answer: str


@dataclass(frozen=True)
class Candidate:
    """An entry that may answer.

    Attributes:
        certainty: calibrated log-odds that it does; comparable between questions and languages.
    """

    entry_id: int
    certainty: float


@dataclass(frozen=True)
class Finding:
    """What was found for one question.

    Attributes:
        candidates: best first, at most ten, one an entry.
        choices: how many of them are worth showing where none is sure.
    """

    tier: Tier
    candidates: tuple[Candidate, ...] = ()
    choices: int = 0

    @property
    def titles(self) -> tuple[Candidate, ...]:
        """The candidates to choose from, at most three."""
        return self.candidates[: min(self.choices, MOST_CHOICES)]


class Matcher(Protocol):
    """Finds entries for questions, and questions that ask the same."""

    @property
    def is_warm(self) -> bool:
        """Whether the models are loaded; until then words alone decide."""

    async def find(
        self,
        committee_id: int,
        text: str,
        language: str,
        among: Collection[int],
        *,
        strict: bool = False,
    ) -> Finding:
        """Find what answers a question.

        Args:
            text: as it was written; only its beginning is looked at.
            language: a code of `locales.languages.LANGUAGES`, a hint only.
            among: ids of the entries that may be given here and now.
            strict: nobody addressed the bot: surer or nothing, never a choice.
        """

    async def find_alike(self, text: str, others: Sequence[str]) -> int | None:
        """The index of the first of `others` that asks the same, in whatever language."""
