"""Every feature's table."""

from __future__ import annotations

from handlers import community, faq, relay
from handlers.routes import Router


def build_routers() -> tuple[Router, ...]:
    """One router a feature, the hot road first."""
    return (relay.build_router(), faq.build_router(), community.build_router())
