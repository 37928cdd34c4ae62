"""What cannot be taken is answered clearly, in one's language, and nothing entered is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from aiogram import types

from bot.starter import shipped_kinds
from locales.renderer import Renderer, Words
from simulator import Person, StoredMessage
from storage.requests.actions import seed_all
from storage.requests.forms import KindDraft
from tests.handlers.estate_play import labels, newcomer, turns
from tests.handlers.requests_play import newest_of, own_lines, text, today, writes
from tests.people import build_other_estate
from tests.storage.supplies_world import build_round
from tests.town import Town, open_town

MEDICINE = next(kind for kind in shipped_kinds() if kind.slug == "medicine")
OTHER_DOOR = "7-707"
NEED = "请敲左边第二扇窗"


@pytest.fixture(params=["zh-hans", "ja", "fr"])
def language(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
async def town(sqlite_url: str, language: str) -> AsyncIterator[Town]:
    async with open_town(sqlite_url, language=language, before=timedelta(hours=-1)) as opened:
        await opened.work.write(seed_all, shipped_kinds(), now=opened.clock.now())
        outsider = newcomer(opened, "外人", language)
        await writes(outsider, "/help")
        await opened.work.write(build_other_estate, staff=outsider.id, resident=outsider.id)
        yield opened


@pytest.fixture
def words(language: str) -> Words:
    return Renderer().words(language, "Asia/Shanghai")


async def test_a_medicine_is_asked_for_over_all_obstacles(
    town: Town, words: Words, language: str
) -> None:
    wang = town.residents[0]
    await wang.opens_link("https://t.me/linli_bot?start=need_medicine")
    first = await wang.next_message()
    assert _title(MEDICINE, "drug", language) in text(first)

    await _refused(wang, _picture(20), words.error("need_photo_large", limit_mb=10))
    asked = await writes(wang, "硝苯地平")
    asked = await turns(wang, asked, words.button("need_skip"))
    assert await _sticker(wang) == words.error("need_words_wanted")
    for wrong in ("0", "31", "-2", "很多"):
        await _refused(wang, wrong, words.error("need_number_wrong", most=30))
    asked = await writes(wang, "２")
    await _refused(wang, "zzz", words.error("need_choice_unknown"))
    asked = await turns(wang, asked, _choice("recurrence", "once", language))
    asked = await turns(wang, asked, words.button("need_skip"))
    for wrong, code in (("2019-01-01", "past"), ("qwerty", "wrong"), ("2020-02-31", "wrong")):
        await _refused(wang, wrong, words.error(f"need_date_{code}"))
    asked = await turns(wang, asked, words.button("need_tomorrow"))
    asked = await writes(wang, "中山医院")
    asked = await turns(wang, asked, _choice("route", "local", language))
    await _refused(wang, "没有照片", words.error("need_photo_wanted"))
    await _refused(wang, _picture(20), words.error("need_photo_large", limit_mb=10))
    wang.posts(document=_picture(1))
    asked = await wang.next_message()
    summary = await turns(wang, asked, words.button("need_done"))
    await wang.presses(summary, words.button("need_send"))

    request = await newest_of(town, wang)
    assert request.answers == {
        "drug": "硝苯地平",
        "quantity": 2,
        "recurrence": "once",
        "needed_by": (today(town) + timedelta(days=1)).isoformat(),
        "hospital": "中山医院",
        "route": "local",
    }
    assert len(request.photos) == 1
    assert len(await own_lines(town, wang)) == 1


async def test_a_door_of_another_estate_ends_no_call(town: Town, words: Words) -> None:
    """Staff enter a need for who telephones: the need they wrote outlives the wrong door."""
    staff = town.staff
    unknown = await writes(staff, f"/call {OTHER_DOOR} {_kind(words, 'other')} {NEED}")
    assert OTHER_DOOR in text(unknown)
    assert not any(OTHER_DOOR in label for label in labels(unknown))
    asked = await writes(staff, "2-101")
    await turns(staff, asked, words.button("need_tomorrow"))
    summary = await writes(staff, "李阿姨")

    assert NEED in text(summary)
    assert "2-101" in text(summary)
    await staff.presses(summary, words.button("work_enter"))
    entered = [text(each) for each in staff.chat.messages if "№1" in text(each)]
    assert entered


async def test_orders_by_telephone_survive_wrong_doors_and_stickers(
    town: Town, words: Words
) -> None:
    now = town.clock.now()
    await town.work.write(build_round, town.place, opens_at=now, closes_at=now + timedelta(hours=1))
    staff = town.staff
    manage = await writes(staff, "/supply")
    await staff.presses(manage, words.button("supply_call"))
    await _hears(staff, "3-501")
    await _refused(staff, OTHER_DOOR, words.error("door_unknown", nearest=[]))
    assert await _sticker(staff) == words.error("fact_missing", fact="text")
    page = await writes(staff, "1-101")
    more = words.button("supply_more")
    page = await turns(staff, page, more)

    assert "婴儿奶粉 ×1" in text(page)


async def _refused(person: Person, sent: str | types.Document, expected: str) -> None:
    if isinstance(sent, str):
        await person.says(sent)
    else:
        person.posts(document=sent)
    assert text(await person.next_message()) == expected, sent


async def _sticker(person: Person) -> str:
    await person.sends_sticker("👍")
    return text(await person.next_message())


async def _hears(person: Person, words: str, said: str | None = None) -> StoredMessage:
    """The next message with these words; others before it are passed over."""
    if said is not None:
        await person.says(said)
    while True:
        message: StoredMessage = await person.next_message()
        if words in text(message):
            return message


def _picture(megabytes: int) -> types.Document:
    return types.Document(
        file_id=f"picture-{megabytes}",
        file_unique_id=f"u{megabytes}",
        mime_type="image/jpeg",
        file_size=megabytes * 1024 * 1024,
    )


def _question(kind: KindDraft, name: str) -> Any:
    return next(each for each in kind.form.questions if each.name == name)


def _title(kind: KindDraft, name: str, language: str) -> str:
    title: str = _question(kind, name).words[language]
    return title


def _choice(name: str, choice: str, language: str) -> str:
    label: str = _question(MEDICINE, name).choice_words[choice][language]
    return label


def _kind(words: Words, slug: str) -> str:
    """What a kind is called."""
    kind = next(each for each in shipped_kinds() if each.slug == slug)
    return words.formats.spoken(kind.title)
