"""Questions to the policy answers: SELECTs that return frozen values."""

from storage.faq.queries.asked import (
    AskedEntry,
    ItemView,
    QuestionView,
    Unanswered,
    Waiting,
    Week,
)
from storage.faq.queries.entries import (
    find_emergency,
    find_entry,
    list_entries,
    list_expiring,
    list_givable,
)
from storage.faq.queries.index import find_stamp, list_passages, load_vectors
from storage.faq.queries.places import find_chat_manner, find_closures, find_place
from storage.faq.queries.questions import (
    count_questions,
    find_item,
    find_question,
    is_reply_to,
    list_items,
    list_questions,
)
from storage.faq.queries.views import (
    ChatManner,
    ClosureView,
    EntryView,
    Givable,
    PassageRow,
    TextView,
)
from storage.faq.queries.waiting import list_waiting
from storage.faq.queries.weeks import find_week

__all__ = [
    "AskedEntry",
    "ChatManner",
    "ClosureView",
    "EntryView",
    "Givable",
    "ItemView",
    "PassageRow",
    "QuestionView",
    "TextView",
    "Unanswered",
    "Waiting",
    "Week",
    "count_questions",
    "find_chat_manner",
    "find_closures",
    "find_emergency",
    "find_entry",
    "find_item",
    "find_place",
    "find_question",
    "find_stamp",
    "find_week",
    "is_reply_to",
    "list_entries",
    "list_expiring",
    "list_givable",
    "list_items",
    "list_passages",
    "list_questions",
    "list_waiting",
    "load_vectors",
]
