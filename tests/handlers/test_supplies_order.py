"""Residents order in private, staff for those who telephone; the group sees no household."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from simulator import Group, Person, StoredMessage
from storage.supplies.queries import OrderView, find_order
from tests.builders import add_family_member
from tests.handlers.estate_play import labels, newcomer, newest
from tests.people import bound_group, hears, shows
from tests.storage.supplies_world import PACKAGES, build_round
from tests.town import Town

LINK = "https://t.me/linli_bot?start=order_1"


async def open_round(town: Town, **changes: Any) -> Group:
    """A round that takes orders for a day, and its card in a bound group."""
    from storage.supplies.actions import place_supply_cards

    group = await bound_group(town)
    now = town.clock.now()
    values = {"opens_at": now, "closes_at": now + timedelta(hours=24)} | changes
    await town.work.write(build_round, town.place, **values)
    await town.work.write(place_supply_cards, group.id, now=now)
    return group


async def panel(person: Person) -> StoredMessage:
    """One's own side of the round, as the card's button opens it."""
    await person.says("/start order_1")
    return await hears(person, "第三轮团菜")


async def press(person: Person, message: StoredMessage, package: str, button: str) -> Any:
    """Press + or − beside a package."""
    rows = newest(message, person).reply_markup.inline_keyboard  # type: ignore[union-attr]
    row = next(row for row in rows if any(package in each.text for each in row))
    data = next(each.callback_data for each in row if each.text == button)
    answer = await person.presses(message, data=data)
    await person.world.settled()
    return answer


async def order_of(town: Town, household: int) -> OrderView | None:
    return await town.work.read(find_order, 1, town.place.households[household])


async def test_card_says_what_there_is_and_leads_to_private(town: Town) -> None:
    group = await open_round(town)

    card = await shows(town, group, "第三轮团菜", "婴儿奶粉")

    (button,) = card.reply_markup.inline_keyboard[0]  # type: ignore[union-attr]
    assert button.url == LINK
    assert "¥198.5" in (card.text or "")


async def test_card_reads_the_same_before_and_after_one_order(town: Town) -> None:
    group = await open_round(town)
    card = await shows(town, group, "婴儿奶粉", "仅剩少量")
    before = newest_in(town, card).text

    wang = town.residents[0]
    await press(wang, await panel(wang), "婴儿奶粉", "+")
    town.clock.advance(10)
    await town.world.settled()

    assert newest_in(town, card).text == before
    assert "4 pieces left" in ((await panel(wang)).text or "")


async def test_plus_and_minus_make_an_order_with_its_total(town: Town) -> None:
    await open_round(town)
    wang = town.residents[0]
    page = await panel(wang)
    assert "Your household has ordered nothing" in (page.text or "")

    await press(wang, page, "蔬菜包", "+")
    answer = await press(wang, page, "蔬菜包", "+")
    assert answer.text == "2 pieces, ¥100"
    assert labels(newest(page, wang)).count("+") == 1
    await press(wang, page, "婴儿奶粉", "+")
    await press(wang, page, "蔬菜包", "−")

    shown = newest(page, wang).text or ""
    assert "蔬菜包 ×1" in shown
    assert "Total: ¥248.5" in shown
    order = await order_of(town, 0)
    assert order is not None
    assert order.price == 24_850


async def test_order_is_taken_back_after_a_question(town: Town) -> None:
    await open_round(town)
    wang = town.residents[0]
    page = await panel(wang)
    await press(wang, page, "蔬菜包", "+")

    await wang.presses(page, "Take the order back")
    assert await order_of(town, 0) is not None
    await wang.presses(page, "Yes, take it back")

    assert await order_of(town, 0) is None
    assert "Your household has ordered nothing" in (newest(page, wang).text or "")


async def test_old_plus_cannot_break_the_limit_or_the_deadline(town: Town) -> None:
    await open_round(town)
    wang = town.residents[0]
    page = await panel(wang)
    data = f"sq:1:{1}:1"
    for _ in range(2):
        await wang.presses(page, data=data)

    over = await wang.presses(page, data=data)
    town.clock.advance(24 * 3600)
    late = await wang.presses(page, data=data)

    assert (over.show_alert, over.text) == (True, "At most 2 a household.")
    assert "Orders are closed" in (late.text or "")
    assert "+" not in labels(newest(page, wang))
    order = await order_of(town, 0)
    assert order is not None
    assert order.pieces == 2


async def test_forged_amounts_and_rounds_are_refused(town: Town) -> None:
    await open_round(town)
    wang = town.residents[0]
    page = await panel(wang)

    for data in ("sq:1:1:50", "sq:9:1:1", "sq:1:77:1", "sf:1:2:1:1", "sm:1:cancel_sure", "sk:1"):
        answer = await wang.presses(page, data=data)
        assert answer.show_alert
    assert await order_of(town, 0) is None
    assert await order_of(town, 1) is None


async def test_newcomer_gives_the_door_first_and_then_sees_the_round(town: Town) -> None:
    await open_round(town)
    person = newcomer(town)

    await person.says("/start order_1")
    await person.next_message()
    await person.says("1-103")

    assert "婴儿奶粉" in ((await hears(person, "第三轮团菜")).text or "")


async def test_group_reads_a_number_only_from_five_households_on(town: Town) -> None:
    group = await open_round(town, packages=PACKAGES[:1])
    card = await shows(town, group, "第三轮团菜")
    for number, person in enumerate(town.residents):
        page = await panel(person)
        await press(person, page, "蔬菜包", "+")
        assert number < 4
    await town.world.settled()
    town.clock.advance(10)
    await town.world.settled()
    assert "🏠" not in (newest_in(town, card).text or "")

    await town.work.write(add_family_member, town.place, 7, 4_242)
    await staff_orders(town, "2-104")

    card = await shows(town, group, "🏠", "5户")
    said = " ".join(m.text or "" for m in group.messages if m.is_by_bot)
    assert "2-104" not in said
    assert "1-101" not in said


def newest_in(town: Town, card: StoredMessage) -> StoredMessage:
    found = town.world.chats[card.chat.id].store.get(card.message_id)
    assert found is not None
    return found


async def staff_orders(town: Town, door: str) -> StoredMessage:
    """Staff enter one bag of vegetables for a door that telephones (S76)."""
    await town.staff.says("/supply")
    manage = await hears(town.staff, "第三轮团菜")
    await town.staff.presses(manage, "☎️ By telephone")
    await hears(town.staff, "Which door?")
    await town.staff.says(door)
    page = await hears(town.staff, f"Order for {door}")
    await press(town.staff, page, "蔬菜包", "+")
    return newest(page, town.staff)


async def test_staff_order_for_who_telephones_and_the_household_can_go_on(town: Town) -> None:
    await open_round(town)

    page = await staff_orders(town, "2-101")

    assert "Total: ¥50" in (page.text or "")
    li = town.residents[1]
    assert "蔬菜包 ×1" in ((await panel(li)).text or "")


async def test_unknown_door_is_asked_for_again(town: Town) -> None:
    await open_round(town)
    await town.staff.says("/supply")
    manage = await hears(town.staff, "第三轮团菜")
    await town.staff.presses(manage, "☎️ By telephone")
    await hears(town.staff, "Which door?")

    await town.staff.says("9-999")
    assert "no such door" in ((await town.staff.next_message()).text or "")
    await town.staff.says("1-101")

    assert await hears(town.staff, "Order for 1-101")


async def test_orders_are_found_again_by_command(town: Town) -> None:
    await open_round(town)
    wang, li = town.residents[:2]
    page = await panel(wang)
    await press(wang, page, "蔬菜包", "+")

    await wang.says("/orders")
    await li.says("/orders")

    assert "蔬菜包 ×1" in ((await hears(wang, "Ordered:")).text or "")
    assert "ordered nothing yet" in ((await li.next_message()).text or "")


async def test_ones_order_is_not_shown_in_the_group(town: Town) -> None:
    group = await open_round(town)
    wang = town.residents[0]
    page = await panel(wang)
    await press(wang, page, "蔬菜包", "+")

    for words in ("/start@linli_bot order_1", "/orders@linli_bot", "/supply@linli_bot"):
        await wang.says(words, in_=group)
    await town.world.settled()

    said = " ".join(m.text or "" for m in group.messages if m.is_by_bot)
    assert "×1" not in said
