"""Which addresses Telegram accepts behind a text, and the form it gives them."""

import re

HOST = r"[\w.~!$&'()*+,;=\-\x80-\U0010ffff]*"
WEB = re.compile(
    rf"(?:(?P<scheme>https?)://)?(?:(?P<user>(?:{HOST}|[:@])*)@)?"
    rf"(?P<host>\[[0-9a-f]*:[0-9a-f:.]*\]|{HOST})(?::0*(?P<port>\d+))?(?P<rest>[/?#].*)?",
    re.IGNORECASE | re.DOTALL,
)
OWN = re.compile(r"(tg|ton|tonsite):(?://)?([a-z0-9_.-]+)([/?#].*)?", re.IGNORECASE | re.DOTALL)
USER = re.compile(r"tg:(?://)?user/?\?(?:[^#]*&)?id=(\d+)(?:[&#].*)?", re.IGNORECASE)
ENCODED = re.compile(r"[\x01-\x20]")
HIGHEST_USER_ID = (1 << 40) - 1
TRIMMED = " \t\n\r\v\0"
HIGHEST_PORT = 65535


def mentioned_user(link: str) -> int | None:
    """The user id of a `tg://user?id=...` link; None for any other."""
    found = USER.fullmatch(link)
    if not found or not 0 < int(found[1]) <= HIGHEST_USER_ID:
        return None
    return int(found[1])


def checked_link(link: str) -> str | None:
    """A link as Telegram keeps it; None for one that it drops in silence (`javascript:`)."""
    if own := OWN.fullmatch(link):
        scheme, host, rest = own.groups()
        is_named = scheme.lower() != "tg" or "." not in host
        tail = _encoded(rest) if rest and rest.startswith("?") else _path(rest)
        return f"{scheme.lower()}://{host.lower()}{tail}" if is_named else None
    found = WEB.fullmatch(link)
    if not found or not re.search(r"[.\[]", found["host"]):
        return None
    port = int(found["port"] or 0)
    if port > HIGHEST_PORT or (found["port"] and not port):
        return None
    user = f"{found['user']}@" if found["user"] else ""
    where = f"{found['host'].lower()}{f':{port}' if port else ''}"
    return f"{(found['scheme'] or 'http').lower()}://{user}{where}{_path(found['rest'])}"


def _path(rest: str | None) -> str:
    rest = rest or ""
    path = rest if rest.startswith("/") else f"/{rest}"
    return _encoded(path)


def _encoded(text: str) -> str:
    return ENCODED.sub(lambda char: f"%{ord(char[0]):02X}", text.rstrip(TRIMMED))
