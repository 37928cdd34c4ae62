"""What a rule refuses with. The words live in `locales/templates/errors/<code>.txt`."""

from __future__ import annotations

from typing import Any


class RuleError(Exception):
    """A rule refused; nothing was changed.

    Attributes:
        code: names the phrase that a person reads, and the row in the tests that demands it.
        params: values for that phrase. Never a name, a door or a phone of somebody else.
    """

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params
