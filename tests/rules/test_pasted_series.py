"""Successive pastes of one growing list, and what is a paste at all."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from handlers.relay.pasted import (
    Change,
    Open,
    Paste,
    Standing,
    Terms,
    compare,
    digest_line,
    looks_like_paste,
    read_paste,
)
from tests.rules.estates import CHINESE

NOW = datetime(2022, 4, 12, 19, tzinfo=timezone(timedelta(hours=8)))
NO_TERMS = Terms()
HEAD = "#接龙\n鸡蛋 每户限3板\n"


def read(*entries: str, terms: Terms = NO_TERMS) -> Paste:
    body = "\n".join(f"{at}. {entry}" for at, entry in enumerate(entries, start=1))
    return read_paste(HEAD + body, book=CHINESE, terms=terms, now=NOW)


def stand(**quantities: int) -> list[Standing]:
    return [Standing(door.replace("_", "-")[1:], {"default": n}) for door, n in quantities.items()]


def test_a_first_paste_is_all_new() -> None:
    found = compare([], read("3-501 1板", "7-302 2板"))
    assert found.new == ("3-501", "7-302")
    assert found.active == tuple(stand(d3_501=1, d7_302=2))


def test_the_same_paste_again_changes_nothing() -> None:
    standing = compare([], read("3-501 1板", "7-302 2板")).active
    again = compare(standing, read("3-501 1板", "7-302 2板"))
    assert (again.new, again.changed, again.withdrawn, again.doubtful) == ((), (), (), ())
    assert again.active == standing


def test_who_is_first_seen_now_stands_behind_all_who_were_seen() -> None:
    found = compare(stand(d3_501=1, d7_302=2), read("3-501 1板", "5-303 1板", "7-302 2板"))
    assert [each.door for each in found.active] == ["3-501", "7-302", "5-303"]
    assert found.doubtful == (Open("5-303", "squeezed_in"),)


def test_changed_gone_and_back() -> None:
    found = compare(stand(d3_501=1, d7_302=2), read("3-501 3板", "5-303 1板"), gone={"5-303"})
    assert found.changed == (Change("3-501", {"default": 1}, {"default": 3}),)
    assert found.withdrawn == ("7-302",)
    assert found.doubtful == (Open("5-303", "came_back"),)


def test_a_row_that_became_doubtful_leaves_its_household_as_it_was() -> None:
    found = compare(stand(d3_501=1), read("3-501 4板"))
    assert found.active == tuple(stand(d3_501=1))
    assert (found.withdrawn, found.doubtful) == ((), (Open("3-501", "unclear_now"),))


def test_fingerprints_know_a_row_again_by_door_and_number_alone() -> None:
    first, second, third = (
        read("3-501 陈超 1板", "3-502 1板").rows[0],
        *read("3-501 陈玉珍 1板", "3-501 2板").rows,
    )
    assert digest_line(first) == digest_line(second) != digest_line(third)


def test_the_relays_own_terms_stand_above_the_text() -> None:
    rows = read("3-501 2板", "3-502 1板", terms=Terms(limit=1, items=())).rows
    assert [row.why.code for row in rows] == ["over_limit", "first"]


def test_a_name_of_the_roster_is_proposed_and_never_taken() -> None:
    row = read("1-501 冯玲 1板", terms=Terms(heads={"冯玲": ("1-2-501",)})).rows[0]
    assert (row.status, row.door, row.likely) == ("doubtful", None, "1-2-501")
    assert row.candidates == ("1-1-501", "1-2-501", "1-3-501")


@pytest.mark.parametrize(
    ("text", "is_paste"),
    [
        ("#接龙\n口罩\n1. 3-501", True),
        ("#Group Note\nMasks\n1. A-101", True),
        ("鸡蛋\n1、3-501\n2、3-502\n3、3-503", True),
        ("陈超 2022/4/12 19:03\n3-501 一袋\n沈磊 2022/4/12 19:04\n7-302 一袋", True),
        ("08:31 3-501\n08:33 3-502\n08:40 3-503", True),
        ("接龙什么时候开始？", False),
        ("大家好\n今天下午三点发菜\n请带好口罩", False),
        ("代报 3-501 2份 00:10", False),
    ],
)
def test_a_paste_is_known_from_talk(text: str, is_paste: bool) -> None:
    assert looks_like_paste(text) is is_paste
