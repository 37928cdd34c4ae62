"""What a relay offers, as its header lists it, and the words by which neighbours ask for it.

items = labelled { labelled }      `A套餐 50元：青菜 土豆`   `①大米`   `午餐：`
| priced { priced }          `大米 60元/袋、油 80元/桶`
| list                       `品种：大米、油`
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

_LABEL = r"[A-Za-z]|[①-⑳]"
_KIND = r"套餐|套装|套|餐|款|类|组|包|档|种|箱"
_LABELLED = re.compile(
    rf"^[^\w①-⑳]*(?P<label>{_LABEL})(?:\s?(?P<kind>{_KIND})|(?=[.、:：)\s,，]|"
    rf"[^\W\da-z_]))\s*[.、:：)，,]?\s*(?P<name>.*)$"
)
_SET = re.compile(
    rf"^\W*(?P<name>(?:{_KIND})\s?[一二三四五六1-9A-Za-z]|"
    rf"[一二三四五六1-9]号(?:{_KIND}))\s*[:：]?(?P<text>.*)$"
)
_INLINE = re.compile(
    rf"(?<![A-Za-z\d])(?P<label>{_LABEL})\s?[.、:：)=]?\s?(?P<name>(?![栋座幢楼区单])[^\W\da-zA-Z_①-⑳]+|"
    rf"[A-Za-z]{{3,}})"
)
_SECTION = re.compile(
    r"^\W*(?P<name>早餐|午餐|晚餐|中餐|早饭|午饭|晚饭|夜宵|breakfast|lunch|dinner)\s*[:：]\s*$",
    re.IGNORECASE,
)
_PRICED = re.compile(
    r"(?P<name>[^\W\d_]{1,10}(?:\s[A-Za-z]{2,10})?)\s*(?:\(?\d+(?:\.\d+)?\s?(?:kg|"
    r"g|l|ml|斤|升|克|公斤|枚|只|个)装?\)?)?\s*[:：]?\s*"
    r"(?:[¥￥$€£]\s?\d+(?:\.\d+)?|\d+(?:\.\d+)?\s?(?:元|块|円|원|€|\$))",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"(?:品种|品类|商品|物品|可选|选项|种类|口味|items?|options?|choices?|choose|"
    r"品目|メニュー|품목)\s*[:：]\s*(?P<list>.+)$",
    re.IGNORECASE,
)
_NO_NAMES = re.compile(
    r"每户|每份|每人|限|付款|运费|共|合计|每|仅|只要|团购|元|起|满|优惠|原价|现价|"
    r"价格?$|total|price|only",
    re.IGNORECASE,
)
_RULES = re.compile(
    r"请|每户|限|地点|时间|领取|截止|付款|备注|不要|注意|通知|格式|接龙|登记|"
    r"please|per |deadline|pay|note"
)
_MEALS = (
    ("早餐", "早饭", "早点", "早", "breakfast"),
    ("午餐", "午饭", "中饭", "中餐", "午", "lunch"),
    ("晚餐", "晚饭", "夜饭", "晚", "dinner", "supper"),
)
_VAGUE = frozenset("大小份盒袋套餐包装套新鲜品种类款")
_FEWEST = 2


class Item(NamedTuple):
    """One thing that is offered.

    Attributes:
        key: as orders are counted by: the label, or the name where there is no label.
        text: the header's line.
        names: words that mean this one and no other.
        parts: words for what it holds; who asks by them must be asked.
    """

    key: str
    text: str
    names: tuple[str, ...]
    parts: tuple[str, ...] = ()


def read_catalog(lines: Sequence[str], menus: Sequence[str] = ()) -> tuple[Item, ...]:
    """The items of a header; empty where one thing only is offered.

    Args:
        lines: folded.
        menus: numbered lines among them, without their numbers.
    """
    for read in (
        _read_labelled,
        _read_sets,
        _read_sections,
        _read_inline,
        _read_listed,
        _read_priced,
    ):
        items = read(lines)
        if len(items) >= _FEWEST:
            return _name_apart(items)
    if len(menus) >= _FEWEST and not any(_RULES.search(menu) for menu in menus):
        return _name_apart([_make(_bare_name(menu), menu, _bare_name(menu)) for menu in menus])
    return ()


def name_items(names: Iterable[str]) -> tuple[Item, ...]:
    """The items of a relay that says itself what it offers."""
    return _name_apart([_make(name, name, name) for name in names])


def _read_labelled(lines: Sequence[str]) -> list[Item]:
    items: dict[str, Item] = {}
    for line in lines:
        found = _LABELLED.match(line)
        if found and not re.match(r"\s*[座栋幢楼区]", found["name"]):
            label, name = found["label"].upper(), _bare_name(found["name"])
            items.setdefault(label, _make(label, line, name, _list_parts(found["name"])))
    labels = list(items)
    is_sequence = (
        labels
        and labels[0] in "A①"
        and all(ord(after) - ord(before) == 1 for before, after in pairwise(labels))
    )
    return list(items.values()) if is_sequence else []


def _read_inline(lines: Sequence[str]) -> list[Item]:
    for line in lines:
        found = list(_INLINE.finditer(line))
        labels = [each["label"].upper() for each in found]
        if len(labels) >= _FEWEST and labels[0] in "A①" and len(set(labels)) == len(labels):
            return [_make(each["label"].upper(), each[0], each["name"]) for each in found]
    return []


def _read_sets(lines: Sequence[str]) -> list[Item]:
    found = filter(None, map(_SET.match, lines))
    return [
        _make(
            re.sub(r"\s", "", each["name"]), each[0], each["name"], _list_parts(":" + each["text"])
        )
        for each in found
    ]


def _read_sections(lines: Sequence[str]) -> list[Item]:
    found = list(filter(None, map(_SECTION.match, lines)))
    return [_make(each["name"], each["name"], each["name"]) for each in found]


def _read_listed(lines: Sequence[str]) -> list[Item]:
    for line in lines:
        if found := _LISTED.search(line):
            names = re.split(r"[、,，;；/|]|\s(?:and|or)\s|和|或", found["list"])
            return [_make(name, name, name) for raw in names if (name := _bare_name(raw))]
    return []


def _read_priced(lines: Sequence[str]) -> list[Item]:
    items: dict[str, Item] = {}
    for line in lines:
        for found in _PRICED.finditer(line):
            name = found["name"].strip()
            if not _NO_NAMES.search(name):
                items.setdefault(name, _make(name, line, name))
    return list(items.values())


def _make(key: str, text: str, name: str, parts: tuple[str, ...] = ()) -> Item:
    meals = next((meals for meals in _MEALS if meals[0] in name or name.casefold() in meals), ())
    emoji = re.search(rf"([^\w\s.,:;!()【】\[\]、，。：；/¥$€*#+-])\s?{re.escape(name)}", text)
    names = (name.casefold(), *meals, emoji[1] if emoji and name else "")
    return Item(key, text.strip(), tuple(filter(None, names)), parts)


def _bare_name(text: str) -> str:
    name = re.split(r"[:：(（]|[¥￥$]?\d", text.strip(), maxsplit=1)[0]
    return name.strip(" .,，、-*·;；")


def _list_parts(text: str) -> tuple[str, ...]:
    _, colon, listed = re.sub("：", ":", text).partition(":")
    return tuple(re.findall(r"[^\W\d_]{2,}", listed.casefold())) if colon else ()


def _name_apart(items: list[Item]) -> tuple[Item, ...]:
    """Give each item the shorter words that no other item shares."""
    spoken = [" ".join(item.names) for item in items]
    apart = []
    for at, item in enumerate(items):
        others = " ".join(spoken[:at] + spoken[at + 1 :])
        short = {word for name in item.names for word in _shorten(name) if word not in others}
        apart.append(item._replace(names=tuple(dict.fromkeys((*item.names, *sorted(short))))))
    return tuple(apart)


def _shorten(name: str) -> set[str]:
    if name.isascii():
        return set(re.findall("[a-z]{3,}", name))
    name = re.sub(r"\s", "", name)
    pieces = {name[i:j] for i in range(len(name)) for j in range(i + 2, len(name) + 1)}
    return pieces | ({name[0], name[-1]} - _VAGUE)
