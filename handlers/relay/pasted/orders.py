"""An order as words with places, and how its numbers are shared out among items."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

ITEM, NUMBER, EACH, ALL, NOT, CHANGE, ADD, REDUCE, OTHER = (
    *("item", "number", "each", "all", "not"),
    *("change", "add", "reduce", "other"),
)


class Token(NamedTuple):
    """A word of an order, and where it stood."""

    kind: str
    start: int
    end: int
    value: int = 0
    unit: str = ""
    item: str = ""


@dataclass(slots=True)
class Order:
    """What an entry asks for.

    Attributes:
        items: empty where nothing was said, or nothing that can be known.
        doubt: code of the doubt; empty where the order is plain.
        mode: `set`, `change`, `add` or `reduce`.
        is_counted: a number or an item was written; `is_plus` as `+1`.
        tokens: for doors that share a line.
    """

    items: dict[str, int] = field(default_factory=dict)
    doubt: str = ""
    mode: str = "set"
    is_counted: bool = False
    is_plus: bool = False
    drops_all: bool = False
    tokens: list[Token] = field(default_factory=list)
    rest: str = ""

    @property
    def has_change_word(self) -> bool:
        """Whether a word says that a number becomes another one."""
        return any(token.kind in (CHANGE, ADD) for token in self.tokens)


def share_out(tokens: Sequence[Token], keys: list[str]) -> tuple[dict[str, int], str]:
    """What each item gets, and the code of the doubt.

    Args:
        tokens: items, numbers and `各`, as written.
        keys: all items, which `各1份` means where it names none.
    """
    shares = _Shares(keys)
    for token in reversed(tokens) if _numbers_come_first(tokens) else tokens:
        shares.take(token)
    return shares.close()


def _numbers_come_first(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and tokens[0].kind == NUMBER and tokens[-1].kind == ITEM


class _Shares:
    """Gives each number to the items before it."""

    def __init__(self, keys: list[str]) -> None:
        self._keys = keys
        self._counts: dict[str, int] = {}
        self._waiting: list[Token] = []
        self._is_each = False
        self._doubt = ""

    def take(self, token: Token) -> None:
        if token.kind == ITEM:
            self._waiting.append(token)
        elif token.kind == EACH:
            self._is_each = True
        else:
            self._give(token)

    def close(self) -> tuple[dict[str, int], str]:
        """What each item got, and the doubt; an item without a number is one."""
        for item in self._waiting:
            self._put(item.item, self._counts.get(item.item, 0) + 1)
        return {key: count for key, count in self._counts.items() if count}, self._doubt

    def _give(self, number: Token) -> None:
        waiting, self._waiting = self._waiting, []
        if not self._is_each and len(waiting) > 1:
            # `A B2` is one A and two B; `AB2` and `A、B 2份` may be either.
            if waiting[-1].end != number.start or not _are_apart(waiting):
                self._doubt = "several_amounts"
            else:
                self._put_all([item.item for item in waiting[:-1]], 1)
                waiting = waiting[-1:]
        keys = [item.item for item in waiting] or (self._keys if self._is_each else [])
        if not keys:
            self._doubt = self._doubt or "which_item"
        self._put_all(keys, number.value)
        self._is_each = False

    def _put_all(self, keys: list[str], count: int) -> None:
        for key in keys:
            self._put(key, count)

    def _put(self, key: str, count: int) -> None:
        if key in self._counts:
            self._doubt = self._doubt or "several_amounts"
        self._counts[key] = count


def _are_apart(items: list[Token]) -> bool:
    return all(after.start > before.end for before, after in pairwise(items))


_BACKWARDS = re.compile(r"\s*(?:으?로|に|へ|instead)")


def part_change(tokens: list[Token]) -> tuple[list[Token], str, list[Token]]:
    """What stands before and after the last word that changes something."""
    for at in range(len(tokens) - 1, -1, -1):
        kind = tokens[at].kind
        if kind in (CHANGE, ADD, REDUCE) and has_number(tokens[at + 1 :]):
            return tokens[:at], kind, tokens[at + 1 :]
    return [], "set", tokens


def turn_round(tokens: list[Token], text: str) -> tuple[list[Token], str, list[Token]]:
    """`1개로 변경`, `1個に変更`, `2 instead`: the number stands before the word."""
    for number, word in pairwise(tokens):
        between = text[number.end : word.end].casefold()
        if (number.kind, word.kind) == (NUMBER, CHANGE) and _BACKWARDS.match(between):
            at = tokens.index(number)
            return tokens[:at], CHANGE, tokens[at : at + 1]
    return [], "set", tokens


def has_number(tokens: list[Token]) -> bool:
    """Whether something is counted or named."""
    return any(token.kind in (NUMBER, ITEM) for token in tokens)
