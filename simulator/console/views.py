"""A world as JSON for the page."""

from dataclasses import asdict
from typing import Any

from aiogram.types import User

from simulator.chats import Chat, PrivateChat
from simulator.groups import Group, Topic
from simulator.inline import InlineResults
from simulator.members import Member
from simulator.messages import StoredMessage, wire
from simulator.people import Person
from simulator.world import Event, LoggedCall, World


def world_view(world: World) -> dict[str, Any]:
    """The whole state but for the messages."""
    return {
        "bot": wire(world.me),
        "now": world.clock.now().isoformat(),
        "people": [person_view(person) for person in world.people.values()],
        "chats": [chat_view(chat) for chat in world.chats.values()],
        "pending_updates": len(world.updates),
        "in_flight": world.in_flight,
        "faults": [asdict(fault) for fault in world.faults.pending],
    }


def person_view(person: Person) -> dict[str, Any]:
    """Somebody, and how they stand with the bot."""
    return {
        "id": person.id,
        "name": full_name(person.user),
        "username": person.user.username,
        "language_code": person.user.language_code,
        "is_started": person.chat.is_started,
        "is_blocked": person.chat.is_blocked,
    }


def full_name(user: User) -> str:
    """First and last name, as Telegram shows them."""
    return " ".join(name for name in (user.first_name, user.last_name) if name)


def chat_view(chat: Chat) -> dict[str, Any]:
    """A chat, and for groups who is in it."""
    shown = chat.as_type()
    named = chat.user if isinstance(chat, PrivateChat) else None
    view: dict[str, Any] = {
        "id": chat.id,
        "type": shown.type,
        "title": full_name(named) if named else shown.title,
        "bot_status": chat.bot_member.status,
        "last": message_view(last) if (last := chat.store.last()) else None,
    }
    if isinstance(chat, Group):
        view |= {
            "is_forum": chat.is_forum,
            "members": [member_view(member) for member in chat.members.values()],
            "topics": [topic_view(topic) for topic in chat.topics.values()],
            "migrated_to": chat.migrated_to.id if chat.migrated_to else None,
        }
    return view


def member_view(member: Member) -> dict[str, Any]:
    """A member and their standing."""
    return {
        "id": member.user.id,
        "name": full_name(member.user),
        "status": member.status,
        "is_anonymous": bool(getattr(member, "is_anonymous", False)),
    }


def topic_view(topic: Topic) -> dict[str, Any]:
    """A forum topic."""
    return {"thread_id": topic.thread_id, "name": topic.name, "is_closed": topic.is_closed}


def thread_view(chat: Chat) -> dict[str, Any]:
    """A chat with its messages."""
    return {
        "chat": chat_view(chat),
        "messages": [message_view(message) for message in chat.store],
        "pinned": chat.pinned,
        "reply_keyboard": wire(chat.reply_keyboard) if chat.reply_keyboard else None,
        "reactions": [
            {"message_id": message_id, "user": user_id, "emoji": emoji_of(reaction)}
            for (message_id, user_id), reactions in chat.reactions.items()
            for reaction in reactions
        ],
    }


def emoji_of(reaction: Any) -> str:
    """How a reaction looks; a custom one is a star."""
    return str(getattr(reaction, "emoji", "⭐"))


def message_view(message: StoredMessage) -> dict[str, Any]:
    """A message with what the bot does not read of it."""
    known = {"visible_to_bot": message.visible_to_bot, "is_by_bot": message.is_by_bot}
    shown: dict[str, Any] = wire(message)
    return shown | known


def inline_view(shown: InlineResults) -> dict[str, Any]:
    """Results of inline mode, as they stand above a text box."""
    return {
        "query_id": shown.query_id,
        "results": [
            {"title": one.title, "description": one.description, "url": one.article.url}
            for one in shown.results
        ],
        "next_offset": shown.next_offset,
        "button": wire(shown.button) if shown.button else None,
    }


def call_view(number: int, call: LoggedCall) -> dict[str, Any]:
    """An entry of the request log."""
    return {
        "number": number,
        "at": call.at.isoformat(),
        "method": call.method,
        "params": call.params,
        "result": call.result,
        "refusal": call.refusal.body() if call.refusal else None,
        "fault": call.fault,
    }


def event_view(event: Event) -> dict[str, Any]:
    """A change, as the stream sends it."""
    data = event.data
    if isinstance(data, StoredMessage):
        data = message_view(data)
    elif isinstance(data, LoggedCall):
        data = {
            "method": data.method,
            "at": data.at.isoformat(),
            "refusal": data.refusal.body() if data.refusal else None,
            "fault": data.fault,
        }
    return {"chat": event.chat_id, "data": wire(data)}
