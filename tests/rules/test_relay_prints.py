"""The plan of an estate, and the papers of a relay: what they say, and what they do not."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from time import process_time

import pytest
from PIL import Image

from handlers.relay.prints._plan import draw_plan, name_signs, open_plans, room_plans
from handlers.relay.prints._shelf import Shelf
from locales.join_card import draw_join_card
from locales.languages import LANGUAGES
from locales.relay_forms import Form, lobby_sheets, mailbox_forms
from locales.relay_lists import WallLine, WallTable, relay_list_page, relay_tables_page
from locales.relay_wall import Heading, RelayNotice, relay_notice_page
from locales.renderer import Renderer, Words
from storage.relay.boards import Door, Flag, House
from tests.pdf_text import count_pages, read_pdf

AT = datetime(2020, 2, 2, 3, 0, tzinfo=UTC)
HEADING = Heading("图们居委会", "图们小区", "第一轮口罩登记", "https://t.me/linli_bot?start=r_7")
FACTS = [("item", "口罩"), ("closes", "2月2日 11:00"), ("who", "本小区居民" * 30)]
RULES = ["先到先得。", "关闭时，未用完的名额按顺序给下一户。"]


def house(number: int, storeys: int, rooms: int, flags: dict[str, Flag] | None = None) -> House:
    doors = [
        f"{storey}{room:02}" for storey in range(1, storeys + 1) for room in range(1, rooms + 1)
    ]
    found = flags or {}
    return House(
        number,
        str(number),
        tuple(
            Door(place, "", room, f"{number}-{room}", found.get(room, Flag.NONE), False, True)
            for place, room in enumerate(doors)
        ),
    )


@pytest.fixture
def words() -> Words:
    return Renderer().words("zh-hans", "Asia/Shanghai")


def test_everybody_sees_how_many_of_a_storey_and_staff_which_room() -> None:
    own = house(3, 2, 4, {"203": Flag.COLLECTED, "204": Flag.JOINED, "104": Flag.CALLED})

    [[_, storeys]] = open_plans([own])[0]["houses"]
    assert storeys == [["2", "cj--", []], ["1", "t---", []]]
    [[_, named]] = room_plans([own])[0]["houses"]
    assert named[0] == ["2", "--cj", ["201", "202", "203", "204"]]


def test_a_place_of_the_reserve_has_no_flag_for_everybody() -> None:
    granted = Door(1, "", "101", "3-101", Flag.COLLECTED, is_granted=True, is_linked=True)
    own = House(3, "3", (granted,))

    plan = open_plans([own])[0]
    assert plan["houses"] == [["3", [["1", "-", []]]]]
    assert plan["counts"]["collected"] == 0
    assert room_plans([own])[0]["houses"][0][1][0][1] == "c"


def test_a_house_that_no_font_can_name_is_told_in_words() -> None:
    houses = [house(1, 1, 1), House(2, "12乙", house(2, 1, 1).doors)]
    assert name_signs(houses) == [{"sign": "#2", "label": "12乙"}]
    assert [label for label, _ in open_plans(houses)[0]["houses"]] == ["1", "#2"]


def test_a_plan_of_2430_households_is_one_picture_in_under_a_second() -> None:
    towers = [house(number, 17, 10) for number in range(17, 20)]
    houses = [*(house(number, 6, 20) for number in range(1, 17)), *towers]
    assert sum(len(each.doors) for each in houses) == 2430
    started = process_time()
    plans = open_plans(houses)
    picture = draw_plan(plans[0])
    spent = process_time() - started

    assert len(plans) == 1
    assert Image.open(BytesIO(picture)).width == 1080
    assert spent < 1


def test_the_same_state_is_drawn_once_and_sent_once() -> None:
    shelf, drawn = Shelf(), []

    def draw() -> bytes:
        drawn.append(1)
        return b"png"

    assert [shelf.find({"a": 1}, draw) for _ in range(3)] == [b"png"] * 3
    shelf.keep({"a": 1}, "file-7")
    assert shelf.find({"a": 1}, draw) == "file-7"
    assert shelf.find({"a": 2}, draw) == b"png"
    assert len(drawn) == 2


def test_a_shelf_forgets_what_was_not_asked_for_of_late() -> None:
    shelf = Shelf()
    shelf.keep("first", "file-1")
    for number in range(40):
        shelf.find(number, lambda: b"png")
    assert shelf.find("first", lambda: b"anew") == b"anew"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_notice_fits_one_page_in_every_language(language: str) -> None:
    words = Renderer().words(language, "Asia/Shanghai")
    names = ("item", "pieces", "places", "opens", "closes", "who", "where", "collect", "bring")
    facts = [(name, "本小区居民，凭身份证；" * 4) for name in names]
    content = relay_notice_page(words, RelayNotice(HEADING, date(2020, 2, 1), facts, RULES * 3))

    assert count_pages(content) == 1
    assert "第一轮口罩登记" in read_pdf(content)
    assert "先到先得。" in read_pdf(content)


def test_each_lobby_has_a_sheet_of_its_own(words: Words) -> None:
    form = Form(HEADING, FACTS, RULES, most=2)
    content = lobby_sheets(words, form, ["3", "12乙", "20"])

    assert count_pages(content) == 3
    shown = read_pdf(content)
    assert "12乙" in shown
    assert shown.count("第一轮口罩登记") >= 3


def test_three_mailbox_forms_fill_a_page_each_with_its_door(words: Words) -> None:
    form = Form(HEADING, FACTS, RULES, most=2, needs_papers=True)
    content = mailbox_forms(words, form, ["3-501", "3-502", "12乙-601", "4-101"])

    assert count_pages(content) == 2
    shown = read_pdf(content)
    assert all(door in shown for door in ("3-501", "3-502", "4-101"))


def test_the_list_hangs_in_two_columns_and_says_when_it_was_true(words: Words) -> None:
    lines = [WallLine(number, "3-5**", 2, "collected") for number in range(1, 161)]
    content = relay_list_page(words, HEADING, lines, at=AT)

    assert count_pages(content) == 2
    assert "160" in read_pdf(content)
    assert "11:00" in read_pdf(content)


def test_buildings_are_summed_up(words: Words) -> None:
    tables = [WallTable(str(number), 120, 60, 50, 10, 5, 2, 100) for number in (1, 2)]
    shown = read_pdf(relay_tables_page(words, HEADING, tables, at=AT))
    assert "240" in shown


def test_a_rehearsal_is_marked_on_paper() -> None:
    words = Renderer().words("en", "Asia/Shanghai")
    heading = Heading("c", "e", "t", "https://t.me/x", is_rehearsal=True)
    lines = [WallLine(1, "3-5**", 1, "joined")]
    assert "Rehearsal" in read_pdf(relay_list_page(words, heading, lines, at=AT))


def test_the_picture_of_how_to_join_is_square_and_carries_the_link() -> None:
    pictures = [draw_join_card(f"https://t.me/linli_bot?start=r_{n}") for n in (7, 8)]
    assert pictures[0] != pictures[1]
    assert Image.open(BytesIO(pictures[0])).size == (1160, 1160)
