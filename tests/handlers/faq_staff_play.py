"""What tests of the committee's side share: entries as they stand, and questions that wait."""

from __future__ import annotations

from sqlmodel import Session

from simulator import Person, StoredMessage
from storage.community.kinds import RoleKind
from storage.community.tables import Role
from storage.faq import actions
from storage.faq.kinds import Outcome
from storage.faq.queries import EntryView, find_entry, list_entries
from tests.builders import OPENING
from tests.handlers.estate_play import turns
from tests.people import build_other_estate
from tests.town import Town

SOURCE = "Notice No. 12 on testing\nDistrict health office\n2020-01-20"


async def entry(town: Town, entry_id: int) -> EntryView:
    """An entry as it stands now."""
    found = await town.work.read(find_entry, entry_id, town.clock.now())
    assert found is not None
    return found


async def entries(town: Town) -> tuple[EntryView, ...]:
    """Everything that the committee has."""
    return await town.work.read(list_entries, town.place.committee_id, town.clock.now())


async def says(person: Person, text: str) -> StoredMessage:
    """Write in private and take the answer."""
    await person.says(text)
    return await person.next_message()


async def walk(person: Person, message: StoredMessage, *buttons: str) -> StoredMessage:
    """Press one button after the other in the same message."""
    for button in buttons:
        message = await turns(person, message, button)
    return message


def content_of(town: Town, file_id: str) -> bytes:
    """A file that the bot sent."""
    stored = town.world.files.by_id(file_id)
    assert stored is not None
    return stored.content


async def ask_in_vain(
    town: Town, person: Person, text: str, *, alike: int | None = None, language: str = "en"
) -> int:
    """Somebody asks in private what no entry answers; returns the item."""
    now = town.clock.now()
    question_id = await town.work.write(
        actions.record_question,
        committee_id=town.place.committee_id,
        person_id=person.id,
        chat_id=person.id,
        message_id=1000 + len(text),
        thread_id=None,
        language=language,
        text=text,
        outcome=Outcome.UNKNOWN,
        entry_id=None,
        certainty=None,
        now=now,
    )
    item = await town.work.write(actions.open_item, question_id, alike=alike, now=now)
    # Staff hear of it before they read or write anything else.
    await town.told()
    return item.id


async def colleague(town: Town, name: str = "李干事") -> Person:
    """Somebody else who works for the committee."""
    person = town.world.person(name, language_code="en")
    person.chat.is_started = True
    await person.says("/start")
    await person.next_message()

    await town.work.write(_make_staff, person.id, town.place.committee_id)
    return person


async def stranger_staff(town: Town) -> Person:
    """Somebody who works for another committee."""
    person = town.world.person("赵主任", language_code="en")
    resident = town.world.person("外人", language_code="en")
    for each in (person, resident):
        each.chat.is_started = True
        await each.says("/start")
        await each.next_message()
    await town.work.write(build_other_estate, staff=person.id, resident=resident.id)
    return person


def _make_staff(session: Session, person_id: int, committee_id: int) -> None:
    session.add(
        Role(
            person_id=person_id,
            committee_id=committee_id,
            kind=RoleKind.STAFF,
            granted_at=OPENING,
        )
    )
