"""What an import would change, worked out before anything is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time
from typing import Any

from sqlmodel import Session

from storage.community.queries import find_committee, list_buildings, list_estates
from storage.errors import RuleError
from storage.faq.entries import EntryFacts, EntryFile, EntryWords
from storage.faq.kinds import EntryState
from storage.faq.queries import EntryView, TextView, list_entries
from storage.faq.rules import (
    check_dates,
    check_link,
    check_slug,
    check_words,
    count_fillings,
)
from storage.local_time import local_day


@dataclass(frozen=True)
class Fault:
    """Why an entry cannot be imported; `language` where its words in one are at fault."""

    slug: str
    language: str | None
    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plan:
    """What becomes of one entry of an import.

    Attributes:
        entry_id: None for a new one.
        facts: columns that change.
        words: what changes, with the time that it counts as written at.
        unfilled: languages left out, because their words wait for the committee's own.
    """

    slug: str
    language: str
    entry_id: int | None
    facts: dict[str, Any]
    words: tuple[tuple[EntryWords, datetime], ...]
    unfilled: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would change."""
        return self.entry_id is not None and not self.facts and not self.words


class Planner:
    """Holds files against a committee's entries as they stand.

    What a file does not say stays as it was. Words that the committee has still to fill in
    never replace what it filled in, and never come into an entry in force.
    """

    def __init__(
        self, session: Session, committee_id: int, *, now: datetime, default_issuer: str
    ) -> None:
        committee = find_committee(session, committee_id)
        if committee is None:
            raise RuleError("not_found", kind="committee")
        self._now = now
        self._today = local_day(now, committee.time_zone)
        self._issuer = default_issuer
        self._planned: set[str] = set()
        self._known = {view.slug: view for view in list_entries(session, committee_id, now)}
        self._buildings = {
            estate: {each.label: each.id for each in list_buildings(session, estate.id)}
            for estate in list_estates(session, committee_id)
        }

    def plan_all(self, files: Sequence[EntryFile]) -> tuple[list[Plan], list[Fault]]:
        """Every plan, and every fault that stands in the way of one."""
        plans: list[Plan] = []
        faults: list[Fault] = []
        for file in files:
            try:
                plans.append(self.plan(file))
            except RuleError as refusal:
                params = dict(refusal.params)
                language = params.pop("of_language", None)
                faults.append(Fault(file.slug, language, refusal.code, params))
        return plans, faults

    def plan(self, file: EntryFile) -> Plan:
        """What one file changes.

        Raises:
            RuleError: with `of_language` where words in one language are at fault.
        """
        known = self._known.get(self._check_slug(file.slug))
        language = known.language if known else file.language
        words = [_check_words(each) for each in file.words]
        source = next((each for each in words if each.language == language), None)
        if known is None:
            if file.facts is None:
                raise RuleError("faq_entry_unknown")
            if source is None:
                raise RuleError("faq_source_missing", language=language)
        changed, unfilled = self._sift(known, words, language)
        return Plan(
            slug=file.slug,
            language=language,
            entry_id=known.id if known else None,
            facts=self._facts(known, file.facts, source) if file.facts else {},
            words=tuple((each, self._written_at(each)) for each in changed),
            unfilled=unfilled,
        )

    def _check_slug(self, slug: str) -> str:
        if slug in self._planned:
            raise RuleError("faq_twice")
        self._planned.add(slug)
        return check_slug(slug)

    def _sift(
        self, known: EntryView | None, words: Iterable[EntryWords], language: str
    ) -> tuple[list[EntryWords], tuple[str, ...]]:
        changed: list[EntryWords] = []
        unfilled: list[str] = []
        for each in words:
            text = known.texts.get(each.language) if known else None
            issued = each
            if text is None and each.language == language and not each.issuing_body:
                issued = replace(each, issuing_body=self._issuer)
            if text is not None and self._is_same(issued, text):
                continue
            if known is not None and _must_wait(issued, text, known):
                unfilled.append(each.language)
            else:
                changed.append(issued)
        return changed, tuple(unfilled)

    def _is_same(self, words: EntryWords, text: TextView) -> bool:
        now_said = (words.question, words.variants, words.answer)
        is_fresher = text.is_stale and self._written_at(words) > text.written_at
        return (
            now_said == (text.question, text.variants, text.answer)
            and words.source in ("", text.source)
            and words.issuing_body in ("", text.issuing_body)
            and not is_fresher
        )

    def _written_at(self, words: EntryWords) -> datetime:
        """As late on the day as can be: what was written on one day is equally fresh."""
        if words.updated is None:
            return self._now
        end = datetime.combine(words.updated, time.max, UTC)
        return min(self._now, end)

    def _facts(
        self, known: EntryView | None, facts: EntryFacts, source: EntryWords | None
    ) -> dict[str, Any]:
        estate_id, building_id = self._find_houses(facts)
        updated = source.updated if source else None
        said: dict[str, Any] = {
            "kind": facts.kind,
            "source_url": check_link(facts.source_url),
            "issued_on": facts.issued_on,
            "valid_from": facts.valid_from,
            "valid_until": facts.valid_until,
            "closure": facts.closure,
            "estate_id": estate_id,
            "building_id": building_id,
        }
        before = {name: getattr(known, name) if known else None for name in said}
        after = {name: before[name] if value is None else value for name, value in said.items()}
        after["issued_on"] = after["issued_on"] or self._no_later_than_today(updated)
        after["valid_from"] = after["valid_from"] or after["issued_on"]
        check_dates(after["valid_from"], after["valid_until"])
        return {name: value for name, value in after.items() if value != before[name]}

    def _no_later_than_today(self, day: date | None) -> date | None:
        return None if day is None else min(day, self._today)

    def _find_houses(self, facts: EntryFacts) -> tuple[int | None, int | None]:
        if facts.estate is None and facts.building is None:
            return None, None
        named = {
            estate.id: labels
            for estate, labels in self._buildings.items()
            if facts.estate in (None, estate.name)
        }
        # A building without its estate is known only where there is one estate.
        if len(named) == 1:
            estate_id, labels = named.popitem()
            if facts.building is None:
                return estate_id, None
            if facts.building in labels:
                return estate_id, labels[facts.building]
        raise RuleError("faq_place_unknown", estate=facts.estate, building=facts.building)


def _check_words(words: EntryWords) -> EntryWords:
    try:
        return check_words(words)
    except RuleError as refusal:
        raise RuleError(refusal.code, **refusal.params, of_language=words.language) from None


def _must_wait(words: EntryWords, text: TextView | None, known: EntryView) -> bool:
    if not count_fillings(words):
        return False
    is_filled = text is not None and not count_fillings(text.words)
    return is_filled or known.state is EntryState.IN_FORCE
