"""A need of somebody who telephones is entered in under a minute (S69, S76, S100)."""

from __future__ import annotations

from simulator import Person, StoredMessage
from storage.community.kinds import RoleKind
from storage.requests.kinds import BoardView, Channel
from storage.requests.queries import BoardFilter, RequestView, find_request, list_board
from tests.handlers.estate_play import add_doors, labels, turns
from tests.handlers.faq_staff_play import stranger_staff
from tests.handlers.requests_board_play import REPAIRS, asked, helper, says_to
from tests.handlers.requests_play import MEDICINE, offer, says, text, told
from tests.people import OTHER_HOME, hears
from tests.town import Town

CALLER = "王阿姨 13800138000"


async def _entered(town: Town) -> list[RequestView]:
    """What stands on the board, oldest first."""
    lines = await town.work.read(
        list_board,
        town.place.committee_id,
        BoardFilter(BoardView.OPEN),
        by=town.staff.id,
        now=town.clock.now(),
    )
    found = [await town.work.read(find_request, line.id) for line in lines]
    return sorted((each for each in found if each), key=lambda each: each.id)


async def _begin(town: Town) -> Person:
    await offer(town, REPAIRS, MEDICINE)
    return town.staff


async def _finish(person: Person, asked_for: StoredMessage) -> StoredMessage:
    """Leave the picture out, and say who called; returns the summary."""
    await turns(person, asked_for, says("skip"))
    return await says_to(person, CALLER, "Not entered yet")


async def test_door_kind_and_need_in_one_line(town: Town) -> None:
    staff = await _begin(town)

    photo = await says_to(staff, "/call 1-101 Repairs the kitchen tap drips", "picture")
    summary = await _finish(staff, photo)
    assert "the kitchen tap drips" in text(summary)
    assert CALLER in text(summary)
    done = await turns(staff, summary, "✅ Enter it")

    (request,) = await _entered(town)
    assert f"№{request.number}" in text(done)
    assert (request.door, request.channel, request.caller) == ("1-101", Channel.PHONE, CALLER)
    assert (request.person_id, request.entered_by) == (None, staff.id)
    assert "🙋 I take it" in labels(done)


async def test_in_chinese(town: Town) -> None:
    staff = await _begin(town)
    await staff.says("/language")
    await turns(staff, await hears(staff, "language"), "简体中文")

    asked_for = await says_to(staff, "/call 1号楼101 报修 水管漏水", "照片")
    assert "🔧" in text(asked_for)
    await turns(staff, asked_for, says("skip", "zh-hans"))
    summary = await says_to(staff, CALLER, CALLER)
    await staff.presses(summary, 0)

    (request,) = await _entered(town)
    assert request.answers["what"] == "水管漏水"
    assert request.language == "zh-hans"


async def test_step_by_step_with_the_channel(town: Town) -> None:
    staff = await _begin(town)
    await says_to(staff, "/call", "For which household")
    kinds = await says_to(staff, "1-101", "What is needed")
    await turns(staff, kinds, "🔧 Repairs")
    photo = await says_to(staff, "No light in the bathroom", "picture")
    await turns(staff, photo, says("skip"))
    who = staff.chat.messages[-1]
    summary = await turns(staff, who, "Skip")
    assert "not named" in text(summary)
    summary = await turns(staff, summary, "☎️ Hotline")
    assert "✓ ☎️ Hotline" in labels(summary)
    await turns(staff, summary, "✅ Enter it")

    (request,) = await _entered(town)
    assert (request.channel, request.caller) == (Channel.HOTLINE, None)


async def test_a_keyword_finds_the_kind_and_stays_in_the_need(town: Town) -> None:
    staff = await _begin(town)

    photo = await says_to(staff, "/call 1-101 a leak under the sink", "picture")
    summary = await _finish(staff, photo)

    assert "a leak under the sink" in text(summary)


async def test_an_unknown_door_offers_the_nearest(town: Town) -> None:
    staff = await _begin(town)

    shown = await says_to(staff, "/call 1-109", "I know no door")
    kinds = await turns(staff, shown, labels(shown)[0])

    assert "What is needed" in text(kinds)


async def test_a_door_of_no_estate_of_theirs_is_said_plainly(town: Town) -> None:
    staff = await _begin(town)

    shown = await says_to(staff, "/call 77-101", "I know no door")
    await says_to(staff, "1-101", "What is needed")

    assert "77-101" in text(shown)


async def test_the_same_door_in_two_estates_is_asked_about(town: Town) -> None:
    staff = await _begin(town)
    await add_doors(town, "1-101", estate="延吉新村")

    shown = await says_to(staff, "/call 1-101 Repairs", "Several doors fit")

    assert labels(shown)[:2] == ["1-101 · 图们小区", "1-101 · 延吉新村"]


async def test_what_the_household_asked_already_is_pointed_out(town: Town) -> None:
    first = await asked(town)
    staff = town.staff

    photo = await says_to(staff, "/call 1-101 Repairs the tap again", "picture")
    summary = await _finish(staff, photo)

    assert "has asked for this 1 time already" in text(summary)
    assert f"👀 Open №{first.number}" in labels(summary)
    await turns(staff, summary, "✅ Enter it")
    assert len(await _entered(town)) == 2


async def test_entering_twice_is_one_request(town: Town) -> None:
    staff = await _begin(town)
    photo = await says_to(staff, "/call 1-101 Repairs the tap", "picture")
    summary = await _finish(staff, photo)
    old = summary.model_copy(deep=True)
    await turns(staff, summary, "✅ Enter it")

    answer = await staff.presses(old, "✅ Enter it")

    assert answer.show_alert
    assert len(await _entered(town)) == 1


async def test_half_entered_is_offered_again_and_nothing_is_lost(town: Town) -> None:
    staff = await _begin(town)
    photo = await says_to(staff, "/call 1-101 Repairs the tap", "picture")
    await turns(staff, photo, says("skip"))
    await says_to(staff, "/board", "Nothing is open")

    shown = await says_to(staff, "/call 1-102", "half entered")
    who = await turns(staff, shown, "▶️ Go on")
    assert "Who called" in text(who)
    summary = await says_to(staff, CALLER, "Not entered yet")
    assert "the tap" in text(summary)

    shown = await says_to(staff, "/call", "half entered")
    again = await turns(staff, shown, "🗑 Drop it, begin anew")
    assert "For which household" in text(again)


async def test_a_line_over_something_half_entered_is_what_begins_anew(town: Town) -> None:
    staff = await _begin(town)
    photo = await says_to(staff, "/call 1-101 Repairs the tap", "picture")
    assert "📞 For 1-101" in text(photo)

    shown = await says_to(staff, "/call 1-102 Repairs the lamp", "half entered")
    photo = await turns(staff, shown, "🗑 Drop it, begin anew")
    assert "📞 For 1-102" in text(photo)
    assert "the lamp" in text(await _finish(staff, photo))


async def test_who_called_is_corrected_and_the_summary_found_again(town: Town) -> None:
    staff = await _begin(town)
    summary = await _finish(staff, await says_to(staff, "/call 1-101 Repairs it", "picture"))
    await turns(staff, summary, "👤 Who called")

    shown = await says_to(staff, "/call", "half entered")
    summary = await turns(staff, shown, "▶️ Go on")
    assert CALLER in text(summary)
    await turns(staff, summary, "✅ Enter it")

    assert len(await _entered(town)) == 1


async def test_a_lead_enters_for_their_building_only(town: Town) -> None:
    await _begin(town)
    lead = await helper(town, "楼组长", RoleKind.LEAD, 0)

    await says_to(lead, "/call 2-101 Repairs no light", "staff")
    photo = await says_to(lead, "/call 1-101 Repairs no light", "picture")
    summary = await _finish(lead, photo)
    await turns(lead, summary, "✅ Enter it")

    (request,) = await _entered(town)
    assert request.entered_by == lead.id
    await told(town, town.staff, "A new request")


async def test_others_are_refused(town: Town) -> None:
    await _begin(town)
    volunteer = await helper(town, "志愿者", RoleKind.VOLUNTEER, 0)
    for person in (volunteer, town.residents[0]):
        await says_to(person, "/call 1-101 Repairs the tap", "Only the committee's staff")
        shown = person.chat.messages[-1]
        for data in ("wc:door:1", "wc:kind:1", "wc:skip:", "wc:resume:", "wc:anew:", "wc:x:"):
            assert (await person.presses(shown, data=data)).show_alert, data
    assert await _entered(town) == []


async def test_an_old_door_button_leads_nowhere_else(town: Town) -> None:
    staff = await _begin(town)
    shown = await says_to(staff, "/call 1-109", "I know no door")
    await stranger_staff(town)

    answer = await staff.presses(shown, data=f"wc:door:{OTHER_HOME}")

    assert "out of date" in (answer.text or "")
