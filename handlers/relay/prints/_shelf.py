"""Pictures that were drawn before: the same state is drawn once, and Telegram is sent it once."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from threading import Lock
from typing import Any

_MOST = 32


class Shelf:
    """The last pictures by what they show: the PNG, or what Telegram calls it since.

    A process keeps its own. Threads may ask at once: what one draws the others wait for.
    """

    def __init__(self) -> None:
        self._kept: OrderedDict[str, bytes | str] = OrderedDict()
        self._lock = Lock()

    def find(self, shown: Any, draw: Callable[[], bytes]) -> bytes | str:
        """The picture of `shown`, JSON values: drawn now, or before.

        Returns:
            A PNG, or the id of Telegram's file.
        """
        name = _digest(shown)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = draw()
            self._kept.move_to_end(name)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
            return self._kept[name]

    def keep(self, shown: Any, file_id: str) -> None:
        """Note what Telegram calls the picture of `shown`."""
        with self._lock:
            self._kept[_digest(shown)] = file_id


def _digest(shown: Any) -> str:
    return sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()
