"""A cry for help is heard wherever it stands, and before whatever else is going on."""

from __future__ import annotations

from datetime import timedelta

from aiogram.types import Video
from sqlmodel import Session, select

from handlers.answering import Tier
from simulator import Person
from storage.community.tables import Role
from tests.handlers.estate_play import asks, text_of
from tests.handlers.faq_play import guess, listening_group, seed, silent, waiting
from tests.handlers.faq_staff_play import ask_in_vain, colleague, says
from tests.people import hears_in
from tests.town import Town

CRY = "help, my father has chest pain and cannot breathe"
HELP = "Call 120 now"


def film() -> Video:
    return Video(file_id="a", file_unique_id="a", width=1, height=1, duration=3)


async def searching(town: Town, person: Person) -> None:
    """Somebody of staff was asked for words to search for."""
    board = await asks(person, "/faq")
    await person.presses(board, data=f"qsb:{town.place.committee_id}:search")
    await town.world.settled()


async def replying(town: Town, person: Person) -> None:
    """Somebody of staff was asked for the reply to a question."""
    item_id = await ask_in_vain(town, town.residents[0], "where are the cats?")
    board = await asks(person, "/faq")
    await person.presses(board, data=f"qsi:{item_id}:reply")
    await town.world.settled()


async def heard(town: Town, person: Person) -> str:
    """Everything that somebody was told and had not read yet."""
    await town.world.settled()
    await town.told()
    told = []
    while True:
        try:
            told.append(text_of(await person.next_message(0.02)))
        except TimeoutError:
            return "\n".join(told)


async def test_danger_under_a_video_is_seen_in_private(town: Town) -> None:
    person = town.residents[0]

    person.posts(video=film(), caption=CRY)

    assert HELP in text_of(await person.next_message())


async def test_danger_under_a_video_is_seen_where_the_bot_listens(town: Town) -> None:
    group = await listening_group(town)
    while not await silent(group, town):
        pass

    town.residents[0].posts(group, video=film(), caption=CRY)

    await hears_in(group, town.residents[3], HELP)


async def test_a_cry_at_the_end_of_a_long_story_is_seen(town: Town) -> None:
    guesses = guess(town, Tier.NONE)

    told = await asks(town.residents[0], "I have to tell you all of it. " * 130 + CRY)

    assert HELP in text_of(told)
    assert guesses.heard == []
    assert await waiting(town) == ()


async def test_one_who_is_staff_no_more_is_helped(town: Town) -> None:
    person = await colleague(town)
    await replying(town, person)
    await heard(town, person)

    def revoke(session: Session) -> None:
        for role in session.exec(select(Role).where(Role.person_id == person.id)):
            role.revoked_at = town.clock.now()
            session.add(role)

    await town.work.write(revoke)
    await person.says(CRY)

    assert HELP in await heard(town, person)


async def test_staff_who_search_are_helped(town: Town) -> None:
    await seed(town, "testing-weekend")
    await searching(town, town.staff)
    await heard(town, town.staff)

    assert HELP in text_of(await says(town.staff, CRY))


async def test_staff_who_write_of_danger_are_not_in_it(town: Town) -> None:
    await replying(town, town.staff)
    await heard(town, town.staff)

    await town.staff.says("With chest pain call 120.")

    told = await heard(town, town.staff)
    assert "chest pain" in told
    assert HELP not in told


async def test_staff_who_stopped_writing_long_ago_are_helped(town: Town) -> None:
    await replying(town, town.staff)
    town.clock.advance(timedelta(hours=2).total_seconds())
    await heard(town, town.staff)

    await town.staff.says(CRY)

    assert HELP in await heard(town, town.staff)
