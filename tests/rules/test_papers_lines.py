"""From lists, sheets, copies and tables to lines of a batch, beside the relay as it stands."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.relay.papers import _copies, _table, _text
from handlers.relay.papers._draft import Draft, draft_from_json, draft_to_json
from handlers.relay.papers._files import FileRow, read_file, write_csv, write_workbook
from handlers.relay.papers._lines import Line, Verdict, instant
from handlers.relay.papers._settle import settle
from locales.languages import LANGUAGES
from storage.community.doors import DoorBook
from storage.errors import RuleError
from storage.relay.kinds import Channel
from storage.relay.papers.kinds import BatchKind
from storage.relay.papers.queries import Copy, Ground, Stands
from tests.rules.estates import list_doors

BOOK = DoorBook(list_doors())
OPENS = datetime(2020, 2, 2, 0, 0, tzinfo=UTC)
"""Eight in the morning in Shanghai."""
NOW = OPENS + timedelta(hours=4)
GROUND = Ground(
    relay_id=7,
    title="口罩",
    estate_id=1,
    committee_id=1,
    time_zone="Asia/Shanghai",
    opens_at=OPENS,
    ends_at=OPENS + timedelta(hours=12),
    per_household=2,
    buildings=frozenset(),
    entering=None,
)


def at(hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2020, 2, 2, hour - 8, minute, second, tzinfo=UTC)


def home(door: str) -> int:
    found = BOOK.by_key(door)
    assert found is not None
    return found.household_id


def reads(text: str, channel: Channel | None = None, since: datetime | None = None) -> list[Line]:
    reading = _text.Reading(NOW, channel, None, since)
    read = _text.read_rows(text, BOOK, GROUND, reading)
    return _text.to_lines(text, read, BOOK, GROUND, reading)


def shown(lines: list[Line]) -> list[tuple[int, str, int | None, Channel, datetime | None]]:
    return [
        (line.number, line.door, line.quantity, line.channel, instant(line.came_at))
        for line in lines
    ]


STALL = """图们居委 现场登记（2月2日）
【第1页 现场】
08:31 3-101 李晓峰
08:33 3-206 张建国 2份
12乙-201 于斌 09:10
【电话】
9:30 10-1-401 闫阿毛
９：４５ 7-302
未记时间 5-101 谢金娣
"""


def test_list_of_stall_and_telephone() -> None:
    lines = reads(STALL)

    *sure, untimed = lines
    assert shown(sure) == [
        (3, "3-101", 1, Channel.STALL, at(8, 31)),
        (4, "3-206", 2, Channel.STALL, at(8, 33)),
        (5, "12乙-201", 1, Channel.STALL, at(9, 10)),
        (7, "10-1-401", 1, Channel.PHONE, at(9, 30)),
        (8, "7-302", 1, Channel.PHONE, at(9, 45)),
    ]
    assert all(line.verdict is Verdict.ENTER and line.not_before is None for line in sure)
    assert (untimed.number, untimed.verdict, untimed.code) == (9, Verdict.ASK, "no_time")
    assert untimed.household_id == home("5-101")


def test_messages_stand_at_the_second_at_which_they_came() -> None:
    lines = reads(
        "短信\n2020-02-02 08:31:05 19900001234 3-101 报名2份\n"
        "2020-02-02 08:31:02 19900001235 7-302 1份"
    )

    assert shown(lines) == [
        (2, "3-101", 2, Channel.SMS, at(8, 31, 5)),
        (3, "7-302", 1, Channel.SMS, at(8, 31, 2)),
    ]


def test_line_of_a_lobby_sheet_is_the_order_within_the_time_that_it_hung() -> None:
    lines = reads("3号楼登记表 挂出 8:10 收回 11:00\n1 101 2份\n2 206\n3 305 1份")

    assert [line.door for line in lines] == ["3-101", "3-206", "3-305"]
    assert {line.channel for line in lines} == {Channel.LOBBY}
    assert {instant(line.came_at) for line in lines} == {at(11)}
    assert {instant(line.not_before) for line in lines} == {at(8, 10)}


@pytest.mark.parametrize(
    ("text", "doors"),
    [
        ("101 2份\n206 1份", ["3-101", "3-206"]),
        ("3-101 2份\n7-302 1份", ["3-101", "7-302"]),
    ],
)
def test_rooms_alone_are_of_the_leads_building(text: str, doors: list[str]) -> None:
    reading = _text.Reading(NOW, building="3")
    read = _text.read_rows(text, BOOK, GROUND, reading)

    lines = _text.to_lines(text, read, BOOK, GROUND, reading)

    assert [line.door for line in lines] == doors


COPY = "#接龙\n口罩登记\n\n1. 3-101 陈超 1份\n2. 7-302 沈磊 2份\n3. 5-505 叶涛 1份"
LATER = "#接龙\n口罩登记\n\n1. 3-101 陈超 2份\n2. 21-403 张明 2份\n3. 7-302 沈磊 2份\n4. 10-1-401"


def copy_of(text: str, former: Copy | None = None, batch_id: int = 1) -> Copy:
    read = _text.read_rows(text, BOOK, GROUND, _text.Reading(NOW))
    series = _copies.follow(read.paste, former, BOOK)
    return Copy(batch_id, at(9), series.standing, series.gone)


def follow(text: str, former: Copy, stands: dict[int, Stands]) -> list[Line]:
    read = _text.read_rows(text, BOOK, GROUND, _text.Reading(NOW))
    doors = {door.household_id: door.key for door in BOOK}
    series = _copies.follow(read.paste, former, BOOK)
    return _copies.mark_known(reads(text, since=former.read_at), series, stands, doors)


def entered(*doors: tuple[str, int]) -> dict[int, Stands]:
    return {
        home(door): Stands(number, pieces, Channel.PASTE, at(9))
        for number, (door, pieces) in enumerate(doors, start=1)
    }


STANDING = entered(("3-101", 1), ("7-302", 2), ("5-505", 1))


def test_copy_carries_no_times_but_those_between_which_it_lies() -> None:
    lines = reads(COPY)

    assert {line.channel for line in lines} == {Channel.PASTE}
    assert {(instant(line.not_before), instant(line.came_at)) for line in lines} == {(OPENS, NOW)}


def test_later_copy_tells_who_is_new_changed_or_gone() -> None:
    lines = follow(LATER, copy_of(COPY), STANDING)

    told = [(line.door, line.verdict, line.code) for line in lines]
    assert told == [
        ("3-101", Verdict.CHANGE, "changed"),
        ("21-403", Verdict.ENTER, ""),
        ("7-302", Verdict.STANDS, ""),
        ("10-1-401", Verdict.ENTER, ""),
        ("5-505", Verdict.ASK, "gone"),
    ]
    assert instant(lines[1].not_before) == at(9)


def test_the_same_copy_again_does_nothing() -> None:
    lines = follow(COPY, copy_of(COPY), STANDING)

    assert {line.verdict for line in lines} == {Verdict.STANDS}


def test_household_that_staff_took_out_does_not_come_back_with_a_copy() -> None:
    stands = {household: entry for household, entry in STANDING.items() if entry.number != 2}

    (line,) = [line for line in follow(COPY, copy_of(COPY), stands) if line.door == "7-302"]

    assert (line.verdict, line.code) == (Verdict.PASSED, "taken_out")


def test_list_of_another_group_follows_no_copy_of_this_one() -> None:
    others = {home("21-101"), home("21-102"), home("3-101")}

    assert _copies.find_former([copy_of(COPY)], others) is None
    assert _copies.find_former([copy_of(COPY)], {home("3-101"), home("7-302")}) is not None


def settled(line: Line, stands: dict[int, Stands] | None = None, **changes: object) -> Line:
    ground = replace(GROUND, **changes)  # type: ignore[arg-type]
    return settle([line], ground, stands or {}, {home("3-101"): 3}, NOW)[0]


def row(came_at: datetime) -> Line:
    return Line(0, 1, Verdict.ENTER, "3-101", home("3-101"), 1, came_at=came_at.isoformat())


@pytest.mark.parametrize(
    ("line", "changes", "verdict", "code"),
    [
        (row(at(9)), {}, Verdict.ENTER, ""),
        (row(at(9)), {"buildings": frozenset({7})}, Verdict.OUT, "not_eligible"),
        (row(at(9)), {"entering": frozenset({7})}, Verdict.OUT, "not_your_building"),
        (row(at(9)), {"entering": frozenset({3})}, Verdict.ENTER, ""),
        (row(at(8) - timedelta(seconds=1)), {}, Verdict.ASK, "outside"),
        (row(NOW + timedelta(seconds=1)), {}, Verdict.ASK, "outside"),
        (row(at(11)), {"ends_at": at(11)}, Verdict.ASK, "outside"),
    ],
)
def test_line_has_to_fit_the_relay(
    line: Line, changes: dict[str, object], verdict: Verdict, code: str
) -> None:
    found = settled(line, **changes)

    assert (found.verdict, found.code) == (verdict, code)


@pytest.mark.parametrize(
    ("came_at", "verdict", "code"),
    [
        (at(8, 59), Verdict.ENTER, "earlier"),
        (at(9), Verdict.STANDS, "stands"),
        (at(9, 1), Verdict.STANDS, "stands"),
    ],
)
def test_the_first_in_time_stands_whichever_way_it_came(
    came_at: datetime, verdict: Verdict, code: str
) -> None:
    stands = {home("3-101"): Stands(1, 1, Channel.ONLINE, at(9))}

    found = settled(row(came_at), stands)

    assert (found.verdict, found.code) == (verdict, code)


def cells(number: int, channel: str, when: str, door: str, **others: str) -> FileRow:
    return FileRow(
        number, channel, when, door, **{"quantity": "", "line": "", "not_before": ""} | others
    )


def test_rows_of_a_table() -> None:
    lines = _table.to_lines(
        [
            cells(2, "短信", "2020-02-02 08:31:05", "3-101", quantity="2"),
            cells(3, "登记表", "11:00", "3-206", line="2", not_before="08:10"),
            cells(4, "lobby", "11:00", "3号楼305", line="1", not_before="08:10", quantity="1份"),
            cells(5, "", "", "7-302"),
        ],
        BOOK,
        GROUND,
        NOW,
    )

    assert shown(lines) == [
        (2, "3-101", 2, Channel.SMS, at(8, 31, 5)),
        (4, "3-305", 1, Channel.LOBBY, at(11)),
        (3, "3-206", 1, Channel.LOBBY, at(11)),
        (5, "7-302", 1, Channel.STALL, NOW),
    ]
    assert [instant(line.not_before) for line in lines] == [None, at(8, 10), at(8, 10), OPENS]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (cells(2, "邮局", "9:00", "3-101"), "channel_unread"),
        (cells(2, "", "9:71", "3-101"), "time_unread"),
        (cells(2, "", "9:00", ""), "no_door"),
        (cells(2, "", "9:00", "99-101"), "no_such_door"),
        (cells(2, "", "9:00", "1-101"), "several_doors"),
        (cells(2, "", "9:00", "3-101", quantity="many"), "no_quantity"),
        (cells(2, "", "9:00", "3-101", quantity="0"), "no_quantity"),
        (cells(2, "", "9:00", "3-101", quantity="3"), "over_limit"),
    ],
)
def test_row_that_cannot_be_read_is_asked_about(cell: FileRow, code: str) -> None:
    (line,) = _table.to_lines([cell], BOOK, GROUND, NOW)

    assert (line.number, line.verdict, line.code) == (2, Verdict.ASK, code)


@pytest.mark.parametrize("language", LANGUAGES)
def test_header_that_is_offered_is_understood(language: str) -> None:
    for name, content in (("a.csv", write_csv(language)), ("a.xlsx", write_workbook(language))):
        with pytest.raises(RuleError, match="papers_file_unread") as refused:
            read_file(content, name)
        assert refused.value.params == {"reason": "empty"}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"name,phone\nx,1\n", "header"),
        (b"\xff\xfe\x00\xd8", "encoding"),
        (b"PK\x03\x04", "format"),
    ],
)
def test_file_that_cannot_be_read_is_refused_whole(content: bytes, reason: str) -> None:
    with pytest.raises(RuleError) as refused:
        read_file(content, "x.csv")
    assert (refused.value.code, refused.value.params["reason"]) == ("papers_file_unread", reason)


def test_draft_survives_a_conversation() -> None:
    draft = Draft(
        relay_id=7,
        made=42,
        kind=BatchKind.PASTE,
        read_at=NOW,
        lines=tuple(reads(STALL)),
        text=STALL,
        channel=Channel.SMS,
        asking=3,
        follows_id=2,
        standing=((1, 2),),
        gone=(5,),
    )

    assert draft_from_json(draft_to_json(draft)) == draft


def test_five_hundred_lines_are_read_in_less_than_two_seconds() -> None:
    doors = [door.key for door in BOOK]
    text = "#接龙\n口罩\n" + "\n".join(
        f"{n}. {doors[n % len(doors)]} 陈超 1份" for n in range(1, 501)
    )
    begun = time.perf_counter()

    lines = reads(text)

    assert len(lines) == 500
    assert time.perf_counter() - begun < 2


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for line in reads(text):
        assert line.verdict is not Verdict.ENTER or line.is_complete
