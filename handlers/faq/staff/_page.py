"""The page of an entry: what residents are given, and how it stands."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery

from handlers.context import Context
from handlers.faq.staff._shelf import find_obstacle
from handlers.quoting import show_answer_params
from handlers.talk import show
from locales.languages import LANGUAGES
from storage.community.queries import find_person
from storage.faq import queries
from storage.faq.queries import EntryView, TextView
from storage.faq.rules import count_fillings


async def show_entry(
    context: Context,
    press: CallbackQuery | None,
    entry: EntryView,
    *,
    menu: str = "main",
    note: str = "",
    language: str | None = None,
) -> None:
    """Show an entry with its buttons.

    Args:
        menu: which buttons: `main`, `edit`.
        note: what was done just now: a word of the template.
        language: of the words that were written just now; by default the reader's.
    """
    params = await show_params(context, entry, entry.texts.get(language or ""))
    await show(context, press, "faq/entry", **params, menu=menu, note=note)


async def show_params(
    context: Context, entry: EntryView, text: TextView | None = None
) -> dict[str, Any]:
    """What the page says, as JSON values.

    Args:
        text: the words to show, as readers of their language see them; by default those that
            the acting person would be given.
    """
    language = text.language if text else (await context.words()).language
    text = text or entry.text_for(language)
    return {
        **show_answer_params(entry, text, reader=language),
        "staff": await _stands(context, entry),
    }


async def _stands(context: Context, entry: EntryView) -> dict[str, Any]:
    reader = (await context.words()).language
    obstacle = find_obstacle(entry)
    told = obstacle.params if obstacle else {}
    fillings = count_fillings(entry.source_text.words)
    return {
        "entry_id": entry.id,
        "committee_id": entry.committee_id,
        "state": entry.state.value,
        "standing": entry.standing.value,
        "kind": entry.kind.value,
        "kind_name": (await context.words()).button("topic", kind=entry.kind.value),
        "estate": entry.estate,
        "building": entry.building,
        "closure": entry.closure.value if entry.closure else None,
        "valid_from": entry.valid_from.isoformat() if entry.valid_from else None,
        "valid_until": entry.valid_until.isoformat() if entry.valid_until else None,
        "languages": list_languages(entry),
        "variants": sum(len(each.variants) for each in entry.texts.values()),
        "owner": await _name(context, entry.owner_id),
        "checked_by": await _name(context, entry.checked_by),
        "replaced_by": await _title(context, entry.replaced_by, reader),
        "missing": list(told.get("missing", ())),
        "fillings": fillings,
        "fillings_translated": entry.needs_filling - fillings,
    }


def list_languages(entry: EntryView) -> list[dict[str, str]]:
    """How the entry stands in every language.

    `source`, `written`; `filling` where places are open, `behind` the original, `missing`.
    """
    return [{"code": code, "state": _stands_in(entry, code)} for code in LANGUAGES]


def _stands_in(entry: EntryView, language: str) -> str:
    text = entry.texts.get(language)
    if text is None:
        return "missing"
    if language == entry.language:
        return "source"
    if count_fillings(text.words):
        return "filling"
    return "behind" if text.is_stale else "written"


async def _name(context: Context, person_id: int | None) -> str | None:
    person = await context.work.read(find_person, person_id) if person_id is not None else None
    return person.name if person else None


async def _title(context: Context, entry_id: int | None, language: str) -> str | None:
    if entry_id is None:
        return None
    entry = await context.work.read(queries.find_entry, entry_id, context.received_at)
    return entry.text_for(language).question if entry else None
