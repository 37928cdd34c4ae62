"""The words in which proxies are kept."""

from __future__ import annotations

from enum import StrEnum


class ProxyState(StrEnum):
    """How far it is agreed that a person acts for a household."""

    INVITED = "invited"
    ASKED = "asked"
    ACTIVE = "active"
    ENDED = "ended"


class Consent(StrEnum):
    """How the household agreed: one of it pressed, or staff heard it by telephone or on paper."""

    PRESSED = "pressed"
    HEARD = "heard"
