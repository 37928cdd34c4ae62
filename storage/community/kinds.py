"""The words that rows and rules of the estate share. No table is imported here."""

from __future__ import annotations

from enum import StrEnum


class ResidentState(StrEnum):
    """How far a tie between a person and a household may be trusted."""

    ACTIVE = "active"
    DISPUTED = "disputed"
    REMOVED = "removed"


class RoleKind(StrEnum):
    """What a person may do for a committee, from much to little."""

    STAFF = "staff"
    LEAD = "lead"
    VOLUNTEER = "volunteer"
