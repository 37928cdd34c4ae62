"""/notice: staff write what everybody shall hear; a draft from the first message on.

Once its words are there the notice is a row: whoever is called away loses nothing, and several
people's drafts stand side by side.
"""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.context import Context
from handlers.keyboards import button, keyboard, label_button
from handlers.notices._callbacks import KindPress, ListPress, NewPress, NoticePress
from handlers.notices._facts import go_on
from handlers.notices._page import head, show_page
from handlers.notices._reading import split_facts
from handlers.notices._talk import (
    choose_committee,
    find_asked,
    find_own_notice,
    find_written,
    forget,
    read_words,
    remember,
)
from handlers.routes import Keyboard
from handlers.talk import find_staff_committee
from locales.renderer import Words
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.notices import actions
from storage.notices.kinds import Media, MediaKind, NoticeKind
from storage.notices.queries import list_drafts

STEP, MEDIA_STEP = "notices.write", "notices.media"
A_PAGE = 6


async def on_notice(context: Context, message: Message, argument: str) -> None:
    """/notice: ask for the words, or take those behind the command; drafts stand above.

    Raises:
        RuleError: `in_private_only`, `not_staff`.
    """
    committee_id = await choose_committee(context)
    if committee_id is None:
        return
    if argument:
        # The line breaks behind the command are the writer's own.
        text = (message.text or "").split(maxsplit=1)[-1]
        await _draft(context, committee_id, text, None)
        return
    await _ask_words(context, committee_id)


async def on_new(context: Context, press: CallbackQuery, data: NewPress) -> None:
    """A button to write one."""
    await find_staff_committee(context, data.committee_id)
    await _ask_words(context, data.committee_id)
    await context.answer(press, "")


async def _ask_words(context: Context, committee_id: int, media: Media | None = None) -> None:
    kept = {"kind": media.kind.value, "file_id": media.file_id} if media else None
    await remember(context, STEP, {"committee_id": committee_id, "media": kept})
    drafts = await context.work.read(list_drafts, committee_id)
    await context.say(
        "notices/ask_words",
        media=media.kind.value if media else None,
        drafts=[{"notice_id": each.id, "title": each.title} for each in drafts[:A_PAGE]],
    )


async def on_words(context: Context, message: Message, conversation: ConversationView) -> None:
    """The words, with or without a picture; or a picture, for which words are still wanted."""
    committee_id, kept = conversation.data["committee_id"], conversation.data["media"]
    await find_staff_committee(context, committee_id)
    media = read_media(message)
    if media is None and kept:
        media = Media(MediaKind(kept["kind"]), kept["file_id"])
    if media is not None and not (message.text or message.caption):
        await _ask_words(context, committee_id, media)
        return
    await _draft(context, committee_id, read_words(message), media)


async def _draft(context: Context, committee_id: int, text: str, media: Media | None) -> None:
    written = split_facts(text)
    notice_id = await context.work.write(
        actions.draft_notice,
        committee_id,
        await find_written(context, text),
        # A text of nothing but facts is one all the same.
        written.text or text,
        by=context.person_id,
        now=context.received_at,
        facts=written.facts if written.text else {},
        media=media,
        update_id=context.update_id,
    )
    await forget(context)
    await ask_kind(context, None, notice_id)


def read_media(message: Message) -> Media | None:
    """The picture, voice message or document of a message; None where there is none."""
    if message.photo:
        return Media(MediaKind.PHOTO, message.photo[-1].file_id)
    if message.voice:
        return Media(MediaKind.VOICE, message.voice.file_id)
    if message.document:
        return Media(MediaKind.DOCUMENT, message.document.file_id)
    return None


async def ask_kind(context: Context, press: CallbackQuery | None, notice_id: int) -> None:
    """Ask what sort of notice it is."""
    notice = await find_own_notice(context, notice_id)
    if press is None:
        await context.say("notices/kind", **head(notice))
    else:
        await context.redraw(press, "notices/kind", **head(notice))


async def on_kind(context: Context, press: CallbackQuery, data: KindPress) -> None:
    """The sort decides which facts a notice must tell (S19)."""
    await find_own_notice(context, data.notice_id)
    if data.kind not in list(NoticeKind):
        raise RuleError("stale_button")
    by, now = context.person_id, context.received_at
    kind = NoticeKind(data.kind)
    await context.work.write(actions.set_kind, data.notice_id, kind, by=by, now=now)
    await go_on(context, press, data.notice_id)
    await context.answer(press, "")


async def ask_media(context: Context, press: CallbackQuery, notice_id: int) -> None:
    """Ask for a picture, a voice message or a document."""
    await remember(context, MEDIA_STEP, {"notice_id": notice_id})
    await context.redraw(press, "notices/ask_media", notice_id=notice_id)


async def on_media(context: Context, message: Message, conversation: ConversationView) -> None:
    """The picture takes the place of the one before; words under it are not taken."""
    notice = await find_asked(context, conversation)
    media = read_media(message)
    if media is None:
        raise RuleError("notice_media_missing")
    by, now = context.person_id, context.received_at
    await context.work.write(actions.set_media, notice.id, media, by=by, now=now)
    await show_page(context, None, notice.id, note="saved")


def _committees_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(each["name"], NewPress(committee_id=each["id"]))]
            for each in params["committees"]
        ),
        *(
            [label_button(f"📋 {each['name']}", ListPress(committee_id=each["id"]))]
            for each in params["committees"]
        ),
    )


def _words_keyboard(_words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard(
        *(
            [label_button(f"✏️ {each['title']}", NoticePress(notice_id=each["notice_id"]))]
            for each in params["drafts"]
        )
    )


def _kind_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    notice_id = params["notice_id"]
    kinds = (
        [button(words, f"notice_kind_{kind}", KindPress(notice_id=notice_id, kind=kind))]
        for kind in ("plain", "event", "sale", "closure")
    )
    return keyboard(*kinds)


def _media_keyboard(words: Words, params: dict[str, Any]) -> InlineKeyboardMarkup:
    return keyboard([button(words, "back", NoticePress(notice_id=params["notice_id"]))])


KEYBOARDS: dict[str, Keyboard] = {
    "notices/which_committee": _committees_keyboard,
    "notices/ask_words": _words_keyboard,
    "notices/kind": _kind_keyboard,
    "notices/ask_media": _media_keyboard,
}
