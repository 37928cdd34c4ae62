"""Command lists by scope and language, and which one a person sees."""

from collections.abc import Sequence
from typing import Any

from aiogram.types import BotCommand

Scope = tuple[str, int | None, int | None]

DEFAULT_SCOPE: Scope = ("default", None, None)


def scope_key(scope: Any) -> Scope:
    """A BotCommandScope as a key: kind, chat, user."""
    if scope is None:
        return DEFAULT_SCOPE
    return (scope.type, getattr(scope, "chat_id", None), getattr(scope, "user_id", None))


class CommandBook:
    """The lists a bot has set. A narrower scope wins, within it the person's language."""

    def __init__(self) -> None:
        self._lists: dict[tuple[Scope, str], list[BotCommand]] = {}

    def set(self, scope: Any, language: str, commands: Sequence[BotCommand]) -> None:
        """Replace one list; an empty one deletes it."""
        key = (scope_key(scope), language)
        self._lists.pop(key, None)
        if commands:
            self._lists[key] = list(commands)

    def get(self, scope: Any, language: str) -> list[BotCommand]:
        """Exactly one list, as the bot set it."""
        return self._lists.get((scope_key(scope), language), [])

    def seen_by(
        self, user_id: int, chat_id: int, language: str, *, is_group: bool, is_admin: bool
    ) -> list[BotCommand]:
        """The list that a person's client shows in a chat."""
        language = language.partition("-")[0]
        for scope in _narrowest_first(user_id, chat_id, is_group=is_group, is_admin=is_admin):
            for code in (language, ""):
                if found := self._lists.get((scope, code)):
                    return found
        return []


def _narrowest_first(user_id: int, chat_id: int, *, is_group: bool, is_admin: bool) -> list[Scope]:
    if not is_group:
        return [("chat", chat_id, None), ("all_private_chats", None, None), DEFAULT_SCOPE]
    admin: list[Scope] = (
        [("chat_administrators", chat_id, None), ("chat", chat_id, None)]
        if is_admin
        else [("chat", chat_id, None)]
    )
    wide: list[Scope] = [("all_chat_administrators", None, None)] if is_admin else []
    return [
        ("chat_member", chat_id, user_id),
        *admin,
        *wide,
        ("all_group_chats", None, None),
        DEFAULT_SCOPE,
    ]
