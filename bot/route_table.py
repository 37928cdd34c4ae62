"""All features' tables merged into one: what dispatch looks up, and what delivery draws with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

from aiogram.filters.callback_data import CallbackData

from handlers.routes import (
    Command,
    Keyboard,
    LoadLetter,
    OnCommand,
    OnGuard,
    OnInline,
    OnMembership,
    OnPlain,
    OnPress,
    OnServiceMessage,
    OnStep,
    OnText,
    Picture,
    Router,
    ShowCard,
)
from handlers.services import OnBound, OnTied

Entry = TypeVar("Entry")
Readers = tuple[tuple[Callable[[str], Any], OnText], ...]


@dataclass(frozen=True)
class RouteTable:
    """What every word leads to. The fields mean what they mean on `handlers.routes.Router`."""

    commands: Mapping[str, Command]
    presses: Mapping[str, tuple[type[CallbackData], OnPress]]
    steps: Mapping[str, OnStep]
    links: Mapping[str, OnCommand]
    letters: Mapping[str, LoadLetter]
    keyboards: Mapping[str, Keyboard]
    pictures: Mapping[str, Picture]
    cards: Mapping[str, ShowCard]
    readers: Readers
    interrupters: Readers
    guards: tuple[OnGuard, ...]
    plain: tuple[OnPlain, ...]
    inline: tuple[OnInline, ...]
    on_tied: tuple[OnTied, ...]
    on_bound: tuple[OnBound, ...]
    memberships: tuple[OnMembership, ...]
    migrations: tuple[OnServiceMessage, ...]


def merge_routers(routers: Iterable[Router]) -> RouteTable:
    """One table of all features'.

    Raises:
        ValueError: two features answer to the same name.
    """
    routers = tuple(routers)
    return RouteTable(
        commands=_merge("command", ((router.name, router.commands) for router in routers)),
        presses=_merge("press", ((router.name, router.presses) for router in routers)),
        steps=_merge("step", ((router.name, router.steps) for router in routers)),
        links=_merge("link", ((router.name, router.links) for router in routers)),
        letters=_merge("letter", ((router.name, router.letters) for router in routers)),
        keyboards=_merge("keyboard", ((router.name, router.keyboards) for router in routers)),
        pictures=_merge("picture", ((router.name, router.pictures) for router in routers)),
        cards=_merge("card", ((router.name, router.cards) for router in routers)),
        readers=tuple(chain.from_iterable(router.readers for router in routers)),
        interrupters=tuple(chain.from_iterable(router.interrupters for router in routers)),
        guards=tuple(chain.from_iterable(router.guards for router in routers)),
        plain=tuple(chain.from_iterable(router.plain for router in routers)),
        inline=tuple(chain.from_iterable(router.inline for router in routers)),
        on_tied=tuple(chain.from_iterable(router.on_tied for router in routers)),
        on_bound=tuple(chain.from_iterable(router.on_bound for router in routers)),
        memberships=tuple(chain.from_iterable(router.memberships for router in routers)),
        migrations=tuple(chain.from_iterable(router.migrations for router in routers)),
    )


def _merge(kind: str, tables: Iterable[tuple[str, Mapping[str, Entry]]]) -> dict[str, Entry]:
    merged: dict[str, Entry] = {}
    owners: dict[str, str] = {}
    for owner, table in tables:
        for name, entry in table.items():
            if name in merged:
                raise ValueError(f"{kind} {name!r} belongs to {owners[name]} and to {owner}")
            merged[name], owners[name] = entry, owner
    return merged
