"""Notices: written once, confirmed by two, followed until every household is reached."""

from __future__ import annotations

from handlers.notices import (
    _ack,
    _audience,
    _audience_keyboards,
    _facts,
    _letter,
    _list,
    _page_keyboards,
    _reach,
    _reach_keyboards,
    _report,
    _send,
    _texts,
    _when,
    _write,
)
from handlers.notices import _callbacks as presses
from handlers.routes import Audience, Router
from handlers.task_links import NoticeTaskPress


def build_router() -> Router:
    """The feature's table."""
    router = Router("notices")
    router.command("notice", _write.on_notice, Audience.STAFF)
    router.command("notices", _list.on_notices)
    router.link(_ack.LINK, _ack.on_link)
    router.letter(_letter.TEMPLATE, _letter.load_notice)
    _add_presses(router)
    _add_steps(router)
    for keyboards in (
        _audience_keyboards.KEYBOARDS,
        _facts.KEYBOARDS,
        _letter.KEYBOARDS,
        _list.KEYBOARDS,
        _page_keyboards.KEYBOARDS,
        _reach_keyboards.KEYBOARDS,
        _report.KEYBOARDS,
        _send.KEYBOARDS,
        _texts.KEYBOARDS,
        _when.KEYBOARDS,
        _write.KEYBOARDS,
    ):
        for template, keyboard in keyboards.items():
            router.keyboard(template, keyboard)
    return router


def _add_presses(router: Router) -> None:
    router.press(presses.AckPress, _ack.on_ack)
    router.press(presses.ReadPress, _list.on_read)
    router.press(presses.ListPress, _list.on_list)
    router.press(presses.NewPress, _write.on_new)
    router.press(presses.KindPress, _write.on_kind)
    router.press(presses.FactPress, _facts.on_fact_press)
    router.press(presses.AudiencePress, _audience.on_audience)
    router.press(presses.TextPress, _texts.on_text_press)
    router.press(presses.WhenPress, _when.on_when)
    router.press(presses.OptionPress, _when.on_option)
    router.press(presses.NoticePress, _send.on_press)
    router.press(presses.DecidePress, _send.on_decide)
    router.press(presses.ReportPress, _report.on_report)
    router.press(presses.ReachPress, _reach.on_reach)
    router.press(presses.DoorsPress, _reach.on_doors)
    router.press(presses.TickPress, _reach.on_tick)
    router.press(presses.TickAllPress, _reach.on_tick_all)
    router.press(NoticeTaskPress, _reach.on_task)


def _add_steps(router: Router) -> None:
    """What staff write of dangers here is for others to read, and calls nobody."""
    router.step(_write.STEP, _write.on_words, for_others=True)
    router.step(_write.MEDIA_STEP, _write.on_media, for_others=True)
    router.step(_facts.STEP, _facts.on_fact, for_others=True)
    router.step(_texts.STEP, _texts.on_text, for_others=True)
    router.step(_audience.STEP, _audience.on_buildings)
    router.step(_audience.NAME_STEP, _audience.on_name)
    router.step(_when.STEP, _when.on_moment)
    router.step(_when.COUNTER_STEP, _when.on_counter)
    router.step(_send.STEP, _send.on_reason, for_others=True)
