"""Packages as staff write them, one a line; sheets in every language."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook

from handlers.supplies._reading import missing_fact, read_fact, read_packages, to_draft
from locales.languages import LANGUAGES
from locales.picking_sheet import picking_page, picking_workbook
from locales.renderer import Renderer
from storage.errors import RuleError
from storage.supplies.drafts import check_draft

NOW = datetime(2022, 4, 1, 1, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")
BUILDINGS = {"1": 11, "2": 12, "12乙": 13}


@pytest.mark.parametrize(
    ("line", "price", "most", "stock"),
    [
        ("蔬菜包；青菜 2kg，土豆 1kg；50；2；100", 5000, 2, 100),
        ("蔬菜包;50元;每户2份;共100份", 5000, 2, 100),
        ("蔬菜包；50", 5000, 1, None),
        ("Rice; ¥39.9; 1", 3990, 1, None),
        ("Riz; sac de 5 kg; 12,50 €; 2", 1250, 2, None),
        ("免费口罩；10 只；0；1；500", 0, 1, 500),
        ("牛奶；１９８．５；３", 19_850, 3, None),
    ],
)
def test_package_is_read_from_its_line(line: str, price: int, most: int, stock: int | None) -> None:
    (package,) = read_packages(line)

    assert (package["price"], package["per_household"], package["stock"]) == (price, most, stock)
    assert package["name"] == line.replace("；", ";").partition(";")[0]


def test_contents_are_kept_as_they_were_written() -> None:
    (package,) = read_packages("蔬菜包；青菜 2kg，土豆 1kg；50")

    assert package["contents"] == "青菜 2kg，土豆 1kg"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("蔬菜包", "supply_package_unreadable"),
        ("蔬菜包；五十块", "supply_package_unreadable"),
        ("蔬菜包；50；两份", "supply_package_unreadable"),
        ("蔬菜包；50；2；100；7", "supply_package_unreadable"),
        ("蔬菜包；50；0", "wrong_number"),
        ("；50；1", "fact_missing"),
        ("\n".join(f"包{n}；1" for n in range(13)), "supply_too_many_packages"),
    ],
)
def test_line_that_is_no_package_is_refused(line: str, code: str) -> None:
    with pytest.raises(RuleError) as refusal:
        read_packages(line)

    assert refusal.value.code == code


def _read(fact: str, text: str) -> dict[str, Any]:
    return read_fact(fact, text, now=NOW, zone=SHANGHAI, buildings=BUILDINGS)


def test_facts_make_a_draft_that_can_be_published() -> None:
    data: dict[str, Any] = {"estate_id": 1}
    answers = {
        "title": "第三轮",
        "supplier": "百联",
        "arrives": "北门",
        "span": "现在 - 明天 20:00",
        "packages": "蔬菜包；50；2",
    }
    for fact, text in answers.items():
        assert missing_fact(data) == fact
        data |= _read(fact, text)
    data |= _read("buildings", "12乙, 1号楼")

    draft = to_draft(data, BUILDINGS)

    assert missing_fact(data) is None
    check_draft(draft, NOW)
    assert draft.buildings == {11, 13}
    assert draft.closes_at == datetime(2022, 4, 2, 12, 0, tzinfo=UTC)


def test_building_that_is_not_there_is_refused() -> None:
    assert _read("buildings", "全部") == {"buildings": []}
    with pytest.raises(RuleError, match="building_unknown"):
        _read("buildings", "1, 9")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_of_a_package_is_understood(language: str) -> None:
    words = Renderer().words(language, "Asia/Shanghai")
    html = words.html("supplies/ask_fact", fact="packages", step=5, steps=5)
    example = html.partition("<code>")[2].partition("</code>")[0]

    (package,) = read_packages(example)

    assert (package["price"], package["per_household"], package["stock"]) == (5000, 2, 100)


@pytest.mark.parametrize("language", LANGUAGES)
def test_picking_list_is_printed_in_every_language(language: str) -> None:
    words = Renderer().words(language, "Asia/Shanghai")
    packages = [SimpleNamespace(id=1, name="=1+1"), SimpleNamespace(id=2, name="婴儿奶粉")]
    lines = [SimpleNamespace(package_id=1, name="=1+1", given=2)]
    order = SimpleNamespace(door="3-501", price=10_000, lines=lines)
    building = SimpleNamespace(label="3", pieces={1: 2}, orders=[order])

    book = load_workbook(BytesIO(picking_workbook(words, "团菜", packages, [building])))
    page = picking_page(words, "团菜", packages, [building])

    totals, doors = book.worksheets
    assert [cell.value for cell in totals[3]] == ["=1+1", 2, 2]
    assert totals["A3"].data_type == "s"
    assert [cell.value for cell in doors[2]] == ["3", "3-501", 2, 0, 100]
    assert page.startswith(b"%PDF")
