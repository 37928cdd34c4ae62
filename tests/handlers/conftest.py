"""The shipped bot in a pretend Telegram for the tests of handlers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from tests.town import Town, open_town


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    """An estate with a dozen doors, residents in four of them, and one of staff."""
    # The residents have been tied since the opening: whoever comes now comes after them.
    async with open_town(sqlite_url, before=timedelta(hours=-1)) as opened:
        yield opened
