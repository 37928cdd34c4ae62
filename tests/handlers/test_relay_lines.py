"""Lines in the group: entries, questions, and people whom the bot cannot write to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from simulator import Group, Person, StoredMessage
from storage.community.actions import bind_chat, unbind_chat
from storage.community.queries import find_conversation
from storage.relay.actions import place_cards_in_chat
from storage.relay.queries import list_entries, list_relays_in_chat
from tests.builders import OPENING, build_relay
from tests.town import Town, open_town

NOON = OPENING + timedelta(hours=12)


@pytest.fixture
async def town(sqlite_url: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, people=2) as opened:
        yield opened


async def _open_relay(town: Town, **terms: Any) -> Group:
    group = await town.group(reads_all=True)
    now = town.clock.now()

    def build(session: Session) -> None:
        bind_chat(session, group.id, town.place.estate_id, by=town.staff.id, now=now)
        build_relay(session, town.place, **terms)
        place_cards_in_chat(session, group.id, now=now)

    await town.work.write(build)
    town.clock.jump_to(NOON)
    await group.wait_until(lambda: _card(group))
    return group


def _card(group: Group) -> StoredMessage | None:
    return next((m for m in group.messages if m.is_by_bot and m.buttons), None)


async def _doors(town: Town) -> list[str]:
    await town.world.settled()
    return [line.door for line in await town.work.read(list_entries, 1)]


async def test_question_about_a_door_is_no_entry(town: Town) -> None:
    group = await _open_relay(town)
    stranger = town.world.person("路人", language_code="en")
    await group.add(stranger)

    await stranger.says("接龙 1-103 报了没有？", in_=group)

    assert await _doors(town) == []


async def test_neighbour_who_never_started_the_bot_reads_the_number_in_the_group(
    town: Town,
) -> None:
    group = await _open_relay(town, capacity=1)
    stranger = town.world.person("新邻居", language_code="en")
    await group.add(stranger)
    await town.residents[0].says("接龙", in_=group)
    assert await _doors(town) == ["1-101"]

    asked = await stranger.says("接龙 1-103", in_=group)
    answer = await group.wait_until(lambda: _reply(group, asked))

    assert answer.text == "On the waiting list: No. 1"


def _reply(group: Group, asked: StoredMessage) -> StoredMessage | None:
    replies = (m for m in group.messages if m.is_by_bot and m.reply_to_message)
    return next(
        (m for m in replies if m.reply_to_message.message_id == asked.message_id),  # type: ignore[union-attr]
        None,
    )


async def test_ones_own_side_is_not_shown_in_the_group(town: Town) -> None:
    group = await _open_relay(town)
    await town.residents[0].says("接龙", in_=group)

    await town.residents[0].says("/start@linli_bot r_1", in_=group)
    await town.world.settled()

    said = " ".join(m.text or "" for m in group.messages if m.is_by_bot)
    assert "Your household is" not in said


async def test_cards_of_houses_that_the_group_left_behind_count_no_more(town: Town) -> None:
    group = await _open_relay(town)

    await town.work.write(unbind_chat, group.id, by=town.staff.id, now=NOON)

    assert await town.work.read(list_relays_in_chat, group.id, now=NOON) == ()


async def test_resent_answer_of_a_draft_is_not_taken_twice(town: Town) -> None:
    await town.staff.says("/relay")
    await town.staff.next_message()
    await town.world.settled()
    raw = _update(town.staff, 900_000_500, "Masks")

    for _ in range(2):
        await town.app.switchboard.handle(raw)

    draft = await town.work.read(find_conversation, town.staff.id, town.staff.id)
    assert draft is not None
    assert (draft.data["title"], draft.data["asking"]) == ("Masks", "goods")
    assert "item" not in draft.data


def _update(person: Person, update_id: int, text: str) -> dict[str, Any]:
    user = {"id": person.id, "is_bot": False, "first_name": "陈", "language_code": "en"}
    chat = {"id": person.id, "type": "private", "first_name": "陈"}
    message = {"message_id": 99, "date": 1580572800, "chat": chat, "from": user, "text": text}
    return {"update_id": update_id, "message": message}
