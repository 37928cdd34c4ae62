"""A family lets its child abroad act for it; a lead asks a household that has no telephone."""

from __future__ import annotations

from storage.proxies.queries import list_for_household, list_for_person
from tests.handlers.estate_play import asks, labels, newcomer, turns
from tests.people import hears
from tests.town import Town


def find_label(message_labels: list[str], words: str) -> str:
    return next(label for label in message_labels if words in label)


async def test_a_child_abroad_is_invited_and_let_go(town: Town) -> None:
    mother, child = town.residents[0], newcomer(town, "小明")
    page = await asks(mother, "/proxy")
    assert "Nobody. A child abroad" in (page.text or "")
    await turns(mother, page, "✉️ Invite somebody")
    link = await hears(mother, "Send this link to one person")
    code = (link.text or "").split("start=")[1].split()[0]

    welcome = await asks(child, f"/start {code}")
    assert "You may now act for 1-101" in (welcome.text or "")
    assert "小明 may now act for your household" in (
        (await hears(mother, "小明 may now act")).text or ""
    )
    assert "🏠 1-101" in ((await asks(child, "/proxy")).text or "")

    page = await asks(mother, "/proxy")
    page = await turns(mother, page, find_label(labels(page), "小明"))
    page = await turns(mother, page, "End it")
    assert "小明" not in (page.text or "")
    await hears(child, "You no longer act for 1-101")
    assert await town.work.read(list_for_person, child.id, town.clock.now()) == ()


async def test_a_household_without_a_telephone_is_asked_by_staff(town: Town) -> None:
    await asks(town.staff, "/start")
    neighbour = newcomer(town, "老周")
    page = await asks(neighbour, "/proxy")
    question = await turns(neighbour, page, "🙋 Act for another household")
    assert "For which door" in (question.text or "")
    refused = await asks(neighbour, "9-999")
    assert "9-999" not in (refused.text or "")
    waits = await asks(neighbour, "1-105")
    assert "1-105 is asked" in (waits.text or "")

    asked = await hears(town.staff, "老周 asks to act for 1-105")
    page = await turns(town.staff, asked, "✅ Yes, agreed")
    assert "老周 for 1-105" not in (page.text or "")
    await hears(neighbour, "has agreed: you may act for it")
    household = town.place.households[8]
    (proxy,) = await town.work.read(list_for_household, household, town.clock.now())
    assert proxy.person_id == neighbour.id
