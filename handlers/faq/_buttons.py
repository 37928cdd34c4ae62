"""Buttons that stand under several kinds of messages."""

from __future__ import annotations

from typing import Any

from aiogram.types import InlineKeyboardButton

from handlers.faq.residents._callbacks import FeedbackPress, TopicsPress
from handlers.keyboards import button
from locales.renderer import Words
from storage.faq.kinds import Feedback


def feedback_button(
    words: Words, name: str, params: dict[str, Any], feedback: Feedback
) -> InlineKeyboardButton:
    """A button by which the asker says something of what they are shown."""
    press = FeedbackPress(
        question_id=params["question_id"], feedback=feedback.value, language=params["reader"]
    )
    return button(words, name, press)


def topics_button(words: Words, *, anew: bool = False) -> InlineKeyboardButton:
    """The way to all topics; `anew` in a message of their own."""
    return button(words, "topics", TopicsPress(anew=anew))
