"""Every button of the board, pressed by everybody: rights are looked at anew, whatever it says."""

from __future__ import annotations

from simulator import Person, StoredMessage
from storage.requests.forms import KindDraft
from storage.requests.queries import RequestView, list_kinds, list_readers
from tests.handlers.estate_play import labels, newest
from tests.handlers.requests_board_play import (
    REPAIRS,
    TAP,
    asked,
    everybody,
    says_to,
)
from tests.handlers.requests_play import MEDICINE, reread
from tests.people import everything_said, kept
from tests.town import Town

# Presses that change something where they are allowed, or show what is private.
ACTS = (
    "show", "claim", "release", "assign", "to:{staff}", "hand:{staff}", "ask", "note", "source",
    "is:found", "deliver", "how:door", "close", "end:solved", "quick:glad", "bare", "reopen",
    "photos", "history",
)  # fmt: skip
MAY_WORK = {"staff", "lead"}
MAY_LIST = {"staff", "lead", "other lead"}
REFUSED = "Only the committee's staff"


async def _press_all(
    town: Town, person: Person, shown: StoredMessage, request: RequestView
) -> list[str]:
    """Press every button of a request; returns the alerts."""
    alerts = []
    for act in ACTS:
        name, _, value = act.format(staff=town.staff.id).partition(":")
        answer = await person.presses(shown, data=f"wr:{request.id}:{name}:{value}")
        alerts.append(answer.text or "")
    return alerts


async def _anything(person: Person) -> StoredMessage:
    """A message whose buttons can be forged."""
    await person.says("/start")
    while True:
        message = await person.next_message()
        if message.is_by_bot:
            return message


async def _check_without_rights(town: Town, draft: KindDraft, allowed: set[str]) -> None:
    """Nobody else sees or changes anything, however the button was come by."""
    people = await everybody(town)
    request = await asked(town, draft)
    secret = str(next(iter(request.answers.values())))
    for role, person in people.items():
        if role in allowed:
            continue
        shown = await _anything(person)
        before, since = await kept(town), len(town.world.requests)
        alerts = await _press_all(town, person, shown, request)
        assert all(alerts), (role, dict(zip(ACTS, alerts, strict=True)))
        assert await kept(town) == before, role
        assert not any(secret in said for said in everything_said(town.world, since)), role
    assert (await reread(town, request)).owner_id is None
    assert await town.work.read(list_readers, request.id) == ()


async def test_only_staff_and_the_building_s_lead_work_on_a_request(town: Town) -> None:
    await _check_without_rights(town, REPAIRS, MAY_WORK)


async def test_a_private_kind_is_for_staff_alone(town: Town) -> None:
    await _check_without_rights(town, MEDICINE, {"staff"})


async def test_staff_and_the_lead_of_the_building_may_work(town: Town) -> None:
    people = await everybody(town)
    for role in sorted(MAY_WORK):
        request = await asked(town)
        person = people[role]
        shown = await _anything(person)
        for act in ("show", "claim", "release", "claim", "is:found", "how:door"):
            name, _, value = act.partition(":")
            answer = await person.presses(shown, data=f"wr:{request.id}:{name}:{value}")
            assert not answer.text, (role, act, answer.text)
        now = await reread(town, request)
        assert (now.owner_id, now.delivered_by) == (person.id, person.id), role


async def test_commands_and_lists_are_for_those_who_work_there(town: Town) -> None:
    people = await everybody(town)
    await asked(town)
    for role, person in people.items():
        works = "图们居委会" if role in MAY_LIST else REFUSED
        for command in ("/board", "/kinds", "/digest"):
            is_for_staff = command != "/board" and role != "staff"
            expected = REFUSED if is_for_staff else works
            await says_to(person, command, "延吉居委会" if role == "other committee" else expected)


async def test_lists_of_another_committee_stay_closed(town: Town) -> None:
    people = await everybody(town)
    await asked(town)
    committee = town.place.committee_id
    kind = (await town.work.read(list_kinds, committee))[0].id
    forged = (
        f"wb:{committee}:show", f"wb:{committee}:kinds", f"wb:{committee}:buildings",
        f"wl:{committee}:open:0:0:0", f"wm:{committee}:claim:{kind}:1", f"wm:{committee}:close:0:1",
        f"wk:{committee}:show", f"wk:{committee}:new", f"wi:{kind}:show:", f"wi:{kind}:offer:0",
        f"wi:{kind}:title:", f"wi:{kind}:hours:4", f"wi:{kind}:sensitive:0", f"wi:{kind}:up:",
        f"wi:{kind}:drop_sure:", f"wi:{kind}:preview:", f"wq:{kind}:0:show", f"wq:{kind}:0:drop",
        f"wd:{committee}:0:show", f"wd:{committee}:0:picture", f"wc:new:{committee}",
    )  # fmt: skip
    for role in ("other committee", "volunteer", "requester", "stranger"):
        person = people[role]
        shown = await _anything(person)
        before = await kept(town)
        for data in forged:
            answer = await person.presses(shown, data=data)
            assert answer.text, (role, data)
        assert await kept(town) == before, role


async def test_a_lead_sees_only_lines_of_their_building(town: Town) -> None:
    people = await everybody(town)
    await asked(town)
    await asked(town, MEDICINE)
    committee = town.place.committee_id
    for role, total in (("lead", 2), ("other lead", 0)):
        person = people[role]
        shown = await _anything(person)
        await person.presses(shown, data=f"wl:{committee}:open:0:0:0")
        listed = newest(shown, person)
        assert sum("№" in each for each in labels(listed)) == total, role
        assert TAP not in (listed.text or "") + "".join(labels(listed))
        for data in (f"wm:{committee}:claim:1:1", f"wm:{committee}:close:0:1"):
            assert (await person.presses(shown, data=data)).text, (role, data)


async def test_nothing_of_the_board_is_shown_in_a_group(town: Town) -> None:
    request = await asked(town)
    group = await town.group()
    for command in ("/board", "/call", "/kinds", "/digest"):
        since = len(town.world.requests)
        await town.staff.says(f"{command}@linli_bot", in_=group)
        await town.world.settled()
        said = "".join(everything_said(town.world, since))
        assert "private" in said, command
        assert f"№{request.number}" not in said
