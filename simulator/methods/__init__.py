"""The Bot API's methods, a group of them a module; importing this registers all."""

from simulator.methods import (
    callbacks,
    chats,
    commands,
    editing,
    inline,
    media,
    members,
    profile,
    sending,
    topics,
    updates,
)

__all__ = [
    "callbacks",
    "chats",
    "commands",
    "editing",
    "inline",
    "media",
    "members",
    "profile",
    "sending",
    "topics",
    "updates",
]
