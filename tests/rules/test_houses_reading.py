"""Buildings as staff write them, read into the estate's own labels."""

from __future__ import annotations

import pytest

from handlers.houses import read_buildings
from storage.errors import RuleError

LABELS = ("1", "2", "3", "5", "12", "12乙", "A")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("3", ["3"]),
        ("三号楼", ["3"]),
        ("5, 1、2", ["1", "2", "5"]),
        ("1-3号楼", ["1", "2", "3"]),
        ("1号楼至5号楼", ["1", "2", "3", "5"]),
        ("2 - 12，A", ["2", "3", "5", "12", "A"]),
        ("buildings 12-1", ["1", "2", "3", "5", "12"]),
        ("5~12号乙", ["5", "12", "12乙"]),
        ("全部", []),
        ("All", []),
    ],
)
def test_list_is_read_in_the_order_of_the_estate(text: str, meant: list[str]) -> None:
    assert read_buildings(text, LABELS) == meant


@pytest.mark.parametrize(
    ("text", "code", "label"),
    [
        ("1, 4", "building_unknown", "4"),
        ("1-8", "building_unknown", "8"),
        ("1-2-3", "building_unknown", "1-2-3"),
        (" , ", "fact_missing", None),
    ],
)
def test_building_that_does_not_stand_there_is_named(text: str, code: str, label: object) -> None:
    with pytest.raises(RuleError) as refusal:
        read_buildings(text, LABELS)

    assert refusal.value.code == code
    assert refusal.value.params.get("label") == label


def test_label_with_a_dash_of_its_own_is_no_range() -> None:
    assert read_buildings("A-1", ["A-1", "A-2", "A-3"]) == ["A-1"]
