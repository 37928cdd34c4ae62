"""Telegram's HTML: a handful of tags, four named entities, and its own words for every mistake.

Written from the Bot API's description and from what TDLib's parser was seen to answer; the tests
hold the two side by side. It only parses: trimming and limits belong to `formatting`.
"""

import re
from dataclasses import dataclass, field

from simulator.errors import Refusal
from simulator.text.marks import KINDS, Mark, join_code, malformed, read_attributes
from simulator.text.utf16 import utf16_length

CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
PLAIN = re.compile(r"[^<&]*")
TAG_NAME = re.compile(r"[^\s>]*", re.ASCII)
SPACES = re.compile(r"\s*", re.ASCII)
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*", re.ASCII)
BARE_VALUE = re.compile(r"[0-9A-Za-z.\-]*")
AFTER_VALUE = re.compile(r"[\s>]|$", re.ASCII)
HIGHEST_CHARACTER = 0x10FFFF
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class OpenTag:
    """A start tag whose end has not come yet."""

    name: str
    attributes: dict[str, str]
    start: int
    place: int


@dataclass(slots=True)
class Parser:
    """One pass over a text; `place` runs over the source, `out` collects what remains."""

    source: str
    place: int = 0
    out: list[str] = field(default_factory=list)
    units: int = 0
    open: list[OpenTag] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def run(self) -> tuple[str, list[Mark]]:
        """The plain text and its marks; raises Refusal."""
        while self.place < len(self.source):
            char = self.source[self.place]
            if char == "&":
                self._write(self._reference())
            elif char != "<":
                self._write(self._token(PLAIN))
            elif self.source.startswith("</", self.place):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            name = self.open[-1].name
            raise malformed(f'Can\'t find end tag corresponding to start tag "{name}"')
        for mark in self.marks:
            if mark.kind == "code":
                mark.value = None
        return self._joined(), sorted(self.marks, key=lambda mark: mark.order)

    # -- text -----------------------------------------------------------------------------------

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.units += utf16_length(text)

    def _reference(self) -> str:
        char, self.place = read_reference(self.source, self.place)
        return char

    def _joined(self) -> str:
        text = "".join(self.out)
        if SURROGATE.search(text):
            raise malformed(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text

    # -- tags -----------------------------------------------------------------------------------

    def _start_tag(self) -> None:
        begin = self.place
        self.place += 1
        name = self._token(TAG_NAME).lower()
        if self.place >= len(self.source):
            raise self._refusal("Unclosed start tag", begin)
        if name not in KINDS:
            raise self._refusal(f'Unsupported start tag "{name}"', begin)
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refusal('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(OpenTag(name, attributes, self.units, len(self.out)))

    def _attributes(self, name: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            if self.place >= len(self.source):
                raise self._refusal("Unclosed start tag", begin)
            self._token(SPACES)
            if self.source.startswith(">", self.place):
                self.place += 1
                return found
            key = self._token(ATTRIBUTE_NAME)
            if not key:
                raise self._refusal(f'Empty attribute name in the tag "{name}"', begin)
            self._token(SPACES)
            if self.place >= len(self.source):
                raise self._refusal(f'Unclosed start tag "{name}"', begin)
            is_assigned = self.source.startswith("=", self.place)
            value = self._value(name, begin) if is_assigned else ""
            if key != "class" or value.startswith("tg-" if name == "span" else "language-"):
                found[key] = value

    def _value(self, name: str, begin: int) -> str:
        self.place += 1
        self._token(SPACES)
        if self.place >= len(self.source):
            raise self._refusal(f'Unclosed start tag "{name}"', begin)
        if self.source[self.place] in "'\"":
            return self._quoted(begin)
        value_at = self.place
        value = self._token(BARE_VALUE).lower()
        if not AFTER_VALUE.match(self.source, self.place):
            raise self._refusal("Unexpected end of name token", value_at)
        return value

    def _quoted(self, begin: int) -> str:
        quote, value = self.source[self.place], []
        self.place += 1
        while self.place < len(self.source) and self.source[self.place] != quote:
            if self.source[self.place] == "&":
                value.append(self._reference())
            else:
                value.append(self.source[self.place])
                self.place += 1
        if self.place >= len(self.source):
            raise self._refusal("Unclosed start tag", begin)
        self.place += 1
        return "".join(value)

    def _end_tag(self) -> None:
        begin = self.place
        if not self.open:
            raise self._refusal("Unexpected end tag", begin)
        self.place += 2
        name = self._token(TAG_NAME).lower()
        self._token(SPACES)
        if not self.source.startswith(">", self.place):
            raise self._refusal("Unclosed end tag", begin)
        tag = self.open.pop()
        if name and name != tag.name:
            expected = f'expected "</{tag.name}>", found "</{name}>"'
            where = f"at byte offset {self._bytes(begin)}"
            raise malformed(f"Unmatched end tag {where}, {expected}")
        self.place += 1
        self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        length = self.units - tag.start
        if not length:
            return
        mark = Mark(KINDS[tag.name], tag.start, length)
        if not read_attributes(mark, tag.attributes, "".join(self.out[tag.place :])):
            return
        if not (self.marks and join_code(self.marks[-1], mark)):
            self.marks.append(mark)

    # -- helpers --------------------------------------------------------------------------------

    def _token(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.place)
        assert found
        self.place = found.end()
        return found[0]

    def _bytes(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    def _refusal(self, words: str, place: int) -> Refusal:
        return malformed(f"{words} at byte offset {self._bytes(place)}")


def parse_html(source: str) -> tuple[str, list[Mark]]:
    """The plain text of Telegram HTML and its marks, in Telegram's order.

    Raises:
        Refusal: 400 `can't parse entities: ...`, with the place in bytes of UTF-8.
    """
    return Parser(source).run()


def read_reference(source: str, place: int) -> tuple[str, int]:
    """The character of an `&...;` at `place` and where to go on; an unknown one stays as it is."""
    found = REFERENCE.match(source, place)
    if not found:
        return "&", place + 1
    hexadecimal, decimal, name = found.groups()
    if name:
        char = CHARACTERS.get(name)
        return (char, found.end()) if char else ("&", place + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if not 0 < code <= HIGHEST_CHARACTER:
        return "&", place + 1
    return chr(code), found.end()
