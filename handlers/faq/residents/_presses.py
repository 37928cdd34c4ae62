"""The buttons under answers and titles. They stay clickable for ever, so all is read anew."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.faq._answer import find_readable, is_readable, redraw_entry
from handlers.faq._buttons import feedback_button, topics_button
from handlers.faq.residents._callbacks import ChoosePress, FeedbackPress, SpeakPress
from handlers.faq.residents._choices import forget_open
from handlers.faq.residents._handing import hand_over
from handlers.faq.residents._place import answer_link
from handlers.faq.residents._replies import note_in_group
from handlers.keyboards import keyboard
from handlers.routes import Keyboard
from locales.languages import ENDONYMS
from locales.renderer import Words
from storage.errors import RuleError
from storage.faq import actions
from storage.faq.kinds import Feedback
from storage.faq.queries import QuestionView, find_question


async def on_choose(context: Context, press: CallbackQuery, data: ChoosePress) -> None:
    """Put the chosen entry in the place of the titles; to others in the group it opens privately.

    Raises:
        RuleError: `stale_button`, `faq_elsewhere`.
    """
    question = await context.work.read(find_question, data.question_id)
    is_own = question is not None and question.person_id == context.person_id
    if not context.is_private and not is_own:
        await context.answer(press, "", url=answer_link(context, data.entry_id))
        return
    # Nothing is kept of a choice that cannot be shown.
    entry = await find_readable(context, data.entry_id)
    if question is not None and is_own:
        await context.use_language(question.language)
        await context.work.write(
            actions.choose_entry, question.id, data.entry_id, by=context.person_id
        )
    await redraw_entry(context, press, data.entry_id, question_id=data.question_id if is_own else 0)
    await context.answer(press, "")
    if isinstance(press.message, Message) and not context.is_private:
        await note_in_group(context, entry, press.message)
        await forget_open(context)


async def on_feedback(context: Context, press: CallbackQuery, data: FeedbackPress) -> None:
    """Take what the asker says; whatever is no praise goes to a person.

    Raises:
        RuleError: `stale_button`, also where the question is not kept any more.
    """
    if data.feedback not in list(Feedback) or data.language not in ENDONYMS:
        raise RuleError("stale_button")
    question = await context.work.read(find_question, data.question_id)
    if question is None:
        raise RuleError("stale_button")
    if question.person_id != context.person_id:
        text = (await context.words()).alert("faq_not_your_question")
        await context.answer(press, text, alert=True)
        return
    await context.use_language(data.language)
    await _take(context, press, question, Feedback(data.feedback))


async def _take(
    context: Context, press: CallbackQuery, question: QuestionView, feedback: Feedback
) -> None:
    await context.work.write(actions.mark_feedback, question.id, feedback, by=context.person_id)
    is_handed = feedback is not Feedback.HELPFUL
    is_told = is_handed and await hand_over(context, question.id)
    if not context.is_private:
        await forget_open(context)
    shown = None if feedback is Feedback.NONE_OF_THESE else question.entry_id
    if shown is not None and await is_readable(context, shown):
        await redraw_entry(context, press, shown, question_id=question.id, thanks=feedback.value)
    elif is_handed:
        await context.redraw(press, "faq/passed_on", is_private=context.is_private, is_told=is_told)
    name = "faq_passed_on" if is_handed else "faq_thanks"
    await context.answer(press, (await context.words()).alert(name))


async def on_speak(context: Context, press: CallbackQuery, data: SpeakPress) -> None:
    """Show an answer in another language, or the languages that there are.

    Raises:
        RuleError: `in_private_only`, `stale_button`.
    """
    context.check_private()
    if data.language not in ENDONYMS:
        raise RuleError("stale_button")
    await context.use_language(data.language)
    await redraw_entry(
        context, press, data.entry_id, question_id=data.question_id, choosing=data.choosing
    )
    await context.answer(press, "")


def _unknown_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    person = feedback_button(words, "ask_person", params, Feedback.TO_A_PERSON)
    return keyboard([] if params["is_handed"] else [person], [topics_button(words, anew=True)])


def _passed_on_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup | None:
    return keyboard([topics_button(words, anew=True)]) if params["is_private"] else None


KEYBOARDS: dict[str, Keyboard] = {
    "faq/unknown": _unknown_keyboard,
    "faq/passed_on": _passed_on_keyboard,
}
