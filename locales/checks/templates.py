"""Whether every template renders in every language, inside Telegram's limits."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from gettext import NullTranslations
from html import unescape
from pathlib import Path

from jinja2 import Environment, TemplateError, meta, nodes

from locales.environment import build_environment
from locales.extraction import extract
from locales.languages import LANGUAGES, SOURCE
from locales.renderer import Renderer
from locales.samples import Params, Samples
from locales.values import (
    ANSWER_LIMIT,
    BUTTON_CELLS,
    MENU_LIMIT,
    MESSAGE_LIMIT,
    cell_width,
    utf16_length,
)

TIME_ZONE = "Asia/Shanghai"

_MARKUP = re.compile(r"</?[a-z][^>]*>|&(#\d+|\w+);")


@dataclass(frozen=True)
class _Limit:
    size: int
    measure: Callable[[str], int] = utf16_length


# Sheets of paper, not messages.
PRINTED = "print/"

_LIMITS = {
    "alerts": _Limit(ANSWER_LIMIT),
    "errors": _Limit(ANSWER_LIMIT),
    "commands": _Limit(MENU_LIMIT),
    "buttons": _Limit(BUTTON_CELLS, cell_width),
    "print": _Limit(sys.maxsize),
}


class SpokenTexts(NullTranslations):
    """The source language, remembering what was said."""

    def __init__(self) -> None:
        super().__init__()
        self.said: set[tuple[str | None, str]] = set()

    def gettext(self, message: str) -> str:
        """`message`, noted."""
        return self._note(None, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """One or many, noted."""
        self._note(None, msgid1)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:
        """`message` in `context`, noted."""
        return self._note(context, message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        """One or many in `context`, noted."""
        self._note(context, msgid1)
        return msgid1 if n == 1 else msgid2

    def _note(self, context: str | None, message: str) -> str:
        self.said.add((context, message))
        return message


def list_templates(root: Path) -> list[str]:
    """The texts that are shown by themselves: `relay/card.html`."""
    folder = root / "templates"
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt"} and not path.name.startswith("_")
    )


def render(renderer: Renderer, language: str, template: str, params: Params) -> str:
    """A text, `.html` or plain, before it is cut to fit."""
    name, _, kind = template.rpartition(".")
    words = renderer.words(language, TIME_ZONE)
    return words.html(name, **params) if kind == "html" else words.text(name, **params)


def check_templates(root: Path, samples: Samples) -> Iterator[str]:
    """What is wrong with the templates and their samples."""
    yield from _check_sources(root)
    yield from _check_samples(root, samples)
    renderer = Renderer(root)
    for template in list_templates(root):
        for language in LANGUAGES:
            for problem in _check_rendered(renderer, language, template, samples):
                yield f"{template}: {problem} ({language})"
    yield from _check_unseen(root, samples)


def _check_sources(root: Path) -> Iterator[str]:
    environment = build_environment(root / "templates")
    for name in environment.list_templates(extensions=["html", "txt"]):
        source = (root / "templates" / name).read_text(encoding="utf-8")
        for problem in _check_tree(environment, name, source):
            yield f"{name}: {problem}"


def _check_tree(environment: Environment, name: str, source: str) -> Iterator[str]:
    tree = environment.parse(source, name)
    if any(used.name == "safe" for used in tree.find_all(nodes.Filter)):
        yield "calls a value safe; nothing that people typed is"
    for other in meta.find_referenced_templates(tree):
        if other is None or Path(other).suffix != Path(name).suffix:
            yield f"takes in {other}, which escapes otherwise"


def _check_samples(root: Path, samples: Samples) -> Iterator[str]:
    known = {template.rpartition(".")[0] for template in list_templates(root)}
    for name in sorted(samples.keys() - known):
        yield f"{name}: there is a sample for it, but no template"


def _check_rendered(
    renderer: Renderer, language: str, template: str, samples: Samples
) -> Iterator[str]:
    for params in samples_of(template, samples):
        try:
            text = render(renderer, language, template, params)
        except (TemplateError, ValueError, TypeError, KeyError) as error:
            yield f"does not render with its samples: {error}"
        else:
            yield from _check_text(template, text)


def _check_text(template: str, text: str) -> Iterator[str]:
    if not text:
        yield "is empty"
    if "\n\n\n" in text:
        yield "has more than one empty line in a row"
    if template.endswith(".txt") and (found := _MARKUP.search(text)):
        yield f"holds markup, {found[0]}, where plain text is shown"
    shown = unescape(_MARKUP.sub(_keep_entity, text)) if template.endswith(".html") else text
    limit = _LIMITS.get(template.partition("/")[0], _Limit(MESSAGE_LIMIT))
    if limit.measure(shown) > limit.size:
        yield f"is longer than {limit.size}: {shown}"


def _keep_entity(markup: re.Match[str]) -> str:
    return markup[0] if markup[0].startswith("&") else ""


def _check_unseen(root: Path, samples: Samples) -> Iterator[str]:
    """A sentence that no sample shows is one that no check has read."""
    spoken = SpokenTexts()
    renderer = Renderer(root, translate=lambda _: spoken)
    for template in list_templates(root):
        for params in samples_of(template, samples):
            try:
                render(renderer, SOURCE, template, params)
            except (TemplateError, ValueError, TypeError, KeyError):
                break  # told above
    for message in extract(root):
        text = message.id if isinstance(message.id, str) else message.id[0]
        if text and (message.context, text) not in spoken.said:
            yield f"{message.locations[0][0]}: no sample shows {text!r}"


def samples_of(template: str, samples: Samples) -> list[Params]:
    """The sets of values to show a template with."""
    return list(samples.get(template.rpartition(".")[0], [{}]))
