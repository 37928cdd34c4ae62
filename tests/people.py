"""What people do and see in rehearsals: groups, cards, presses, and everything the bot said."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlmodel import Session, SQLModel, select

from simulator import Group, Person, StoredMessage, World
from storage.community.tables import Building, Committee, Estate, Household, Resident, Role
from storage.relay.actions import place_cards_in_chat
from storage.relay.queries import EntryView, list_entries
from tests.builders import OPENING, Neighbourhood, add_family_member, build_relay
from tests.town import Town

# Rows that an update may leave behind although a rule refused it.
PASSING = {"person", "failed_update", "outbox_message", "conversation", "pace"}
# The household of the other committee's estate; out of the way of those that are numbered.
OTHER_HOME = 10_001
# What delivery notes on a card while it brings it up to date.
DELIVERYS = {"lease_until", "not_before", "shown_version", "shown_digest", "message_id"}


async def bound_group(town: Town, title: str = "图们业主群", **options: Any) -> Group:
    """A group of everybody that staff have bound to the estate."""
    group = await town.group(title, **options)
    await town.staff.says("/bind@linli_bot 图们小区", in_=group)
    await town.world.settled()
    return group


async def post_relay(town: Town, group: Group, **changes: Any) -> tuple[int, StoredMessage]:
    """A published relay and its card in a bound group."""
    relay_id = await town.work.write(build_relay, town.place, **changes)
    await town.work.write(place_cards_in_chat, group.id, now=town.clock.now())
    return relay_id, await shows(town, group, changes.get("title", "第一轮口罩登记"))


async def open_relay(town: Town, group: Group, **changes: Any) -> tuple[int, StoredMessage]:
    """A relay that is open, and its card with the buttons to join."""
    changes = {"opens_at": town.clock.now() - timedelta(minutes=1), **changes}
    relay_id, _ = await post_relay(town, group, state="open", **changes)
    title = changes.get("title", "第一轮口罩登记")
    return relay_id, await shows(town, group, title, "接龙进行中")


def find_said(group: Group, *words: str) -> StoredMessage | None:
    """The bot's newest message in the group that has all of these words."""
    said = [message for message in group.messages if message.is_by_bot]
    return next((m for m in reversed(said) if all(w in (m.text or "") for w in words)), None)


async def shows(town: Town, group: Group, *words: str, steps: int = 20) -> StoredMessage:
    """The message in the group that comes to show these words; time is pushed on meanwhile."""
    for _ in range(steps):
        try:
            found: StoredMessage = await group.wait_until(lambda: find_said(group, *words), 0.5)
        except TimeoutError:
            town.clock.advance(1)
        else:
            return found
    raise AssertionError(f"{words} not in {[m.text for m in group.messages if m.is_by_bot]}")


def newest(town: Town, message: StoredMessage) -> StoredMessage:
    """A message as it stands now."""
    current = town.world.chats[message.chat.id].store.get(message.message_id)
    assert current is not None
    return current


async def hears(person: Person, *words: str, within: float = 20) -> StoredMessage:
    """The bot's next private message with these words; others before it are passed over."""
    while True:
        message = await person.next_message(within)
        if all(word in (message.text or "") for word in words):
            return message


async def hears_in(group: Group, person: Person, *words: str) -> StoredMessage:
    """The bot's next message in the group, which `person` has not read, with these words."""
    while True:
        message = await person.next_message(in_=group)
        if all(word in (message.text or "") for word in words):
            return message


async def family_member(town: Town, household: int, name: str = "小王") -> Person:
    """A second person of a household, counted from 0."""
    person = town.world.person(name, language_code="en")
    person.chat.is_started = True
    await town.work.write(add_family_member, town.place, household, person.id)
    return person


def private_panel(relay_id: int) -> str:
    """The link behind the card's button that leads to one's own side."""
    return f"https://t.me/linli_bot?start=r_{relay_id}"


async def doors(town: Town, relay_id: int) -> list[tuple[str, int]]:
    """The list as it stands: door and pieces, in order."""
    return [(line.door, line.quantity) for line in await entries(town, relay_id)]


async def entries(town: Town, relay_id: int) -> tuple[EntryView, ...]:
    """The list as it stands."""
    return await town.work.read(list_entries, relay_id)


def everything_said(world: World, since: int = 0) -> list[str]:
    """All that the bot sent from a request on: texts, buttons and alerts, each call as one text."""
    return [
        json.dumps(call.params, ensure_ascii=False, default=str)
        for call in world.requests[since:]
        if call.method.lower().startswith(("send", "edit", "answer"))
    ]


async def kept(town: Town) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table that tells of the estate and its relays."""
    return await town.work.read(_all_rows)


def _all_rows(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    return {
        name: sorted(
            (
                tuple(row)
                for row in session.execute(
                    select(*(c for c in table.columns if c.name not in DELIVERYS))
                )
            ),
            key=repr,
        )
        for name, table in SQLModel.metadata.tables.items()
        if name not in PASSING
    }


def build_other_estate(session: Session, *, staff: int, resident: int) -> int:
    """Another committee's estate with one household and an open relay; returns the relay."""
    committee = _added(session, Committee(name="延吉居委会"))
    estate = _added(session, Estate(committee_id=committee, name="延吉新村"))
    house = _added(session, Building(estate_id=estate, label="7", position=1, link_code="other7"))
    home = Household(
        id=OTHER_HOME, estate_id=estate, building_id=house, unit="", room="707", door="7-707"
    )
    home_id = _added(session, home)
    session.add(Role(person_id=staff, committee_id=committee, kind="staff", granted_at=OPENING))
    session.add(
        Resident(person_id=resident, household_id=home_id, estate_id=estate, joined_at=OPENING)
    )
    place = Neighbourhood(committee, estate, (house,), (home_id,), (resident,))
    return build_relay(session, place, title="延吉团菜", state="open")


def _added(session: Session, row: Any) -> int:
    session.add(row)
    session.flush()
    number: int = row.id
    return number


async def until(town: Town, probe: Callable[[], Any], steps: int = 40) -> Any:
    """The first true answer of `probe`; time is pushed on meanwhile."""
    for _ in range(steps):
        if found := probe():
            return found
        await town.world.settled()
        town.clock.advance(1)
    raise AssertionError("it did not come about")
