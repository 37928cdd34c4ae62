"""Whether every text may be shown to anybody: what `make check` and `linli check` ask."""

from __future__ import annotations

from pathlib import Path

from jinja2 import TemplateSyntaxError

from locales.catalogs import ROOT
from locales.checks.catalogs import check_catalogs
from locales.checks.templates import check_templates
from locales.samples import Samples, load_samples


def list_problems(root: Path = ROOT, samples: Samples | None = None) -> list[str]:
    """One line for everything that is wrong with the texts; none when all is well."""
    try:
        return [
            *check_catalogs(root),
            *check_templates(root, load_samples() if samples is None else samples),
        ]
    except TemplateSyntaxError as error:
        return [f"{error.name or 'a template'}, line {error.lineno}: {error.message}"]
