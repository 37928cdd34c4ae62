"""One compilation of each SQL statement for all databases of a test run.

Every engine compiles each statement anew, and every test opens engines on a fresh database: that
was half of what a test of storage cost. Engines of one kind and one keyring get the first one's
dialect here, and with it what it has compiled.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.util import LRUCache

from storage import sealing
from storage.sealing import Keyring

# More than the suite has: a lost statement costs a compilation each time.
STATEMENTS = 5_000

_SHARED: dict[tuple[str, ...], _Shared] = {}


@dataclass
class _Shared:
    dialect: Dialect
    compiled: LRUCache[Any, Any] = field(default_factory=lambda: LRUCache(STATEMENTS))
    is_initialized: bool = False

    def initialize(self, connection: Connection) -> None:
        """Let the dialect ask once what the server can do, at the first connection of any."""
        if not self.is_initialized:
            type(self.dialect).initialize(self.dialect, connection)
            self.is_initialized = True


def hand_keys_and_statements(engine: Engine, keyring: Keyring) -> None:
    """Stands in for `storage.sealing.hand_keys`: the engine gets what is compiled already, too."""
    sealing.hand_keys(engine, keyring)
    fernets: Any = keyring._box._fernets
    key = (engine.name, *(repr((each._signing_key, each._encryption_key)) for each in fernets))
    shared = _SHARED.setdefault(key, _Shared(engine.dialect))
    # The engine asks its own dialect to look at the server when it connects first.
    engine.dialect.initialize = shared.initialize  # type: ignore[method-assign]
    engine.dialect = shared.dialect
    engine.pool._dialect = shared.dialect
    engine._compiled_cache = shared.compiled
