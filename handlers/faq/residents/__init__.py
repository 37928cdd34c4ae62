"""The residents' side: questions and answers, topics, quotes."""

from __future__ import annotations

from handlers.faq import _answer
from handlers.faq.residents import _ask, _choices, _ended, _inline, _presses, _topics
from handlers.faq.residents import _callbacks as presses
from handlers.faq.residents._addressing import ANSWER_LINK
from handlers.routes import Router

_WITH_KEYBOARDS = (_answer, _choices, _ended, _presses, _topics)


def add_residents_side(router: Router) -> None:
    """Add what residents ask with, press and follow."""
    router.command("ask", _ask.on_ask)
    router.command("faq", _topics.on_faq)
    router.link(ANSWER_LINK, _topics.on_link)
    router.press(presses.FeedbackPress, _presses.on_feedback)
    router.press(presses.ChoosePress, _presses.on_choose)
    router.press(presses.SpeakPress, _presses.on_speak)
    router.press(presses.TopicsPress, _topics.on_topics)
    router.press(presses.ReadPress, _topics.on_read)
    router.plain.append(_ask.on_plain)
    router.inline.append(_inline.on_inline)
    for part in _WITH_KEYBOARDS:
        for template, keyboard in part.KEYBOARDS.items():
            router.keyboard(template, keyboard)
