"""Signup relays: cards, presses, lines in the group, drafts and staff's side."""

from __future__ import annotations

from handlers.callbacks import (
    DoorPress,
    DraftPress,
    JoinPress,
    LeavePress,
    ListPress,
    ManagePress,
    PanelPress,
    PlacePress,
)
from handlers.relay import (
    _card,
    _draft,
    _draft_keyboards,
    _draft_sharing,
    _enter,
    _join,
    _lines,
    _manage,
    _panel,
    papers,
    prints,
    proof,
    releases,
    terms,
    vouchers,
    waiting,
)
from handlers.relay._reading import read_join_line, read_staff_line
from handlers.routes import Audience, Router


def build_router() -> Router:
    """All that the relay answers to."""
    router = Router("relay")
    router.press(JoinPress, _join.on_join)
    router.press(PlacePress, _join.on_place)
    router.press(PanelPress, _panel.on_panel)
    router.press(LeavePress, _panel.on_leave)
    router.press(ListPress, _panel.on_list)
    router.press(DoorPress, _lines.on_door)
    router.press(ManagePress, _manage.on_manage)
    router.press(DraftPress, _draft.on_draft)
    router.press(_draft_sharing.SharingPress, _draft_sharing.on_sharing)
    _draft_sharing.host(_draft.STEP, _draft.show_draft)
    router.command("relays", _panel.on_relays)
    router.command("relay", _draft.on_relay, Audience.STAFF)
    router.command("add", _enter.on_add, Audience.STAFF)
    router.link("r", _panel.on_link)
    router.reader(read_join_line, _lines.on_join_line)
    router.reader(read_staff_line, _enter.on_staff_line, interrupts=True)
    router.step(_draft.STEP, _draft.on_answer)
    router.card(_card.KIND, _card.show_card)
    router.on_tied.append(_panel.offer_running)
    router.on_bound.append(_card.place_in_group)
    for template, keyboard in (
        _panel.KEYBOARDS | _draft_keyboards.KEYBOARDS | _draft_sharing.KEYBOARDS | _manage.KEYBOARDS
    ).items():
        router.keyboard(template, keyboard)
    router.keyboard("relay/which_door", _lines.which_door_keyboard)
    for part in (papers, vouchers, releases, prints, proof, terms, waiting):
        part.register(router)
    return router
