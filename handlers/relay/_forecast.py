"""A number's turn as texts tell it: today about such a time, tomorrow, not today (S26)."""

from __future__ import annotations

from typing import Any

from storage.relay.releases.forecast import Forecast
from storage.relay.releases.slots import about


def forecast_facts(forecast: Forecast | None) -> dict[str, Any] | None:
    """A number's turn, for `relay/_forecast.html`; None where nobody asked for one."""
    if forecast is None:
        return None
    return {
        "when": forecast.when.value,
        "day": forecast.day.value,
        "at": about(forecast.at).isoformat() if forecast.at else None,
        "place": forecast.place,
    }
