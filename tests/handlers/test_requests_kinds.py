"""A kind is added, changed, tried and hidden in the chat, without code."""

from __future__ import annotations

from storage.requests.kinds import AnswerKind, Purpose
from storage.requests.queries import KindView, list_kinds
from tests.handlers.estate_play import labels, turns
from tests.handlers.faq_staff_play import walk
from tests.handlers.requests_board_play import REPAIRS, says_to
from tests.handlers.requests_play import (
    MEDICINE,
    kind_of,
    newest_of,
    offer,
    says,
    text,
    writes,
)
from tests.handlers.requests_play import turns as presses
from tests.people import hears
from tests.town import Town


async def _kinds(town: Town) -> tuple[KindView, ...]:
    return await town.work.read(list_kinds, town.place.committee_id, all=True)


async def test_a_new_kind_is_written_shown_and_asked_for(town: Town) -> None:
    staff, resident = town.staff, town.residents[0]
    empty = await says_to(staff, "/kinds", "There are none yet")
    await turns(staff, empty, "➕ New kind")
    shown = await says_to(staff, "🐕 Walking the dog", "hidden for now")
    assert "What do you need?" in text(shown)

    await walk(staff, shown, "❓ Questions", "➕ Question")
    shown = await says_to(staff, "When may we come?\n- morning\n- afternoon", "one of these")
    assert "☑️ Some of them" in labels(shown)
    shown = await walk(staff, shown, "◌ May be skipped", "‹ Questions", "‹ Kind", "👀 Preview")
    assert "[ morning ]" in text(shown)
    shown = await walk(staff, shown, "‹ Kind", "👀 Show to residents")
    assert "Residents see it from now on" in text(shown)

    menu = await writes(resident, "/need")
    await presses(resident, menu, "🐕 Walking the dog")
    question = await writes(resident, "Twice a day, a small one")
    assert "When may we come?" in text(question)
    summary = await presses(resident, question, "afternoon")
    await presses(resident, summary, says("send"))
    request = await newest_of(town, resident)
    assert list(request.answers.values()) == ["Twice a day, a small one", "c2"]


async def test_a_hidden_kind_is_not_offered(town: Town) -> None:
    await offer(town, REPAIRS, MEDICINE)
    shown = await says_to(town.staff, "/kinds", "⚙️")
    shown = await walk(town.staff, shown, "🔧 Repairs", "🙈 Hide")
    assert "👀 Show to residents" in labels(shown)

    menu = await writes(town.residents[0], "/need")

    assert "🔧 Repairs" not in labels(menu)
    listed = await turns(town.staff, shown, "⚙️ Kinds")
    assert "🙈 🔧 Repairs" in labels(listed)


async def test_name_line_times_and_privacy_change(town: Town) -> None:
    await offer(town, REPAIRS)
    shown = await says_to(town.staff, "/kinds", "⚙️")
    shown = await walk(town.staff, shown, "🔧 Repairs")
    await turns(town.staff, shown, "✏️ Name")
    shown = await says_to(town.staff, "🛠 Things that broke", "Saved")
    await turns(town.staff, shown, "💬 Explain")
    shown = await says_to(town.staff, "Water, power and gas at home", "Saved")
    await turns(town.staff, shown, "🔑 Words")
    shown = await says_to(town.staff, "broken, Lamp，heater", "Known by: broken, lamp, heater")
    shown = await walk(town.staff, shown, "⏱ Times", "🏁 4 h")
    shown = await walk(town.staff, shown, "⏱ Times", "⏱ 15 min")
    shown = await walk(town.staff, shown, "🔒 Only staff")

    kind = await kind_of(town, REPAIRS)
    assert kind.icon == "🛠"
    assert kind.title == {"zh-hans": "报修", "en": "Things that broke"}
    assert kind.hint["en"] == "Water, power and gas at home"
    assert kind.keywords == {
        "zh-hans": ("水管", "漏水"),
        "en": ("broken", "lamp", "heater"),
    }
    assert (kind.hours, kind.respond_minutes, kind.is_sensitive) == (4, 15, True)
    assert "Only staff may open it" in text(shown)


async def test_questions_are_moved_taken_out_and_answered_otherwise(town: Town) -> None:
    await offer(town, REPAIRS)
    kinds = await says_to(town.staff, "/kinds", "⚙️")
    await walk(town.staff, kinds, "🔧 Repairs", "❓ Questions", "➕ Question")
    shown = await says_to(town.staff, "Since how many days?", "✍️ words")
    shown = await walk(town.staff, shown, "🔢 Number", "⬆️ Up")
    assert "2. Since how many days?" in text(shown)
    await walk(town.staff, shown, "3", "🗑 Take out")

    kind = await kind_of(town, REPAIRS)
    kinds_of_answers = [each.kind for each in kind.form.questions]
    assert kinds_of_answers == [AnswerKind.TEXT, AnswerKind.NUMBER]
    assert kind.form.find(Purpose.DETAILS) is not None


async def test_what_code_relies_on_keeps_its_kind_of_answer(town: Town) -> None:
    await offer(town, MEDICINE)
    kinds = await says_to(town.staff, "/kinds", "⚙️")
    shown = await walk(town.staff, kinds, "💊 Medicine", "❓ Questions", "1")
    assert "rely on this answer" in text(shown)
    assert "🔢 Number" not in labels(shown)

    kind = await kind_of(town, MEDICINE)
    answer = await town.staff.presses(shown, data=f"wq:{kind.id}:0:number")

    assert "out of date" in (answer.text or "")
    assert (await kind_of(town, MEDICINE)).form == kind.form


async def test_kinds_are_put_in_order_and_taken_away(town: Town) -> None:
    await offer(town, REPAIRS, MEDICINE)
    kinds = await says_to(town.staff, "/kinds", "⚙️")
    kinds = await walk(town.staff, kinds, "💊 Medicine", "⬆️ Up")
    assert labels(kinds)[:2] == ["💊 Medicine", "🔧 Repairs"]

    kinds = await walk(town.staff, kinds, "🔧 Repairs", "🗑 Take away", "🗑 Yes, take it away")

    assert "🔧 Repairs" not in labels(kinds)
    assert [each.slug for each in await _kinds(town)] == ["medicine"]


async def test_bad_input_is_said_and_nothing_is_lost(town: Town) -> None:
    await offer(town, REPAIRS)
    kinds = await says_to(town.staff, "/kinds", "⚙️")
    await walk(town.staff, kinds, "🔧 Repairs", "✏️ Name")
    before = await kind_of(town, REPAIRS)

    await says_to(town.staff, "x" * 61, "at most 60")
    await says_to(town.staff, "🛠", "cannot be empty")
    await town.staff.sends_photo()
    await hears(town.staff, "as a text message")

    assert await kind_of(town, REPAIRS) == before
    await says_to(town.staff, "修理", "Saved")
    assert (await kind_of(town, REPAIRS)).title["zh-hans"] == "修理"


async def test_one_choice_alone_is_refused(town: Town) -> None:
    await offer(town, REPAIRS)
    kinds = await says_to(town.staff, "/kinds", "⚙️")
    await walk(town.staff, kinds, "🔧 Repairs", "❓ Questions", "➕ Question")

    await says_to(town.staff, "When?\nmorning", "two")

    assert len((await kind_of(town, REPAIRS)).form.questions) == 2


async def test_in_chinese(town: Town) -> None:
    await offer(town, REPAIRS)
    await town.staff.says("/language")
    await turns(town.staff, await hears(town.staff, "language"), "简体中文")

    kinds = await says_to(town.staff, "/kinds", "图们居委会")
    shown = await turns(town.staff, kinds, "🔧 报修")

    assert "坏了什么？" in text(shown)
