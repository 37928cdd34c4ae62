"""Times, ways and headings as they stand on papers."""

from __future__ import annotations

from datetime import UTC, datetime, time
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.relay._channels import find_channel
from handlers.relay._lists import read_pasted_list
from handlers.relay._times import find_time, place_in_time
from handlers.relay.papers._sections import read_sections, section_of
from handlers.relay.papers._timed import put_times_first
from storage.relay.kinds import Channel

SHANGHAI = "Asia/Shanghai"
# Ten in the morning of 2 February in Shanghai.
NOW = datetime(2020, 2, 2, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "clock", "day"),
    [
        ("08:31 3-101", time(8, 31), None),
        ("９：４５ 14-202", time(9, 45), None),
        ("2020-02-02 08:31:05", time(8, 31, 5), (2020, 2, 2)),
        ("2020/2/2 8:31", time(8, 31), (2020, 2, 2)),
        ("2020-02-02T08:31", time(8, 31), (2020, 2, 2)),
        ("2月1日 23点半", time(23, 30), (None, 2, 1)),
        ("2月1日 9点", time(9), (None, 2, 1)),
        ("下午3点05分", time(15, 5), None),
        ("午後3時", time(15), None),
        ("오후 3시 20분", time(15, 20), None),
        ("3:20 pm", time(15, 20), None),
        ("12:05 am", time(0, 5), None),
        ("9h30", time(9, 30), None),
        ("12:00 中午", time(12), None),
        ("下午12:30", time(12, 30), None),
    ],
)
def test_times_as_they_are_written(
    text: str, clock: time, day: tuple[int | None, int, int] | None
) -> None:
    found = find_time(text)
    assert found is not None
    assert (found.clock, found.day) == (clock, day)


@pytest.mark.parametrize("text", ["3-501 2份", "3:501", "25:00", "19900001234", "8:61", ""])
def test_what_is_no_time(text: str) -> None:
    assert find_time(text) is None


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("08:31", datetime(2020, 2, 2, 0, 31, tzinfo=UTC)),
        ("23:50", datetime(2020, 2, 1, 15, 50, tzinfo=UTC)),
        ("12月31日 23:50", datetime(2019, 12, 31, 15, 50, tzinfo=UTC)),
        ("2020-02-03 08:00", datetime(2020, 2, 3, 0, 0, tzinfo=UTC)),
        ("2月30日 08:00", None),
    ],
)
def test_a_time_is_the_last_that_the_clock_showed(text: str, instant: datetime | None) -> None:
    found = find_time(text)
    assert found is not None
    assert place_in_time(found, NOW, SHANGHAI) == instant


@pytest.mark.parametrize(
    ("text", "channel"),
    [
        ("【第1页 现场】", Channel.STALL),
        ("【电话】", Channel.PHONE),
        ("短信登记", Channel.SMS),
        ("3号楼登记表", Channel.LOBBY),
        ("Lobby sheet, building 3", Channel.LOBBY),
        ("電話での受付", Channel.PHONE),
        ("#接龙", Channel.PASTE),
        ("文字", None),
        ("3-501 2份", None),
    ],
)
def test_ways_as_they_are_named(text: str, channel: Channel | None) -> None:
    assert find_channel(text) is channel


SHEETS = """3号楼登记表 挂出8:00
收回 9:30
1 501 2份
2 502
电话
3-503 08:10"""


def test_lines_belong_to_the_heading_above_them() -> None:
    sections = read_sections(SHEETS, {1, 2, 5}, now=NOW, time_zone=SHANGHAI)

    sheet, calls = section_of(sections, 4), section_of(sections, 6)
    assert (sheet.channel, calls.channel) == (Channel.LOBBY, Channel.PHONE)
    assert sheet.hung_at == datetime(2020, 2, 2, 0, 0, tzinfo=UTC)
    assert sheet.taken_at == datetime(2020, 2, 2, 1, 30, tzinfo=UTC)
    assert (calls.hung_at, calls.taken_at) == (None, None)


def test_lists_are_told_from_lines() -> None:
    paste = read_pasted_list("#接龙\n鸡蛋团购\n1. 3-501 1板\n2、7-302 2板")
    papers = read_pasted_list("代报\n3-501 2份 00:10\n5-302")
    assert paste is not None
    assert paste.is_paste
    assert papers is not None
    assert (papers.is_paste, papers.text) == (False, "\n3-501 2份 00:10\n5-302")
    assert read_pasted_list("接龙 3-501 2份") is None
    assert read_pasted_list("今天接龙几点开始？\n1. 没有") is None


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    read_pasted_list(text)
    find_time(text)
    lines = range(text.count("\n") + 2)
    read_sections(text, lines, now=NOW, time_zone=SHANGHAI)


@pytest.mark.parametrize(
    "text",
    [
        "#接龙\n1. 3-101" + " " * 9_000 + "x",
        "#接龙\n" + "\n" * 4_000 + "x",
        "电话登记" + "\u3000" * 20_000 + "3-101 x",
    ],
)
def test_a_text_of_blanks_holds_nobody_up(text: str) -> None:
    began = process_time()
    put_times_first(text)
    read_pasted_list(text)
    find_time(text)
    assert process_time() - began < 1
