"""aiogram's models beside an independent description of the Bot API, and our decoding of them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from aiogram import types
from aiogram.methods import SendMessage, SendPhoto
from pydantic import BaseModel

from simulator import schema
from simulator.errors import Refusal
from simulator.methods.registry import HANDLERS

API = Path(__file__).parents[3] / "shared" / "data" / "telegram" / "api.json"


@cache
def described() -> dict[str, Any]:
    if not API.exists():
        pytest.skip(f"{API.name} is not in the shared data")
    api: dict[str, Any] = json.loads(API.read_text())
    return api


def test_models_have_every_method_and_parameter() -> None:
    missing, wrongly_optional = [], []
    for name, method in described()["methods"].items():
        model = schema.METHODS[name.lower()]
        for field in method.get("fields", []):
            if field["name"] not in model.model_fields:
                missing.append(f"{name}.{field['name']}")
            elif field["required"] and not model.model_fields[field["name"]].is_required():
                wrongly_optional.append(f"{name}.{field['name']}")
    assert (missing, wrongly_optional) == ([], [])


def test_models_have_every_field_of_what_is_answered() -> None:
    missing = []
    for name, described_type in described()["types"].items():
        model: Any = getattr(types, name, None)
        if not (isinstance(model, type) and issubclass(model, BaseModel)):
            continue
        aliases = {field.alias or key for key, field in model.model_fields.items()}
        names = {field["name"] for field in described_type.get("fields", [])}
        missing += [f"{name}.{field}" for field in names - aliases]
    assert missing == []


def test_offered_methods_are_methods_of_the_api() -> None:
    known = {name.lower() for name in described()["methods"]}
    assert set(HANDLERS) <= known
    assert {"getupdates", "sendmessage", "answercallbackquery"} <= set(HANDLERS)


def test_parameters_are_read_from_text() -> None:
    call = schema.parse(
        SendMessage,
        {
            "chat_id": "-1001",
            "text": 5,
            "disable_notification": "True",
            "reply_parameters": '{"message_id": 7}',
        },
    )
    assert isinstance(call, SendMessage)
    assert (call.chat_id, call.text, call.disable_notification) == (-1001, "5", True)
    assert call.reply_parameters
    assert call.reply_parameters.allow_sending_without_reply is None
    assert call.parse_mode is None


@pytest.mark.parametrize(
    ("markup", "model"),
    [
        ({"keyboard": [["text"]]}, types.ReplyKeyboardMarkup),
        ({"inline_keyboard": []}, types.InlineKeyboardMarkup),
        ({"remove_keyboard": True}, types.ReplyKeyboardRemove),
        ({"force_reply": True}, types.ForceReply),
    ],
)
def test_markup_is_chosen_by_its_key(markup: dict[str, Any], model: type) -> None:
    assert type(schema.parse_markup(markup)) is model


@pytest.mark.parametrize(
    ("method", "params", "words"),
    [
        (SendMessage, {"text": "x"}, "chat_id is empty"),
        (SendMessage, {"chat_id": 1, "text": ""}, "message text is empty"),
        (SendPhoto, {"chat_id": 1}, "there is no photo in the request"),
        (
            SendMessage,
            {"chat_id": 1, "text": "x", "reply_markup": {"foo": 1}},
            "can't parse reply keyboard markup JSON object",
        ),
        (
            SendMessage,
            {"chat_id": 1, "text": "x", "reply_markup": "[]"},
            "object expected as reply markup",
        ),
        (
            SendMessage,
            {"chat_id": 1, "text": "x", "entities": "{"},
            "can't parse entities JSON object",
        ),
    ],
)
def test_what_cannot_be_read_is_refused(
    method: type[schema.Method], params: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refusal) as caught:
        schema.parse(method, params)
    assert caught.value.description == f"Bad Request: {words}"
