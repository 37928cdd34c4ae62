"""`@bot words` in any chat: an entry to quote there, whole. Nothing is kept of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from aiogram.enums import ParseMode
from aiogram.exceptions import AiogramError
from aiogram.types import (
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InlineQueryResultUnion,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from handlers.answering import Tier
from handlers.context import ANSWER_TIMEOUT, Context
from handlers.faq.residents._wording import LONGEST_QUESTION, has_words
from handlers.quoting import show_answer_params
from locales.detection import detect_language
from locales.languages import choose_language
from locales.renderer import Words
from locales.values import shorten
from storage.community.actor import Actor
from storage.community.queries import find_actor
from storage.faq.queries import (
    EntryView,
    find_place,
    find_week,
    list_entries,
    list_givable,
)
from storage.faq.rules import Place

MOST_RESULTS = 10
# Seconds for which Telegram may show the same results again: an entry may end any minute.
_CACHE = 10
# Characters of an answer under its title.
_PREVIEW = 120
_START = "home"


async def on_inline(context: Context, query: InlineQuery) -> None:
    """Offer the entries that were asked for, or those that are asked for most."""
    # A stranger is not written down for having typed a name.
    actor = await context.work.read(find_actor, context.person_id, context.received_at)
    place = await context.work.read(find_place, actor.person_id, None, context.received_at)
    words = _choose_words(context, actor, query.query, place)
    entries: Iterable[EntryView] = ()
    if place is not None and not query.offset:
        entries = await _find(context, place, query.query, words.language)
    results: list[InlineQueryResultUnion] = [_show(words, entry) for entry in entries]
    home = InlineQueryResultsButton(text=words.button("open_linli"), start_parameter=_START)
    # Whoever types on has no use for an answer that comes too late, and Telegram refuses it.
    with suppress(AiogramError):
        await context.services.bot.answer_inline_query(
            query.id,
            results,
            cache_time=_CACHE,
            is_personal=True,
            button=None if place is not None and place.is_known else home,
            request_timeout=ANSWER_TIMEOUT,
        )


def _choose_words(context: Context, actor: Actor, text: str, place: Place | None) -> Words:
    setting = context.user.language_code if context.user else None
    language = choose_language(actor.language, detect_language(text, setting), setting)
    return context.services.renderer.words(language, place.time_zone if place else "UTC")


async def _find(context: Context, place: Place, text: str, language: str) -> Iterable[EntryView]:
    now = context.received_at
    in_force = (await context.work.read(list_givable, place, now)).in_force
    if has_words(text):
        finding = await context.services.matcher.find(
            place.committee_id, text[:LONGEST_QUESTION], language, in_force
        )
        most = max(finding.choices, int(finding.tier is Tier.SURE))
        wanted = [one.entry_id for one in finding.candidates[:most]]
    else:
        week = await context.work.read(find_week, place.committee_id, now)
        wanted = [one.entry_id for one in week.most_asked if one.entry_id in in_force]
    entries = await context.work.read(list_entries, place.committee_id, now, ids=in_force)
    order = {entry_id: position for position, entry_id in enumerate(wanted)}
    if has_words(text):
        entries = tuple(entry for entry in entries if entry.id in order)
    ranked = sorted(entries, key=lambda entry: order.get(entry.id, len(order)))
    return ranked[:MOST_RESULTS]


def _show(words: Words, entry: EntryView) -> InlineQueryResultArticle:
    text = entry.text_for(words.language)
    html = words.html("faq/quote", **show_answer_params(entry, text, reader=words.language))
    return InlineQueryResultArticle(
        id=f"{entry.id}-{entry.version}-{words.language}",
        title=text.question,
        description=shorten(" ".join(text.answer.split()), _PREVIEW),
        input_message_content=InputTextMessageContent(
            message_text=html,
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
    )
