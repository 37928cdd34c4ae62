"""The picture of a testing day: every building stands in it, however it is called."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from locales.drawing import BLUE, WIDTH
from locales.timeline import A_PAGE, Stretch, TimelineRow, list_marks, render_timeline


def _blue(rows: list[TimelineRow]) -> int:
    with Image.open(BytesIO(render_timeline(rows))) as picture:
        assert picture.width == WIDTH
        counted = picture.getcolors(1 << 20) or []
    wanted = tuple(int(BLUE[at : at + 2], 16) for at in (1, 3, 5))
    return next(count for count, colour in counted if colour == wanted)


def test_bar_is_as_long_as_the_building_has_time() -> None:
    short = _blue([TimelineRow("1", [Stretch(450, 480), Stretch(600, 660, is_home=True)])])
    long = _blue([TimelineRow("1", [Stretch(450, 570), Stretch(600, 660, is_home=True)])])

    assert 3.5 < long / short < 4.5


def test_picture_holds_one_page_of_buildings_and_grows_with_them() -> None:
    rows = [TimelineRow(str(n), [Stretch(450 + n, 460 + n)]) for n in range(A_PAGE + 5)]
    sizes = []
    for count in (1, A_PAGE, A_PAGE + 5):
        with Image.open(BytesIO(render_timeline(rows[:count]))) as picture:
            sizes.append(picture.height)

    assert sizes[0] < sizes[1] == sizes[2] < 2100


def test_building_whose_name_no_font_has_gets_its_number_in_the_list() -> None:
    assert list_marks(["1", "12乙", "A", "North tower"]) == ("1", "#2", "A", "#4")
