"""From templates to `.po` files: what there is to translate.

The files carry no dates and no line numbers, so that they change only with the texts.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from locales.catalogs import ROOT, catalog_path, read_catalog
from locales.languages import LANGUAGES, SOURCE

TRANSLATED = tuple(language for language in LANGUAGES if language != SOURCE)

_METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.txt", "jinja2.ext:babel_extract")]
# The same reading of a template as `environment.py` has.
_OPTIONS = {
    "trimmed": "true",
    "newstyle_gettext": "true",
    "silent": "false",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
}

_HEADER = """\
# {language}: what Linli says. `python -m locales update` brings new texts in.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plurals}\\n"

"""


def extract(root: Path = ROOT) -> Catalog:
    """Everything that the templates say.

    Raises:
        jinja2.TemplateSyntaxError: a template cannot be read.
    """
    found = Catalog()
    texts = extract_from_dir(
        root / "templates",
        _METHODS,
        {"**.html": _OPTIONS, "**.txt": _OPTIONS},
        comment_tags=("Translators:",),
        strip_comment_tags=True,
    )
    for path, line, message, comments, context in texts:
        found.add(message, locations=[(path, line)], auto_comments=comments, context=context)
    return found


def write_updated(language: str, templates: Catalog, root: Path = ROOT) -> str:
    """A language's `.po` file as it should be; a reworded text keeps a fuzzy translation."""
    catalog = read_catalog(language, root)
    catalog.update(templates)
    entries = BytesIO()
    write_po(
        entries,
        catalog,
        width=100,
        omit_header=True,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    header = _HEADER.format(language=language, plurals=catalog.plural_forms)
    return header + entries.getvalue().decode()


def update(root: Path = ROOT) -> list[str]:
    """Bring every language's file up to date; the languages whose file changed."""
    templates = extract(root)
    return [language for language in TRANSLATED if _update_file(language, templates, root)]


def _update_file(language: str, templates: Catalog, root: Path) -> bool:
    path = catalog_path(language, root)
    updated = write_updated(language, templates, root)
    if path.exists() and path.read_text(encoding="utf-8") == updated:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(updated, encoding="utf-8")
    return True
