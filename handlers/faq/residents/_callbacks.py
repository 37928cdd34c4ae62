"""What the buttons of residents carry: numbers and short words, never a text, never a right."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class FeedbackPress(CallbackData, prefix="qf"):
    """What the asker says of what they were shown: a word of `Feedback`.

    `language` is the one that the message is shown in.
    """

    question_id: int
    feedback: str
    language: str


class ChoosePress(CallbackData, prefix="qc"):
    """This entry is the one that was meant."""

    question_id: int
    entry_id: int


class SpeakPress(CallbackData, prefix="ql"):
    """Show an answer in `language`; with `choosing` the languages that it can be had in.

    `question_id` 0: nobody asked, somebody looked it up.
    """

    entry_id: int
    question_id: int
    language: str
    choosing: bool = False


class TopicsPress(CallbackData, prefix="qt"):
    """The topics, or a page of the entries of one; `anew` leaves what was said as it is."""

    kind: str = ""
    page: int = 0
    anew: bool = False


class ReadPress(CallbackData, prefix="qe"):
    """Read an entry of a topic, and be able to go back to the page."""

    entry_id: int
    kind: str
    page: int
