"""What policy answers allow. Pure: values and days in, an answer or a `RuleError` out."""

from storage.faq.rules.publishing import (
    check_may_publish,
    check_no_circle,
    count_fillings,
    is_stale,
)
from storage.faq.rules.standing import (
    Place,
    check_dates,
    check_not_over,
    check_scope,
    does_apply,
    find_standing,
)
from storage.faq.rules.wording import (
    check_answer,
    check_link,
    check_slug,
    check_variants,
    check_words,
)

__all__ = [
    "Place",
    "check_answer",
    "check_dates",
    "check_link",
    "check_may_publish",
    "check_no_circle",
    "check_not_over",
    "check_scope",
    "check_slug",
    "check_variants",
    "check_words",
    "count_fillings",
    "does_apply",
    "find_standing",
    "is_stale",
]
