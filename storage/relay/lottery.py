"""The draw of an opening window (T4): committed to before, verifiable by anybody after. Pure.

The digest of the seed is published with the relay, the seed itself with the draw. The order is
made from the seed and from who is in the pot, so nobody can choose it: the committee does not
know the pot when it commits to the seed, and who joins does not know the seed.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from hashlib import sha256

# A second after the opening: behind every rank of a draw, and before all who came later.
AFTER_THE_DRAWN = 1_000_000
_SEED_BYTES = 16


def make_seed() -> str:
    """A new secret seed, 32 hexadecimal characters."""
    return secrets.token_hex(_SEED_BYTES)


def seed_digest(seed: str) -> str:
    """What is published of a seed before the draw: its SHA-256, in hex."""
    return sha256(seed.encode()).hexdigest()


def pot_digest(numbers: Iterable[int]) -> str:
    """SHA-256, in hex, over the numbers of the entries in the pot, ascending, with commas."""
    return sha256(",".join(map(str, sorted(numbers))).encode()).hexdigest()


def draw(seed: str, numbers: Iterable[int]) -> list[int]:
    """The numbers of the pot in the order in which they are drawn."""
    pot = list(numbers)
    digest = pot_digest(pot)
    return sorted(pot, key=lambda number: sha256(f"{seed}|{digest}|{number}".encode()).hexdigest())
