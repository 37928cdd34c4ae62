"""The plan map and lists of doors: legible on a phone, readable in any script."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image

from locales.languages import LANGUAGES
from locales.plan_map import (
    MOST_ROOMS,
    NAMED,
    Cell,
    House,
    Shape,
    choose_scale,
    list_pages,
    name_house,
    render_plan_map,
)
from locales.renderer import Renderer
from locales.walking_sheet import Walk, walking_page
from tests.pdf_text import count_pages, read_pdf


def house(storeys: int = 6, rooms: int = 4, shapes: Sequence[Shape] = tuple(Shape)) -> House:
    cells = [
        (
            str(storey),
            [
                Cell(f"{storey}{room:02}", shapes[(storey + room) % len(shapes)])
                for room in range(1, rooms + 1)
            ],
        )
        for storey in range(storeys, 0, -1)
    ]
    return House("3", cells)


def drawn(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content)).convert("RGB")


def test_shapes_differ_even_without_their_colours() -> None:
    pictures = {
        shape: drawn(render_plan_map([house(1, 1, [shape])])).convert("1").tobytes()
        for shape in Shape
    }
    assert len(set(pictures.values())) == len(Shape)


def test_pictures_are_no_wider_than_a_phone_and_never_too_tall() -> None:
    towers = [house(30, 4), *[house() for _ in range(11)], house(11, 18)]
    pages = list_pages(towers)

    assert [each for page in pages for each in page] == towers
    assert len(pages) <= 5
    for page in pages:
        picture = drawn(render_plan_map(page))
        assert picture.width <= 1080
        assert picture.height < 2000


def test_few_rooms_fill_the_picture() -> None:
    picture = drawn(render_plan_map([house(6, 3)]))
    paper, right = picture.getpixel((0, 0)), picture.width - 80
    column = {picture.getpixel((right, height)) for height in range(picture.height)}
    assert picture.width < 500
    assert column != {paper}


def test_a_long_storey_goes_on_in_the_next_line() -> None:
    lines = NAMED.list_lines(house(1, MOST_ROOMS + 1))
    assert [(name, len(cells)) for name, cells in lines] == [("1", MOST_ROOMS), ("", 1)]


def test_a_whole_estate_stands_in_one_picture_of_a_phone() -> None:
    estate = [*[house(6, 20) for _ in range(16)], *[house(18, 14), house(11, 10)], house(6, 9)]
    scale = choose_scale(estate)
    picture = drawn(render_plan_map(estate, scale, [(Shape.FLAG, "454"), (Shape.EMPTY, "1976")]))

    assert list_pages(estate, scale)[1:] == []
    assert scale.cell >= 16
    assert picture.width == 1080
    assert picture.height < 1900


def test_shapes_differ_where_rooms_are_smallest() -> None:
    crowd = [house(18, 14) for _ in range(60)]
    smallest = choose_scale(crowd)
    pictures = {
        shape: drawn(render_plan_map([house(1, 1, [shape])], smallest)).convert("L").tobytes()
        for shape in Shape
    }

    assert len(list_pages(crowd, smallest)) > 1
    assert len(set(pictures.values())) == len(Shape)


def test_few_houses_are_drawn_large() -> None:
    assert choose_scale([house(6, 4)]).cell == 44


def test_houses_that_no_font_can_name_are_numbered() -> None:
    assert [name_house("12", 5), name_house("12乙", 6)] == ["12", "#6"]
    assert render_plan_map([House("#6", [("", [Cell("地下室", Shape.EMPTY)])])])
    assert render_plan_map([House("7", [])])


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_on_paper_are_readable_in_every_language(language: str) -> None:
    words = Renderer().words(language, "Asia/Shanghai")
    walks = [
        Walk(
            words.text("testing/sheet_building", building="12乙"), [("12乙-501", "轮椅", "")] * 60
        ),
        Walk(words.text("testing/sheet_building", building="3"), [("3-101", "=1+1", "")]),
    ]
    columns = [words.text(f"testing/sheet_{name}") for name in ("door", "known", "remark")]
    content = walking_page(words, "三天三检", ["图们小区"], columns, (1, 2, 2), walks)

    printed = read_pdf(content)
    for word in ("三天三检", "12乙-501", "3-101", "轮椅", columns[0]):
        assert word.replace(" ", "") in printed.replace(" ", "")
    assert count_pages(content) in (2, 3)
