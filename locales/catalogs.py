"""Translations, read from their `.po` files when a language is first spoken."""

from __future__ import annotations

from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from locales.languages import LOCALES, SOURCE

ROOT = Path(__file__).parent


def catalog_path(language: str, root: Path = ROOT) -> Path:
    """Where a language's translations stand."""
    return root / "catalogs" / language / "linli.po"


def read_catalog(language: str, root: Path = ROOT) -> Catalog:
    """The entries of a language; none where there is no file yet."""
    path = catalog_path(language, root)
    if not path.exists():
        return Catalog(locale=LOCALES[language])
    with path.open("rb") as file:
        return read_po(file, locale=LOCALES[language])


def load_translations(language: str, root: Path = ROOT) -> NullTranslations:
    """What answers for a language; the source language answers for itself."""
    if language == SOURCE:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, read_catalog(language, root))
    compiled.seek(0)
    return GNUTranslations(compiled)
