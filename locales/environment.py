"""How templates are read: what they may call, and what escapes in them.

One environment serves all languages. Whom a text is for arrives with its values as `words`, so
that each template is compiled once.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape
from jinja2.ext import Extension
from jinja2.runtime import Context

FILTERS = (
    "moment",
    "day",
    "date",
    "clock",
    "percent",
    "number",
    "duration",
    "language",
    "spoken",
    "listed",
    "days",
    "weekdays",
)

_END_OF_TEXT = re.compile(r'{%\s*(endtrans|include\s+"[^"]*")\s*%}')


class TextsEndLines(Extension):
    """Keeps the line break after a sentence and after an included text.

    `trim_blocks` takes the break after every tag, which suits `{% if %}` on a line of its own
    and would run one sentence into the next.
    """

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002 - the signature is Jinja's
        filename: str | None = None,  # noqa: ARG002
    ) -> str:
        """Mark every end of a text as not to be trimmed."""
        return _END_OF_TEXT.sub(r"{% \1 +%}", source)


def build_environment(templates: Path) -> Environment:
    """An environment over a folder of templates; an undefined value is an error."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", TextsEndLines],
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )
    environment.policies["ext.i18n.trimmed"] = True
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        _gettext, _ngettext, newstyle=True, pgettext=_pgettext, npgettext=_npgettext
    )
    environment.filters.update({name: _format_filter(name) for name in FILTERS})
    return environment


def _format_filter(name: str) -> Callable[[Context, Any], str]:
    @pass_context
    def apply(context: Context, value: Any) -> str:
        formatted: str = getattr(context["words"].formats, name)(value)
        return formatted

    return apply


@pass_context
def _gettext(context: Context, message: str) -> str:
    translated: str = context["words"].translations.gettext(message)
    return translated


@pass_context
def _ngettext(context: Context, one: str, many: str, count: int) -> str:
    translated: str = context["words"].translations.ngettext(one, many, count)
    return translated


@pass_context
def _pgettext(context: Context, hint: str, message: str) -> str:
    translated: str = context["words"].translations.pgettext(hint, message)
    return translated


@pass_context
def _npgettext(context: Context, hint: str, one: str, many: str, count: int) -> str:
    translated: str = context["words"].translations.npgettext(hint, one, many, count)
    return translated
