"""Changes to requests. None commits: `Work.write` does, or undoes all."""

from storage.requests.actions.again import ask_again
from storage.requests.actions.asking import NewPhoto, NewRequest, add_photo, ask, enter
from storage.requests.actions.clock import digest_params, remind_refills, send_digests
from storage.requests.actions.closing import (
    close,
    close_delivered,
    deliver,
    record_delivery,
    record_gathered,
)
from storage.requests.actions.escalating import escalate_due
from storage.requests.actions.kinds import (
    move_kind,
    offer_kind,
    save_kind,
    seed_all,
    seed_kinds,
    withdraw_kind,
)
from storage.requests.actions.photos import drop_shown, note_shown
from storage.requests.actions.responding import (
    answer_back,
    change_answers,
    confirm_receipt,
    erase_request,
    rate,
    reopen,
    report_absent,
    withdraw,
)
from storage.requests.actions.sessions import answer_session, ask_after_sessions, set_session
from storage.requests.actions.settling import settle_requests
from storage.requests.actions.sourcing import set_source, set_source_for_run
from storage.requests.actions.working import (
    add_note,
    ask_back,
    assign,
    claim,
    claim_all,
    hand_over,
    open_request,
    release,
)

__all__ = [
    "NewPhoto",
    "NewRequest",
    "add_note",
    "add_photo",
    "answer_back",
    "answer_session",
    "ask",
    "ask_after_sessions",
    "ask_again",
    "ask_back",
    "assign",
    "change_answers",
    "claim",
    "claim_all",
    "close",
    "close_delivered",
    "confirm_receipt",
    "deliver",
    "digest_params",
    "drop_shown",
    "enter",
    "erase_request",
    "escalate_due",
    "hand_over",
    "move_kind",
    "note_shown",
    "offer_kind",
    "open_request",
    "rate",
    "record_delivery",
    "record_gathered",
    "release",
    "remind_refills",
    "reopen",
    "report_absent",
    "save_kind",
    "seed_all",
    "seed_kinds",
    "send_digests",
    "set_session",
    "set_source",
    "set_source_for_run",
    "settle_requests",
    "withdraw",
    "withdraw_kind",
]
