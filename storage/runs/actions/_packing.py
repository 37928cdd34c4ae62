"""Which request goes into which bag: one bag for each requester, numbered from door to door.

Two people of one household have a bag each: what one of them asked for is not the other's.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable

from sqlmodel import Session, select

from storage.runs.rules import CODE_LENGTH, CODE_LETTERS
from storage.runs.tables import Run, RunBag, RunLine
from storage.runs.views import LineView


def pack(session: Session, run: Run, lines: Iterable[LineView]) -> None:
    """Give every line that has none its bag."""
    bags = list(session.exec(select(RunBag).where(RunBag.run_id == run.id)))
    numbers, codes = [bag.number for bag in bags], {bag.code or "" for bag in bags}
    known: dict[tuple[int, int | None], int] = {}
    ordered = sorted(lines, key=lambda line: line.bag_id is None)
    for line in ordered:
        owner = line.household_id, line.person_id
        if line.bag_id is None and owner not in known:
            number, code = max(numbers, default=0) + 1, _make_code(codes)
            numbers.append(number)
            codes.add(code)
            known[owner] = _add_bag(session, run, number, code)
        bag_id = known.setdefault(owner, line.bag_id or 0)
        if line.bag_id is None:
            row = session.get_one(RunLine, line.id)
            row.bag_id = bag_id
            session.add(row)
    session.flush()


def _add_bag(session: Session, run: Run, number: int, code: str) -> int:
    assert run.id is not None
    bag = RunBag(run_id=run.id, number=number, code=code)
    session.add(bag)
    session.flush()
    assert bag.id is not None
    return bag.id


def _make_code(taken: Collection[str]) -> str:
    """A code that no other bag of the run has, and that nobody can guess from another."""
    while True:
        code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
        if code not in taken:
            return code
