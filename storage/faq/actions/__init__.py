"""Changes to the policy answers. None commits: `Work.write` does, or undoes all."""

from storage.faq.actions._askers import say_in_groups
from storage.faq.actions._planning import Fault
from storage.faq.actions.chats import note_said, set_closure, set_listens
from storage.faq.actions.drafting import draft_entry
from storage.faq.actions.facts import (
    set_dates,
    set_kind,
    set_owner,
    set_replacement,
    set_scope,
    set_source,
)
from storage.faq.actions.importing import ImportCount, import_entries, preview_import, save_entry
from storage.faq.actions.items import announce_items, dismiss_item, open_item
from storage.faq.actions.publishing import (
    Left,
    PublishReport,
    confirm_checked,
    publish_entry,
    publish_ready,
    restore_entry,
    withdraw_entry,
)
from storage.faq.actions.questions import choose_entry, mark_feedback, record_question
from storage.faq.actions.reminders import remind_expiring, send_week
from storage.faq.actions.settling import Settled, entry_from_item, settle_item, settle_with_entry
from storage.faq.actions.vectors import drop_unused_vectors, keep_vectors
from storage.faq.actions.writing import add_variant, create_entry, write_text

__all__ = [
    "Fault",
    "ImportCount",
    "Left",
    "PublishReport",
    "Settled",
    "add_variant",
    "announce_items",
    "choose_entry",
    "confirm_checked",
    "create_entry",
    "dismiss_item",
    "draft_entry",
    "drop_unused_vectors",
    "entry_from_item",
    "import_entries",
    "keep_vectors",
    "mark_feedback",
    "note_said",
    "open_item",
    "preview_import",
    "publish_entry",
    "publish_ready",
    "record_question",
    "remind_expiring",
    "restore_entry",
    "save_entry",
    "say_in_groups",
    "send_week",
    "set_closure",
    "set_dates",
    "set_kind",
    "set_listens",
    "set_owner",
    "set_replacement",
    "set_scope",
    "set_source",
    "settle_item",
    "settle_with_entry",
    "withdraw_entry",
    "write_text",
]
