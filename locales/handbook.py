"""The handbook (S107): `<language>/handbook/volunteers.md` beside this file, cut into pages.

A file begins with `version: N` and a blank line; each `## ` heading begins a page. What changes
for everybody in it takes a new version, which everybody reads again.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from locales.catalogs import ROOT

_VERSION, _HEADING, _ITEM = "version:", "## ", "- "


@dataclass(frozen=True)
class Page:
    """What stands on one page: plain text, an item a line."""

    title: str
    text: str


@dataclass(frozen=True)
class Handbook:
    """The pages in one language."""

    version: int
    pages: tuple[Page, ...]


@cache
def load_handbook(language: str) -> Handbook:
    """The handbook in a language of ours.

    Raises:
        ValueError: the file does not begin with its version.
    """
    text = (ROOT / language / "handbook" / "volunteers.md").read_text(encoding="utf-8")
    head, *sections = text.split(f"\n{_HEADING}")
    if not head.startswith(_VERSION):
        raise ValueError(f"the handbook in {language} does not begin with its version")
    return Handbook(int(head.removeprefix(_VERSION)), tuple(_read_page(each) for each in sections))


def _read_page(section: str) -> Page:
    title, _, body = section.partition("\n")
    lines = (line.strip() for line in body.strip().splitlines())
    return Page(
        title.strip(),
        "\n".join(f"• {line[2:]}" if line.startswith(_ITEM) else line for line in lines),
    )
