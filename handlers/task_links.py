"""Buttons that lead from a volunteer's task to what it is about, and back.

The page of a task is drawn by `handlers.volunteers`; runs and supplies answer their own presses.
"""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData


class RunTaskPress(CallbackData, prefix="mt"):
    """The medicine run that this task is about."""

    task_id: int


class DeliverTaskPress(CallbackData, prefix="st"):
    """The doors of a supply round that this task is about."""

    task_id: int


class TaskPress(CallbackData, prefix="vt"):
    """One task: `show`, `claim`, `release`, `done`, `failed`, ..."""

    task_id: int
    act: str = "show"


class NoticeTaskPress(CallbackData, prefix="it"):
    """The doors that a notice has not reached, which this task is about."""

    task_id: int


class RelayTaskPress(CallbackData, prefix="rz"):
    """The doors that have not joined a relay, which this task is about: `show`, `done`."""

    task_id: int
    act: str = "show"
    page: int = 0
