"""Whether every language says everything, with the same values and markup as the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message

from locales.catalogs import catalog_path, read_catalog
from locales.extraction import TRANSLATED, extract, write_updated

_PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_TAG = re.compile(r"</?[a-z][^>]*>")

# A letter that a language's own character set does not hold was typed in another language.
_CHARACTER_SETS = {
    "zh-hans": "gb2312",
    "zh-hant": "big5",
    "ja": "shift_jis",
    "ko": "euc_kr",
    "fr": "cp1252",
}


def check_catalogs(root: Path) -> Iterator[str]:
    """What is wrong with the `.po` files."""
    templates = extract(root)
    for language in TRANSLATED:
        if not _is_fresh(language, templates, root):
            yield f"{language}: not up to date with the templates; run python -m locales update"
            continue
        for message in read_catalog(language, root):
            if message.id:
                for problem in _check_message(language, message):
                    yield f"{language}: {_show(message)} {problem}"


def _is_fresh(language: str, templates: Catalog, root: Path) -> bool:
    path = catalog_path(language, root)
    if not path.exists():
        return False
    return path.read_text(encoding="utf-8") == write_updated(language, templates, root)


def _check_message(language: str, message: Message) -> Iterator[str]:
    translations = _texts(message.string)
    if not all(translations):
        yield "has no translation"
        return
    if message.fuzzy:
        yield "is marked fuzzy"
    for translation in translations:
        yield from _check_translation(_texts(message.id), translation)
        yield from _check_letters(language, translation)


def _check_translation(sources: Sequence[str], translation: str) -> Iterator[str]:
    """A plural form may leave out what either source form leaves out."""
    placeholders = set(_PLACEHOLDER.findall(translation))
    if placeholders not in [set(_PLACEHOLDER.findall(source)) for source in sources]:
        yield f"has other placeholders: {translation}"
    if "%" in _PLACEHOLDER.sub("", translation).replace("%%", ""):
        yield f"has a bare percent sign: {translation}"
    if sorted(_TAG.findall(translation)) != sorted(_TAG.findall(sources[-1])):
        yield f"has other markup: {translation}"


def _check_letters(language: str, translation: str) -> Iterator[str]:
    for character in translation:
        if character.isalpha() and not _is_written(character, _CHARACTER_SETS[language]):
            yield f"has a letter of another language, {character}: {translation}"


def _is_written(character: str, character_set: str) -> bool:
    try:
        character.encode(character_set)
    except UnicodeEncodeError:
        return False
    return True


def _texts(text: str | Sequence[str] | None) -> Sequence[str]:
    return (text or "",) if isinstance(text, str) or text is None else text


def _show(message: Message) -> str:
    files = sorted({path for path, _ in message.locations})
    return f"{', '.join(files)}: {_texts(message.id)[0]!r}"
