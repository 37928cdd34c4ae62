"""One call of a method: faults, schema, the method itself, the log."""

import asyncio
import inspect
from dataclasses import dataclass
from typing import Any

from simulator import schema
from simulator.errors import Refusal, not_offered
from simulator.faults import Fault
from simulator.methods.registry import HANDLERS, Described
from simulator.transport import Body, store_uploads
from simulator.world import LoggedCall, World

NOT_IN_FLIGHT = frozenset({"getupdates"})


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: `body` as JSON with `status`, or nothing at all (`is_lost`)."""

    status: int = 200
    body: dict[str, Any] | None = None
    is_lost: bool = False


async def perform(world: World, name: str, body: Body) -> Reply:
    """Carry out a call and write it down, with its faults."""
    logged = LoggedCall(world.clock.now(), name, body.params)
    world.requests.append(logged)
    is_counted = name.lower() not in NOT_IN_FLIGHT
    world.in_flight += is_counted
    try:
        return await _befall(world, logged, body)
    finally:
        world.in_flight -= is_counted
        world.changed.notify()
        if is_counted:
            world.publish("call", logged)


async def _befall(world: World, logged: LoggedCall, body: Body) -> Reply:
    fault = world.faults.take(logged.method, _chat_id(body))
    if fault is None:
        return await _answer(world, logged, body)
    logged.fault = fault.kind
    if fault.kind == "lost_reply":
        await _answer(world, logged, body)
        return Reply(is_lost=True)
    return await _refuse_by(fault, logged)


async def _refuse_by(fault: Fault, logged: LoggedCall) -> Reply:
    refusal = fault.refusal()
    if refusal is not None:
        logged.refusal = refusal
        return Reply(refusal.code, refusal.body())
    if fault.kind == "timeout":
        await asyncio.Event().wait()
    return Reply(is_lost=True)


async def _answer(world: World, logged: LoggedCall, body: Body) -> Reply:
    try:
        result, words = await _call(world, logged, body)
    except Refusal as refusal:
        logged.refusal = refusal
        return Reply(refusal.code, refusal.body())
    logged.result = result
    answer = {"ok": True, "result": result}
    return Reply(body=answer | {"description": words} if words else answer)


async def _call(world: World, logged: LoggedCall, body: Body) -> tuple[Any, str | None]:
    key = logged.method.lower()
    handler, method = HANDLERS.get(key), schema.METHODS.get(key)
    if handler is None or method is None:
        raise not_offered(f"the method {logged.method}")
    call = schema.parse(method, store_uploads(body, world.files))
    world.warnings += [
        f"{method.__api_method__}: unknown parameter {path}"
        for path in schema.unknown_parameters(call)
    ]
    result = handler(world, call)
    if inspect.isawaitable(result):
        result = await result
    words = None
    if isinstance(result, Described):
        result, words = result.result, result.words
    return schema.answer(method, result), words


def _chat_id(body: Body) -> int | None:
    given = str(body.params.get("chat_id", ""))
    return int(given) if given.lstrip("-").isdecimal() else None
