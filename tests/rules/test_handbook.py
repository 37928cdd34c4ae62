"""The handbook says the same in every language, in pages that a phone shows whole."""

from __future__ import annotations

import pytest

from locales.handbook import load_handbook
from locales.languages import LANGUAGES
from locales.values import LONG_VALUE_LIMIT
from storage.volunteers.kinds import HANDBOOK_VERSION

SOURCE = load_handbook("zh-hans")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_version_that_is_asked_for(language: str) -> None:
    handbook = load_handbook(language)

    assert handbook.version == HANDBOOK_VERSION
    assert len(handbook.pages) == len(SOURCE.pages)
    for page, source in zip(handbook.pages, SOURCE.pages, strict=True):
        assert page.title
        assert len(page.text.splitlines()) == len(source.text.splitlines())
        assert all(line.startswith("• ") for line in page.text.splitlines())
        assert len(page.text) < LONG_VALUE_LIMIT
        assert ("120" in page.text) == ("120" in source.text)


def test_the_emergency_number_comes_on_the_first_page() -> None:
    assert "120" in SOURCE.pages[0].text
