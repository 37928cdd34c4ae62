"""Questions about volunteers and their tasks: SELECTs that return frozen values."""

from storage.volunteers.queries.people import (
    count_offers,
    find_volunteer,
    find_volunteer_of,
    has_read_handbook,
    list_own_roles,
    list_volunteers,
)
from storage.volunteers.queries.tasks import (
    find_holder,
    find_task,
    list_live_tasks,
    list_tasks,
    list_tasks_about,
)
from storage.volunteers.queries.views import TaskView, VolunteerView

__all__ = [
    "TaskView",
    "VolunteerView",
    "count_offers",
    "find_holder",
    "find_task",
    "find_volunteer",
    "find_volunteer_of",
    "has_read_handbook",
    "list_live_tasks",
    "list_own_roles",
    "list_tasks",
    "list_tasks_about",
    "list_volunteers",
]
