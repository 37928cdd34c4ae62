"""Telegram's HTML: a handful of tags, four named entities, and its own words for every mistake.

Written from the Bot API's description and from what TDLib's parser was seen to answer; the tests
hold the two side by side. It only parses: trimming and limits belong to `formatting`.
"""

import re
from dataclasses import dataclass, field

from simulator.errors import Refusal, bad_request
from simulator.text.links import checked_link, mentioned_user
from simulator.text.utf16 import utf16_length

KINDS = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
    "pre": "pre",
    "code": "code",
    "blockquote": "blockquote",
}
# Where two entities cover the same text, Telegram lists the one that stands first here first.
NESTING = (
    "blockquote",
    "expandable_blockquote",
    "pre",
    "code",
    "date_time",
    "text_link",
    "text_mention",
    "bold",
    "italic",
    "underline",
    "strikethrough",
    "spoiler",
    "custom_emoji",
)
CHARACTERS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
TAG_NAME = re.compile(r"[^\s>]*", re.ASCII)
SPACES = re.compile(r"\s*", re.ASCII)
ATTRIBUTE_NAME = re.compile(r"[^\s=>/\"']*", re.ASCII)
BARE_VALUE = re.compile(r"[0-9A-Za-z.\-]*")
AFTER_VALUE = re.compile(r"[\s>]|$", re.ASCII)
DATE_FORMAT = re.compile(r"r|w?[dD]?[tT]?|")
HIGHEST_CHARACTER = 0x10FFFF
SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(slots=True)
class Mark:
    """A formatted stretch; offset and length in UTF-16 units, `value` is a link, language or id."""

    kind: str
    offset: int
    length: int
    value: str | None = None
    date_format: str | None = None


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
    written: int = 0
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
                self._write_until_markup()
            elif self.source.startswith("</", self.place):
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise self._refusal(
                f'Can\'t find end tag corresponding to start tag "{self.open[-1].name}"', None
            )
        for mark in self.marks:
            if mark.kind == "code":
                mark.value = None
        return self._joined(), sorted(self.marks, key=_in_order)

    # -- text -----------------------------------------------------------------------------------

    def _write(self, text: str) -> None:
        self.out.append(text)
        self.written += len(text)
        self.units += utf16_length(text)

    def _write_until_markup(self) -> None:
        ends = [at for at in (self.source.find(c, self.place) for c in "<&") if at >= 0]
        end = min(ends, default=len(self.source))
        self._write(self.source[self.place : end])
        self.place = end

    def _reference(self) -> str:
        char, self.place = read_reference(self.source, self.place)
        return char

    def _joined(self) -> str:
        text = "".join(self.out)
        if SURROGATE.search(text):
            raise self._refusal(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units",
                None,
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
            found[key] = self._value(name, begin) if is_assigned else ""

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
            raise Refusal(
                400,
                f"Bad Request: can't parse entities: Unmatched end tag at byte offset "
                f'{self._bytes(begin)}, expected "</{tag.name}>", found "</{name}>"',
            )
        self.place += 1
        self._close(tag)

    def _close(self, tag: OpenTag) -> None:
        length = self.units - tag.start
        if not length:
            return
        mark = Mark(KINDS[tag.name], tag.start, length)
        covered = "".join(self.out[tag.place :])
        if self._finish(mark, tag.attributes, covered) and not self._joins_last(mark):
            self.marks.append(mark)

    def _finish(self, mark: Mark, attributes: dict[str, str], covered: str) -> bool:
        """Fill in what the attributes say; False when nothing remains to be marked."""
        if mark.kind == "text_link":
            return _finish_link(mark, attributes.get("href") or covered)
        if mark.kind == "custom_emoji":
            mark.value = attributes.get("emoji-id", "")
            if not re.fullmatch(r"-?\d+", mark.value) or not int(mark.value):
                raise self._refusal("Invalid custom emoji identifier specified", None)
        elif mark.kind == "date_time":
            return self._finish_date(mark, attributes)
        elif mark.kind == "blockquote" and "expandable" in attributes:
            mark.kind = "expandable_blockquote"
        elif mark.kind == "code":
            mark.value = attributes.get("class", "").partition("language-")[2] or None
            if not attributes.get("class", "").startswith("language-"):
                mark.value = None
        return True

    def _finish_date(self, mark: Mark, attributes: dict[str, str]) -> bool:
        style = attributes.get("format", "")
        unix = attributes.get("unix", "")
        if not DATE_FORMAT.fullmatch(style):
            raise self._refusal("Invalid date format used", None)
        mark.date_format = style or None
        mark.value = unix.lstrip("0")
        return unix.isdecimal() and int(unix) > 0

    def _joins_last(self, mark: Mark) -> bool:
        """`pre` and `code class=language-...` around the same text are one block of code."""
        last = self.marks[-1] if self.marks else None
        if last is None or (last.offset, last.length) != (mark.offset, mark.length):
            return False
        if {last.kind, mark.kind} != {"pre", "code"}:
            return False
        code, pre = (last, mark) if last.kind == "code" else (mark, last)
        if code.value is None or pre.value is not None:
            return False
        last.kind, last.value = "pre", code.value
        return True

    # -- helpers --------------------------------------------------------------------------------

    def _token(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.source, self.place)
        assert found
        self.place = found.end()
        return found[0]

    def _bytes(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    def _refusal(self, words: str, place: int | None) -> Refusal:
        where = "" if place is None else f" at byte offset {self._bytes(place)}"
        return bad_request(f"can't parse entities: {words}{where}")


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


def _finish_link(mark: Mark, link: str) -> bool:
    user_id = mentioned_user(link)
    if user_id:
        mark.kind, mark.value = "text_mention", str(user_id)
        return True
    mark.value = checked_link(link)
    return mark.value is not None


def _in_order(mark: Mark) -> tuple[int, int, int]:
    return mark.offset, -mark.length, NESTING.index(mark.kind)
