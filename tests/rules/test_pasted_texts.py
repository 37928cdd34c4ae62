"""Pasted texts of many kinds, each line with what a careful committee member decides.

Behind ` ## ` stands `status door items`: `ok 3-501 2`, `dup 3-501 1`, `doubtful - A=1,B=2`, several
rows of one line parted by ` ; `. A line without is no entry. `#! english` names the other roster.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import process_time
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.relay.pasted import Paste, Status, read_paste
from storage.community.doors import DoorBook
from tests.rules.estates import CHINESE, ENGLISH

TEXTS = sorted((Path(__file__).parent / "pasted").glob("*.txt"))
NOW = datetime(2022, 4, 12, 21, tzinfo=timezone(timedelta(hours=8)))
_SHORT = {"dup": "duplicate", "unknown": "unknown_door"}


class Decided(NamedTuple):
    line: int
    status: str
    door: str
    items: str


def load(path: Path) -> tuple[str, DoorBook, list[Decided]]:
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    is_english = lines[0] == "#! english"
    lines = lines[1:] if lines[0].startswith("#!") else lines
    parts = [line.partition(" ## ") for line in lines]
    decided = [
        decide(number, gold)
        for number, (_, _, golds) in enumerate(parts, start=1)
        for gold in golds.split(" ; ")
        if gold
    ]
    return "\n".join(text for text, _, _ in parts), ENGLISH if is_english else CHINESE, decided


def decide(line: int, gold: str) -> Decided:
    status, door, *items = gold.split()
    return Decided(line, _SHORT.get(status, status), door, items[0] if items else "{}")


def tell(paste: Paste) -> list[Decided]:
    return [
        Decided(row.line, row.status, row.door or "-", tell_items(dict(row.items)))
        for row in paste.rows
    ]


def tell_items(items: dict[str, int]) -> str:
    if list(items) == ["default"]:
        return str(items["default"])
    return ",".join(f"{key}={count}" for key, count in items.items()) or "{}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_line_comes_to_what_a_careful_member_decides(path: Path) -> None:
    text, book, decided = load(path)
    assert tell(read_paste(text, book=book, now=NOW)) == decided


def test_times_are_aware_and_rows_count_from_one() -> None:
    text, book, _ = load(TEXTS[0].with_name("qq_export.txt"))
    rows = read_paste(text, book=book, now=NOW).rows
    assert [row.order for row in rows] == list(range(1, len(rows) + 1))
    assert rows[0].at is not None
    assert rows[0].at.astimezone(UTC) == datetime(2022, 4, 12, 11, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("blank", [" ", "  ", "\t", "\u3000", "\u200b"])
def test_a_line_of_blanks_is_read_at_once(blank: str) -> None:
    began = process_time()
    paste = read_paste(f"#接龙\n1. 3-501 {blank * 30_000}2份", book=CHINESE, now=NOW)
    assert process_time() - began < 1
    assert [(row.door, row.quantity) for row in paste.rows] == [("3-501", 2)]


_WORDS = st.sampled_from(
    [
        *("3-501", "3号楼502", "1-501", "B302", "1份", "两盒", "+1", "改2份", "取消", "不要了"),
        *("1.", "②", "三、", "A", "B", "🍎", "各1", "陈超", "小雨妈妈", "19:03", "2022-04-12"),
        *("#接龙", "每户限2份", "20:00截止", "例", "、", "，", "：", "-", "→", "(", ")", "[", "]"),
        *("【3号楼】", "?", "~~", "3-5O1", "13800000001", "~", "|", "\t", "\n", "3-503:", "打错了"),
    ]
)


@given(st.lists(_WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_no_text_is_too_strange(text: str) -> None:
    paste = read_paste(text, book=CHINESE, now=NOW)
    orders = sorted(row.order for row in paste.rows if row.order is not None)
    assert orders == list(range(1, len(orders) + 1))
    certain = [row.door for row in paste.rows if row.status is Status.OK]
    assert len(certain) == len(set(certain))
    assert all(row.household_id for row in paste.rows if row.status is Status.OK)
