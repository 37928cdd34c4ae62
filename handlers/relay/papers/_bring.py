"""Staff and leads bring papers: a list, a pasted relay or a file; a preview says what it does."""

from __future__ import annotations

from typing import Any

from aiogram.types import CallbackQuery, Document, Message

from handlers.context import Context
from handlers.relay._lists import PastedList, has_paste_head
from handlers.relay.papers import _files, _line
from handlers.relay.papers._batches import show_batches
from handlers.relay.papers._callbacks import PapersPress
from handlers.relay.papers._draft import Draft, draft_from_json
from handlers.relay.papers._gather import gather_file, gather_text
from handlers.relay.papers._relays import find_relay_to_enter, list_meant
from handlers.relay.papers._show import show_preview
from handlers.relay.papers._talk import STEP, keep_draft
from handlers.talk import is_resent, read_text, remember, show
from storage.community.queries import ConversationView
from storage.errors import RuleError
from storage.relay.papers.queries import count_batches
from storage.relay.queries import find_relay_of_card


async def on_papers(context: Context, _message: Message, _argument: str) -> None:
    """/papers: bring in rows of other ways than the button."""
    context.check_private()
    relays = await list_meant(context)
    if len(relays) == 1:
        await ask_papers(context, None, relays[0].id)
        return
    await remember(context, STEP, {"made": context.update_id}, own=STEP)
    await _ask_which(context, [(relay.id, relay.title) for relay in relays])


async def _ask_which(context: Context, relays: list[tuple[int, str]]) -> None:
    named = [{"id": number, "title": title} for number, title in relays]
    params: dict[str, Any] = {"made": context.update_id, "relays": named}
    if context.is_private:
        await context.say("relay/papers_which", **params)
    elif not await context.say_privately("relay/papers_which", **params):
        raise RuleError("in_private_only")


async def ask_papers(context: Context, press: CallbackQuery | None, relay_id: int) -> None:
    """Say what may be sent, and take the next message as that."""
    context.check_private()
    relay = await find_relay_to_enter(context, relay_id)
    await remember(context, STEP, {"relay_id": relay.id}, own=STEP)
    await show(
        context,
        press,
        "relay/papers_ask",
        relay_id=relay.id,
        title=relay.title,
        batches=await context.work.read(count_batches, relay.id),
        is_staff=(await context.actor()).is_staff(relay.committee_id),
    )


async def on_list(context: Context, message: Message, pasted: PastedList) -> None:
    """A text that is a list by its head; in a group only from staff, in reply to the card."""
    assert context.chat is not None
    relay_id = None
    if (card := message.reply_to_message) is not None:
        relay_id = await context.work.read(find_relay_of_card, context.chat.id, card.message_id)
    if not context.is_private and relay_id is None:
        return
    if relay_id is None:
        relays = await list_meant(context)
        if len(relays) > 1:
            data = {"made": context.update_id, "text": pasted.text}
            await remember(context, STEP, data, own=STEP, is_work=True)
            await _ask_which(context, [(relay.id, relay.title) for relay in relays])
            return
        relay_id = relays[0].id
    await bring_text(context, relay_id, pasted.text)
    if not context.is_private:
        await context.react(message, "👌")


async def on_answer(context: Context, message: Message, conversation: ConversationView) -> None:
    """What was asked for; more lines of what was brought; or the answer about one line."""
    data = dict(conversation.data)
    if "lines" in data:
        await _go_on(context, message, draft_from_json(data), conversation)
    elif "relay_id" not in data:
        raise RuleError("papers_which_first")
    elif message.document is not None:
        await _take_file(context, message.document, data["relay_id"])
    else:
        await bring_text(context, data["relay_id"], read_text(message))


async def _go_on(
    context: Context, message: Message, draft: Draft, conversation: ConversationView
) -> None:
    if is_resent(context, conversation):
        await show_preview(context, None, draft)
    elif message.document is not None:
        await _take_file(context, message.document, draft.relay_id)
    elif draft.asking is not None:
        await _line.take_written(context, draft, read_text(message))
    else:
        await _add_text(context, draft, read_text(message))


async def _add_text(context: Context, draft: Draft, text: str) -> None:
    """A long text arrives in several messages; one with a head of its own begins anew."""
    if draft.text and not has_paste_head(text):
        text = f"{draft.text}\n{text}"
    await bring_text(context, draft.relay_id, text, draft)


async def _take_file(context: Context, sent: Document, relay_id: int) -> None:
    if (sent.file_size or 0) > _files.MOST_BYTES:
        raise RuleError("papers_file_unread", reason="too_large")
    loaded = await context.services.bot.download(sent.file_id)
    assert loaded is not None
    content, name = loaded.read(), sent.file_name or ""
    if name.casefold().endswith(".txt") and not _files.has_head(content, name):
        await bring_text(context, relay_id, _files.read_plain(content))
        return
    draft = await gather_file(context, relay_id, content, name)
    await keep_draft(context, draft)
    await show_preview(context, None, draft)


async def bring_text(
    context: Context, relay_id: int, text: str, former: Draft | None = None
) -> None:
    """Read a text and show what it would do. Nothing is changed."""
    channel = former.channel if former is not None else None
    draft = await gather_text(context, relay_id, text, channel=channel)
    await keep_draft(context, draft)
    await show_preview(context, None, draft)


async def on_papers_press(context: Context, press: CallbackQuery, data: PapersPress) -> None:
    """The page on which papers are asked for."""
    context.check_private()
    if data.act in ("csv", "xlsx"):
        await _send_pattern(context, data.relay_id, data.act)
    elif data.act == "batches":
        await show_batches(context, press, data.relay_id, data.page)
    else:
        await ask_papers(context, press, data.relay_id)
    await context.answer(press, "")


async def _send_pattern(context: Context, relay_id: int, kind: str) -> None:
    await find_relay_to_enter(context, relay_id)
    language = (await context.words()).language
    write = _files.write_csv if kind == "csv" else _files.write_workbook
    await context.send_file(f"linli-papers.{kind}", write(language))
