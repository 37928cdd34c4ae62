"""Faults that the operator can mend."""

from __future__ import annotations


class OperatorError(Exception):
    """Something outside the program is wrong; the message says what to do."""
