"""Values for the texts of what recurs."""

from __future__ import annotations

from locales.samples import Samples

SAMPLES: Samples = {
    "errors/schedule_past": [{"day": "2022-04-01"}],
    "errors/schedule_span": [{"most": 366}],
}
