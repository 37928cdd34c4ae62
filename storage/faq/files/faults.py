"""What is wrong with a file, and where. Told, never raised, so that one reading names all of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from storage.faq.entries import EntryFile

# So many characters of ten faults fit into one message.
_MOST_SHOWN = 80


@dataclass(frozen=True)
class Fault:
    """Something to mend.

    Attributes:
        place: the same in every language: `zh-hans/emergency.md:4`, or a sheet's cell, `L7`.
        code: names the sentence in `locales/templates/faq/_fault.html`.
        params: values for that sentence.
    """

    place: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, Any]:
        """What that sentence is rendered with, as `fault`; of a long path the end is shown."""
        return {"place": self.place[-_MOST_SHOWN:], "code": self.code, **self.params}


class FaultError(Exception):
    """Carries a fault out of the depth of a file of which nothing more can be read."""

    def __init__(self, place: str, code: str, **params: Any) -> None:
        super().__init__(code)
        self.fault = Fault(place, code, params)


@dataclass(frozen=True)
class Read:
    """What files hold.

    Attributes:
        files: the entries without fault, by slug; words begin with the source language's.
        faults: in the order of reading; where there is one, nothing should be imported.
    """

    files: tuple[EntryFile, ...] = ()
    faults: tuple[Fault, ...] = ()
