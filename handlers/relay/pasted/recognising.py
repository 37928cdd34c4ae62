"""Whether a message is a pasted relay at all, before anybody is asked what to do with it."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.relay.pasted import words
from handlers.relay.pasted.folding import fold_line
from handlers.relay.pasted.lines import read_lines
from handlers.relay.pasted.numbering import counts_upwards, read_number

_FEWEST = 3
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)


def looks_like_paste(text: str) -> bool:
    """A relay's head, three numbered lines, or a chat or sheet with times."""
    folded = [fold_line(line) for line in text.split("\n") if line.strip()]
    if len(folded) < _FEWEST:
        return False
    if any(words.LIST_HEAD.match(line) for line in folded[:2]):
        return True
    numbers = [found.value for line in folded if (found := read_number(line)) and found.is_strong]
    if len(numbers) >= _FEWEST and counts_upwards(numbers):
        return True
    page = read_lines(text, _EPOCH)
    return page.is_chat or sum(line.is_own_time or line.is_row for line in page.lines) >= _FEWEST
