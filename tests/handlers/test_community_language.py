"""The language that one is spoken to in, the menu, and /help."""

from __future__ import annotations

import json

from simulator import Person
from tests.handlers.estate_play import asks, labels, newest, text_of, turns
from tests.people import until
from tests.town import Town, open_town

MENU_LANGUAGES = {None, "zh", "en", "ja", "ko", "fr"}


def own_menu(person: Person) -> dict[str, str]:
    """The commands that the person's private chat offers, if it has a menu of its own."""
    for call in reversed(person.world.calls("setMyCommands")):
        scope = json.loads(call.params.get("scope", "{}"))
        if scope.get("chat_id") == person.id:
            menu = json.loads(call.params["commands"])
            return {command["command"]: command["description"] for command in menu}
    return {}


def menus_for_all(town: Town, languages: int) -> dict[str | None, dict[str, str]]:
    """What every private chat offers, by Telegram's language codes; empty until all are there."""
    menus: dict[str | None, dict[str, str]] = {}
    for call in town.world.calls("setMyCommands"):
        if json.loads(call.params.get("scope", "{}")).get("type") == "all_private_chats":
            menu = json.loads(call.params["commands"])
            code = call.params.get("language_code")
            menus[code] = {command["command"]: command["description"] for command in menu}
    return menus if len(menus) == languages else {}


async def test_the_choice_wins_over_telegrams_setting(town: Town) -> None:
    person = town.residents[0]

    question = await asks(person, "/language")
    assert labels(question) == ["简体中文", "繁體中文", "English", "日本語", "한국어", "Français"]
    answer = await turns(person, question, "日本語")
    held = await asks(person, "/me")

    assert "日本語" in text_of(answer)
    assert "日本語" in text_of(held)
    assert "What is kept" not in text_of(held)


async def test_the_menu_follows_the_choice(town: Town) -> None:
    person = town.residents[0]
    question = await asks(person, "/language")

    await person.presses(question, "Français")
    await town.world.settled()

    menu = own_menu(person)
    assert {"me", "language", "help", "relays"} <= menu.keys()
    assert "residents" not in menu
    assert menu["language"] != "Choose my language"


async def test_commands_are_offered_in_every_language_at_the_start(sqlite_url: str) -> None:
    async with open_town(sqlite_url, menus=True) as town:
        offered = await until(town, lambda: menus_for_all(town, len(MENU_LANGUAGES)))

    described = {language: menu["language"] for language, menu in offered.items()}
    assert described.pop(None) == described["zh"] == "选择语言"
    assert set(described) == MENU_LANGUAGES - {None}
    assert len(set(described.values())) == len(described)


async def test_staff_find_their_commands_in_their_menu(town: Town) -> None:
    await asks(town.staff, "/start")
    await town.world.settled()

    assert {"me", "residents", "staff", "roster", "posters"} <= own_menu(town.staff).keys()


async def test_a_forged_language_is_refused(town: Town) -> None:
    person = town.residents[0]
    question = await asks(person, "/language")

    answer = await person.presses(question, data="cl:xx")

    assert "out of date" in text_of(answer)
    assert "What is kept about you" in text_of(await asks(person, "/me"))
    assert newest(question, person).text == question.text


async def test_help_differs_by_role(town: Town) -> None:
    resident = text_of(await asks(town.residents[0], "/help"))
    staff = text_of(await asks(town.staff, "/help"))

    assert "/me" in resident
    assert "/residents" not in resident
    assert "/residents" in staff
    assert "/bind" in staff


async def test_help_in_a_group_sends_to_private(town: Town) -> None:
    group = await town.group()

    await town.residents[0].says("/help", in_=group)

    await group.wait_until(lambda: "write to me in private" in text_of(group.messages[-1]))


async def test_unknown_words_in_private_point_to_help(town: Town) -> None:
    assert "/help" in text_of(await asks(town.residents[0], "你好"))
