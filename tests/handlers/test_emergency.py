"""People in danger or despair: answered first, whoever they are; and somebody is called."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from aiogram.types import InlineKeyboardMarkup
from sqlmodel import Session, select

from handlers.urgent import UrgentPress
from simulator import Person, StoredMessage
from storage.community import actions as community
from storage.community.tables import Committee
from storage.emergency.calling import repeat_alerts
from storage.emergency.kinds import AlertKind, AlertState
from storage.emergency.tables import Alert
from storage.outbox.tables import OutboxMessage
from tests.handlers.estate_play import asks, labels, newcomer, text_of, turns
from tests.handlers.faq_play import quiet_group, silent
from tests.handlers.faq_staff_play import colleague
from tests.people import build_other_estate, hears, hears_in
from tests.town import Town

CRY = "My father has chest pain"
HELP, CALLED = "Call 120 now", "The people on duty have been called"
PHONE = "+86 433 123"


@pytest.fixture
async def phone(town: Town) -> str:
    def write(session: Session) -> None:
        session.get_one(Committee, town.place.committee_id).duty_phone = PHONE

    await town.work.write(write)
    return PHONE


async def alerts(town: Town) -> list[Alert]:
    def read(session: Session) -> list[Alert]:
        return list(session.exec(select(Alert).order_by("id")))

    return await town.work.read(read)


async def templates(town: Town) -> list[str]:
    """What is left in the outbox about emergencies, oldest first."""

    def read(session: Session) -> list[str]:
        query = select(OutboxMessage).order_by("id")
        return [
            row.template.removeprefix("emergency/")
            for row in session.exec(query)
            if row.template.startswith("emergency/")
        ]

    return await town.work.read(read)


async def called(town: Town, person: Person) -> StoredMessage:
    """The call that staff get, with the caller's own words."""
    return await hears(person, "calls for help")


def urgent_button() -> InlineKeyboardMarkup:
    from aiogram.types import InlineKeyboardButton

    key = InlineKeyboardButton(text="🚨", callback_data=UrgentPress().pack())
    return InlineKeyboardMarkup(inline_keyboard=[[key]])


async def test_who_cries_is_told_what_to_do_and_somebody_is_called(town: Town, phone: str) -> None:
    person = town.residents[0]

    answer = await asks(person, CRY)
    assert HELP in text_of(answer)
    assert PHONE in text_of(answer)
    assert answer.reply_markup is None
    assert CALLED in text_of(await person.next_message())
    call = text_of(await called(town, town.staff))
    assert CRY in call
    assert "1-101" in call
    assert person.user.first_name in call


async def test_the_first_who_is_on_it_has_it_and_the_caller_is_told(town: Town) -> None:
    other = await colleague(town)
    await asks(town.residents[0], CRY)
    first, second = await called(town, town.staff), await called(town, other)

    taken = await turns(town.staff, first, "✋ I am on it")
    assert "You are on it" in text_of(taken)
    await hears(town.residents[0], "Somebody of your committee is on it")
    await hears(other, "is on it")
    refused = await other.presses(second, "✋ I am on it")
    assert "A colleague is on it" in text_of(refused)

    done = await turns(town.staff, taken, "✅ Seen to")
    assert labels(done) == ["📝 Add a note"]
    await town.staff.presses(done, "📝 Add a note")
    await town.staff.says("Grandpa has chest pain; ambulance came")
    noted = text_of(await hears(town.staff, "📝 Note:"))
    assert "ambulance came" in noted
    (alert,) = await alerts(town)
    assert (alert.state, alert.taken_by) == (AlertState.DONE, town.staff.id)


async def test_a_colleague_takes_over_who_does_not_say_how_it_stands(town: Town) -> None:
    other = await colleague(town)
    await asks(town.residents[0], CRY)
    await turns(town.staff, await called(town, town.staff), "✋ I am on it")
    for _ in range(2):
        town.clock.advance(timedelta(minutes=11).total_seconds())
        await town.work.write(repeat_alerts, town.clock.now())

    asked = await hears(town.staff, "Is it seen to?")
    assert labels(asked) == ["✅ Seen to", "🔕 False alarm"]
    late = await hears(other, "Still open")
    assert "You are on it" in text_of(await turns(other, late, "✋ I take over"))
    (alert,) = await alerts(town)
    assert alert.taken_by == other.id


async def test_a_false_alarm_ends_with_a_word_to_the_caller(town: Town) -> None:
    await asks(town.residents[0], CRY)
    ended = await turns(town.staff, await called(town, town.staff), "🔕 False alarm")

    assert "false alarm" in text_of(ended)
    assert "/sos" in text_of(await hears(town.residents[0], "nobody is in danger"))


async def test_who_pressed_by_mistake_takes_it_back(town: Town) -> None:
    person = town.residents[0]
    assert HELP in text_of(await asks(person, "/sos"))
    told = await hears(person, CALLED)
    assert "without words" in text_of(await called(town, town.staff))

    await turns(person, told, "It was a mistake")

    await hears(town.staff, "taken it back")
    (alert,) = await alerts(town)
    assert (alert.kind, alert.state) == (AlertKind.BUTTON, AlertState.WITHDRAWN)
    again = await person.presses(told, "It was a mistake")
    assert text_of(again) == ""


async def test_more_words_within_ten_minutes_join(town: Town) -> None:
    person = town.residents[0]
    await asks(person, CRY)
    await hears(person, CALLED)
    await called(town, town.staff)

    answer = await asks(person, "he is not breathing")

    assert "I pass on what you write" in text_of(answer)
    assert HELP in text_of(answer)
    assert "not breathing" in text_of(await hears(town.staff, "There is more"))
    assert len(await alerts(town)) == 1
    town.clock.advance(11 * 60)
    await asks(person, CRY)
    await town.world.settled()
    assert len(await alerts(town)) == 2


async def test_a_stranger_is_helped_first_and_points_at_the_place_then(town: Town) -> None:
    await town.work.write(build_other_estate, staff=town.staff.id, resident=town.residents[1].id)
    person = newcomer(town)

    first = await asks(person, CRY)
    assert HELP in text_of(first)
    assert first.reply_markup is None
    where = await hears(person, "Which estate")
    assert labels(where) == ["图们小区", "延吉新村", "It was a mistake"]

    building = await turns(person, where, "图们小区")
    assert "Which building" in text_of(building)
    assert CRY in text_of(await called(town, town.staff))
    settled = await turns(person, building, "2")
    assert labels(settled) == ["It was a mistake"]
    assert "building 2" in text_of(await hears(town.staff, "There is more"))


async def test_with_one_committee_even_a_stranger_is_heard_at_once(town: Town) -> None:
    await asks(newcomer(town), CRY)

    assert "Nobody knows where yet" in text_of(await called(town, town.staff))
    (alert,) = await alerts(town)
    assert alert.committee_id == town.place.committee_id


async def test_the_link_of_the_urgent_button_helps(town: Town) -> None:
    person = newcomer(town)
    await person.opens_link("https://t.me/linli_bot?start=sos")

    assert HELP in text_of(await person.next_message())


async def test_the_button_helps_in_private(town: Town) -> None:
    person = town.residents[0]
    await town.app.services.bot.send_message(person.id, "x", reply_markup=urgent_button())
    await person.presses(await person.next_message(), "🚨")

    assert HELP in text_of(await person.next_message())
    await called(town, town.staff)


async def test_the_button_in_a_group_answers_only_who_presses(town: Town, phone: str) -> None:
    group = await quiet_group(town)
    person = town.residents[0]
    await town.app.services.bot.send_message(group.id, "x", reply_markup=urgent_button())
    card = await person.next_message(in_=group)
    while not labels(card):
        card = await person.next_message(in_=group)

    answer = await person.presses(card, "🚨")

    assert answer.show_alert
    assert HELP in text_of(answer)
    assert PHONE in text_of(answer)
    assert HELP in text_of(await hears(person, HELP))
    assert "Said in a group" in text_of(await called(town, town.staff))
    assert not [m for m in group.messages if m.is_by_bot and HELP in text_of(m)]


async def test_where_it_only_overhears_the_answer_is_short(town: Town, phone: str) -> None:
    group = await quiet_group(town)

    await town.residents[0].says(CRY, in_=group)

    told = text_of(await hears_in(group, town.residents[3], HELP))
    assert PHONE in told
    assert "No test report" not in told
    assert CRY in text_of(await called(town, town.staff))
    await hears(town.residents[0], CALLED)
    await town.residents[0].says("he is unconscious", in_=group)
    assert await silent(group, town)
    assert len(await alerts(town)) == 1


async def test_a_group_of_no_house_is_left_alone_unless_it_asks(town: Town) -> None:
    group = await town.group(reads_all=True)
    stranger = newcomer(town)
    await stranger.joins(group)
    while not await silent(group, town):
        pass

    await stranger.says(CRY, in_=group)
    assert await silent(group, town)
    assert await alerts(town) == []
    await stranger.says(f"@linli_bot {CRY}", in_=group)

    await hears_in(group, town.residents[3], HELP)


async def test_notices_are_no_cries(town: Town) -> None:
    group = await quiet_group(town)
    notice = "Dear neighbours, with chest pain call 120 at once, nobody asks for a test. " * 2

    await town.staff.says(notice, in_=group)
    town.staff.posts(group, text=CRY, forward_origin=_origin(town))

    assert await silent(group, town)
    assert await alerts(town) == []


def _origin(town: Town) -> Any:
    from aiogram.types import MessageOriginHiddenUser

    return MessageOriginHiddenUser(date=town.clock.now(), sender_user_name="x")


async def test_despair_is_met_with_calm_words_and_a_person(town: Town) -> None:
    person = town.residents[0]

    answer = text_of(await asks(person, "I don't want to live any more, I want to die"))

    assert "You are not alone" in answer
    assert "12356" in answer
    await hears(town.staff, "needs a person to speak with")
    (alert,) = await alerts(town)
    assert alert.kind is AlertKind.CRISIS


async def test_despair_in_a_group_is_answered_in_private(town: Town) -> None:
    group = await quiet_group(town)
    person = town.residents[0]

    await person.says("my husband beats me", in_=group)

    await hears(person, "You are not alone")
    assert await silent(group, town)
    await hears(town.staff, "needs a person to speak with")


async def test_in_every_language_of_the_estate(town: Town) -> None:
    for number, cry in enumerate(("我爸快不行了", "父が倒れました", "il ne respire plus")):
        answer = await asks(town.residents[number], cry)
        assert "120" in text_of(answer)
    await town.world.settled()
    assert [alert.language for alert in await alerts(town)] == ["zh-hans", "ja", "fr"]


async def test_nobody_comes_and_everybody_is_called(town: Town, phone: str) -> None:
    other = await colleague(town)
    now = town.clock.now()
    await town.work.write(
        community.take_duty, town.place.committee_id, by=town.staff.id, now=now, hours=4
    )
    await asks(town.residents[0], CRY)
    await called(town, town.staff)

    town.clock.advance(timedelta(minutes=4).total_seconds())
    await town.work.write(repeat_alerts, town.clock.now())

    assert "Nobody is on it yet" in text_of(await called(town, other))
    assert PHONE in text_of(await hears(town.residents[0], "Nobody has answered yet"))


async def test_what_is_told_is_sent_once_for_an_update_that_comes_again(town: Town) -> None:
    raw = {
        "update_id": 700_000_001,
        "message": {
            "message_id": 9001,
            "date": int(town.clock.now().timestamp()),
            "chat": {"id": town.residents[0].id, "type": "private"},
            "from": {
                "id": town.residents[0].id,
                "is_bot": False,
                "first_name": "x",
                "language_code": "en",
            },
            "text": CRY,
        },
    }
    for _ in range(2):
        await town.app.switchboard.handle(raw)
    await town.world.settled()

    assert len(await alerts(town)) == 1
    assert (await templates(town)).count("alert") == 1


async def test_others_read_nothing_and_answer_nothing(town: Town) -> None:
    await asks(town.residents[0], CRY)
    call = await called(town, town.staff)
    data = call.buttons[0].callback_data

    thief = town.residents[1]
    shown = await asks(thief, "/start")
    answer = await thief.presses(shown, data=data)

    assert answer.show_alert
    (alert,) = await alerts(town)
    assert alert.state is AlertState.OPEN
