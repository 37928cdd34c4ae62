"""Volunteers: signing up, their handbook, their tasks."""

from __future__ import annotations

from handlers.routes import Audience, Router
from handlers.task_links import TaskPress
from handlers.volunteers import _callbacks as presses
from handlers.volunteers import (
    _form,
    _handbook,
    _keyboards,
    _mine,
    _new_task,
    _staff,
    _staff_keyboards,
    _task_keyboards,
    _tasks,
)


def build_router() -> Router:
    """The feature's table."""
    router = Router("volunteers")
    router.command("volunteer", _mine.on_volunteer)
    router.command("tasks", _tasks.on_tasks, Audience.HELPERS)
    router.link("volunteer", _mine.on_volunteer)
    router.press(presses.MyPress, _mine.on_mine)
    router.press(presses.FormPress, _form.on_form)
    router.press(presses.HandbookPress, _handbook.on_handbook)
    router.press(presses.ListPress, _staff.on_list)
    router.press(presses.VolunteerPress, _staff.on_one)
    router.press(presses.AcceptPress, _staff.on_accept)
    router.press(presses.ExtendPress, _staff.on_extend)
    router.press(presses.TasksPress, _tasks.on_tasks_press)
    router.press(TaskPress, _tasks.on_task)
    router.press(presses.NewTaskPress, _new_task.on_new_task)
    router.step(_tasks.REASON_STEP, _tasks.on_reason)
    router.step(_new_task.TITLE_STEP, _new_task.on_title)
    for keyboards in (
        _keyboards.KEYBOARDS,
        _staff_keyboards.KEYBOARDS,
        _task_keyboards.KEYBOARDS,
    ):
        for template, keyboard in keyboards.items():
            router.keyboard(template, keyboard)
    return router
