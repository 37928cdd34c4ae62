"""Answers to presses."""

from aiogram.methods import AnswerCallbackQuery

from simulator.callbacks import CallbackAnswer
from simulator.errors import bad_request
from simulator.methods.registry import offers
from simulator.world import World

LONGEST_ANSWER = 200


@offers
def answer_callback_query(world: World, call: AnswerCallbackQuery) -> bool:
    """A toast, an alert or a link for the person who pressed."""
    if len(call.text or "") > LONGEST_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = CallbackAnswer(call.text or None, bool(call.show_alert), call.url or None)
    world.callbacks.resolve(call.callback_query_id, answer)
    world.publish("callback_answer", {"id": call.callback_query_id, "answer": answer})
    return True
