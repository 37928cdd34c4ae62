"""The residents' side: asking, one's own requests, and what a group sees of all this."""

from __future__ import annotations

from handlers.requests._form import Forms
from handlers.requests.residents import (
    _asking,
    _choose,
    _group,
    _hush,
    _mine,
    _own,
    _own_page,
    _sessions,
    _talk,
    _told,
    _wish,
)
from handlers.requests.residents import _callbacks as presses
from handlers.routes import Audience, Router

_WITH_KEYBOARDS = (_asking, _choose, _group, _hush, _mine, _own, _own_page, _sessions, _told, _wish)


def add_residents_side(router: Router, forms: Forms) -> None:
    """Add what residents ask with, press and follow."""
    router.command("need", _choose.on_need)
    router.command("mine", _mine.on_mine)
    router.command("needs", _group.on_needs, Audience.GROUPS)
    router.link(_choose.LINK, _choose.on_link)
    router.link(_mine.LINK, _mine.on_link)
    router.press(presses.KindsPress, _choose.on_kinds)
    router.press(presses.KindPress, _choose.on_kind)
    router.press(presses.HomePress, _choose.on_home)
    router.press(presses.MinePress, _mine.on_page)
    router.press(presses.OwnPress, _own.on_own)
    router.press(presses.WishPress, _wish.on_wish)
    for step in (_talk.ANSWER, _talk.REOPEN, _talk.ABSENT):
        router.step(step, _talk.on_words)
    router.step(_talk.SESSION, _talk.on_session)
    router.guards.append(_wish.on_guard)
    router.plain.append(_wish.on_plain)
    router.on_tied.append(_choose.on_tied)
    forms.add(_asking.ASKING)
    forms.add(_asking.SENT)
    for part in _WITH_KEYBOARDS:
        for template, keyboard in part.KEYBOARDS.items():
            router.keyboard(template, keyboard)
