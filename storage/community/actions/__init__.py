"""Changes to the estate. None commits: `Work.write` does, or undoes all."""

from storage.community.actions._locks import lock_committee, lock_estate
from storage.community.actions.chats import (
    bind_chat,
    leave_chat,
    note_chat,
    set_also_language,
    set_chat_quiet,
    unbind_chat,
)
from storage.community.actions.conversations import end_conversation, save_conversation
from storage.community.actions.duty import leave_duty, set_duty_phone, take_duty, write_note
from storage.community.actions.estates import (
    ImportReport,
    change_committee,
    check_operator_or_staff,
    create_committee,
    create_estate,
    import_roster,
)
from storage.community.actions.moving import migrate_chat
from storage.community.actions.people import (
    Forgotten,
    choose_language,
    forget_person,
    meet_person,
    set_reachable,
)
from storage.community.actions.residents import (
    Joined,
    confirm_resident,
    join_household,
    move_resident,
    object_to_resident,
    remove_resident,
)
from storage.community.actions.roles import (
    Accepted,
    accept_invite,
    create_invite,
    grant_role,
    revoke_role,
)
from storage.community.actions.shifts import (
    cancel_shift,
    give_up_shift,
    plan_shift,
    take_shift,
    tell_shifts,
)

__all__ = [
    "Accepted",
    "Forgotten",
    "ImportReport",
    "Joined",
    "accept_invite",
    "bind_chat",
    "cancel_shift",
    "change_committee",
    "check_operator_or_staff",
    "choose_language",
    "confirm_resident",
    "create_committee",
    "create_estate",
    "create_invite",
    "end_conversation",
    "forget_person",
    "give_up_shift",
    "grant_role",
    "import_roster",
    "join_household",
    "leave_chat",
    "leave_duty",
    "lock_committee",
    "lock_estate",
    "meet_person",
    "migrate_chat",
    "move_resident",
    "note_chat",
    "object_to_resident",
    "plan_shift",
    "remove_resident",
    "revoke_role",
    "save_conversation",
    "set_also_language",
    "set_chat_quiet",
    "set_duty_phone",
    "set_reachable",
    "take_duty",
    "take_shift",
    "tell_shifts",
    "unbind_chat",
    "write_note",
]
