"""What a careful committee member decided for pasted relays, and how a reading compares."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from openpyxl import load_workbook

from handlers.relay.pasted import Paste, Row, Standing, Status, Terms, compare, read_paste
from storage.community.doors import Door, DoorBook

ZONE = ZoneInfo("Asia/Shanghai")
_USUAL_DAY = datetime(2022, 4, 12, 18, tzinfo=ZONE)
_COLUMNS = {
    "estate": ("小区", "estate"),
    "building": ("楼号", "栋", "building", "block"),
    "unit": ("单元", "unit"),
    "room": ("室号", "房号", "room", "flat"),
    "head": ("户主", "姓名", "head", "name", "resident", "householder", "head of household"),
}
_SHOPS = ("底商", "商铺", "门面", "shop")


class Scene(NamedTuple):
    """One paste with all that its reading needs."""

    name: str
    text: str
    gold: dict[str, Any]
    book: DoorBook
    terms: Terms
    now: datetime


@dataclass
class Score:
    """How many rows a gold has, how many are right, how many silently wrong."""

    rows: int = 0
    right: int = 0
    silent: int = 0
    notes: list[str] = field(default_factory=list)
    silent_notes: list[str] = field(default_factory=list)

    def __iadd__(self, other: Score) -> Score:
        self.rows += other.rows
        self.right += other.right
        self.silent += other.silent
        return self

    def take(self, note: str, *, is_right: bool, is_silent: bool) -> None:
        self.rows += 1
        self.right += is_right
        if not is_right:
            self.notes.append(("SILENT " if is_silent else "") + note)
        if is_silent and not is_right:
            self.silent += 1
            self.silent_notes.append(note)


def load_scene(path: Path) -> Scene:
    gold = json.loads(path.read_text(encoding="utf-8"))
    text = path.with_suffix(".txt").read_text(encoding="utf-8")
    book, heads = load_roster(path.parent.parent / "rosters" / gold["roster"])
    return Scene(path.stem, text, gold, book, Terms(heads=heads), _find_now(gold))


@lru_cache
def load_roster(path: Path) -> tuple[DoorBook, dict[str, tuple[str, ...]]]:
    """The households of a roster, and the doors by the name of their head."""
    table = _read_table(path)
    columns = _find_columns(next(table))
    doors, heads = [], defaultdict(list)
    for number, row in enumerate(table, start=1):
        cells = {name: str(row[at] or "").strip() for name, at in columns.items()}
        if cells["room"] and not any(shop in cells["room"] for shop in _SHOPS):
            door = Door(number, cells["building"], cells.get("unit", ""), cells["room"])
            doors.append(door)
            if cells.get("head"):
                heads[cells["head"].casefold()].append(door.key)
    return DoorBook(doors, _find_estate(path)), {name: tuple(keys) for name, keys in heads.items()}


def _read_table(path: Path) -> Iterator[list[Any]]:
    if path.suffix == ".xlsx":
        sheet = load_workbook(path, read_only=True).worksheets[0]
        yield from (list(row) for row in sheet.iter_rows(values_only=True))
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.reader(file)


def _find_columns(head: list[Any]) -> dict[str, int]:
    names = [str(cell or "").strip().casefold() for cell in head]
    found = {
        column: next((at for at, name in enumerate(names) if name in words), None)
        for column, words in _COLUMNS.items()
    }
    return {column: at for column, at in found.items() if at is not None}


def _find_estate(path: Path) -> str | None:
    expected = path.parent / f"{path.stem}.expected.json"
    if not expected.exists():
        return None
    estate = json.loads(expected.read_text(encoding="utf-8")).get("estate")
    return str(estate) if estate else None


def _find_now(gold: dict[str, Any]) -> datetime:
    times = [row["t"] for row in gold["rows"] if row.get("t")]
    if times:
        return datetime.fromisoformat(max(times)).replace(tzinfo=ZONE)
    return _USUAL_DAY


def score_paste(gold: dict[str, Any], paste: Paste) -> Score:
    """Compare row by row; several rows of one line in their order."""
    read: dict[int, list[Row]] = defaultdict(list)
    for row in paste.rows:
        read[row.line].append(row)
    score = Score()
    for wanted in gold["rows"]:
        rows = read[wanted["line"]]
        row = rows.pop(0) if rows else None
        is_silent = row is None or row.status not in (Status.DOUBTFUL, Status.UNKNOWN_DOOR)
        is_silent &= wanted["status"] != "example"
        score.take(_describe(wanted, row), is_right=_is_right(wanted, row), is_silent=is_silent)
    for left in (row for rows in read.values() for row in rows):
        if left.status is not Status.EXAMPLE:
            is_silent = left.status is Status.OK
            score.take(
                f"line {left.line}: no entry, read as {left.status}",
                is_right=False,
                is_silent=is_silent,
            )
    return score


def _is_right(wanted: dict[str, Any], row: Row | None) -> bool:
    if row is None or row.status != wanted["status"]:
        return False
    return row.door == wanted["door"] and dict(row.items) == wanted["items"]


def _describe(wanted: dict[str, Any], row: Row | None) -> str:
    gold = f"{wanted['status']} {wanted['door']} {wanted['items']}"
    mine = f"{row.status} {row.door} {dict(row.items)} {row.why.code}" if row else "no row"
    return f"line {wanted['line']}: {gold} / read {mine}"


def score_series(path: Path) -> Score:
    """Several pastes of one list: each household that stands, in order, and what is open."""
    series = json.loads(path.read_text(encoding="utf-8"))
    score = Score()
    standing: tuple[Standing, ...] = ()
    gone: set[str] = set()
    for step in series["after"]:
        scene = load_scene(path.parent / f"{step['paste']}.json")
        paste = read_paste(scene.text, book=scene.book, terms=scene.terms, now=scene.now)
        found = compare(standing, paste, gone)
        for name in ("new", "withdrawn"):
            is_right = list(getattr(found, name)) == step[name]
            score.take(f"{step['paste']}: {name}", is_right=is_right, is_silent=True)
        opened = {each.door for each in found.doubtful}
        is_open = opened == {each["door"] for each in step["doubtful"]}
        score.take(f"{step['paste']}: doubtful {opened}", is_right=is_open, is_silent=False)
        changed = [(each.door, dict(each.before), dict(each.after)) for each in found.changed]
        wanted = [(each["door"], each["from"], each["to"]) for each in step["changed"]]
        score.take(
            f"{step['paste']}: changed {changed}", is_right=changed == wanted, is_silent=True
        )
        active = [(each.door, dict(each.items)) for each in found.active]
        kept = [(each["door"], each["items"]) for each in step["active"]]
        score.take(f"{step['paste']}: active", is_right=active == kept, is_silent=True)
        gone |= set(found.withdrawn)
        standing = found.active
    return score
