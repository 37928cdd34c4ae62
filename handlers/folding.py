"""One shape of a text for those who look for words in it: lower case, one width, no accents."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """Lower case, one width, straight apostrophes, no accents on Latin letters."""
    parts = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    bare = "".join(character for character in parts if not "\u0300" <= character <= "\u036f")
    return unicodedata.normalize("NFC", bare).replace("œ", "oe")


def script_languages(text: str) -> tuple[str, ...]:
    """The languages of ours that a text's letters allow."""
    if any("\uac00" <= character <= "\ud7a3" for character in text):
        return ("ko",)
    if any("\u3041" <= character <= "\u30ff" for character in text):
        return ("ja",)
    if any("\u4e00" <= character <= "\u9fff" for character in text):
        return ("zh",)
    return ("en", "fr")
