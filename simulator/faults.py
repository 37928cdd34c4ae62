"""Scripted faults: what a network and an overloaded server do to a bot."""

from dataclasses import dataclass
from typing import Literal

from simulator.errors import Refusal, too_many_requests

Kind = Literal["429", "500", "502", "503", "504", "timeout", "drop", "lost_reply"]

SERVER_ERRORS = {
    "500": Refusal(500, "Internal Server Error"),
    "502": Refusal(502, "Bad Gateway"),
    "503": Refusal(503, "Service Unavailable"),
    "504": Refusal(504, "Gateway Timeout"),
}


@dataclass(slots=True)
class Fault:
    """What befalls the next `times` calls of a method.

    `429` and `5xx` refuse; `timeout` never answers and `drop` cuts the connection, both without
    acting; `lost_reply` acts and cuts the connection, so that the bot cannot know.
    """

    method: str
    kind: Kind
    times: int = 1
    retry_after: int = 1
    chat_id: int | None = None

    def refusal(self) -> Refusal | None:
        """The refusal to answer with; None for the kinds that answer nothing."""
        if self.kind == "429":
            return too_many_requests(self.retry_after)
        return SERVER_ERRORS.get(self.kind)

    def concerns(self, method: str, chat_id: int | None) -> bool:
        """Whether it befalls this call; the method `*` stands for all but getUpdates."""
        named = (
            method.lower() != "getupdates"
            if self.method == "*"
            else self.method.lower() == method.lower()
        )
        return self.times > 0 and named and self.chat_id in (None, chat_id)


class FaultScript:
    """The faults that are still to come."""

    def __init__(self) -> None:
        self.pending: list[Fault] = []

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault for this call, counted down; None when all is well."""
        for fault in self.pending:
            if fault.concerns(method, chat_id):
                fault.times -= 1
                if not fault.times:
                    self.pending.remove(fault)
                return fault
        return None
