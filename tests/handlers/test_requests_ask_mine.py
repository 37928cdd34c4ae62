"""One's own requests: where they stand, who has read them, and everything one may do with them."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session

from simulator import Person, StoredMessage
from storage.community.tables import Committee, Estate
from storage.requests import actions
from storage.requests.kinds import EventKind, Handover, Outcome, RequestState, Source
from storage.requests.queries import RequestView, find_request, list_events
from tests.builders import Neighbourhood
from tests.handlers.estate_play import labels
from tests.handlers.requests_play import (
    DIALYSIS,
    MEDICINE,
    SUPPLIES,
    asked_medicine,
    draft_of,
    newest_of,
    next_said,
    offer,
    opens,
    own_lines,
    reread,
    says,
    sends,
    text,
    today,
    told,
    turns,
    writes,
)
from tests.people import family_member
from tests.storage.supplies_world import build_round
from tests.town import Town, open_town


async def _asked(town: Town, person: Person, what: str = "奶粉") -> RequestView:
    """A request for baby goods, asked in the chat."""
    await opens(person, SUPPLIES)
    said = await sends(person, await writes(person, what))
    if says("send_anyway") in labels(said):
        await turns(person, said, says("send_anyway"))
    return await newest_of(town, person)


async def _does(town: Town, action: object, request: RequestView, *values: object) -> None:
    """Staff do something with a request."""
    await town.work.write(
        action,  # type: ignore[arg-type]
        request.id,
        *values,
        by=town.staff.id,
        now=town.clock.now(),
    )


async def test_nothing_asked_yet(town: Town) -> None:
    await offer(town, SUPPLIES)
    empty = await writes(town.residents[0], "/mine")

    assert "nothing yet" in text(empty)
    assert labels(empty) == [says("new")]


async def test_own_requests_stand_in_pages_the_open_ones_first(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    requests = [await _asked(town, resident, f"奶粉{n}") for n in range(7)]
    await _does(town, actions.close, requests[6], Outcome.SOLVED, "")
    await told(town, resident, "It is done")

    await resident.says("/mine")
    first = await told(town, resident, "Your requests")
    assert [f"№{each.number} 🍼 Baby goods" for each in requests[5::-1]] == labels(first)[:6]
    second = await turns(resident, first, "Later ›")
    assert labels(second)[0] == f"№{requests[6].number} 🍼 Baby goods"
    assert "✅ Done" in text(second)


async def test_the_requester_sees_who_reads_and_what_happens(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    own = await turns(resident, await writes(resident, "/mine"), f"№{request.number} 💊 Medicine")
    assert "Nobody has read it yet" in text(own)
    assert "二甲双胍" in text(own)

    await _does(town, actions.open_request, request)
    await _does(town, actions.claim, request)
    look = await told(town, resident, "works on it")
    own = await turns(resident, look, says("look"))
    assert "Read by 1 person" in text(own)
    history = await turns(resident, own, says("history"))

    assert "somebody took it on" in text(history)
    assert "1. committee or lead" in text(history)
    assert "陈" not in text(history) + text(own)
    assert says("back") in labels(history)


async def test_staffs_own_notes_stay_theirs(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.add_note, request, "这户很急")
    own = await turns(resident, await told(town, resident, "works on it"), says("look"))

    history = await turns(resident, own, says("history"))

    assert "这户很急" not in text(history)


async def test_what_staff_ask_back_is_answered(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.ask_back, request, "哪个厂家的？")

    asked = await told(town, resident, "哪个厂家的？")
    written = await next_said(resident, asked, says("answer"))
    assert "answer" in text(written)
    await resident.sends_sticker("👍")
    assert "in words" in text(await resident.next_message())
    own = await writes(resident, "施贵宝的")

    assert "passed on" in text(own)
    events = await town.work.read(list_events, request.id)
    assert [each.details["reply"] for each in events if each.kind is EventKind.ANSWER] == [
        "施贵宝的"
    ]
    assert (await reread(town, request)).asked_at is None


async def test_a_half_filled_form_waits_while_something_else_is_answered(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.ask_back, request, "要几盒？")
    await opens(resident, MEDICINE)
    await writes(resident, "阿司匹林")

    await next_said(resident, await told(town, resident, "要几盒？"), says("answer"))
    await writes(resident, "两盒")

    assert (await draft_of(town, resident))["answers"] == {"drug": "阿司匹林"}
    assert "For long?" in text(await writes(resident, "2"))


async def test_a_parked_form_is_found_again_by_need(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.ask_back, request, "要几盒？")
    await opens(resident, MEDICINE)
    await writes(resident, "阿司匹林")
    await next_said(resident, await told(town, resident, "要几盒？"), says("answer"))

    waiting = await writes(resident, "/need")

    assert says("resume") in labels(waiting)
    assert (await draft_of(town, resident))["answers"] == {"drug": "阿司匹林"}


async def test_a_half_filled_form_is_not_lost_to_a_door_elsewhere(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    elsewhere = await town.work.write(_open_round_elsewhere)
    await opens(resident, MEDICINE)
    await writes(resident, "阿司匹林")

    await resident.opens_link(f"https://t.me/linli_bot?start=order_{elsewhere}")
    await town.world.settled()

    assert (await draft_of(town, resident))["answers"] == {"drug": "阿司匹林"}


async def test_a_parked_form_is_not_lost_to_other_words(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.ask_back, request, "要几盒？")
    await opens(resident, MEDICINE)
    await writes(resident, "阿司匹林")
    await next_said(resident, await told(town, resident, "要几盒？"), says("answer"))

    assert "update_id" in await draft_of(town, resident)


def _open_round_elsewhere(session: Session) -> int:
    """A round of an estate in which nobody of the town lives."""
    committee = Committee(name="延吉居委会")
    session.add(committee)
    session.flush()
    assert committee.id is not None
    estate = Estate(committee_id=committee.id, name="延吉新村")
    session.add(estate)
    session.flush()
    assert estate.id is not None
    place = Neighbourhood(committee.id, estate.id, (), (), ())
    return build_round(session, place)[0]


async def test_an_alternative_is_answered(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.set_source, request, Source.NONE, "换成国产的可以吗？")

    offered = await told(town, resident, "换成国产的可以吗？")
    await next_said(resident, offered, says("add_words"))
    await writes(resident, "可以")

    events = await town.work.read(list_events, request.id)
    assert events[-1].details["reply"] == "可以"


async def test_answers_are_changed(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    own = await turns(resident, await writes(resident, "/mine"), f"№{request.number} 💊 Medicine")

    summary = await next_said(resident, own, says("change"))
    menu = await turns(resident, summary, says("change"))
    await turns(resident, menu, "Which hospital?")
    summary = await writes(resident, "华山医院")
    changed = await turns(resident, summary, says("save"))

    assert f"№{request.number} is changed" in text(changed)
    now = await reread(town, request)
    assert now.answers == {**request.answers, "where": "华山医院"}
    assert len(await own_lines(town, resident)) == 1


async def test_a_picture_and_a_left_out_answer_are_changed_too(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    own = await turns(resident, await writes(resident, "/mine"), f"№{request.number} 💊 Medicine")

    summary = await next_said(resident, own, says("change"))
    asked = await turns(
        resident,
        await turns(resident, summary, says("change")),
        "How many days does it last?",
    )
    summary = await turns(resident, asked, says("skip"))
    asked = await turns(resident, await turns(resident, summary, says("change")), "A picture")
    await resident.sends_photo()
    asked = await resident.next_message()
    summary = await turns(resident, asked, says("done"))
    await turns(resident, summary, says("save"))

    now = await reread(town, request)
    assert "lasts" not in now.answers
    assert len(now.photos) == 1


async def test_it_is_withdrawn_when_sure(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    request = await _asked(town, resident)
    own = await _look(resident, request)

    kept = await turns(resident, await turns(resident, own, says("withdraw")), says("keep_it"))
    assert (await reread(town, request)).state is RequestState.OPEN
    gone = await turns(
        resident, await turns(resident, kept, says("withdraw")), says("withdraw_sure")
    )

    assert "Withdrawn" in text(gone)
    assert (await reread(town, request)).state is RequestState.WITHDRAWN


async def test_it_is_erased_when_sure(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    request = await _asked(town, resident)
    own = await _look(resident, request)

    erased = await turns(resident, await turns(resident, own, says("erase")), says("erase_sure"))

    assert "is erased" in text(erased)
    now = await town.work.read(find_request, request.id)
    assert now is not None
    assert (now.answers, now.person_id) == ({}, None)
    assert "nothing yet" in text(await writes(resident, "/mine"))


async def test_what_was_brought_is_confirmed_and_rated(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.set_source, request, Source.FOUND, None)
    await told(town, resident, "Found")
    await _does(town, actions.deliver, request, Handover.DOOR)

    brought = await told(town, resident, "to your door")
    own = await turns(resident, brought, says("received"))
    assert (await reread(town, request)).confirmed_at is not None
    thanks = await turns(resident, own, says("good"))

    assert "Thank you" in text(thanks)
    assert (await reread(town, request)).solved is True


async def test_what_was_brought_and_is_not_there_is_told(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.deliver, request, Handover.DOOR)

    await next_said(resident, await told(town, resident, "to your door"), says("not_received"))
    await writes(resident, "门口没有")

    events = await town.work.read(list_events, request.id)
    assert events[-1].details["reply"] == "门口没有"
    # It is worked on again: what staff ask now can be answered on its page.
    await _does(town, actions.claim, request)
    await _does(town, actions.ask_back, request, "放在哪一扇门？")
    asked = await told(town, resident, "放在哪一扇门？")
    await next_said(resident, asked, says("answer"))
    own = await writes(resident, "3-501 门口")
    assert says("withdraw") in labels(own)


async def test_what_is_not_solved_is_opened_again(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    request = await _asked(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.close, request, Outcome.SOLVED, "放在门口了")

    closed = await told(town, resident, "放在门口了")
    await next_said(resident, closed, says("bad"))
    own = await writes(resident, "少一罐")

    assert "Open again" in text(own)
    assert (await reread(town, request)).is_live


async def test_a_session_took_place_and_the_next_day_is_noted(town: Town) -> None:
    await offer(town, DIALYSIS)
    resident = town.residents[0]
    request = await _dialysis(town, resident)
    check = await told(town, resident, "did the appointment take place?")

    asked = await turns(resident, check, says("held"))
    assert "next appointment" in text(asked)
    wanted = today(town) + timedelta(days=3)
    own = await turns(resident, asked, says("day", day=wanted.isoformat()))

    assert "Noted" in text(own)
    assert (await reread(town, request)).session_on == wanted


async def test_a_missed_session_alarms_staff_and_asks_for_the_next(town: Town) -> None:
    await offer(town, DIALYSIS)
    resident = town.residents[0]
    request = await _dialysis(town, resident)
    check = await told(town, resident, "did the appointment take place?")

    asked = await turns(resident, check, says("missed"))
    assert "120" in text(asked)
    assert "past" in text(await writes(resident, "2019-01-01"))
    wanted = today(town) + timedelta(days=5)
    await writes(resident, wanted.isoformat())

    assert (await reread(town, request)).session_on == wanted
    events = await town.work.read(list_events, request.id)
    assert EventKind.ALARMED in {each.kind for each in events}


async def _dialysis(town: Town, resident: Person) -> RequestView:
    """A request with a session today, and the evening on which one is asked after it."""
    await opens(resident, DIALYSIS)
    asked = await writes(resident, "中山医院")
    asked = await turns(resident, await turns(resident, asked, "Morning"), says("done"))
    await sends(resident, await turns(resident, asked, says("today")))
    town.clock.advance(timedelta(hours=22).total_seconds())
    await town.work.write(actions.ask_after_sessions, town.clock.now())
    return await newest_of(town, resident)


async def test_the_same_is_asked_again_in_one_tap(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    await _does(town, actions.claim, request)
    await _does(town, actions.deliver, request, Handover.DOOR)
    await resident.presses(await told(town, resident, "to your door"), says("received"))
    town.clock.advance(timedelta(days=26).total_seconds())
    await town.work.write(actions.remind_refills, town.clock.now())

    sent = await turns(resident, await told(town, resident, "runs out"), says("again"))

    again = await newest_of(town, resident)
    assert f"№{again.number}" in text(sent)
    assert again.id != request.id
    assert again.answers["drug"] == request.answers["drug"]


ACTS = (
    "", "answer", "absent", "reopen", "change", "more", "history", "withdraw", "drop", "erase",
    "wipe", "received", "good", "bad", "again", "enough", "held_2020-02-02", "missed_2020-02-02",
    "next", "on_2020-02-05", "on_never", "on_soon", "nonsense",
)  # fmt: skip


async def test_nobody_else_does_anything_with_it(town: Town) -> None:
    await offer(town, MEDICINE)
    request = await asked_medicine(town, town.residents[0])
    relative = await family_member(town, 0)
    for other in (relative, town.residents[1], town.staff):
        shown = await writes(other, "/mine")
        for act in ACTS:
            answer = await other.presses(shown, data=f"no:{request.id}:{act}")
            assert answer.show_alert, act
        assert not any("二甲双胍" in text(each) for each in other.chat.messages)

    assert await reread(town, request) == request


async def test_own_requests_are_not_shown_in_a_group(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    request = await asked_medicine(town, resident)
    group = await town.group()
    await resident.says("/mine@linli_bot", in_=group)
    shown = await resident.next_message(in_=group)

    for data in (f"no:{request.id}:", "nl:0", "nw:other", "nf:1:pick:0:0"):
        assert (await resident.presses(shown, data=data)).show_alert


async def test_own_requests_in_chinese(sqlite_url: str) -> None:
    async with open_town(sqlite_url, language="zh-hans", before=timedelta(hours=-1)) as town:
        await offer(town, SUPPLIES)
        resident = town.residents[0]
        await opens(resident, SUPPLIES)
        await sends(resident, await writes(resident, "两罐奶粉"), "zh-hans")
        request = await newest_of(town, resident)
        listed = await writes(resident, "/mine")
        own = await turns(resident, listed, f"№{request.number} 🍼 母婴用品")

        assert "两罐奶粉" in text(own)
        assert "要什么？" in text(own)


async def _look(person: Person, request: RequestView) -> StoredMessage:
    listed = await writes(person, "/mine")
    return await turns(person, listed, f"№{request.number} 🍼 Baby goods")
