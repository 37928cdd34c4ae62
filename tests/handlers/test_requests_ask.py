"""Asking in private: one question a message, nothing entered is lost, sent once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from aiogram import types

from bot.app import running_app
from simulator import Clock, Simulator
from storage.requests.actions import save_kind, seed_kinds
from storage.requests.forms import Form, Question
from storage.requests.kinds import AnswerKind
from tests.builders import OPENING, build_neighbourhood
from tests.handlers.estate_play import labels, newest
from tests.handlers.requests_play import (
    DIALYSIS,
    MEDICINE,
    SUPPLIES,
    draft_of,
    fills_medicine,
    kind_of,
    newest_of,
    next_said,
    offer,
    opens,
    own_lines,
    pressed,
    says,
    sends,
    text,
    today,
    turns,
    writes,
)
from tests.people import family_member
from tests.town import TOKEN, Town, open_town, town_settings


async def test_kinds_are_offered_behind_the_urgent_button(town: Town) -> None:
    await offer(town, MEDICINE, SUPPLIES)
    resident = town.residents[0]

    kinds = await writes(resident, "/need")

    assert labels(kinds) == [says("urgent"), "💊 Medicine", "🍼 Baby goods", says("mine")]


async def test_a_medicine_is_asked_for_from_the_first_word_to_the_number(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    first = await turns(resident, await writes(resident, "/need"), "💊 Medicine")
    assert "Which medicine?" in text(first)

    summary = await fills_medicine(resident)
    for words in ("二甲双胍", "Chronic", "中山医院", "30"):
        assert words in text(summary)
    sent = await sends(resident, summary)

    request = await newest_of(town, resident)
    assert f"№{request.number}" in text(sent)
    assert request.household_id == town.place.households[0]
    assert request.answers == {
        "drug": "二甲双胍",
        "boxes": 2,
        "how": "chronic",
        "lasts": 30,
        "by": (today(town) + timedelta(days=1)).isoformat(),
        "where": "中山医院",
    }
    assert request.language == "en"


async def test_a_medicine_is_asked_for_in_chinese(sqlite_url: str) -> None:
    async with open_town(sqlite_url, language="zh-hans", before=timedelta(hours=-1)) as town:
        await offer(town, MEDICINE)
        resident = town.residents[1]
        first = await opens(resident, MEDICINE)
        assert "什么药？" in text(first)

        sent = await sends(
            resident, await fills_medicine(resident, "硝苯地平", "zh-hans"), "zh-hans"
        )

        request = await newest_of(town, resident)
        assert "配药" in text(sent)
        assert (request.language, request.answers["how"]) == ("zh-hans", "chronic")


async def test_what_does_not_fit_is_refused_and_loses_nothing(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    await opens(resident, MEDICINE)
    await writes(resident, "二甲双胍")

    await resident.sends_sticker("👍")
    assert "in words" in text(await resident.next_message())
    assert "number" in text(await writes(resident, "a few")).lower()
    asked = await writes(resident, "2")
    await resident.sends_voice()
    assert "in words" in text(await resident.next_message())
    await turns(resident, asked, "Chronic")
    asked = await writes(resident, "30")
    assert "past" in text(await writes(resident, "2019-01-01"))
    asked = await writes(resident, "明天")
    asked = await writes(resident, "中山医院")
    assert "photo" in text(await writes(resident, "no picture"))

    summary = await turns(resident, await turns(resident, asked, says("skip")), says("skip"))
    sent = await sends(resident, summary)
    assert "№1" in text(sent)
    assert (await newest_of(town, resident)).answers["boxes"] == 2


async def test_pictures_are_kept_and_too_large_ones_refused(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    await opens(resident, MEDICINE)
    # A picture where words are asked for counts as the picture, its caption as the words.
    await resident.sends_photo(caption="二甲双胍")
    asked = await resident.next_message()
    assert "How many" in text(asked)
    await writes(resident, "2")
    resident.posts(document=_picture_file(20))
    assert "10" in text(await resident.next_message())
    resident.posts(document=_picture_file(1))
    assert "For long?" in text(await resident.next_message())

    kept = await draft_of(town, resident)
    assert [photo["size"] > 0 for photo in kept["photos"]] == [True, True]
    assert kept["answers"] == {"drug": "二甲双胍", "boxes": 2}


def _picture_file(megabytes: int) -> types.Document:
    return types.Document(
        file_id=f"picture-{megabytes}",
        file_unique_id=f"u{megabytes}",
        mime_type="image/jpeg",
        file_size=megabytes * 1024 * 1024,
    )


async def test_one_can_go_back_keep_and_change(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    await opens(resident, MEDICINE)
    asked = await writes(resident, "阿司匹林")
    back = await turns(resident, asked, says("back"))
    assert "阿司匹林" in text(back)
    asked = await turns(resident, back, says("keep"))
    assert "How many" in text(asked)

    asked = await turns(resident, asked, "3")
    asked = await turns(resident, asked, "Once")
    asked = await turns(resident, asked, says("skip"))
    asked = await turns(resident, asked, says("today"))
    asked = await writes(resident, "中山医院")
    asked = await turns(resident, asked, says("skip"))
    summary = await turns(resident, asked, says("skip"))
    menu = await turns(resident, summary, says("change"))
    await turns(resident, menu, "Which hospital?")
    summary = await writes(resident, "华山医院")

    assert "华山医院" in text(summary)
    await sends(resident, summary)
    answers = (await newest_of(town, resident)).answers
    assert (answers["drug"], answers["boxes"], answers["where"]) == ("阿司匹林", 3, "华山医院")


async def test_several_are_ticked_until_done(town: Town) -> None:
    await offer(town, DIALYSIS)
    resident = town.residents[0]
    await opens(resident, DIALYSIS)
    asked = await writes(resident, "中山医院")
    assert says("done") not in labels(asked)
    await turns(resident, asked, "Morning")
    await turns(resident, asked, "Evening")
    ticked = await turns(resident, asked, "✓ Morning")
    assert labels(ticked)[:3] == ["Morning", "Afternoon", "✓ Evening"]
    asked = await turns(resident, ticked, says("done"))
    await sends(resident, await turns(resident, asked, says("tomorrow")))

    request = await newest_of(town, resident)
    assert request.answers["slots"] == ["eve"]
    assert request.session_on == today(town) + timedelta(days=1)


async def test_another_day_is_written(town: Town) -> None:
    await offer(town, DIALYSIS)
    resident = town.residents[0]
    await opens(resident, DIALYSIS)
    asked = await writes(resident, "中山医院")
    asked = await turns(resident, await turns(resident, asked, "Morning"), says("done"))

    assert (await resident.presses(asked, says("other_day"))).show_alert
    wanted = today(town) + timedelta(days=9)
    await sends(resident, await writes(resident, wanted.isoformat()))

    assert (await newest_of(town, resident)).session_on == wanted


async def test_a_form_is_resumed_or_dropped(town: Town) -> None:
    await offer(town, MEDICINE, SUPPLIES)
    resident = town.residents[0]
    await opens(resident, MEDICINE)
    await writes(resident, "二甲双胍")

    waiting = await writes(resident, "/need")
    assert labels(waiting) == [says("resume"), says("anew")]
    asked = await turns(resident, waiting, says("resume"))
    assert "How many" in text(asked)

    waiting = await opens(resident, SUPPLIES)
    asked = await turns(resident, waiting, says("anew"))
    assert "What?" in text(asked)
    dropped = await turns(resident, asked, says("drop"))
    assert "Nothing was sent" in text(dropped)
    assert await own_lines(town, resident) == ()
    assert "🍼 Baby goods" in labels(await writes(resident, "/need"))


async def test_a_form_survives_a_restart(sqlite_url: str) -> None:
    clock = Clock(OPENING + timedelta(hours=1))
    async with Simulator(clock=clock) as simulator:
        world = simulator.world(token=TOKEN, bot_username="linli_bot")
        resident = world.person("住户", language_code="en")
        resident.chat.is_started = True
        async with running_app(town_settings(simulator, sqlite_url), clock) as app:
            place = await app.services.work.write(
                build_neighbourhood, households=2, people=[resident.id]
            )
            await app.services.work.write(
                seed_kinds, place.committee_id, [SUPPLIES], now=clock.now()
            )
            await opens(resident, SUPPLIES)
            await writes(resident, "奶粉两罐")
        clock.advance(5)
        async with running_app(town_settings(simulator, sqlite_url), clock):
            summary = await turns(resident, await writes(resident, "/need"), says("resume"))
            assert "奶粉两罐" in text(summary)
            assert "№1" in text(await sends(resident, summary))


async def test_a_kind_that_changes_meanwhile_asks_for_what_is_new(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    await opens(resident, SUPPLIES)
    summary = await writes(resident, "奶粉")
    size = Question("size", AnswerKind.NUMBER, words={"zh-hans": "几段？", "en": "Which size?"})
    changed = replace(SUPPLIES, form=Form((*SUPPLIES.form.questions, size)))
    await town.work.write(
        save_kind,
        town.place.committee_id,
        changed,
        kind_id=(await kind_of(town, SUPPLIES)).id,
        by=town.staff.id,
        now=town.clock.now(),
    )

    asked = await sends(resident, summary)
    assert "Which size?" in text(asked)
    await sends(resident, await turns(resident, asked, "3"))

    assert (await newest_of(town, resident)).answers == {"what": "奶粉", "size": 3}


async def test_what_the_household_asked_already_is_pointed_out(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    mother = await family_member(town, 0)
    await opens(mother, SUPPLIES)
    await sends(mother, await writes(mother, "奶粉"))

    await opens(resident, SUPPLIES)
    alike = await sends(resident, await writes(resident, "奶粉"))
    assert "№1" in text(alike)
    assert says("open", number=1) not in labels(alike)
    sent = await turns(resident, alike, says("send_anyway"))

    assert "№2" in text(sent)
    await opens(mother, SUPPLIES)
    own = await sends(mother, await writes(mother, "尿布"))
    assert says("open", number=1) in labels(own)


async def test_sending_twice_is_one_request(town: Town) -> None:
    await offer(town, SUPPLIES)
    resident = town.residents[0]
    await opens(resident, SUPPLIES)
    summary = await writes(resident, "奶粉")
    await resident.presses(summary, says("send"))
    await resident.presses(summary, data=pressed(summary, says("send")))

    assert "№1" in text(newest(summary, resident))
    assert len(await own_lines(town, resident)) == 1


async def test_the_buttons_of_an_older_form_do_nothing(town: Town) -> None:
    await offer(town, MEDICINE, SUPPLIES)
    resident = town.residents[0]
    await opens(resident, MEDICINE)
    old = await writes(resident, "二甲双胍")
    await turns(resident, old, says("drop"))
    await opens(resident, SUPPLIES)

    answer = await resident.presses(old, data=pressed(old, "2"))

    assert answer.show_alert
    assert (await draft_of(town, resident))["answers"] == {}


async def test_an_update_that_is_sent_again_is_taken_once(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    await opens(resident, MEDICINE)
    said = await resident.says("二甲双胍")
    await resident.next_message()
    kept = await draft_of(town, resident)

    message = said.model_dump(mode="json", by_alias=True, exclude_none=True)
    await town.app.switchboard.handle({"update_id": kept["update_id"], "message": message})

    assert "How many" in text(await resident.next_message())
    assert await draft_of(town, resident) == kept


async def test_another_medicine_of_the_same_hospital_is_asked_for_in_one_tap(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    await opens(resident, MEDICINE)
    sent = await sends(resident, await fills_medicine(resident))
    await next_said(resident, sent, says("another"))
    asked = await writes(resident, "氨氯地平")
    asked = await turns(resident, asked, "1")
    asked = await turns(resident, asked, "Once")
    asked = await turns(resident, asked, says("skip"))
    asked = await turns(resident, asked, says("today"))
    assert "picture" in text(asked).lower()
    summary = await turns(resident, await turns(resident, asked, says("skip")), says("skip"))
    alike = await sends(resident, summary)
    await turns(resident, alike, says("send_anyway"))

    assert (await newest_of(town, resident)).answers["where"] == "中山医院"


async def test_the_urgent_button_meets_no_form(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    kinds = await writes(resident, "/need")

    assert "120" in text(await next_said(resident, kinds, says("urgent")))


async def test_words_of_danger_are_no_answer_and_the_form_stays(town: Town) -> None:
    await offer(town, MEDICINE)
    resident = town.residents[0]
    await opens(resident, MEDICINE)
    await writes(resident, "二甲双胍")

    assert "120" in text(await writes(resident, "我爸昏迷了，叫不醒"))
    assert (await draft_of(town, resident))["answers"] == {"drug": "二甲双胍"}
