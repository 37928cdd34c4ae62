#!/usr/bin/env python3
"""Checks the proof of a relay. It needs Python 3.9 or later and nothing else.

    python3 verify.py proof.json
    python3 verify.py proof.json --code "3f2a 91b0 ..."               the code posted in the group
    python3 verify.py proof.json --line 12 --key 0f3c... --door 3-501        one's own line

It shares no code with the bot that wrote the proof, so that it can judge it: it chains the log
again, draws again, splits again, and gives out the places again by the published rule. It ends
with 0 where all is right, and with 1 and a list where something is not. It is one file, so that
it can be handed on and read from beginning to end.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

COMMON, OFFLINE, RESERVE = 0, -1, -2
OFFLINE_CHANNELS = {"stall", "phone", "sms", "lobby"}
# What a kind of line may leave its entry in; the others leave the state as it was.
STATES = {
    "joined": {"admitted", "waiting", "drawing"},
    "granted": {"admitted"},
    "promoted": {"admitted"},
    "accepted": {"admitted"},
    "moved": {"admitted", "waiting", "drawing"},
    "demoted": {"waiting"},
    "left": {"left"},
    "lapsed": {"left"},
    "voided": {"left"},
    "restored": {"admitted", "waiting", "drawing"},
    "drawn": {"admitted", "waiting"},
    "yielded": {"admitted", "waiting"},
    "retimed": {"admitted", "waiting", "drawing"},
    "undone": {"admitted", "waiting", "drawing", "left"},
}
# What a relay opened with stays: a draw that could be changed afterwards would be no draw.
FIXED = ("order_rule", "seed_digest", "draw_until", "opens_at")
REORDERING = {"joined", "drawn", "yielded", "retimed"}
# A paper of the window that is entered after the draw stands behind all drawn.
AFTER_THE_DRAWN = 1_000_000
SHORTEST_CODE = 16
# On a long list, comparing all places after every single move would take hours.
COMPARISONS = 200


@dataclass
class Line:
    """One line of the log, in the order of the proof's fields. Times are microseconds."""

    number: int
    entry: int
    kind: str
    at: int
    quantity: int
    role: str
    state: str | None
    pool: int | None
    ordered_at: int | None
    claimed_at: int | None
    because_of: int | None
    building: int | None
    who: str | None
    by: str | None
    why: str | None
    note: str | None

    @property
    def facts(self) -> dict[str, Any]:
        """The public facts of its note."""
        found: dict[str, Any] = json.loads(self.note) if self.note else {}
        return found


@dataclass
class Entry:
    """A place as the lines up to now leave it."""

    number: int
    building: int | None
    made: Line
    last: Line
    channel: str
    came_at: int
    not_before: int | None = None
    offer_until: int | None = None
    left_at: int | None = None
    served_at: int | None = None
    day: str | None = None
    stood: set[int | None] = field(default_factory=set)

    @property
    def key(self) -> tuple[bool, int, int]:
        """What places are given by: what was handed out is not given again; then the order."""
        return self.served_at is None, self.last.ordered_at or 0, self.number


@dataclass
class Report:
    """What checking came to: no problem is a good log."""

    problems: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)
    entries: dict[int, Entry] = field(default_factory=dict)
    terms: dict[str, Any] = field(default_factory=dict)
    quotas: dict[int, int | None] = field(default_factory=dict)
    newest: int = 0
    seed: str | None = None
    closed_at: int | None = None
    shares_at: int | None = None
    drawn_at: int | None = None
    moves: int = 0
    compared: int = 0


def verify(proof: dict[str, Any]) -> Report:
    """Check a whole proof."""
    replay = Replay()
    report = replay.report
    try:
        report.digests = chain(proof)
        for fields in proof["lines"]:
            replay.take(Line(*fields))
        replay.end()
        if not report.digests or report.digests[-1] != proof["head"]:
            report.problems.append("the lines do not lead to the head of the log")
    except (KeyError, TypeError, ValueError) as error:
        report.problems.append(f"the proof cannot be read: {error!r}")
    return report


def digest(text: str) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def chain(proof: dict[str, Any]) -> list[str]:
    """The digest of every line: of the one before it and of what it says."""
    previous = digest(f"linli relay log {proof['version']}|{proof['relay']}")
    digests = []
    for fields in proof["lines"]:
        previous = digest(previous + "\n" + json.dumps(fields, separators=(",", ":")))
        digests.append(previous)
    return digests


def open_to(entry: Entry) -> list[int]:
    """The pools of which an entry may take a place, in the order in which it tries them."""
    offline = [OFFLINE] if entry.channel in OFFLINE_CHANNELS else []
    own = [] if entry.building is None else [entry.building]
    return [*offline, *own, COMMON]


def allocate(entries: list[Entry], quotas: dict[int, int | None]) -> dict[int, int]:
    """The published rule: each in order takes the first place that is open to it, or waits.

    Returns:
        The pool whose place an entry has, by its number; who waits is missing.
    """
    left = dict(quotas)
    given = {}
    for entry in sorted(entries, key=lambda one: one.key):
        for pool in open_to(entry):
            places = left.get(pool, 0)
            if places is None or places > 0:
                given[entry.number] = pool
                left[pool] = None if places is None else places - 1
                break
    return given


def split(terms: dict[str, Any]) -> dict[int, int | None]:
    """The places of each pool before any share was opened, from the published terms alone."""
    capacity, offline = terms.get("capacity"), terms.get("offline_share", 0)
    if capacity is None:
        return {COMMON: None}
    shares = {OFFLINE: offline} if offline else {}
    if terms["split_rule"] != "buildings":
        return {**shares, COMMON: capacity - offline}
    each, rest = divmod(capacity - offline, len(terms["buildings"]))
    ranked = sorted(terms["buildings"], key=lambda one: one["position"])
    if terms["remainder_rule"] == "largest":
        ranked.sort(key=lambda one: -one["households"])
    more = 0 if terms["remainder_rule"] == "common" else rest
    quotas = {one["id"]: each + (rank < more) for rank, one in enumerate(ranked)}
    return {**shares, COMMON: rest - more, **quotas}


def draw(seed: str, numbers: list[int]) -> tuple[str, list[int]]:
    """The pot's digest, and its entries in the order of their tickets."""
    pot = digest(",".join(str(number) for number in sorted(numbers)))
    return pot, sorted(numbers, key=lambda number: digest(f"{seed}|{pot}|{number}"))


class Replay:
    """Takes the log line by line and tells what should not be so."""

    def __init__(self) -> None:
        self.report = Report()
        self.entries = self.report.entries
        self.drawn: dict[int, int | None] = {}
        self.line = 0
        self.since_compared = 0
        self.relay_lines: dict[str, Callable[[Line], None]] = {
            "opened": self._take_terms,
            "terms": self._take_terms,
            "draw": self._take_draw,
            "shares": self._take_shares,
            "closed": self._take_closing,
        }

    def take(self, line: Line) -> None:
        """Follow one line."""
        if line.because_of is None:
            self._end_move()
        self.line += 1
        self._expect(line.number == self.line, "has not the next number")
        if line.entry == 0:
            self._take_relay(line)
        elif line.entry in self.entries:
            self._take_change(self.entries[line.entry], line)
        else:
            self._take_new(line)

    def _take_relay(self, line: Line) -> None:
        self._expect(line.kind in self.relay_lines, f"cannot be about the relay: {line.kind}")
        if line.kind in self.relay_lines:
            self.relay_lines[line.kind](line)

    def end(self) -> None:
        """After the last line."""
        self.since_compared = len(self.entries)
        self._end_move()
        self._expect(bool(self.report.terms), "is the last, and the terms were never published")
        numbers = sorted(self.entries)
        self._expect(numbers == list(range(1, len(numbers) + 1)), "leaves numbers out")

    def _expect(self, is_so: bool, otherwise: str) -> None:
        if not is_so:
            self.report.problems.append(f"line {self.line} {otherwise}")

    def _take_new(self, line: Line) -> None:
        facts = line.facts
        came_at = facts.get("came_at", line.claimed_at or line.at)
        entry = Entry(
            line.entry, line.building, line, line, facts.get("channel", "online"), came_at
        )
        self._expect(line.kind in ("joined", "granted"), "is about a place that nobody took")
        self._expect(line.who is not None, "does not say whose place it is")
        if line.kind == "joined" and entry.channel == "online":
            self._expect(self.report.closed_at is None, "joins after the closing")
        self.entries[entry.number] = entry
        self._note(entry, line)
        self._check_time(entry, line)
        self._check_reserve(line)

    def _take_change(self, entry: Entry, line: Line) -> None:
        before, entry.last = entry.last, line
        if line.state != before.state:
            entry.left_at = line.at if line.state == "left" else None
        self._expect(line.kind != "joined", "joins a second time")
        if line.kind in STATES:
            self._expect(line.state in STATES[line.kind], f"cannot end as {line.state}")
        else:
            same = (line.state, line.pool) == (before.state, before.pool)
            self._expect(same, "changes a place without saying so")
        if line.kind != "changed":
            self._expect(line.quantity == before.quantity, "changes the number of pieces")
        if line.kind in REORDERING:
            self._check_time(entry, line)
        else:
            self._expect(line.ordered_at == before.ordered_at, "changes the order")
        self._note(entry, line)
        self._check_reserve(line)

    def _check_reserve(self, line: Line) -> None:
        if line.kind != "granted":
            return
        granted = [e for e in self.entries.values() if e.last.pool == RESERVE]
        today = sum(e.day == line.facts.get("day") and e.last.state != "left" for e in granted)
        is_within = today <= self.report.terms.get("daily_reserve", 0)
        self._expect(is_within, "gives out more than the daily reserve")

    def _note(self, entry: Entry, line: Line) -> None:
        facts = line.facts
        if line.kind == "collected":
            entry.served_at = line.at
        elif line.kind == "undone" and facts.get("undone") == "collected":
            entry.served_at = None
        entry.offer_until = facts.get("offer_until")
        entry.day = facts.get("day", entry.day)
        if line.kind in ("joined", "retimed"):
            entry.not_before = facts.get("not_before")
            entry.channel = facts.get("channel", entry.channel)
        if line.kind == "retimed":
            entry.came_at = facts.get("came_at", line.claimed_at or line.at)

    def _check_time(self, entry: Entry, line: Line) -> None:
        """A press stands behind all before it, a paper where its time is, a draw by its rank."""
        if line.kind == "drawn":
            expected = self.drawn.get(entry.number)
            self._expect(line.ordered_at == expected, "is not at the place that was drawn")
        elif line.claimed_at is not None:
            latest = max(line.claimed_at, self._after_the_drawn())
            earliest = latest if entry.not_before is None else entry.not_before + 1
            is_there = earliest <= (line.ordered_at or 0) <= latest
            # A correction that is undone puts an entry back where it stood before.
            is_there = is_there or (bool(line.facts.get("back")) and line.ordered_at in entry.stood)
            self._expect(is_there, "is not at the time of its paper")
            is_open = (line.ordered_at or 0) >= self.report.terms.get("opens_at", 0)
            self._expect(is_open, "stands before the opening")
        elif line.kind != "granted":
            self._expect(
                line.ordered_at == max(line.at, self.report.newest + 1), "is not behind all before"
            )
        self.report.newest = max(self.report.newest, line.ordered_at or 0)
        entry.stood.add(line.ordered_at)

    def _after_the_drawn(self) -> int:
        if self.report.drawn_at is None:
            return 0
        opens_at: int = self.report.terms["opens_at"]
        return opens_at + AFTER_THE_DRAWN

    def _take_terms(self, line: Line) -> None:
        report, before = self.report, self.report.terms
        report.terms = line.facts
        if before:
            self._expect(line.kind == "terms", "opens a second time")
            for name in FIXED:
                is_same = report.terms.get(name) == before.get(name)
                self._expect(is_same, f"changes {name}, which was fixed at the opening")
        report.quotas = {int(pool): places for pool, places in report.terms["pools"].items()}
        if report.shares_at is None:
            self._expect(report.quotas == split(report.terms), "does not split as published")
        else:
            places = sum(places or 0 for places in report.quotas.values())
            self._expect(places == report.terms.get("capacity"), "publishes other places")

    def _take_draw(self, line: Line) -> None:
        facts, report = line.facts, self.report
        waiting = [one for one in self.entries.values() if one.last.state == "drawing"]
        until = report.terms.get("draw_until") or report.terms["closes_at"]
        numbers = [one.number for one in waiting if one.came_at < until]
        pot, ranked = draw(facts["seed"], numbers)
        is_promised = digest(facts["seed"]) == report.terms.get("seed_digest")
        self._expect(is_promised, "draws with another seed than promised")
        self._expect(facts["pot"] == pot, "draws from another pot")
        # Who came after the window and before the draw keeps their time, behind all drawn.
        self.drawn = {one.number: one.last.ordered_at for one in waiting}
        opens_at = report.terms["opens_at"]
        self.drawn.update({number: opens_at + rank for rank, number in enumerate(ranked, 1)})
        report.seed, report.drawn_at = facts["seed"], line.at

    def _take_shares(self, line: Line) -> None:
        quotas = {int(pool): places for pool, places in line.facts["pools"].items()}
        before, after = self.report.quotas.values(), quotas.values()
        is_same = sum(places or 0 for places in before) == sum(places or 0 for places in after)
        self._expect(is_same, "opens the shares and changes the number of places")
        self.report.quotas = quotas
        self.report.shares_at = self.report.shares_at or line.at

    def _take_closing(self, line: Line) -> None:
        self.report.closed_at = line.at

    def _end_move(self) -> None:
        if not self.line:
            return
        self.report.moves += 1
        self.since_compared += 1
        if self.since_compared * COMPARISONS < len(self.entries):
            return
        self.since_compared = 0
        if self.report.terms:
            self.report.compared += 1
            self._compare()

    def _compare(self) -> None:
        standing = [e for e in self.entries.values() if e.last.state in ("admitted", "waiting")]
        listed = [entry for entry in standing if entry.last.pool != RESERVE]
        given = allocate(listed, self.report.quotas)
        for entry in listed:
            pool = given.get(entry.number)
            has = (entry.last.state, entry.last.pool)
            should = ("waiting", None) if pool is None else ("admitted", pool)
            self._expect(has == should, f"leaves No. {entry.number} {has}, by the rule {should}")


def check_code(report: Report, code: str) -> str:
    """Up to which line a code that was posted in the group seals the log."""
    wanted = "".join(code.split()).lower()
    if len(wanted) >= SHORTEST_CODE:
        for number, one in enumerate(report.digests, start=1):
            if one.startswith(wanted):
                return f"the code seals the lines 1 to {number}"
    report.problems.append("no line of this log has that code")
    return "the code does not fit"


def check_own(report: Report, proof: dict[str, Any], line: int, key: str, door: str) -> str:
    """Whether a line is about a door."""
    lines = [Line(*fields) for fields in proof["lines"]]
    mine = [one for one in lines if one.number == line and one.who == digest(f"{key}|{door}")]
    if not mine:
        report.problems.append(f"line {line} is not about {door}, or the key is another's")
        return "the line does not fit"
    last = report.entries[mine[0].entry].last
    return f"line {line} is yours: No. {last.entry}, {last.state}, {last.quantity} pieces"


def main(arguments: list[str] | None = None) -> int:
    """Read the proof, check it, say what came of it."""
    parser = argparse.ArgumentParser(description="Checks the proof of a relay.")
    parser.add_argument("proof")
    parser.add_argument("--code", help="the code posted in the group")
    parser.add_argument("--line", type=int, help="number of one's own line")
    parser.add_argument("--key", help="the key that /why told")
    parser.add_argument("--door", help="one's own door, as /why writes it")
    asked = parser.parse_args(arguments)
    with open(asked.proof, encoding="utf-8") as file:  # noqa: PTH123 - as plain as can be
        proof = json.load(file)
    report = verify(proof)
    said = [f"{len(report.digests)} lines, {len(report.entries)} places, {report.moves} moves"]
    said.append(f"all places compared with the published rule {report.compared} times")
    if asked.code:
        said.append(check_code(report, asked.code))
    if asked.line is not None:
        said.append(check_own(report, proof, asked.line, asked.key or "", asked.door or ""))
    said += [f"WRONG: {problem}" for problem in report.problems]
    said.append(
        "NOT PROVED" if report.problems else "PROVED: the log is whole and follows its rule"
    )
    sys.stdout.write("\n".join(said) + "\n")
    return 1 if report.problems else 0


if __name__ == "__main__":
    sys.exit(main())
