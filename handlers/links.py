"""Deep links that open the bot in private."""

from __future__ import annotations


def private_link(username: str, payload: str) -> str:
    """A link that starts a private chat with the bot and hands it `payload`.

    Args:
        payload: `<prefix>_<rest>`, at most 64 of A-Z, a-z, 0-9, `_` and `-`.
    """
    return f"https://t.me/{username}?start={payload}"


def building_link(username: str, link_code: str) -> str:
    """The link on a building's poster: whoever opens it has only their room to say."""
    return private_link(username, f"b_{link_code}")
