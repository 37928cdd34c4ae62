"""The words that rows and rules of the policy answers share. No table is imported here."""

from __future__ import annotations

from enum import StrEnum


class EntryKind(StrEnum):
    """What an entry is about; the order is the order of menus."""

    EMERGENCY = "emergency"
    TESTING = "testing"
    CODES = "codes"
    ANTIGEN = "antigen"
    CLOSURE = "closure"
    MEDICINE = "medicine"
    DIALYSIS = "dialysis"
    SUPPLIES = "supplies"
    DELIVERIES = "deliveries"
    CERTIFICATES = "certificates"
    PERMITS = "permits"
    WORK = "work"
    BUSINESS = "business"
    PSYCHOLOGICAL = "psychological"
    VOLUNTEERS = "volunteers"
    PETS = "pets"
    RUBBISH = "rubbish"
    OTHER = "other"


class EntryState(StrEnum):
    """What staff decided about an entry (S117)."""

    DRAFTED = "drafted"
    IN_FORCE = "in_force"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How an entry stands on one day: only `IN_FORCE` ones are given as answers."""

    DRAFTED = "drafted"
    NOT_YET = "not_yet"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class ClosureKind(StrEnum):
    """How far an estate or a building is closed: 封控区, 管控区, 防范区."""

    LOCKDOWN = "lockdown"
    CONTROLLED = "controlled"
    PRECAUTION = "precaution"


class Outcome(StrEnum):
    """What a question met."""

    ANSWERED = "answered"
    OFFERED = "offered"
    ENDED = "ended"
    UNKNOWN = "unknown"


class Feedback(StrEnum):
    """What the asker said about it."""

    HELPFUL = "helpful"
    NOT_HELPFUL = "not_helpful"
    NONE_OF_THESE = "none_of_these"
    TO_A_PERSON = "to_a_person"


class ItemState(StrEnum):
    """The life of an unanswered question at the duty desk."""

    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"
