"""Answers to presses and to inline queries."""

from aiogram.methods import AnswerCallbackQuery, AnswerInlineQuery

from simulator.callbacks import CallbackAnswer
from simulator.errors import bad_request
from simulator.inline import InlineAnswer
from simulator.methods.registry import offers
from simulator.world import World

LONGEST_ANSWER = 200
MOST_RESULTS = 50


@offers
def answer_callback_query(world: World, call: AnswerCallbackQuery) -> bool:
    """A toast, an alert or a link for the person who pressed."""
    if len(call.text or "") > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(call.text or None, bool(call.show_alert), call.url or None)
    world.callbacks.resolve(call.callback_query_id, answer)
    world.publish("callback_answer", {"id": call.callback_query_id, "answer": answer})
    return True


@offers
def answer_inline_query(world: World, call: AnswerInlineQuery) -> bool:
    """Results to choose from; their ids must differ."""
    if len(call.results) > MOST_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len({result.id for result in call.results}) < len(call.results):
        raise bad_request("RESULT_ID_DUPLICATE")
    answer = InlineAnswer(list(call.results), call.next_offset or "", bool(call.is_personal))
    world.inline.resolve(call.inline_query_id, answer)
    return True
