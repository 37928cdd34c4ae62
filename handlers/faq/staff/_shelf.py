"""Which entries stand where on the board. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from storage.errors import RuleError
from storage.faq import rules
from storage.faq.kinds import EntryKind, EntryState, Standing
from storage.faq.queries import EntryView

SOON = timedelta(days=7)
"""Ahead of its end an entry is shown as ending soon; its owner hears of it then, too."""


def _ends_soon(entry: EntryView, today: date) -> bool:
    until = entry.valid_until
    return entry.standing is Standing.IN_FORCE and until is not None and until <= today + SOON


def _is_behind(entry: EntryView, _today: date) -> bool:
    return entry.state is not EntryState.WITHDRAWN and bool(entry.stale)


SELECTIONS: dict[str, Callable[[EntryView, date], bool]] = {
    standing.value: lambda entry, _today, standing=standing: entry.standing is standing
    for standing in Standing
} | {"ending": _ends_soon, "behind": _is_behind}


def select(entries: Iterable[EntryView], which: str, today: date) -> tuple[EntryView, ...]:
    """The entries of a topic, without withdrawn ones, or of a selection.

    Raises:
        RuleError: `stale_button` where there is neither.
    """
    if which in SELECTIONS:
        return tuple(entry for entry in entries if SELECTIONS[which](entry, today))
    if which not in list(EntryKind):
        raise RuleError("stale_button")
    return tuple(
        entry
        for entry in entries
        if entry.kind == which and entry.state is not EntryState.WITHDRAWN
    )


def count_all(entries: Iterable[EntryView], today: date) -> dict[str, int]:
    """How many entries each selection has."""
    entries = tuple(entries)
    return {which: len(select(entries, which, today)) for which in SELECTIONS}


def count_topics(entries: Iterable[EntryView]) -> dict[str, int]:
    """How many entries each topic has that are not withdrawn, in the order of menus."""
    kinds = [entry.kind for entry in entries if entry.state is not EntryState.WITHDRAWN]
    return {kind.value: kinds.count(kind) for kind in EntryKind if kind in kinds}


def find_obstacle(entry: EntryView) -> RuleError | None:
    """Why an entry cannot be put in force as it stands, or None."""
    try:
        rules.check_may_publish(entry.facts, entry.source_text.words)
    except RuleError as refusal:
        return refusal
    return None


def title_of(entry: EntryView, language: str) -> dict[str, Any]:
    """An entry as a button shows it to a reader of this language."""
    return {
        "id": entry.id,
        "standing": entry.standing.value,
        "title": entry.text_for(language).question,
    }


def find_titles(entries: Iterable[EntryView], words: str) -> tuple[EntryView, ...]:
    """Entries that have all of these words in a question of theirs, in any language."""
    sought = words.casefold().split()
    return tuple(entry for entry in entries if _has_all(entry, sought)) if sought else ()


def _has_all(entry: EntryView, sought: list[str]) -> bool:
    asked = (
        question.casefold()
        for text in entry.texts.values()
        for question in (text.question, *text.variants)
    )
    return any(all(word in question for word in sought) for question in asked)
