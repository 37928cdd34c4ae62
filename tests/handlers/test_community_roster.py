"""The list of doors, sent in chat: nothing is changed before staff say so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from simulator import Person, StoredMessage
from storage.community.queries import find_conversation, list_estates
from tests.handlers.estate_play import add_doors, asks, labels, text_of, turns
from tests.town import Town

SAMPLE = Path(__file__).parents[3] / "shared/data/rosters/broken_gbk.csv"
BROKEN = (
    "楼号,单元,室号,户主,联系电话,备注\n"
    "1,,101,赵,19900000001,\n"
    "7,,201,钱,19900000002,\n"
    "7,,,孙,19900000003,\n"
    "7,,201,李,19900000004,\n"
    "7,,四零二,周,19900000005,\n"
    "7,,底商1,吴,,商铺\n"
    "小计,,,,,\n"
).encode()


async def send(person: Person, content: bytes, name: str = "tumen.csv") -> StoredMessage:
    """Send a file and take the answer."""
    await person.sends_document(name, content)
    return await person.next_message()


async def count_doors(town: Town) -> dict[str, int]:
    """Households by estate."""
    views = await town.work.read(list_estates)
    return {view.name: view.households for view in views}


async def test_a_broken_file_is_reported_line_by_line_and_changes_nothing(town: Town) -> None:
    await asks(town.staff, "/roster")

    report = text_of(await send(town.staff, BROKEN))

    assert "nothing is changed yet" in report
    assert "2 doors can be read." in report
    assert "1 line is a shop" in report
    assert "Line 4: no room" in report
    assert "Line 5: the same door as line 3, under another name" in report
    assert "Line 6: this is no room number" in report
    assert "Line 8: a sum, no door" in report
    assert "199000" not in report
    assert await count_doors(town) == {"图们小区": 12}


async def test_what_can_be_read_is_brought_in_when_staff_say_so(town: Town) -> None:
    await asks(town.staff, "/roster")
    report = await send(town.staff, BROKEN)

    done = await turns(town.staff, report, "✅ Import")
    again = await town.staff.presses(report, data="cf:import")

    assert "1 door is new." in text_of(done)
    assert "1 door was known before." in text_of(done)
    assert "11 known doors are not in this file" in text_of(done)
    assert "out of date" in text_of(again)
    assert await count_doors(town) == {"图们小区": 13}


async def test_a_file_can_be_dropped(town: Town) -> None:
    await asks(town.staff, "/roster")
    report = await send(town.staff, BROKEN)

    done = await turns(town.staff, report, "Drop it")

    assert "Nothing was changed" in text_of(done)
    assert await count_doors(town) == {"图们小区": 12}
    assert await town.work.read(find_conversation, town.staff.id, town.staff.id) is None


async def test_a_new_estate_is_named_in_the_line(town: Town) -> None:
    question = await asks(town.staff, "/roster 延吉新村")
    assert "延吉新村" in text_of(question)
    report = await send(town.staff, BROKEN)
    assert await count_doors(town) == {"图们小区": 12}

    await town.staff.presses(report, "✅ Import")

    assert await count_doors(town) == {"图们小区": 12, "延吉新村": 2}


async def test_with_several_estates_staff_choose(town: Town) -> None:
    await add_doors(town, "3-501", estate="延吉新村")

    question = await asks(town.staff, "/roster")
    assert labels(question) == ["图们小区", "延吉新村"]
    asked = await turns(town.staff, question, "延吉新村")
    report = await send(town.staff, BROKEN)
    await town.staff.presses(report, "✅ Import")

    assert "Doors of 延吉新村" in text_of(asked)
    assert await count_doors(town) == {"图们小区": 12, "延吉新村": 3}


async def test_files_that_are_no_roster_are_refused_with_a_reason(town: Town) -> None:
    await asks(town.staff, "/roster")

    assert "no header" in text_of(await send(town.staff, b"a,b,c\n1,2,3\n"))
    assert "empty" in text_of(await send(town.staff, b"\n"))
    assert "cannot read" in text_of(await send(town.staff, b"%PDF-1.4 \x00\x01", "list.pdf"))
    assert "as a file" in text_of(await asks(town.staff, "1-101"))
    assert "doors can be read" in text_of(await send(town.staff, BROKEN))


async def test_a_file_without_a_door_cannot_be_imported(town: Town) -> None:
    await asks(town.staff, "/roster")

    report = await send(town.staff, "楼号,室号\n7,\n".encode())

    assert "nothing to bring in" in text_of(report)
    assert labels(report) == ["Drop it"]


@pytest.mark.skipif(not SAMPLE.exists(), reason="the shared rosters are not here")
async def test_every_flaw_of_the_sample_is_named(town: Town) -> None:
    expected = json.loads(SAMPLE.with_name("broken.expected.json").read_text(encoding="utf-8"))
    await asks(town.staff, "/roster 样本")

    report = text_of(await send(town.staff, SAMPLE.read_bytes(), SAMPLE.name))

    for refused in expected["refused"]:
        assert f"Line {refused['line']}: " in report
    assert await count_doors(town) == {"图们小区": 12}


async def test_residents_files_are_not_read(town: Town) -> None:
    person = town.residents[0]

    assert "did not understand" in text_of(await send(person, BROKEN))
    forged = await person.presses(await asks(person, "/me"), data="cf:import")

    assert "out of date" in text_of(forged)
    assert await count_doors(town) == {"图们小区": 12}


async def test_posters_are_sent_as_a_file(town: Town) -> None:
    await asks(town.staff, "/posters")
    message = await town.staff.next_message()

    assert message.document is not None
    stored = town.world.files.by_id(message.document.file_id)
    assert stored is not None
    page = stored.content.decode()
    assert page.count("<svg") == 2
    assert "https://t.me/linli_bot?start=b_code1" in page
