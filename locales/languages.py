"""The languages spoken here, and how a language code leads to one of them.

Nothing heavy is imported: settings and commands read this.
"""

from __future__ import annotations

SOURCE = "en"
DEFAULT = "zh-hans"

LANGUAGES: tuple[str, ...] = ("zh-hans", "zh-hant", "en", "ja", "ko", "fr")

ENDONYMS: dict[str, str] = {
    "zh-hans": "简体中文",
    "zh-hant": "繁體中文",
    "en": "English",
    "ja": "日本語",
    "ko": "한국어",
    "fr": "Français",
}

LOCALES: dict[str, str] = {
    "zh-hans": "zh_Hans_CN",
    "zh-hant": "zh_Hant_TW",
    "en": "en_GB",
    "ja": "ja_JP",
    "ko": "ko_KR",
    "fr": "fr_FR",
}
"""What Unicode's locale data calls each language as it is used here."""

_CHINESE = frozenset({"zh", "cmn", "yue", "wuu", "nan", "hak"})
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})


def match_language(code: str | None) -> str | None:
    """The language of ours that an IETF code names (`zh-HK`, `pt-br`), or None.

    A script counts for more than a region: `zh-Hans-HK` is simplified.
    """
    base, *subtags = (code or "").replace("_", "-").lower().split("-")
    if base in _CHINESE:
        return _match_chinese(base, subtags)
    return base if base in LANGUAGES else None


def choose_language(*preferences: str | None) -> str:
    """The first preference that is spoken here; simplified Chinese where none is."""
    for code in preferences:
        if (language := match_language(code)) is not None:
            return language
    return DEFAULT


def _match_chinese(base: str, subtags: list[str]) -> str:
    if "hans" in subtags:
        return "zh-hans"
    if _TRADITIONAL.intersection(subtags):
        return "zh-hant"
    return "zh-hant" if base == "yue" and "cn" not in subtags else "zh-hans"
