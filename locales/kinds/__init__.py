"""The kinds of need that are shipped: one file a kind, its words in every language beside it."""

from __future__ import annotations

from pathlib import Path

STARTER = Path(__file__).parent
"""What `storage.requests.files.read_kinds` reads them from."""
