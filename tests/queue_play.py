"""What stories of a long queue share: whole estates that press, letters by their buttons."""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import insert
from sqlmodel import Session, select

from bot.jobs.due import DUE, WATCHED, as_ticks, watch
from locales.renderer import Renderer
from simulator import Group, StoredMessage
from storage.community.tables import Building, Household, Person, Resident
from storage.relay.desk import Outcome, Press, PressKind
from storage.relay.proof.chain import short_code
from tests.builders import OPENING
from tests.handout_play import file_of, taps
from tests.people import until
from tests.story_play import CLOCK, Reader, plain, read
from tests.town import PATIENCE, Town

Data = TypeVar("Data", bound=CallbackData)

GROUP_LANGUAGE = "zh-hans"
_CROWD = 50_000


def at(clock: str, *, day: int = 2) -> datetime:
    """A time of a day of February 2020, by the committee's clock."""
    hour, minute = map(int, clock.split(":"))
    return datetime(2020, 2, day, hour, minute, tzinfo=CLOCK)


async def asks(reader: Reader, text: str, kind: type[CallbackData], *facts: str) -> StoredMessage:
    """Write in private; the answer that has buttons of this kind under it, and these facts."""
    last = newest_id(reader)
    await reader.person.says(text)
    return await gets(reader, kind, *facts, after=last)


def newest_id(reader: Reader) -> int:
    """The number of the last message in somebody's private chat."""
    return max((each.message_id for each in reader.person.chat.messages), default=0)


async def gets(
    reader: Reader, kind: type[CallbackData], *facts: str, after: int = 0
) -> StoredMessage:
    """The newest private message with buttons of this kind under it, and these facts."""

    def find() -> StoredMessage | None:
        said = (each for each in reversed(reader.person.chat.messages) if each.is_by_bot)
        return next((m for m in said if m.message_id > after and _is_it(m, kind, facts)), None)

    try:
        found: StoredMessage = await reader.person.chat.wait_until(find, PATIENCE)
    except TimeoutError:
        said = [(read(m), carried(m)) for m in reader.person.chat.messages[-4:]]
        raise AssertionError(f"{kind.__name__} with {facts} did not come, but {said}") from None
    return found


async def card_of(town: Town, group: Group, kind: type[CallbackData]) -> StoredMessage:
    """The message in the group once it has buttons of this kind under it."""

    def find() -> StoredMessage | None:
        return next((m for m in group.messages if m.is_by_bot and _is_it(m, kind, ())), None)

    found: StoredMessage = await until(town, find)
    return found


def _is_it(message: StoredMessage, kind: type[CallbackData], facts: Sequence[str]) -> bool:
    prefix = f"{kind.__prefix__}{kind.__separator__}"
    has_button = any(each.startswith(prefix) for each in carried(message))
    return has_button and all(fact in read(message) for fact in facts)


def carried(message: StoredMessage) -> list[str]:
    """What the buttons under a message carry."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return [button.callback_data or "" for row in rows for button in row]


def find_button(message: StoredMessage, kind: type[Data], **of: Any) -> Data:
    """The first button of this kind that carries these values."""
    for each in carried(message):
        if each.partition(kind.__separator__)[0] == kind.__prefix__:
            data = kind.unpack(each)
            if all(getattr(data, name) == value for name, value in of.items()):
                return data
    raise AssertionError(f"{kind.__name__} {of} not in {carried(message)}")


async def goes(
    reader: Reader, message: StoredMessage, kind: type[CallbackData], **of: Any
) -> StoredMessage:
    """Press the button that carries these values; the message as it stands then."""
    return await taps(reader, message, find_button(message, kind, **of))


def in_group(template: str, **params: Any) -> str:
    """How a text reads in the group, which has the committee's language."""
    return plain(Renderer().words(GROUP_LANGUAGE, CLOCK.key).html(template, **params))


async def wait(town: Town, until: datetime) -> None:
    """Let time pass, and what falls due by itself be done and told."""
    town.clock.jump_to(until)
    ticks = [watch(WATCHED, town.work, town.clock.now)]
    ticks += [as_ticks(due, town.work, town.clock.now) for due in DUE.values()]
    for each in ticks:
        for tick in each.values():
            await tick()
    await town.told()
    await town.world.settled()


async def build_houses(town: Town, doors: Sequence[str]) -> None:
    """Houses beside those that the town has, as a roster of thousands would make them."""

    def write(session: Session) -> None:
        estate, first = town.place.estate_id, len(town.place.households) + 1
        labels = dict.fromkeys(door.partition("-")[0] for door in doors)
        houses = {
            label: Building(
                estate_id=estate, label=label, position=int(label), link_code=f"code{label}"
            )
            for label in labels
        }
        session.add_all(houses.values())
        session.flush()
        rows = []
        for number, door in enumerate(doors, start=first):
            label, _, room = door.partition("-")
            of = {"estate_id": estate, "building_id": houses[label].id, "unit": "", "room": room}
            rows.append({"id": number, "door": door} | of)
        session.execute(insert(Household), rows)

    await town.work.write(write)


async def move_in(town: Town, doors: Sequence[str]) -> list[tuple[int, int]]:
    """Somebody who never opens the bot in private, for each of these doors: person, household."""

    def write(session: Session) -> list[tuple[int, int]]:
        homes = session.exec(select(Household).where(Household.estate_id == town.place.estate_id))
        ids = {home.door: home.id for home in homes if home.id is not None}
        lived_in = [(_CROWD + n, ids[door]) for n, door in enumerate(doors)]
        named = {"name": "邻居", "reachable": False, "seen_at": OPENING}
        session.execute(insert(Person), [{"id": person} | named for person, _ in lived_in])
        tied = {"estate_id": town.place.estate_id, "state": "active", "joined_at": OPENING}
        ties = [{"person_id": person, "household_id": home} | tied for person, home in lived_in]
        session.execute(insert(Resident), ties)
        return lived_in

    return await town.work.write(write)


async def crowd_joins(
    town: Town,
    relay_id: int,
    people: Sequence[tuple[int, int]],
    begin: datetime,
    apart: timedelta,
) -> list[Outcome]:
    """Households that press one after the other, by the clock of the desk."""
    presses = [
        Press(PressKind.JOIN, relay_id, _CROWD + n, person, begin + n * apart, household_id=home)
        for n, (person, home) in enumerate(people)
    ]
    return list(await asyncio.gather(*(town.app.services.relays.ask(each) for each in presses)))


def posted_code(message: StoredMessage) -> str:
    """The code of a log as the group reads it."""
    found = re.search(r"(?:[0-9a-f]{4} ){7}[0-9a-f]{4}", read(message))
    assert found is not None, read(message)
    assert len(found[0]) == len(short_code("0" * 64))
    return found[0]


async def unpack_proof(reader: Reader, folder: Path) -> Path:
    """The next file that comes is a proof; the folder that it is unpacked in."""
    zipfile.ZipFile(io.BytesIO(await file_of(reader))).extractall(folder)
    return folder


def verify(folder: Path, *arguments: str) -> tuple[int, str]:
    """Run the script of an unpacked proof by itself, without this project."""
    command = [sys.executable, "-I", "verify.py", "proof.json", *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.returncode, done.stdout
