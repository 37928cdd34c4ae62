"""Rows of a sheet, copied with tabs, bars, commas or columns of blanks, as lines of a relay.

    table = head { row }        the head names its columns in words that we know

A row becomes the line that a neighbour would write: `3号楼 2单元 501室 陈超 x2`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

from handlers.relay.pasted.stamps import Calendar
from handlers.relay.pasted.words import EXAMPLE

_COLUMNS: Mapping[str, str] = {
    "order": r"跟团号|团号|接龙号|序号|编号|序|号|no\.?|#|番号|순번|번호|n°|nr\.?",
    "building": r"楼号|楼栋号?|栋号?|幢号?|座号?|楼|棟|号棟|동|building|bldg\.?|block|blk\.?|tower"
    r"|bâtiment|bât\.?",
    "unit": r"单元号?|门洞?|단위|unit|entrance|stair",
    "room": r"室号?|房号|房间号?|房间|房|室|部屋(?:番号)?|号室|호수?|room|rm\.?|flat|apt\.?"
    r"|apartment|appt\.?",
    "door": r"(?:收货|收件|配送|详细|送货)地址|门牌号?|住址|地址|房屋"
    r"|楼号?[-/ ]?室号?|楼栋?[-/]房号|户号|住所|주소|동호수|door"
    r"|address|household",
    "name": r"姓名|户主(?:姓名)?|名字|联系人|昵称|微信名?|微信昵称|接龙人|业主"
    r"|お?名前|氏名|이름|성명"
    r"|name|nom",
    "item": r"商品(?:名称)?|品名|规格|物品|品目|상품|item|product|article",
    "phone": r"电话|手机号?码?|联系电话|联系方式|電話番号|전화번호?|연락처|phone|tel\.?|mobile"
    r"|téléphone",
    "amount": r"数量|份数|件数|盒数|袋数|瓶数|箱数|板数|个数|人数|订购数量?|数|個数|수량|개수"
    r"|quantity|qty\.?|amount|packs?|quantité",
    "time": r"时间|登记时间|提交时间|接龙时间|下单时间|填写时间|到场时间|日時|시간|time(?:stamp)?"
    r"|date|heure",
    "state": r"状态|订单状态|状況|상태|status|state",
    "note": r"备注|说明|留言|附言|備考|비고|메모|notes?|remarks?|comments?",
    "money": r"金额|价格|单价|总价|合计|实付|付款|金額|금액|price|total|paid|prix",
}
_HEAD = {
    role: re.compile(rf"(?:{pattern})\s*(?:\(.*\))?", re.IGNORECASE)
    for role, pattern in _COLUMNS.items()
}
_CUTS: tuple[Callable[[str], list[str]], ...] = (
    lambda line: line.split("\t"),
    lambda line: line.strip().strip("|").split("|"),
    lambda line: re.split("[,，]", line),
    lambda line: re.split(r"\s{2,}", line.strip()),
    str.split,
)
_SPOKEN = ("building", "unit", "room", "door", "name", "item", "amount", "state", "note")
_FIELD = re.compile(r"\s*(?P<label>[^:：\d]{1,8})[:：]\s*(?P<value>.*)")
_FEWEST_COLUMNS = 3
_BARE = re.compile(r"[\da-zA-Z]{1,5}[甲乙丙丁]?")
_COUNT = re.compile(r"\d{1,3}")
_LINED = re.compile(r"[\s|:+=-]+")


class TableRow(NamedTuple):
    """One row as a line, and its time where the sheet has a column for it."""

    text: str
    at: datetime | None


class Tables(NamedTuple):
    """Rows by their place among the lines, and the columns that count an item each."""

    rows: dict[int, TableRow]
    items: tuple[str, ...]


class _Table(NamedTuple):
    cut: Callable[[str], list[str]]
    roles: list[str]
    names: list[str]


def read_tables(lines: list[str], calendar: Calendar) -> Tables:
    """The rows of every table and form; heads map to an empty line."""
    rows: dict[int, TableRow] = {}
    items: dict[str, None] = {}
    table: _Table | None = None
    for at, line in enumerate(lines):
        head = _read_head(line)
        if head is not None:
            table = head
            rows[at] = TableRow("", None)
        elif table is not None and _LINED.fullmatch(line):
            rows[at] = TableRow("", None)
        elif table is not None and (cells := _cut(table, line)):
            rows[at] = _read_row(table, cells, calendar)
            items.update(dict.fromkeys(_list_counted(table, cells)))
        else:
            table = None
    _read_forms(lines, rows)
    return Tables(rows, tuple(items))


def _list_counted(table: _Table, cells: list[str]) -> list[str]:
    columns = zip(table.names, table.roles, cells, strict=False)
    return [name for name, role, cell in columns if not role and name and _COUNT.fullmatch(cell)]


def _read_forms(lines: list[str], rows: dict[int, TableRow]) -> None:
    """Forms of one field a line: `楼号：3` above `室号：501`; the first line becomes the row."""
    form: list[tuple[int, str, str]] = []
    for at, line in enumerate([*lines, ""]):
        found = _FIELD.fullmatch(line) if at not in rows else None
        role = _find_role(found["label"].strip()) if found else ""
        if found and role and (role not in {each[1] for each in form}):
            form.append((at, role, found["value"].strip()))
            continue
        _close_form(form, rows)
        form = [(at, role, found["value"].strip())] if found and role else []


def _close_form(form: list[tuple[int, str, str]], rows: dict[int, TableRow]) -> None:
    if len(form) < 2 or not {"door", "room"} & {role for _, role, _ in form}:
        return
    rows.update((at, TableRow("", None)) for at, _, _ in form)
    if any(value for _, _, value in form):
        cells = sorted(form, key=lambda each: _place(each[1]))
        words = [_write(role, "", value) for _, role, value in cells if value and role in _SPOKEN]
        rows[form[0][0]] = TableRow(" ".join(words), None)


def _read_head(line: str) -> _Table | None:
    if EXAMPLE.match(line):
        return None
    for cut in _CUTS:
        names = [cell.strip(' "*') for cell in cut(line)]
        if len(names) < _FEWEST_COLUMNS:
            continue
        roles = [_find_role(name) for name in names]
        has_door = "door" in roles or "room" in roles
        known = sum(bool(role) for role in roles)
        if has_door and known >= _FEWEST_COLUMNS - 1 and known * 2 >= len(names):
            return _Table(cut, roles, names)
    return None


def _find_role(name: str) -> str:
    return next((role for role, head in _HEAD.items() if head.fullmatch(name)), "")


def _cut(table: _Table, line: str) -> list[str]:
    cells = [cell.strip(' "') for cell in table.cut(line)]
    is_row = len(cells) > 1 and abs(len(cells) - len(table.roles)) <= 2
    if not is_row or (table.cut is str.split and len(cells) != len(table.roles)):
        return []
    return cells + [""] * (len(table.roles) - len(cells))


def _read_row(table: _Table, cells: list[str], calendar: Calendar) -> TableRow:
    at = None
    words: list[tuple[int, str]] = []
    for name, role, cell in zip(table.names, table.roles, cells, strict=False):
        if role == "time":
            stamp = calendar.find(cell)
            at = stamp.at if stamp else None
        elif cell and (not role or role in _SPOKEN):
            words.append((_place(role), _write(role, name, cell)))
    words += [(len(_SPOKEN), cell) for cell in cells[len(table.roles) :]]
    return TableRow(" ".join(word for _, word in sorted(words, key=lambda each: each[0])), at)


def _place(role: str) -> int:
    """Doors are said first; a column that we do not know stands beside the amount."""
    return _SPOKEN.index(role) if role in _SPOKEN else _SPOKEN.index("item")


def _write(role: str, name: str, cell: str) -> str:
    is_bare = _BARE.fullmatch(cell) is not None
    if role == "building" and is_bare:
        return f"{cell}号楼"
    if role == "unit" and is_bare:
        return f"{cell}单元"
    if role == "room" and is_bare:
        return f"{cell}室"
    if role == "amount" and _COUNT.fullmatch(cell):
        return f"x{cell}"
    if not role and _COUNT.fullmatch(cell):
        return f"{name}x{cell}" if int(cell) else ""
    return cell
