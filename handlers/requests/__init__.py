"""Medicine, supplies and every other need: asked in private, owned by a person."""

from __future__ import annotations

from handlers.requests._form import Forms
from handlers.requests.residents import add_residents_side
from handlers.requests.staff import add_staff_side
from handlers.routes import Router


def build_router() -> Router:
    """All that requests answer to."""
    router = Router("requests")
    forms = Forms(router)
    add_residents_side(router, forms)
    add_staff_side(router, forms)
    return router
