"""Values for what is wrong with entry files."""

from __future__ import annotations

from typing import Any

from locales.samples import Samples

_PLACE = {"place": "zh-hans/emergency-without-report.md:14"}
_CLOSURES = ["lockdown", "controlled", "precaution"]
_KINDS = ["testing", "codes", "pets"]
_FAULTS: list[dict[str, Any]] = [
    {**_PLACE, "code": code}
    for code in (
        "other_type",
        "unreadable",
        "empty",
        "encoding",
        "no_front_matter",
        "yaml",
        "question_empty",
        "answer_empty",
        "dates_reversed",
        "link_wrong",
        "no_source",
        "unknown",
    )
] + [
    {**_PLACE, "code": "too_large", "most": "5 MB"},
    {**_PLACE, "code": "too_many_files", "most": 6000},
    {**_PLACE, "code": "path_wrong", "value": "../../testing.md"},
    {**_PLACE, "code": "not_text", "key": "question"},
    {**_PLACE, "code": "missing", "key": "answer"},
    {**_PLACE, "code": "unknown_key", "key": "valid_untill"},
    {**_PLACE, "code": "duplicate_key", "key": "question"},
    {**_PLACE, "code": "unknown_kind", "value": "weather", "choices": _KINDS},
    {**_PLACE, "code": "unknown_closure", "value": "quarantine", "choices": _CLOSURES},
    {**_PLACE, "code": "unknown_language", "value": "de"},
    {**_PLACE, "code": "language_differs", "value": "fr"},
    {**_PLACE, "code": "slug_wrong", "limit": 40},
    {**_PLACE, "code": "date_wrong", "key": "valid_until", "value": "下周一"},
    {**_PLACE, "code": "facts_without_kind", "key": "valid_until"},
    {**_PLACE, "code": "text_too_long", "field": "answer", "limit": 1500},
    {**_PLACE, "code": "too_many_variants", "limit": 20},
    {**_PLACE, "code": "duplicate", "first": "en/emergency-without-report.md"},
    {**_PLACE, "code": "two_sources", "first": "en/emergency-without-report.md"},
    {"place": "A1", "code": "no_header", "needed": "slug, language, kind, question, answer"},
    {**_PLACE, "code": "untranslated", "source": "zh-hans"},
    {**_PLACE, "code": "behind", "source": "zh-hans"},
    {**_PLACE, "code": "other_filling", "count": 1, "wanted": 2},
    {**_PLACE, "code": "same_wording", "value": "几点做核酸？", "other": "testing-hours"},
]
_SHOWN = 10

SAMPLES: Samples = {
    "faq/import_refused": [
        *(
            {
                "file": "entries.zip",
                "faults": _FAULTS[at : at + _SHOWN],
                "faults_count": len(_FAULTS) - at,
            }
            for at in range(0, len(_FAULTS), _SHOWN)
        ),
        {"file": "entries.zip", "faults": _FAULTS[:1], "faults_count": 2},
        {"file": "testing.md", "faults": _FAULTS[:1], "faults_count": 1},
    ],
    "errors/faq_place_unknown": [
        {"estate": "桂花里", "building": "12乙"},
        {"estate": None, "building": "12乙"},
        {"estate": "桂花里", "building": None},
    ],
}
