"""Answers to inline queries.

Refusals come in the order of Telegram's own server: what cannot be parsed, the button, then what
the inner server checks. Of results only articles with a text are offered.
"""

import re
from collections.abc import Sequence
from typing import Any

from aiogram import types
from aiogram.methods import AnswerInlineQuery

from simulator.errors import Refusal, bad_request, not_offered
from simulator.inline import InlineAnswer, InlineResult
from simulator.keyboards import check_markup, kept_markup
from simulator.methods.access import find_user
from simulator.methods.registry import offers
from simulator.text.formatting import Formatted, read_text
from simulator.world import World

MOST_RESULTS = 50
MOST_ID_BYTES = 64
MOST_OFFSET_BYTES = 64
LONGEST_PARAMETER = 64
USUAL_CACHE_TIME = 300
LONGEST_CACHE_TIME = 24 * 60 * 60
PARAMETER = re.compile(r"[A-Za-z0-9_-]*")


@offers
def answer_inline_query(world: World, call: AnswerInlineQuery) -> bool:
    """Results to choose from."""
    _check_button_form(call)
    if len(call.results) > MOST_RESULTS:
        raise bad_request("too many inline query results specified")
    results = [_read_result(world, one) for one in call.results]
    if call.button:
        _check_start_parameter(call.button.start_parameter or "")
    world.inline.check_open(call.inline_query_id)
    _check_inner(call, [one.article for one in results])
    answer = InlineAnswer(
        results=results,
        next_offset=call.next_offset or "",
        button=call.button,
        is_personal=bool(call.is_personal),
        cache_time=_cache_time(call.cache_time),
    )
    world.inline.resolve(call.inline_query_id, answer)
    return True


def _check_button_form(call: AnswerInlineQuery) -> None:
    if call.switch_pm_text or call.switch_pm_parameter:
        raise not_offered("switch_pm_text and switch_pm_parameter; `button` took their place")
    if call.button and call.button.web_app:
        raise not_offered("Web Apps above inline results")
    if call.button and call.button.start_parameter is None:
        raise bad_request(
            "can't parse inline query results button: "
            "InlineQueryResultsButton must have exactly one optional field"
        )


def _check_start_parameter(parameter: str) -> None:
    if not parameter:
        raise bad_request("can't use empty start_parameter")
    if len(parameter.encode()) > LONGEST_PARAMETER:
        raise bad_request("too long start_parameter specified")
    if not PARAMETER.fullmatch(parameter):
        raise bad_request("unallowed characters in start_parameter are used")


def _check_inner(
    call: AnswerInlineQuery, articles: Sequence[types.InlineQueryResultArticle]
) -> None:
    """What Telegram's inner server refuses."""
    if call.button and not call.button.text:
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if len((call.next_offset or "").encode()) > MOST_OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    for article in articles:
        if not article.id:
            raise bad_request("RESULT_ID_EMPTY")
        if len(article.id.encode()) > MOST_ID_BYTES:
            raise bad_request("RESULT_ID_INVALID")
        if not article.title.strip():
            raise bad_request("ARTICLE_TITLE_EMPTY")
    if len({article.id for article in articles}) < len(articles):
        raise bad_request("RESULT_ID_DUPLICATE")


def _read_result(world: World, given: Any) -> InlineResult:
    if not isinstance(given, types.InlineQueryResultArticle):
        raise not_offered(f"inline results of type {given.type}")
    text = given.input_message_content
    if not isinstance(text, types.InputTextMessageContent):
        raise not_offered("inline results that send anything but a text")
    try:
        formatted = _read_text(world, text)
        markup = kept_markup(check_markup(given.reply_markup))
    except Refusal as refusal:
        raise _of_a_result(refusal) from refusal
    content: dict[str, Any] = {
        "text": formatted.text,
        "entities": formatted.entities or None,
        "link_preview_options": text.link_preview_options,
    }
    return InlineResult(given, content | ({"reply_markup": markup} if markup else {}))


def _read_text(world: World, given: Any) -> Formatted:
    if not given.message_text:
        raise bad_request("message text is empty")
    return read_text(
        given.message_text,
        given.parse_mode,
        given.entities,
        lambda user_id: find_user(world, user_id),
    )


def _of_a_result(refusal: Refusal) -> Refusal:
    """A refusal of a message as it reads for an inline result."""
    words = refusal.description.removeprefix("Bad Request: ")
    if words == "message is too long":
        return bad_request("MESSAGE_TOO_LONG")
    if words.startswith(("can't parse", "message text is empty")):
        return bad_request(f"can't parse inline query result: {words[:1].upper()}{words[1:]}")
    return refusal


def _cache_time(seconds: int | None) -> int:
    if seconds is None:
        return USUAL_CACHE_TIME
    return min(max(seconds, 0), LONGEST_CACHE_TIME)
