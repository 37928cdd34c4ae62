"""Values to render every text with, one file a feature.

A feature's `SAMPLES` maps a text's name (`relay/card`, `errors/full`, `buttons/join`) to the
sets of values to show it with: enough of them that every sentence in it is seen at least once.
A text without values needs no sample.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

Params = Mapping[str, Any]
Samples = dict[str, Sequence[Params]]

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d(T|$)")


def load_samples() -> Samples:
    """The samples of all features.

    Raises:
        ValueError: two features hold samples for one text.
    """
    samples: Samples = {}
    for name, shown in _list_all():
        if name in samples:
            raise ValueError(f"samples for {name} stand in two files")
        samples[name] = shown
    return samples


def map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """A sample with every text in it changed, except instants and dates."""
    if isinstance(value, str):
        return value if _is_instant(value) else change(value)
    if isinstance(value, Mapping):
        return {name: map_texts(inner, change) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [map_texts(inner, change) for inner in value]
    return value


def _list_all() -> Iterator[tuple[str, Sequence[Params]]]:
    for module in iter_modules(__path__):
        found: Samples = import_module(f"{__name__}.{module.name}").SAMPLES
        yield from found.items()


def _is_instant(text: str) -> bool:
    return bool(_INSTANT.match(text))
