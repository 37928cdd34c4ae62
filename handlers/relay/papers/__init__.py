"""Staff and leads bring in rows of other ways: lines, files, sheets, pasted relays."""

from __future__ import annotations

from handlers.relay._lists import read_pasted_list
from handlers.relay._offers import offer_to_staff
from handlers.relay.papers import _batches, _bring, _confirm, _line
from handlers.relay.papers._callbacks import (
    BatchPress,
    EnteredPress,
    PaperDraftPress,
    PaperLinePress,
    PapersPress,
)
from handlers.relay.papers._keyboards import KEYBOARDS, papers_offer
from handlers.relay.papers._talk import STEP
from handlers.routes import Audience, Router


def register(router: Router) -> None:
    """All that this part answers to."""
    router.press(PapersPress, _bring.on_papers_press)
    router.press(PaperDraftPress, _confirm.on_draft)
    router.press(PaperLinePress, _line.on_line)
    router.press(BatchPress, _batches.on_batch)
    router.press(EnteredPress, _batches.on_undo_entered)
    router.command("papers", _bring.on_papers, Audience.HELPERS)
    router.reader(read_pasted_list, _bring.on_list)
    router.step(STEP, _bring.on_answer, for_others=True)
    for template, keyboard in KEYBOARDS.items():
        router.keyboard(template, keyboard)
    offer_to_staff("papers", papers_offer)
