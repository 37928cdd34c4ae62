"""What tests of the estate's side share: newcomers, more doors, and what stands under a message."""

from __future__ import annotations

from aiogram.types import Message

from simulator import CallbackAnswer, Person, StoredMessage
from storage.community.actions import create_estate, import_roster
from storage.community.actor import Actor
from storage.community.queries import BuildingView, find_actor, list_buildings
from storage.community.roster import Roster, RosterRow
from tests.town import Town


def newcomer(town: Town, name: str = "王秀兰", language: str | None = "en") -> Person:
    """Somebody whom the bot has never met."""
    return town.world.person(name, language_code=language)


async def add_doors(town: Town, *doors: str, estate: str = "图们小区") -> int:
    """Add doors (`3-501`, `3-1-501`) to an estate of the committee; returns its number."""
    rows = [_row(line, door) for line, door in enumerate(doors, start=2)]
    estate_id = await town.work.write(
        create_estate, town.place.committee_id, estate, now=town.clock.now()
    )
    await town.work.write(import_roster, estate_id, Roster(tuple(rows)), now=town.clock.now())
    return estate_id


def _row(line: int, door: str) -> RosterRow:
    building, *unit, room = door.split("-")
    return RosterRow(line, building, "".join(unit), room)


async def building(town: Town, label: str) -> BuildingView:
    """A building of the town's estate."""
    views = await town.work.read(list_buildings, town.place.estate_id)
    return next(view for view in views if view.label == label)


def building_link(view: BuildingView) -> str:
    """What the building's poster shows."""
    return f"https://t.me/linli_bot?start=b_{view.link_code}"


def labels(message: Message) -> list[str]:
    """What stands on the buttons under a message, row after row."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else []
    return [button.text for row in rows for button in row]


async def actor(town: Town, person: Person) -> Actor:
    """Who somebody is to the bot, read from the database."""
    return await town.work.read(find_actor, person.id, town.clock.now())


async def doors_of(town: Town, person: Person) -> list[str]:
    """The doors that somebody is tied to."""
    return [tie.door for tie in (await actor(town, person)).residents]


async def asks(person: Person, text: str) -> StoredMessage:
    """Say something in private and take the answer."""
    await person.says(text)
    return await person.next_message()


async def turns(person: Person, message: StoredMessage, button: str) -> StoredMessage:
    """Press a button and read the message that it stood under, as it is then."""
    await person.presses(message, button)
    return newest(message, person)


def newest(message: StoredMessage, person: Person) -> StoredMessage:
    """A message as it stands now."""
    current = person.world.chats[message.chat.id].store.get(message.message_id)
    assert current is not None
    return current


async def says_hello(town: Town, person: Person, door: str) -> StoredMessage:
    """Go through /start with a door; returns the message that names it."""
    await asks(person, "/start")
    return await asks(person, door)


def text_of(answer: CallbackAnswer | Message) -> str:
    """What was read."""
    return answer.text or ""
