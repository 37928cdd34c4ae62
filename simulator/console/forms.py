"""What the page posts, checked."""

import datetime as dt
from typing import Literal

from pydantic import BaseModel, ConfigDict

from simulator.faults import Kind


class Form(BaseModel):
    """A JSON body; unknown names are refused."""

    model_config = ConfigDict(extra="forbid")


class NewPerson(Form):
    """POST people."""

    name: str
    language_code: str | None = None
    last_name: str | None = None
    username: str | None = None


class NewGroup(Form):
    """POST groups."""

    title: str
    members: list[int] = []
    admins: list[int] = []
    supergroup: bool = True
    forum: bool = False


class Says(Form):
    """POST says."""

    person: int
    text: str
    chat: int | None = None
    reply_to: int | None = None
    thread: int | None = None
    as_group: bool = False


class OnMessage(Form):
    """POST deletes."""

    person: int
    chat: int
    message_id: int


class Edits(OnMessage):
    """POST edits."""

    text: str


class Reacts(OnMessage):
    """POST reacts."""

    emoji: str | None


class Presses(OnMessage):
    """POST presses."""

    button: int | str | None = None
    data: str | None = None


class Taps(Form):
    """POST taps."""

    person: int
    label: str
    chat: int | None = None


class Opens(Form):
    """POST opens."""

    person: int
    link: str
    group: int | None = None


class Asks(Form):
    """POST asks."""

    person: int
    query: str
    chat: int | None = None
    offset: str = ""


class Chooses(Form):
    """POST chooses."""

    person: int
    query_id: str
    result: int | str
    reply_to: int | None = None
    thread: int | None = None
    as_group: bool = False


class Blocks(Form):
    """POST blocks."""

    person: int
    blocked: bool


Action = Literal[
    "add_bot",
    "kick_bot",
    "promote_bot",
    "demote_bot",
    "add",
    "join",
    "leave",
    "remove",
    "promote",
    "promote_anonymous",
    "demote",
]


class Membership(Form):
    """POST members."""

    chat: int
    action: Action
    person: int | None = None
    by: int | None = None


class NewTopic(Form):
    """POST topics."""

    chat: int
    by: int
    name: str


class Migrates(Form):
    """POST migrate."""

    chat: int


class NewFault(Form):
    """POST faults."""

    method: str
    kind: Kind
    times: int = 1
    retry_after: int = 1
    chat: int | None = None


class PlaysScene(Form):
    """POST stage."""

    name: str


class MovesClock(Form):
    """POST clock: one of the two."""

    advance: float | None = None
    to: dt.datetime | None = None
