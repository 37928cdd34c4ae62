"""Lines and times as people write them."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.relay._reading import (
    JoinLine,
    StaffLine,
    read_join_line,
    read_staff_line,
)
from handlers.spans import read_span
from storage.relay.kinds import Channel

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("接龙", JoinLine("", None, False)),
        ("接龙 3-501 2份", JoinLine("3-501", 2, False)),
        ("接龙3-501", JoinLine("3-501", None, False)),
        ("接龍 ３－５０１ ２份", JoinLine("3-501", 2, False)),
        ("#接龙 三号五零一 两份", JoinLine("三号五零一", 2, False)),
        ("报名：3号楼501室，1份", JoinLine("3号楼501室", 1, False)),
        ("接龙 2份 3-501", JoinLine("3-501", 2, False)),
        ("接龙 3-501 x2", JoinLine("3-501", 2, False)),
        ("接龙 3-501 +2", JoinLine("3-501", 2, False)),
        ("接龙 3-501 2", JoinLine("3-501", 2, False)),
        ("接龙 3 501", JoinLine("3 501", None, False)),
        ("join Bldg 3 Rm 501 2 pcs", JoinLine("Bldg 3 Rm 501", 2, False)),
        ("+1", JoinLine("", 1, True)),
        ("＋２", JoinLine("", 2, True)),
        (" + 3 ", JoinLine("", 3, True)),
        ("\u202e+1\u200b", JoinLine("", 1, True)),
        ("接龙\n3-501\n2份", JoinLine("3-501", 2, False)),
        ("#接龙\n口罩\n1. 3-501\n2. 3-502", None),
        ("我不参加接龙", None),
        ("接龙什么时候开始？", None),
        ("接龙 1-103 报了没有？", None),
        ("报名截止12月31日吗", None),
        ("接龙 3-501 陈超 2份", JoinLine("3-501 陈超", 2, False)),
        ("join us tomorrow", None),
        ("1+1=2", None),
        ("+1000", None),
        ("接龙" + "啊" * 10_000, None),
        ("", None),
    ],
)
def test_join_lines(text: str, line: JoinLine | None) -> None:
    assert read_join_line(text) == line


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("代报 3-501 2份 00:10", StaffLine("3-501", 2, time(0, 10))),
        ("代登记 00:10:30 3号楼501", StaffLine("3号楼501", None, time(0, 10, 30))),
        ("代报 3-501 2 00:10", StaffLine("3-501", 2, time(0, 10))),
        ("代报 3-501 2份 12月1日 00:10", StaffLine("3-501", 2, time(0, 10), (12, 1))),
        ("代报 12/1 9:05 3-501", StaffLine("3-501", None, time(9, 5), (12, 1))),
        ("代报 8/502 2份 9:05", StaffLine("8/502", 2, time(9, 5))),
        ("电话代报 3-501", None),
        ("代报 电话 3-501 2份", StaffLine("3-501", 2, None, None, Channel.PHONE)),
        ("代报 短信 3-501 9:05", StaffLine("3-501", None, time(9, 5), None, Channel.SMS)),
        ("代报 登记表 3-501", StaffLine("3-501", None, None, None, Channel.LOBBY)),
        ("代报 3-501 待材料", StaffLine("3-501", None, None, awaits_papers=True)),
        ("代报\n3-501 2份\n3-502 1份", None),
        ("代报 3-501 2份\n代报 3-502", None),
        ("代报\n3-501\n2份", StaffLine("3-501", 2, None)),
        ("补登 3-501", StaffLine("3-501", None, None)),
        ("代报 3-501 25:00", StaffLine("3-501 25:00", None, None)),
        ("接龙 3-501", None),
    ],
)
def test_staff_lines(text: str, line: StaffLine | None) -> None:
    assert read_staff_line(text) == line


def _at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=SHANGHAI).astimezone(UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2月2日 00:00 - 24:00", (_at(2027, 2, 2), _at(2027, 2, 3))),
        ("12月2日 00:00至12月3日 11:00", (_at(2026, 12, 2), _at(2026, 12, 3, 11))),
        ("今天 18点 到 20点30分", (_at(2026, 12, 1, 18), _at(2026, 12, 1, 20, 30))),
        ("明天8:00-后天18:00", (_at(2026, 12, 2, 8), _at(2026, 12, 3, 18))),
        ("now - 20:00", (NOW, _at(2026, 12, 1, 20))),
        ("tomorrow 8:00 to 18:00", (_at(2026, 12, 2, 8), _at(2026, 12, 2, 18))),
        ("aujourd’hui 18h - 20h", (_at(2026, 12, 1, 18), _at(2026, 12, 1, 20))),
        ("2026-12-02 00:00 - 2026-12-02 11:00", (_at(2026, 12, 2), _at(2026, 12, 2, 11))),
        ("12/2 9:00~12/2 10:00", (_at(2026, 12, 2, 9), _at(2026, 12, 2, 10))),
        ("２月２日００：００－２４：００", (_at(2027, 2, 2), _at(2027, 2, 3))),
        ("soon", None),
        ("2月30日 00:00 - 24:00", None),
        ("25:00 - 26:00", None),
        ("8:61 - 9:00", None),
        ("8:00", None),
    ],
)
def test_spans(text: str, span: tuple[datetime, datetime] | None) -> None:
    assert read_span(text, NOW, SHANGHAI) == span


@given(st.text(max_size=60))
def test_any_text_is_answered(text: str) -> None:
    read_join_line(text)
    read_staff_line(text)
    read_span(text, NOW, SHANGHAI)
