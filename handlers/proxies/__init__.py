"""Proxies: who acts for a household that cannot, because it accepted them."""

from __future__ import annotations

from handlers.proxies import _ask, _callbacks, _letters, _page
from handlers.proxy_links import ProxyPress
from handlers.routes import Router


def build_router() -> Router:
    """The feature's table."""
    router = Router("proxies")
    router.command("proxy", _page.on_proxy)
    router.link("px", _page.on_link)
    router.press(ProxyPress, _page.on_press)
    router.press(_callbacks.AskPress, _ask.on_press)
    router.step(_ask.STEP, _ask.on_answer)
    for template, keyboard in (_page.KEYBOARDS | _ask.KEYBOARDS | _letters.KEYBOARDS).items():
        router.keyboard(template, keyboard)
    return router
