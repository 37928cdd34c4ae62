"""From a template's name and its values to what a person reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from gettext import NullTranslations
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment

from locales.catalogs import ROOT, load_translations
from locales.environment import build_environment
from locales.formats import Formats
from locales.values import (
    ANSWER_LIMIT,
    BUTTON_CELLS,
    HTML_VALUE_LIMIT,
    TEXT_VALUE_LIMIT,
    cell_width,
    shorten,
    tame,
)

Translate = Callable[[str], NullTranslations]


class Words:
    """One language in one time zone: what a reader is spoken to with.

    Attributes:
        language: a code of `locales.languages.LANGUAGES`.
        zone: the clock that instants are shown in.

    Every method raises `jinja2.TemplateNotFound` for a text that does not exist and
    `jinja2.UndefinedError` for a value that a text needs and was not given.
    """

    def __init__(
        self,
        environment: Environment,
        language: str,
        zone: ZoneInfo,
        translations: NullTranslations,
    ) -> None:
        self.language = language
        self.zone = zone
        self.formats = Formats(language, zone)
        self.translations = translations
        self._environment = environment

    def html(self, template: str, /, **params: Any) -> str:
        """A message in Telegram's HTML, from `<template>.html`."""
        return self._render(f"{template}.html", params, HTML_VALUE_LIMIT)

    def message(self, template: str, params: Mapping[str, Any]) -> str:
        """A message of the outbox in Telegram's HTML; `params` are JSON values."""
        return self._render(f"{template}.html", params, HTML_VALUE_LIMIT)

    def text(self, template: str, /, **params: Any) -> str:
        """Plain text of any length, from `<template>.txt`."""
        return self._render(f"{template}.txt", params, TEXT_VALUE_LIMIT)

    def alert(self, name: str, /, **params: Any) -> str:
        """The answer to a pressed button, from `alerts/<name>.txt`: 200 characters at most."""
        return shorten(self.text(f"alerts/{name}", **params), ANSWER_LIMIT)

    def error(self, code: str, /, **params: Any) -> str:
        """Why a rule refused, from `errors/<code>.txt`: 200 characters at most."""
        return shorten(self.text(f"errors/{code}", **params), ANSWER_LIMIT)

    def button(self, name: str, /, **params: Any) -> str:
        """What stands on a button, from `buttons/<name>.txt`, as wide as a phone shows."""
        return shorten(self.text(f"buttons/{name}", **params), BUTTON_CELLS, cell_width)

    def _render(self, path: str, params: Mapping[str, Any], limit: int) -> str:
        values = {name: tame(value, limit, name) for name, value in params.items()}
        values["words"] = self
        return self._environment.get_template(path).render(values).strip()


# What is shipped does not change while a process runs: it is read once, however many renderers
# there are.
@cache
def _shipped_templates() -> Environment:
    return build_environment(ROOT / "templates")


@cache
def _shipped_translations(language: str) -> NullTranslations:
    return load_translations(language)


class Renderer:
    """All texts. Templates are compiled and catalogs read when they are first needed."""

    def __init__(self, root: Path = ROOT, translate: Translate | None = None) -> None:
        is_shipped = root == ROOT
        self._environment = (
            _shipped_templates() if is_shipped else build_environment(root / "templates")
        )
        self._translate = translate or (
            _shipped_translations
            if is_shipped
            else lambda language: load_translations(language, root)
        )
        self._translations: dict[str, NullTranslations] = {}
        self._words: dict[tuple[str, str], Words] = {}

    def words(self, language: str, time_zone: str) -> Words:
        """The words for a language (a code of ours) and an IANA time zone.

        Raises:
            KeyError: the language or the zone (`zoneinfo.ZoneInfoNotFoundError`) is unknown.
        """
        known = self._words.get((language, time_zone))
        if known is None:
            known = self._words[language, time_zone] = self._make(language, time_zone)
        return known

    def _make(self, language: str, time_zone: str) -> Words:
        if language not in self._translations:
            self._translations[language] = self._translate(language)
        return Words(self._environment, language, ZoneInfo(time_zone), self._translations[language])
