"""What staff, the clock and single households change of a list. One transaction each.

They decide on the same sheet as the presses and write by the same hand, so that the same rule, log
and notices hold. Presses of a rush go over the desk instead.
"""

from storage.relay.moves.batches import Correction, correct_all
from storage.relay.moves.grants import (
    GrantView,
    Reserve,
    find_reserve,
    grant_place,
    list_grants,
    revoke_grant,
)
from storage.relay.moves.households import (
    Moved,
    accept_offer,
    decline_offer,
    has_lapsing_offers,
    lapse_offers,
    yield_place,
)
from storage.relay.moves.papers import Former, PaperOutcome, PaperRow, enter_papers
from storage.relay.moves.serving import note_served, take_back_served
from storage.relay.moves.shares import draw_relay, open_shares
from storage.relay.moves.staff import change_entry, restore_entry, retime_entry, void_entry
from storage.relay.moves.terms import UNCHANGED, Changes, change_terms

__all__ = [
    "UNCHANGED",
    "Changes",
    "Correction",
    "Former",
    "GrantView",
    "Moved",
    "PaperOutcome",
    "PaperRow",
    "Reserve",
    "accept_offer",
    "change_entry",
    "change_terms",
    "correct_all",
    "decline_offer",
    "draw_relay",
    "enter_papers",
    "find_reserve",
    "grant_place",
    "has_lapsing_offers",
    "lapse_offers",
    "list_grants",
    "note_served",
    "open_shares",
    "restore_entry",
    "retime_entry",
    "revoke_grant",
    "take_back_served",
    "void_entry",
    "yield_place",
]
