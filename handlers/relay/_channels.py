"""By which way a household came, in the words that committees write down. Pure."""

from __future__ import annotations

import re

from storage.relay.kinds import Channel

_WORDS = {
    Channel.SMS: (
        r"短信|短訊|短讯|簡訊|简讯|\bsms\b|text messages?|ショートメール|문자|\btextos?\b"
    ),
    Channel.PHONE: (
        r"电话|電話|来电|來電|热线|熱線|(?:\bby )?\bphone\b|telephone|\bcalls?\b|\bhotline\b"
        r"|전화|t[ée]l[ée]phone"
    ),
    Channel.LOBBY: (r"登记表|登記表|楼道|樓道|大堂|门厅|門廳|\blobby\b|掲示|ロビー|로비|현관"),
    Channel.STALL: (
        r"现场|現場|摊位|攤位|登记点|登記點|窗口|\bstall\b|\bdesk\b|\bon[ -]site\b|walk-?in"
        r"|受付|窓口|会場|현장|창구|접수|guichet|sur place"
    ),
    Channel.PASTE: r"接龙|接龍|#group note|\bpasted?\b",
}
_PATTERNS = {channel: re.compile(words, re.IGNORECASE) for channel, words in _WORDS.items()}


def find_channel(text: str) -> Channel | None:
    """The way that a text names; the first of them where it names several."""
    found = ((match.start(), channel) for channel, match in _search(text))
    return min(found, default=(0, None), key=lambda each: each[0])[1]


def take_channel(text: str) -> tuple[str, Channel | None]:
    """The text without the word that names the way, and the way."""
    channel = find_channel(text)
    if channel is None:
        return text, None
    return _PATTERNS[channel].sub(" ", text, count=1), channel


def _search(text: str) -> list[tuple[Channel, re.Match[str]]]:
    found = ((channel, pattern.search(text)) for channel, pattern in _PATTERNS.items())
    return [(channel, match) for channel, match in found if match is not None]
