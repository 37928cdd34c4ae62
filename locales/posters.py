"""Printable pages in two languages: a building, the QR code of its link, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import segno
from markupsafe import Markup

from locales.languages import DEFAULT, SOURCE
from locales.renderer import Renderer, Words

_STEPS = ("scan", "room", "done")
_CHINESE = frozenset({"zh-hans", "zh-hant"})


@dataclass(frozen=True)
class Poster:
    """One building's page."""

    building: str
    link: str


def choose_languages(committee: str, second: str) -> tuple[str, str]:
    """Chinese, in the committee's script, and another language.

    Args:
        second: English stands in for it where it is Chinese, too.
    """
    first = committee if committee in _CHINESE else DEFAULT
    return first, SOURCE if second in _CHINESE else second


def posters_page(
    renderer: Renderer, estate: str, posters: Sequence[Poster], languages: Sequence[str]
) -> bytes:
    """One HTML file, UTF-8, that needs nothing from elsewhere; each poster prints as an A4 page."""
    speakers = [renderer.words(language, "UTC") for language in languages]
    page = speakers[0].html(
        "print/_page",
        language=languages[0],
        estate=estate,
        posters=[
            {
                "code": Markup(_draw_code(poster.link)),  # noqa: S704 - drawn here, of a link
                "link": poster.link,
                "parts": [_describe(words, estate, poster) for words in speakers],
            }
            for poster in posters
        ],
    )
    return page.encode()


def _draw_code(link: str) -> str:
    """An SVG. A quarter of the code may be scratched off the door before it fails to be read."""
    return segno.make(link, error="q", micro=False).svg_inline(omitsize=True)


def _describe(words: Words, estate: str, poster: Poster) -> dict[str, Any]:
    return {
        "language": words.language,
        "title": words.text("print/title", estate=estate, building=poster.building),
        "steps": [words.text(f"print/{step}") for step in _STEPS],
    }
