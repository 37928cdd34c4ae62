"""What the page's people do: one small function a form."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import types

from simulator.chats import Chat
from simulator.console import forms
from simulator.console.views import (
    chat_view,
    inline_view,
    message_view,
    person_view,
    topic_view,
)
from simulator.groups import Group
from simulator.people import Person
from simulator.world import World


class UnknownError(LookupError):
    """No such chat, person or message."""


def person_of(world: World, person_id: int | None) -> Person:
    """A person; raises UnknownError."""
    person = world.people.get(person_id or 0)
    if person is None:
        raise UnknownError(f"no person {person_id}")
    return person


def chat_of(world: World, chat_id: int) -> Chat:
    """A chat; raises UnknownError."""
    chat = world.chats.get(chat_id)
    if chat is None:
        raise UnknownError(f"no chat {chat_id}")
    return chat


def group_of(world: World, chat_id: int) -> Group:
    """A group; raises UnknownError."""
    chat = chat_of(world, chat_id)
    if not isinstance(chat, Group):
        raise UnknownError(f"{chat_id} is no group")
    return chat


def message_of(world: World, chat_id: int, message_id: int) -> types.Message:
    """A message that stands; raises UnknownError."""
    message = chat_of(world, chat_id).store.get(message_id)
    if message is None:
        raise UnknownError(f"no message {message_id} in chat {chat_id}")
    return message


def _place(world: World, chat_id: int | None) -> Chat | None:
    """Where somebody acts; None is their private chat."""
    return chat_of(world, chat_id) if chat_id is not None else None


async def add_person(world: World, form: forms.NewPerson) -> Any:
    """Somebody new."""
    return person_view(world.person(**form.model_dump()))


async def add_group(world: World, form: forms.NewGroup) -> Any:
    """A new group."""
    return chat_view(
        world.group(
            form.title,
            members=[person_of(world, one) for one in form.members],
            admins=[person_of(world, one) for one in form.admins],
            supergroup=form.supergroup,
            forum=form.forum,
        )
    )


async def say(world: World, form: forms.Says) -> Any:
    """Write a message."""
    person = person_of(world, form.person)
    chat = _place(world, form.chat)
    quoted = message_of(world, (chat or person.chat).id, form.reply_to) if form.reply_to else None
    message = await person.says(
        form.text, in_=chat, reply_to=quoted, thread=form.thread, as_group=form.as_group
    )
    return message_view(message)


async def edit(world: World, form: forms.Edits) -> Any:
    """Edit an own message."""
    message = message_of(world, form.chat, form.message_id)
    return message_view(await person_of(world, form.person).edits(message, form.text))


async def delete(world: World, form: forms.OnMessage) -> Any:
    """Delete a message."""
    await person_of(world, form.person).deletes(message_of(world, form.chat, form.message_id))
    return {}


async def press(world: World, form: forms.Presses) -> Any:
    """Press an inline button."""
    message = message_of(world, form.chat, form.message_id)
    person = person_of(world, form.person)
    answer = await person.presses(message, form.button, data=form.data)
    return {"text": answer.text, "show_alert": answer.show_alert, "url": answer.url}


async def tap(world: World, form: forms.Taps) -> Any:
    """Tap a key of the reply keyboard."""
    person = person_of(world, form.person)
    return message_view(await person.taps(form.label, in_=_place(world, form.chat)))


async def open_link(world: World, form: forms.Opens) -> Any:
    """Follow a deep link."""
    group = group_of(world, form.group) if form.group is not None else None
    return message_view(await person_of(world, form.person).opens_link(form.link, in_=group))


async def react(world: World, form: forms.Reacts) -> Any:
    """React to a message."""
    message = message_of(world, form.chat, form.message_id)
    await person_of(world, form.person).reacts(message, form.emoji)
    return {}


async def ask_inline(world: World, form: forms.Asks) -> Any:
    """Ask the bot in inline mode."""
    person = person_of(world, form.person)
    place = _place(world, form.chat)
    return inline_view(await person.asks_inline(form.query, in_=place, offset=form.offset))


async def choose_inline(world: World, form: forms.Chooses) -> Any:
    """Send a result of inline mode."""
    shown = world.inline.shown.get(form.query_id)
    if shown is None:
        raise UnknownError(f"no inline results {form.query_id}")
    quoted = message_of(world, shown.chat.id, form.reply_to) if form.reply_to else None
    message = await person_of(world, form.person).chooses(
        shown, form.result, reply_to=quoted, thread=form.thread, as_group=form.as_group
    )
    return message_view(message)


async def block(world: World, form: forms.Blocks) -> Any:
    """Block or unblock the bot."""
    person = person_of(world, form.person)
    await (person.blocks_bot() if form.blocked else person.unblocks_bot())
    return person_view(person)


async def change_member(world: World, form: forms.Membership) -> Any:
    """Add, remove, promote or demote somebody or the bot."""
    group = group_of(world, form.chat)
    if form.action.endswith("_bot"):
        await _change_bot(group, form.action, person_of(world, form.by))
    else:
        await _change_person(world, group, form)
    return chat_view(group)


async def _change_bot(group: Group, action: str, by: Person) -> None:
    if action == "add_bot":
        await group.add_bot(by)
    elif action == "kick_bot":
        group.kick_bot(by)
    elif action == "promote_bot":
        group.promote_bot(by)
    else:
        group.demote_bot(by)


async def _change_person(world: World, group: Group, form: forms.Membership) -> None:
    person = person_of(world, form.person)
    by = person_of(world, form.by) if form.by is not None else person
    if form.action in {"add", "join"}:
        await group.add(person, by)
    elif form.action == "leave":
        await person.leaves(group)
    elif form.action == "remove":
        await group.remove(person, by)
    elif form.action == "demote":
        group.demote(person, by)
    else:
        group.promote(person, by, anonymous=form.action == "promote_anonymous")


async def open_topic(world: World, form: forms.NewTopic) -> Any:
    """Open a forum topic."""
    group = group_of(world, form.chat)
    return topic_view(await group.opens_topic(person_of(world, form.by), form.name))


async def migrate(world: World, form: forms.Migrates) -> Any:
    """Make a basic group a supergroup."""
    return chat_view(await group_of(world, form.chat).migrate())


async def add_fault(world: World, form: forms.NewFault) -> Any:
    """Let something go wrong."""
    chat = _place(world, form.chat)
    world.fault(form.method, form.kind, times=form.times, retry_after=form.retry_after, chat=chat)
    return {}


Act = Callable[[World, Any], Awaitable[Any]]

ACTIONS: dict[str, tuple[type[forms.Form], Act]] = {
    "people": (forms.NewPerson, add_person),
    "groups": (forms.NewGroup, add_group),
    "says": (forms.Says, say),
    "edits": (forms.Edits, edit),
    "deletes": (forms.OnMessage, delete),
    "presses": (forms.Presses, press),
    "taps": (forms.Taps, tap),
    "opens": (forms.Opens, open_link),
    "reacts": (forms.Reacts, react),
    "asks": (forms.Asks, ask_inline),
    "chooses": (forms.Chooses, choose_inline),
    "blocks": (forms.Blocks, block),
    "members": (forms.Membership, change_member),
    "topics": (forms.NewTopic, open_topic),
    "migrate": (forms.Migrates, migrate),
    "faults": (forms.NewFault, add_fault),
}
