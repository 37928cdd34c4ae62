"""Policy questions: answered word for word with their source, or handed to a person."""

from __future__ import annotations

from handlers.faq.residents import add_residents_side
from handlers.faq.staff import add_staff_side
from handlers.routes import Router


def build_router() -> Router:
    """All that policy answers answer to."""
    router = Router("faq")
    add_residents_side(router)
    add_staff_side(router)
    return router
