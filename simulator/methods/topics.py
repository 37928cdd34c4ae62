"""Forum topics."""

from typing import Any

from aiogram import types
from aiogram.methods import (
    CloseForumTopic,
    CreateForumTopic,
    DeleteForumTopic,
    EditForumTopic,
    ReopenForumTopic,
)

from simulator.chats import Author
from simulator.errors import bad_request
from simulator.groups import Group, Topic
from simulator.methods.access import group_to_manage
from simulator.methods.registry import offers
from simulator.world import World

NO_TOPIC_RIGHT = "not enough rights to create a topic"
LONGEST_NAME = 128


@offers
def create_forum_topic(world: World, call: CreateForumTopic) -> types.ForumTopic:
    """Open a topic."""
    group = _forum(world, call.chat_id)
    _check_name(call.name)
    icon: dict[str, Any] = {"icon_custom_emoji_id": call.icon_custom_emoji_id}
    if call.icon_color:
        icon["icon_color"] = call.icon_color
    topic = group.open_topic(Author(world.bot), call.name, **icon)
    return types.ForumTopic(
        message_thread_id=topic.thread_id,
        name=topic.name,
        icon_color=topic.icon_color,
        icon_custom_emoji_id=topic.icon_custom_emoji_id,
    )


@offers
def edit_forum_topic(world: World, call: EditForumTopic) -> bool:
    """Rename a topic."""
    group, topic = _topic(world, call)
    if call.name is None or call.name == topic.name:
        raise bad_request("TOPIC_NOT_MODIFIED")
    _check_name(call.name)
    topic.name = call.name
    edited = types.ForumTopicEdited(name=call.name)
    group.post(Author(world.bot), thread_id=topic.thread_id, forum_topic_edited=edited)
    return True


@offers
def close_forum_topic(world: World, call: CloseForumTopic) -> bool:
    """Let nobody but administrators write in a topic."""
    group, topic = _topic(world, call)
    return _set_closed(world, group, topic, closed=True)


@offers
def reopen_forum_topic(world: World, call: ReopenForumTopic) -> bool:
    """Let members write in a topic again."""
    group, topic = _topic(world, call)
    return _set_closed(world, group, topic, closed=False)


@offers
def delete_forum_topic(world: World, call: DeleteForumTopic) -> bool:
    """Delete a topic with its messages."""
    group, topic = _topic(world, call)
    inside = [one.message_id for one in group.store if one.message_thread_id == topic.thread_id]
    group.delete(inside)
    del group.topics[topic.thread_id]
    return True


def _set_closed(world: World, group: Group, topic: Topic, *, closed: bool) -> bool:
    if topic.is_closed == closed:
        raise bad_request("TOPIC_NOT_MODIFIED")
    topic.is_closed = closed
    content: dict[str, Any] = (
        {"forum_topic_closed": types.ForumTopicClosed()}
        if closed
        else {"forum_topic_reopened": types.ForumTopicReopened()}
    )
    group.post(Author(world.bot), thread_id=topic.thread_id, **content)
    return True


def _forum(world: World, chat_id: int | str) -> Group:
    group = group_to_manage(world, chat_id, "can_manage_topics", NO_TOPIC_RIGHT)
    if not group.is_forum:
        raise bad_request("the chat is not a forum")
    return group


def _topic(world: World, call: Any) -> tuple[Group, Topic]:
    group = _forum(world, call.chat_id)
    topic = group.topics.get(call.message_thread_id)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    return group, topic


def _check_name(name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME:
        raise bad_request("topic name must be non-empty" if not name else "topic name is too long")
