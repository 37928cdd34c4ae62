"""Every text, in every language, as Telegram's own parser reads it."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import pytest
import tdjson

from handlers.relay._facts import read_fact
from handlers.relay._reading import StaffLine, read_staff_line
from locales.catalogs import ROOT
from locales.checks import list_problems
from locales.checks.templates import PRINTED, list_templates, render, samples_of
from locales.languages import LANGUAGES
from locales.renderer import Renderer, Words
from locales.samples import Params, load_samples, map_texts
from locales.values import BUTTON_CELLS, cell_width, utf16_length

SAMPLES = load_samples()
SHOWN = [name for name in list_templates(ROOT) if not name.startswith(PRINTED)]
MESSAGES = [name for name in SHOWN if name.endswith(".html")]
RENDERER = Renderer()
NOON = datetime(2020, 2, 1, 4, tzinfo=UTC)

HOSTILE = "<b>&amp;</b><a href='tg://user?id=1'>\u202e\u200b\"%(x)s{{ 1 }}"
# The same shape without markup: whatever a value decides in a template, it decides for both.
HARMLESS = "x"


def _ask_tdlib(**request: Any) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or "{}")
    return answer


def _parse(html: str) -> dict[str, Any]:
    """What TDLib makes of a message: `text` and `entities`, or `code` and `message`."""
    mode = {"@type": "textParseModeHTML"}
    return _ask_tdlib(**{"@type": "parseTextEntities", "text": html, "parse_mode": mode})


@pytest.fixture(scope="module", autouse=True)
def _quiet_tdlib() -> None:
    _ask_tdlib(**{"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def _entities(html: str) -> list[str]:
    parsed = _parse(html)
    assert "entities" in parsed, f"{parsed}: {html}"
    return [entity["type"]["@type"] for entity in parsed["entities"]]


def test_all_texts_are_well() -> None:
    assert list_problems() == []


@pytest.mark.parametrize("template", MESSAGES)
def test_telegram_reads_every_message(template: str) -> None:
    for language in LANGUAGES:
        for params in samples_of(template, SAMPLES):
            html = render(RENDERER, language, template, params)
            parsed = _parse(html)
            assert "entities" in parsed, f"{language}: {parsed}: {html}"
            assert 0 < utf16_length(parsed["text"]) <= 4096


@pytest.mark.parametrize("template", MESSAGES)
def test_a_hostile_value_never_becomes_markup(template: str) -> None:
    for language in LANGUAGES:
        for params in samples_of(template, SAMPLES):
            harmless = map_texts(params, lambda text: f"{text}{HARMLESS}")
            hostile = map_texts(params, lambda text: f"{text}{HOSTILE}")
            html = render(RENDERER, language, template, hostile)
            assert _entities(html) == _entities(render(RENDERER, language, template, harmless))
            assert "\u202e" not in html


@pytest.mark.parametrize("template", SHOWN)
def test_values_of_any_length_leave_a_text_that_fits(template: str) -> None:
    for language in LANGUAGES:
        words = RENDERER.words(language, "Asia/Shanghai")
        for params in samples_of(template, SAMPLES):
            long = {
                name: map_texts(value, lambda text: text + "长" * 10_000)
                if isinstance(value, str)
                else value
                for name, value in params.items()
            }
            assert _fits(words, template, long)


def _fits(words: Words, template: str, params: Params) -> bool:
    name, _, kind = template.rpartition(".")
    folder, _, short = name.partition("/")
    if kind == "html":
        return utf16_length(_parse(words.html(name, **params))["text"]) <= 4096
    if folder == "buttons":
        return cell_width(words.button(short, **params)) <= BUTTON_CELLS
    if folder == "errors":
        return utf16_length(words.error(short, **params)) <= 200
    if folder == "alerts":
        return utf16_length(words.alert(short, **params)) <= 200
    return utf16_length(words.text(name, **params)) <= 4096


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_examples_that_are_given_are_understood(language: str) -> None:
    """Whoever copies an example must not be told that it cannot be read."""
    words = RENDERER.words(language, "Asia/Shanghai")
    for fact, separator in [("goods", 0), ("capacity", -1), ("span", 0), ("buildings", -1)]:
        line = words.html("relay/ask_fact", fact=fact, step=0, steps=7).splitlines()[-1]
        example = line[[found.end() for found in re.finditer("[:：]", line)][separator] :]
        assert read_fact(fact, example, now=NOON, zone=words.zone, buildings={})


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_for_staff_is_understood(language: str) -> None:
    published = RENDERER.words(language, "Asia/Shanghai").html(
        "relay/published", **samples_of("relay/published.html", SAMPLES)[0]
    )
    example = re.findall("<code>(.+)</code>", published)[0]

    assert read_staff_line(example) == StaffLine("3-501", 2, time(0, 10))


def test_the_parser_refuses_broken_markup() -> None:
    assert _parse("<b>never closed")["@type"] == "error"
    assert _entities("<b>x</b>") == ["textEntityTypeBold"]


def test_a_value_called_safe_would_be_seen_by_the_parser(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "card.html").write_text("{{ title|safe }}")
    words = Renderer(tmp_path).words("en", "UTC")

    assert _entities(words.html("card", title="<b>N95</b>")) == ["textEntityTypeBold"]
    assert _entities(words.html("card", title="N95")) == []
