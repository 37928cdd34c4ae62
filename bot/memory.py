"""The garbage collector, told what a long-lived process looks like."""

from __future__ import annotations

import gc

# In new objects. A batch of presses makes thousands that die at once; at the default of 700 the
# collector spent more time looking for cycles among them than the batch took.
YOUNG = 50_000


def settle_memory() -> None:
    """Call once all is loaded: what stands now is never looked through again.

    Whoever loads with the collector switched off gets it back here.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 20, 50)
    gc.enable()
