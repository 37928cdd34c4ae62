"""What staff write about a kind: its name, a line that explains it, a question."""

from __future__ import annotations

from dataclasses import replace

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.requests.staff._drafts import (
    NO_ICON,
    add_question,
    read_hint,
    read_keywords,
    read_question,
    read_title,
    say,
)
from handlers.requests.staff._kind_page import (
    find_own_kind,
    save,
    show_kind,
    show_question,
)
from handlers.requests.staff._talk import find_own_committee, forget
from handlers.talk import read_text, remember
from locales.detection import detect_language
from storage.community.queries import ConversationView
from storage.requests import actions
from storage.requests.forms import Form, KindDraft
from storage.requests.kinds import Purpose
from storage.requests.queries import KindView

STEP = "requests.kind_words"
NEW, TITLE, HINT, KEYWORDS, QUESTION = "new", "title", "hint", "keywords", "question"


async def ask_new(context: Context, press: CallbackQuery, committee_id: int) -> None:
    """Ask what a new kind is called."""
    await remember(context, STEP, {"asked": NEW, "committee_id": committee_id})
    await context.redraw(
        press, "requests/ask_kind", asked=NEW, committee_id=committee_id, kind_id=0
    )


async def ask(context: Context, press: CallbackQuery, kind: KindView, asked: str) -> None:
    """Ask for the new name, the explaining line, or one question more."""
    await remember(context, STEP, {"asked": asked, "kind_id": kind.id})
    await context.redraw(
        press, "requests/ask_kind", asked=asked, committee_id=kind.committee_id, kind_id=kind.id
    )


async def on_words(context: Context, message: Message, conversation: ConversationView) -> None:
    """Take what was asked for."""
    data = conversation.data
    text = read_text(message)
    if data["asked"] == NEW:
        await _add(context, data["committee_id"], text)
        return
    kind = await find_own_kind(context, data["kind_id"])
    if data["asked"] == QUESTION:
        await _add_question(context, kind, text)
    else:
        await _change(context, kind, data["asked"], text)


async def _add(context: Context, committee_id: int, text: str) -> None:
    """A kind that residents do not see yet, with one question: it could be asked for as it is."""
    await find_own_committee(context, committee_id)
    icon, title = read_title(text)
    language = await _find_language(context, title)
    words = context.services.renderer.words(language, (await context.words()).zone.key)
    first = read_question(words.text("requests/first_question"), language, ())
    form = Form((replace(first, purpose=Purpose.DETAILS),))
    keywords = {language: read_keywords(title)}
    draft = KindDraft(None, icon or NO_ICON, {language: title}, form, language, keywords=keywords)
    by, now = context.person_id, context.received_at
    kind = await context.work.write(actions.save_kind, committee_id, draft, by=by, now=now)
    kind = await context.work.write(actions.offer_kind, kind.id, False, by=by, now=now)
    await show_kind(context, None, kind, note="added")


async def _find_language(context: Context, text: str) -> str:
    """The language that staff wrote in; theirs where the text does not tell."""
    actor = await context.actor()
    return detect_language(text, actor.telegram_language) or (await context.words()).language


async def _change(context: Context, kind: KindView, asked: str, text: str) -> None:
    """Put the words in place of those of the same language; the others stay as they are."""
    language = await _find_language(context, text)
    saved = await save(context, kind, lambda draft: _put(draft, asked, text, language))
    await show_kind(context, None, saved, note="saved")


def _put(draft: KindDraft, asked: str, text: str, language: str) -> KindDraft:
    if asked == TITLE:
        icon, title = read_title(text)
        title_words = say(draft.title, language, title)
        return replace(draft, icon=icon or draft.icon, title=title_words)
    if asked == KEYWORDS:
        return replace(draft, keywords={**draft.keywords, language: read_keywords(text)})
    return replace(draft, hint=say(draft.hint, language, read_hint(text)))


async def _add_question(context: Context, kind: KindView, text: str) -> None:
    """One question more, at the end. Its language is the kind's: every kind has all its own."""
    question = read_question(text, kind.language, kind.form.questions)
    saved = await save(context, kind, lambda draft: add_question(draft, question))
    await forget(context)
    await show_question(context, None, saved, len(saved.form.questions) - 1)
