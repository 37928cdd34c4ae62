"""What those on duty leave for the next, and the telephone that residents are told of."""

from __future__ import annotations

from aiogram.types import CallbackQuery, Message

from handlers.context import Context
from handlers.duty._callbacks import DeskPress
from handlers.duty._now import STEPS, show_duty, to_the_minute
from handlers.talk import find_staff_committee, forget, read_text, remember, show
from storage.community import actions as community
from storage.community.queries import ConversationView, list_notes
from storage.errors import RuleError

NOTE_STEP, PHONE_STEP = f"{STEPS}note", f"{STEPS}phone"


async def on_desk(context: Context, press: CallbackQuery, data: DeskPress) -> None:
    """Read the notes, write one, or set the telephone."""
    committee = await find_staff_committee(context, data.committee_id)
    match data.act:
        case "notes":
            await _show_notes(context, press, committee.id)
        case "write":
            await remember(context, NOTE_STEP, {"committee_id": committee.id})
            await context.say("duty/ask_note", committee_id=committee.id)
        case "phone":
            await remember(context, PHONE_STEP, {"committee_id": committee.id})
            await context.say("duty/ask_phone", committee_id=committee.id)
        case "no_phone":
            await _set_phone(context, committee.id, "")
            await show_duty(context, press, committee.id)
        case _:
            raise RuleError("stale_button")
    await context.answer(press, "")


async def on_note(context: Context, message: Message, conversation: ConversationView) -> None:
    """The note was written."""
    committee_id = int(conversation.data["committee_id"])
    await context.work.write(
        community.write_note,
        committee_id,
        read_text(message),
        by=context.person_id,
        now=context.received_at,
    )
    await forget(context, STEPS)
    await context.say("duty/note_kept", committee_id=committee_id)


async def on_phone(context: Context, message: Message, conversation: ConversationView) -> None:
    """The telephone was written."""
    committee_id = int(conversation.data["committee_id"])
    await _set_phone(context, committee_id, read_text(message))
    await forget(context, STEPS)
    await show_duty(context, None, committee_id)


async def _set_phone(context: Context, committee_id: int, phone: str) -> None:
    await context.work.write(
        community.set_duty_phone,
        committee_id,
        phone,
        by=context.person_id,
        now=context.received_at,
    )


async def _show_notes(context: Context, press: CallbackQuery, committee_id: int) -> None:
    notes = await context.work.read(list_notes, committee_id)
    await show(
        context,
        press,
        "duty/notes",
        committee_id=committee_id,
        notes=[
            {"reply": note.text, "name": note.name, "written_at": to_the_minute(note.written_at)}
            for note in notes
        ],
    )
