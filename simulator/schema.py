"""aiogram's models as the schema: raw parameters in, a checked method object out, and back to JSON.

The models are lenient where Telegram is not; what they let through is mended here or in `methods`:
unset fields hold `Default` objects, unknown parameters pass, and any reply markup passes as one.
"""

import json
import types as python_types
from collections.abc import Iterator
from functools import cache
from typing import Any, Union, get_args, get_origin

import aiogram.methods
from aiogram import types
from aiogram.client.default import Default
from aiogram.methods.base import TelegramMethod
from pydantic import BaseModel, TypeAdapter, ValidationError

from simulator.errors import bad_request
from simulator.messages import wire

Method = TelegramMethod[Any]

METHODS: dict[str, type[Method]] = {
    name.lower(): getattr(aiogram.methods, name)
    for name in aiogram.methods.__all__
    if hasattr(getattr(aiogram.methods, name), "__api_method__")
    and name not in {"TelegramMethod", "Request", "Response"}
}

MARKUPS: dict[str, type[BaseModel]] = {
    "inline_keyboard": types.InlineKeyboardMarkup,
    "keyboard": types.ReplyKeyboardMarkup,
    "remove_keyboard": types.ReplyKeyboardRemove,
    "force_reply": types.ForceReply,
}

MISSING_WORDS = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
}


def parse(method: type[Method], raw: dict[str, Any]) -> Method:
    """The method object of raw parameters, free of `Default` objects.

    Raises:
        Refusal: 400 in Telegram's words for what is missing or cannot be read.
    """
    params = {name: _decode(method, name, value) for name, value in raw.items()}
    if params.get("reply_markup") is not None:
        params["reply_markup"] = parse_markup(params["reply_markup"])
    for name, field in method.model_fields.items():
        if field.is_required() and params.get(name) in (None, ""):
            raise bad_request(MISSING_WORDS.get(name, f'parameter "{name}" is required'))
    try:
        call = method.model_validate(params)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"][:2])
        raise bad_request(f"can't parse parameter {place}: {first['msg']}") from error
    forget_defaults(call)
    return call


def parse_markup(value: Any) -> BaseModel:
    """A reply markup, its class chosen by the key it has; plain strings are keyboard buttons."""
    if not isinstance(value, dict):
        raise bad_request("object expected as reply markup")
    model = next((MARKUPS[key] for key in MARKUPS if key in value), None)
    if model is None:
        raise bad_request("can't parse reply keyboard markup JSON object")
    if model is types.ReplyKeyboardMarkup:
        rows = value["keyboard"]
        keys = [[{"text": key} if isinstance(key, str) else key for key in row] for row in rows]
        value = {**value, "keyboard": keys}
    try:
        return model.model_validate(value)
    except ValidationError as error:
        kind = "inline keyboard button" if "inline_keyboard" in value else "keyboard button"
        raise bad_request(f"can't parse {kind}: {error.errors()[0]['msg']}") from error


def unknown_parameters(call: BaseModel) -> list[str]:
    """Names in a call that the schema does not have, with the path to them."""
    return [path for model, path in _walk(call, "") for path in _extras(model, path)]


def forget_defaults(call: BaseModel) -> None:
    """Put None wherever a client-side `Default` stands for an unset field."""
    for model, _ in _walk(call, ""):
        for name in _default_fields(type(model)):
            if isinstance(model.__dict__.get(name), Default):
                model.__dict__[name] = None


def answer(method: type[Method], result: Any) -> Any:
    """The JSON value of a result, checked against what the method promises to return."""
    return wire(_returning(method).validate_python(result))


def _extras(model: BaseModel, path: str) -> Iterator[str]:
    for name in model.model_extra or {}:
        yield f"{path}.{name}".lstrip(".")


def _walk(value: Any, path: str) -> Iterator[tuple[BaseModel, str]]:
    if isinstance(value, BaseModel):
        yield value, path
        for name in value.model_fields_set:
            yield from _walk(value.__dict__.get(name), f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item, path)


@cache
def _default_fields(model: type[BaseModel]) -> tuple[str, ...]:
    fields = model.model_fields.items()
    return tuple(name for name, field in fields if isinstance(field.default, Default))


@cache
def _returning(method: type[Method]) -> TypeAdapter[Any]:
    return TypeAdapter(method.__returning__)


def _decode(method: type[Method], name: str, value: Any) -> Any:
    """A parameter as its type: every one may arrive as text."""
    accepted = _accepted(method, name)
    if not isinstance(value, str):
        is_text = str in accepted and isinstance(value, int) and int not in accepted
        return str(value) if is_text else value
    if int in accepted and str in accepted:
        return int(value) if value.lstrip("-").isdecimal() else value
    if str in accepted or not accepted:
        return value
    if bool in accepted:
        return value.strip().lower() in {"true", "yes", "1"}
    try:
        return json.loads(value)
    except ValueError as error:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from error


@cache
def _accepted(method: type[Method], name: str) -> frozenset[Any]:
    field = method.model_fields.get(name)
    return frozenset(_members(field.annotation)) if field else frozenset()


def _members(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) in (Union, python_types.UnionType):
        for part in get_args(annotation):
            yield from _members(part)
    elif annotation is not type(None):
        yield annotation
