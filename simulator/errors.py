"""Refusals in Telegram's own words."""

from typing import Any


class Refusal(Exception):  # noqa: N818 - it is an answer of the API, not a fault of ours
    """An answer with `ok: false`.

    Args:
        code: the HTTP status, repeated as `error_code`.
        description: the whole text that the client reads.
        parameters: `retry_after` (seconds) or `migrate_to_chat_id`, when Telegram gives them.
    """

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        """The JSON object of the answer."""
        answer: dict[str, Any] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


def bad_request(words: str) -> Refusal:
    """400. Names in capitals (`BUTTON_DATA_INVALID`) stay, sentences begin with a small letter."""
    if not words[1:2].isupper():
        words = words[:1].lower() + words[1:]
    return Refusal(400, f"Bad Request: {words}")


def forbidden(words: str) -> Refusal:
    """403: blocked, kicked, not a member."""
    return Refusal(403, f"Forbidden: {words}")


def conflict(words: str) -> Refusal:
    """409: polling and webhook, or two pollers."""
    return Refusal(409, f"Conflict: {words}")


def too_many_requests(retry_after: int) -> Refusal:
    """429 with the whole seconds to wait."""
    words = f"Too Many Requests: retry after {retry_after}"
    return Refusal(429, words, retry_after=retry_after)


def upgraded(new_chat_id: int) -> Refusal:
    """400 of a group that has become the supergroup `new_chat_id`."""
    words = "Bad Request: group chat was upgraded to a supergroup chat"
    return Refusal(400, words, migrate_to_chat_id=new_chat_id)


def not_offered(what: str) -> Refusal:
    """501: this pretend Telegram lacks it. Never a silent `true`."""
    return Refusal(501, f"Not Implemented: the pretend Telegram does not offer {what}")


NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)
STALE_QUERY = "query is too old and response timeout expired or query ID is invalid"
