"""Methods by name. A handler is a function of the world and of aiogram's method object."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., Any])

HANDLERS: dict[str, Callable[..., Any]] = {}


@dataclass(frozen=True, slots=True)
class Described:
    """A result with the `description` that Telegram adds to a few of its answers."""

    result: Any
    words: str


def offers(handler: Handler) -> Handler:
    """Register a handler under the method that its second parameter is annotated with."""
    _, call = inspect.signature(handler).parameters.values()
    HANDLERS[call.annotation.__api_method__.lower()] = handler
    return handler
