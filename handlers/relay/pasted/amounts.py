"""How many of what an entry asks for.

    order  = { group } [change group]
    group  = items 各 number | number items | items [number] | number | all
    number = `2份` | `x2` | `+1` | `两` | `2`

One thing offered needs no name; where several are, every number must belong to an item.
"""

from __future__ import annotations

import re

from handlers.relay.pasted import words
from handlers.relay.pasted.catalog import Item
from handlers.relay.pasted.masks import FILLER, fill
from handlers.relay.pasted.model import ONLY
from handlers.relay.pasted.numerals import read_amount
from handlers.relay.pasted.orders import (
    ADD,
    ALL,
    CHANGE,
    EACH,
    ITEM,
    NOT,
    NUMBER,
    OTHER,
    REDUCE,
    Order,
    Token,
    has_number,
    part_change,
    share_out,
    turn_round,
)
from handlers.relay.pasted.units import COUNTED, PLUS, TIMES, UNCLEAR, WORD, find_numeral, find_unit


class Amounts:
    """Reads orders of one relay.

    Args:
        items: empty where one thing only is offered.
        unit: what the relay counts, where its header says so.
    """

    def __init__(self, items: tuple[Item, ...] = (), unit: str = "") -> None:
        self._items = {name: item.key for item in items for name in item.names}
        self._keys = [item.key for item in items]
        self._parts = [(part, item.key) for item in items for part in item.parts]
        self._unit = unit
        self._labels = "".join(key.casefold() for key in self._keys if len(key) == 1)
        self._scanner = re.compile(self._pattern(), re.IGNORECASE)

    def read(self, text: str) -> Order:
        """The order in a text whose doors and foreign numbers are masked."""
        tokens = list(self._scan(text))
        rest = text
        for token in tokens:
            rest = fill(rest, token.start, token.end)
        order = self._settle(tokens, rest, text)
        order.tokens, order.rest = tokens, rest
        order.is_counted = any(token.kind in (ITEM, NUMBER, ALL) for token in tokens)
        if not self._keys and words.ALL.search(text.casefold()):
            order.doubt = order.doubt or "which_item"
        order.is_plus = re.search(PLUS, text) is not None
        if UNCLEAR.search(text):
            order.doubt, order.items = order.doubt or "several_amounts", {}
        return order

    def _pattern(self) -> str:
        parts = []
        if self._keys:
            parts = [
                rf"(?P<item>{self._item_pattern()})",
                rf"(?P<no>{_FOREIGN_LABEL})",
                r"(?P<not>不要了?|没有?|不)",
                rf"(?P<all>{words.ALL.pattern})",
            ]
        if self._keys:
            count = f"{len(self._keys)}|{_HAN_DIGITS[len(self._keys) % 10]}"
            parts.append(rf"(?P<every>(?:{count})[样种]\s?(?=各))")
        parts += [
            rf"(?P<reduce>{words.REDUCES.pattern})",
            rf"(?P<add>{words.ADDS.pattern})",
            rf"(?P<change>{words.CHANGES.pattern})",
            rf"(?P<number>{COUNTED}|{TIMES}|{PLUS}|{WORD}|{_BARE_AMONG if self._keys else _BARE})",
            rf"(?P<each>{words.EACH.pattern})",
        ]
        return "|".join(parts)

    def _item_pattern(self) -> str:
        kinds = "套餐|套装|餐|款|类|组|set|combo|option"
        names = [name for name in self._items if len(name) > 1 or not name.isalpha()]
        patterns = [re.escape(name) for name in sorted(names, key=len, reverse=True)]
        if self._labels:
            label = f"[{re.escape(self._labels)}]"
            verbs = "要来选订加份各和跟与及买换盒箱包套餐一两"
            before = rf"(?<![a-z])(?<![^\W\da-z_{FILLER}{verbs}①-⑳])"
            patterns += [
                rf"{before}(?:{kinds})\s?{label}(?![a-z])",
                rf"{before}{label}\s?(?:{kinds})",
                rf"{before}(?!a\s[a-z]){label}+(?!(?!x\s?\d)[a-z])",
            ]
        single = [name for name in self._items if len(name) == 1 and name.isalpha()]
        if single:
            count = r"\s?[x×*:：]?\s?[\d一两二三四五六]"
            any_one = f"[{re.escape(''.join(single))}]"
            alone = rf"(?<![^\W和跟及与或者{FILLER}]){any_one}(?![^\W和跟及与或者])"
            patterns.append(rf"{any_one}(?={count})|{alone}|(?<=[份个\d、和跟及与或者]){any_one}")
        return "|".join(patterns) or r"(?!)"

    def _scan(self, text: str) -> list[Token]:
        tokens: list[Token] = []
        for found in self._scanner.finditer(text):
            kind = found.lastgroup or OTHER
            span = found.span()
            if kind == NUMBER:
                value = read_amount(find_numeral(found[0]))
                tokens.append(Token(NUMBER, *span, value, find_unit(found[0])))
            elif kind == ITEM:
                tokens += [Token(ITEM, *span, item=key) for key in self._name(found[0])]
            elif kind == "no":
                tokens.append(Token(OTHER, *span))
            else:
                tokens.append(Token(kind, *span))
        return tokens

    def _name(self, written: str) -> list[str]:
        word = written.casefold()
        if word in self._items:
            return [self._items[word]]
        by_label = {key.casefold(): key for key in self._keys if len(key) == 1}
        bare = re.sub("套餐|套装|餐|款|类|组|set|combo|option|\\s", "", word)
        return [by_label[letter] for letter in bare if letter in by_label]

    def _settle(self, tokens: list[Token], rest: str, text: str) -> Order:
        head, mode, tail = part_change(tokens)
        if mode == "set":
            head, mode, tail = turn_round(tokens, text)
        order = self._read_part(tail, rest)
        order.mode = mode
        if (
            mode == "set"
            and has_number(tokens)
            and any(token.kind in (CHANGE, ADD, REDUCE) for token in tokens)
        ):
            order.doubt = order.doubt or "several_amounts"
        if mode == "change" and not has_number(head) and _ARROW.search(text):
            order.mode = "set"
        if mode == "set" or not head or not has_number(head):
            return order
        first = self._read_part(head, rest)
        order.doubt = order.doubt or first.doubt
        if mode == "change":
            order.mode = "set"
            if self._keys and first.items and set(first.items) != set(order.items):
                order.doubt = order.doubt or "several_amounts"
            return order
        sign = 1 if mode == "add" else -1
        order.items = _combine(first.items, order.items, sign)
        order.mode = "set"
        return order

    def _read_part(self, tokens: list[Token], rest: str) -> Order:
        return self._read_items(tokens, rest) if self._keys else self._read_single(tokens)

    def _read_single(self, tokens: list[Token]) -> Order:
        numbers = [token for token in tokens if token.kind == NUMBER]
        if not numbers:
            return Order({ONLY: 1})
        named = [token for token in numbers if token.unit and token.unit == self._unit]
        is_named = len(named) == 1 and all(token.unit for token in numbers)
        chosen = named if is_named and _units_differ(numbers) else numbers
        order = Order({ONLY: chosen[0].value})
        if len(chosen) > 1:
            order.doubt = "several_amounts"
            order.items = {} if len({token.value for token in chosen}) > 1 else order.items
        return order

    def _read_items(self, tokens: list[Token], rest: str) -> Order:
        order = Order()
        tokens = _drop_refused(tokens, order)
        kinds = [token.kind for token in tokens]
        if OTHER in kinds:
            return Order(doubt="no_such_item")
        if ALL in kinds and not {ITEM, NUMBER} & set(kinds):
            order.items = dict.fromkeys(self._keys, 1)
            return order
        if ALL in kinds and ITEM in kinds:
            order.doubt = "which_item"
            return order
        plain = [token for token in tokens if token.kind in (ITEM, NUMBER, EACH)]
        order.items, order.doubt = share_out(plain, self._keys)
        if not order.items and not order.drops_all:
            self._ask(order, plain, rest)
        return order

    def _ask(self, order: Order, tokens: list[Token], rest: str) -> None:
        order.doubt = "which_item"
        likely = {key for part, key in self._parts if part in rest.casefold()}
        if len(likely) == 1:
            numbers = [token.value for token in tokens if token.kind == NUMBER]
            order.items = {likely.pop(): numbers[0] if len(numbers) == 1 else 1}


_HAN_DIGITS = "零一两三四五六七八九"
_ARROW = re.compile(r"➡|→|⇒|->|=>")
_BARE = r"(?!0\d)(?<![\d.:+/])(?<![A-Za-z])\d{1,2}(?![\d.:/%A-Za-z]|[号楼])"
_BARE_AMONG = r"(?!0\d)(?<![\d.:/])\d{1,2}(?![\d.:/%]|[号楼])"
_FOREIGN_LABEL = r"(?<![A-Za-z])(?!x\s?\d)[A-Za-z]\s?\d{1,2}(?!\d)"


def _drop_refused(tokens: list[Token], order: Order) -> list[Token]:
    """`B不要` and `不要B` leave B out."""
    kept = list(tokens)
    refused = False
    for at, token in enumerate(tokens):
        if token.kind != NOT:
            continue
        beside = [
            each for each in (tokens[at - 1 : at] + tokens[at + 1 : at + 2]) if each.kind == ITEM
        ]
        if beside:
            refused = True
            kept = [each for each in kept if each is not beside[0]]
    order.drops_all = refused and not any(token.kind == ITEM for token in kept)
    return kept


def _combine(before: dict[str, int], after: dict[str, int], sign: int) -> dict[str, int]:
    total = {key: before.get(key, 0) + sign * after.get(key, 0) for key in {**before, **after}}
    return {key: count for key, count in total.items() if count > 0}


def _units_differ(tokens: list[Token]) -> bool:
    return len({token.unit for token in tokens}) > 1
