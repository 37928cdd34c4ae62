"""Policy questions: answered word for word with their source, or handed to a person."""

from __future__ import annotations

from handlers.faq import (
    _answer,
    _ask,
    _choices,
    _emergency,
    _ended,
    _inline,
    _presses,
    _resident_callbacks,
    _topics,
)
from handlers.faq._addressing import ANSWER_LINK
from handlers.faq._staff_side import add_staff_side
from handlers.routes import Router

_WITH_KEYBOARDS = (_answer, _choices, _ended, _presses, _topics)


def build_router() -> Router:
    """All that policy answers answer to."""
    router = Router("faq")
    _add_residents_side(router)
    add_staff_side(router)
    # Staff write of dangers, too: a sentence of theirs is no cry for help.
    watch = _emergency.DangerWatch(router.steps)
    router.reader(_emergency.read_danger, watch.on_danger, interrupts=True)
    return router


def _add_residents_side(router: Router) -> None:
    router.command("ask", _ask.on_ask)
    router.command("faq", _topics.on_faq)
    router.link(ANSWER_LINK, _topics.on_link)
    router.press(_resident_callbacks.FeedbackPress, _presses.on_feedback)
    router.press(_resident_callbacks.ChoosePress, _presses.on_choose)
    router.press(_resident_callbacks.SpeakPress, _presses.on_speak)
    router.press(_resident_callbacks.TopicsPress, _topics.on_topics)
    router.press(_resident_callbacks.ReadPress, _topics.on_read)
    router.plain.append(_ask.on_plain)
    router.inline.append(_inline.on_inline)
    for part in _WITH_KEYBOARDS:
        for template, keyboard in part.KEYBOARDS.items():
            router.keyboard(template, keyboard)
