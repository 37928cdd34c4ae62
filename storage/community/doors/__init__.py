"""Doors of one estate, and how a written one finds its household. No SQL, no sentences.

A door that fits several households is never guessed: the match names the candidates. A door
that fits none names the nearest known ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from storage.community.doors.grammar import Grammar, normalise
from storage.community.doors.index import Door, DoorIndex, canonical_part
from storage.community.doors.places import own_name
from storage.community.doors.search import DoorMatch, Search

__all__ = ["Door", "DoorBook", "DoorMatch", "canonical_part", "mask_door"]

_HIDDEN = 2


class DoorBook:
    """The doors of one estate, ready to be found.

    Args:
        doors: the roster.
        estate_name: may stand in front of a door; another estate's name may not.
    """

    def __init__(self, doors: Iterable[Door], estate_name: str | None = None) -> None:
        self._index = DoorIndex(doors)
        self._grammar = Grammar(self._index.names)
        self._own_name = own_name(estate_name) if estate_name else None

    def __len__(self) -> int:
        return len(self._index.by_key)

    @property
    def buildings(self) -> tuple[str, ...]:
        """Labels in the roster's order."""
        return tuple(self._index.labels.values())

    def __iter__(self) -> Iterator[Door]:
        return iter(self._index.by_key.values())

    def by_key(self, key: str) -> Door | None:
        """The door with exactly this canonical key."""
        return self._index.by_key.get(key)

    def find(self, text: str, building: str | None = None) -> DoorMatch:
        """Find the household that `text` means.

        Args:
            text: as a person writes it; words beside the door are left in `rest`.
            building: the label known from a deep link, for a room without building.
        """
        written = self._clean(text)
        exact = self._index.by_writing.get(written.strip())
        if exact is not None and building is None:
            span = (0, len(written))
            return DoorMatch(household=exact, building=exact.building, span=span)
        return self._search(written, building).answer()

    def list_spans(self, text: str) -> list[tuple[int, int]]:
        """Where known doors stand in `text`, one after the other, by position once normalised."""
        return self._search(self._clean(text), None).list_spans()

    def _clean(self, text: str) -> str:
        """Normalised, with the estate's own name blanked out, so that positions stay."""
        written = normalise(text).strip()
        if self._own_name is None:
            return written
        return self._own_name.sub(lambda name: " " * len(name[0]), written)

    def _search(self, written: str, building: str | None) -> Search:
        phrases = self._grammar.list_phrases(written)
        return Search(self._index, phrases, written, self._hint(building))

    def _hint(self, building: str | None) -> str:
        """The building to think of where none is written."""
        if building is not None:
            return canonical_part(building)
        labels = self._index.labels
        return next(iter(labels)) if len(labels) == 1 else ""


def mask_door(door: Door | str) -> str:
    """A door for public lists: `3-501` is shown as `3-5**`, `21-1803` as `21-18**`."""
    house, dash, room = (door if isinstance(door, str) else door.key).rpartition("-")
    return f"{house}{dash}{room[:-_HIDDEN]}{'*' * min(len(room), _HIDDEN)}"
