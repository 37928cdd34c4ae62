"""Staff's side: the board, one request, entering for a caller, the kinds, the numbers."""

from __future__ import annotations

from handlers.requests._form import Forms
from handlers.requests.staff import (
    _batch,
    _board,
    _board_keyboards,
    _call,
    _call_door,
    _call_form,
    _call_keyboards,
    _digest,
    _kind_keyboards,
    _kind_questions,
    _kind_words,
    _kinds,
    _words,
    _work,
    _work_keyboards,
)
from handlers.requests.staff import _callbacks as presses
from handlers.routes import Audience, Router


def add_staff_side(router: Router, forms: Forms) -> None:
    """Add staff's commands, buttons and conversations."""
    router.command("board", _board.on_board, Audience.STAFF)
    router.command("call", _call.on_call, Audience.STAFF)
    router.command("kinds", _kinds.on_kinds, Audience.STAFF)
    router.command("digest", _digest.on_digest, Audience.STAFF)
    _add_presses(router)
    forms.add(_call_form.CALL)
    router.step(_words.STEP, _words.on_words, for_others=True)
    router.step(_call_door.DOOR_STEP, _call_door.on_door)
    router.step(_call_door.KIND_STEP, _call_door.on_kind_words, for_others=True)
    router.step(_call_form.CALLER_STEP, _call_form.on_caller, for_others=True)
    router.step(_kind_words.STEP, _kind_words.on_words, for_others=True)
    for template, draw in _digest.PICTURES.items():
        router.picture(template, draw)
    for keyboards in (
        _board_keyboards.KEYBOARDS,
        _work_keyboards.KEYBOARDS,
        _call_keyboards.KEYBOARDS,
        _kind_keyboards.KEYBOARDS,
        _digest.KEYBOARDS,
    ):
        for template, keyboard in keyboards.items():
            router.keyboard(template, keyboard)


def _add_presses(router: Router) -> None:
    router.press(presses.BoardPress, _board.on_board_press)
    router.press(presses.ListPress, _board.on_list)
    router.press(presses.BatchPress, _batch.on_batch)
    router.press(presses.WorkPress, _work.on_work)
    router.press(presses.CallPress, _call.on_call_press)
    router.press(presses.KindsPress, _kinds.on_kinds_press)
    router.press(presses.KindPress, _kinds.on_kind)
    router.press(presses.QuestionPress, _kind_questions.on_question)
    router.press(presses.DigestPress, _digest.on_digest_press)
