"""Values for what the rules of requests refuse with."""

from __future__ import annotations

from locales.samples import Samples

SAMPLES: Samples = {
    "errors/need_text_long": [{"limit": 400}],
    "errors/need_number_wrong": [{"most": 999}],
    "errors/need_choices_many": [{"most": 3}],
    "errors/need_photos_many": [{"most": 6}],
    "errors/need_photo_large": [{"limit_mb": 10}],
    "errors/need_too_many": [{"most": 20}],
    "errors/need_reopen_late": [{"days": 14}],
    "errors/need_questions_many": [{"most": 12}],
    "errors/need_hours_wrong": [{"most": 720}],
}
