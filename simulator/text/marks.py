"""What a tag marks: its kind, what its attributes say, and the order in which marks are listed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from simulator.errors import Refusal, bad_request
from simulator.text.links import checked_link, mentioned_user

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
# Where entities cover the same text, Telegram lists the lower rank first; of equal rank, the inner.
RANKS = {
    "blockquote": 0,
    "expandable_blockquote": 0,
    "pre": 1,
    "code": 2,
    "date_time": 3,
    "text_link": 4,
    "text_mention": 4,
    "bold": 5,
    "italic": 6,
    "underline": 7,
    "strikethrough": 8,
    "spoiler": 9,
    "custom_emoji": 10,
}
EMOJI_ID = re.compile(r"-?[1-9]\d*")
LEADING_DIGITS = re.compile(r"0*([1-9][0-9]*)")
DATE_FORMAT = re.compile(r"r|w?[dD]?[tT]?|")


@dataclass(slots=True)
class Mark:
    """A formatted stretch; offset and length in UTF-16 units, `value` is a link, language or id."""

    kind: str
    offset: int
    length: int
    value: str | None = None
    date_format: str | None = None

    @property
    def order(self) -> tuple[int, int, int, bool]:
        """The key that Telegram lists marks by."""
        is_plain_block = self.kind == "pre" and self.value is None
        return self.offset, -self.length, RANKS[self.kind], is_plain_block


def malformed(words: str) -> Refusal:
    """400 `can't parse entities: ...`."""
    return bad_request(f"can't parse entities: {words}")


def read_attributes(mark: Mark, attributes: Mapping[str, str], covered: str) -> bool:
    """Fill in what a tag's attributes say; False when nothing remains to be marked.

    Args:
        mark: the mark of the tag, as its name alone makes it.
        attributes: the tag's.
        covered: the text inside, which is the address of a link without `href`.

    Raises:
        Refusal: for an emoji id or a date format that is none.
    """
    if mark.kind == "text_link":
        return _read_link(mark, attributes.get("href") or covered)
    if mark.kind == "date_time":
        return _read_date(mark, attributes)
    if mark.kind == "custom_emoji":
        mark.value = attributes.get("emoji-id", "")
        if not EMOJI_ID.fullmatch(mark.value):
            raise malformed("Invalid custom emoji identifier specified")
    elif mark.kind == "blockquote" and "expandable" in attributes:
        mark.kind = "expandable_blockquote"
    elif mark.kind == "code":
        mark.value = attributes.get("class", "").removeprefix("language-") or None
    return True


def _read_link(mark: Mark, link: str) -> bool:
    user_id = mentioned_user(link)
    if user_id:
        mark.kind, mark.value = "text_mention", str(user_id)
        return True
    mark.value = checked_link(link)
    return mark.value is not None


def _read_date(mark: Mark, attributes: Mapping[str, str]) -> bool:
    style = attributes.get("format", "")
    if not DATE_FORMAT.fullmatch(style):
        raise malformed("Invalid date format used")
    digits = LEADING_DIGITS.match(attributes.get("unix", ""))
    mark.value = digits[1] if digits else None
    mark.date_format = style or None
    return mark.value is not None


def join_code(last: Mark, mark: Mark) -> bool:
    """Make `pre` and `code class=language-...` around the same text one block, in `last`."""
    is_same = (last.offset, last.length) == (mark.offset, mark.length)
    if not is_same or {last.kind, mark.kind} != {"pre", "code"}:
        return False
    code, pre = (last, mark) if last.kind == "code" else (mark, last)
    if code.value is None or pre.value is not None:
        return False
    last.kind, last.value = "pre", code.value
    return True
