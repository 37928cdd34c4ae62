"""The shipped bot in a pretend Telegram for the tests of handlers."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.town import Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """An estate with a dozen doors, residents in four of them, and one of staff."""
    async with open_town(sqlite_url) as opened:
        yield opened
