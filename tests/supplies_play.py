"""Scenes of a supply round (S66): staff open it, households order, volunteers carry it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from simulator import CallbackAnswer, Group, StoredMessage
from tests.handlers.estate_play import labels, newest
from tests.story_play import Reader, pass_to, read
from tests.town import Town

TITLE, SUPPLIER, GATE = "第三轮团菜", "奉贤百联", "北门岗亭"
SPAN = "2月1日 19:00-21:00"
VEGETABLES, MEAT, MILK = "蔬菜包", "肉蛋包", "婴儿奶粉"
PACKAGES = f"{VEGETABLES}；青菜2斤；50；2\n{MEAT}；猪肉1斤；80；1\n{MILK}；198.5；1；3"
CLOSED_AT = "2020-02-01T21:00:00+08:00"
# A baby waits for its milk: within two hours of the arrival.
DUE_AT = "2020-02-01T23:00:00+08:00"
LINK = "https://t.me/linli_bot?start=order_1"
WHO_TELEPHONES = "1-105"


@dataclass
class Supplies:
    """An estate with a round: its households by door, staff, and two who carry.

    Attributes:
        family: another member of household 1-101.
        panels: each household's own side of the round, as it was opened.
        lucky: who got the last tin of milk.
    """

    town: Town
    homes: dict[str, Reader]
    family: Reader
    staff: Reader
    carriers: tuple[Reader, Reader]
    group: Group
    panels: dict[str, StoredMessage] = field(default_factory=dict)
    lucky: str = ""


async def round_is_published(play: Supplies) -> None:
    """Three packages, one of them for mother and baby and of limited stock."""
    staff = play.staff
    first = await staff.says("/supply", button="supply_new")
    await staff.presses(first, "supply_new")
    await staff.hears(button="drop")
    for answer in (TITLE, SUPPLIER, GATE, SPAN):
        await staff.says(answer, button="drop")
    preview = await staff.says(PACKAGES, TITLE, button="publish")
    preview = await staff.turns(preview, f"🍼 {MILK}")
    assert f"🍼 {MILK}" in read(preview)
    await staff.presses(preview, "publish")
    await pass_to(play.town, "19:00")


async def households_order(play: Supplies) -> None:
    """Ordered, changed, taken back, by telephone; two press for the last tin at once."""
    await pass_to(play.town, "19:05")
    await orders(play, "1-101", VEGETABLES, VEGETABLES)
    await orders(play, "2-101", VEGETABLES, MILK)
    await orders(play, "1-102", MEAT, MILK)
    await orders(play, "2-102", VEGETABLES)
    await orders(play, "1-103", VEGETABLES)
    await staff_order_by_telephone(play)
    await two_press_for_the_last_tin(play, "2-102", "1-103")

    await orders(play, "2-103", VEGETABLES, MEAT)
    regretting = play.homes["2-103"]
    sure = await regretting.presses(play.panels["2-103"], "supply_take_back")
    await regretting.presses(sure, "supply_take_back_sure")

    await orders(play, "1-104", MEAT, VEGETABLES, VEGETABLES)
    await changes(play, "1-104", MEAT, "supply_less")
    over = await changes(play, "1-104", VEGETABLES, "supply_less")
    assert over.text == play.homes["1-104"].words.alert("supply_ordered", pieces=1, price=5_000)
    await changes(play, "1-104", VEGETABLES, "supply_more")


async def orders(play: Supplies, door: str, *packages: str) -> None:
    """Open the round by the card's link, and press + so often."""
    home = play.homes[door]
    await home.person.opens_link(LINK)
    play.panels[door] = await home.hears(TITLE, button="refresh")
    for package in packages:
        await changes(play, door, package, "supply_more")


async def changes(play: Supplies, door: str, package: str, name: str) -> CallbackAnswer:
    home = play.homes[door]
    answer = await press_beside(home, play.panels[door], package, name)
    # The answer comes before the page is drawn anew.
    await play.town.world.settled()
    return answer


async def press_beside(
    reader: Reader, message: StoredMessage, package: str, name: str
) -> CallbackAnswer:
    """Press + or − in the row of a package, as the message stands now or stood before."""
    for state in (newest(message, reader.person), message):
        rows = state.reply_markup.inline_keyboard if state.reply_markup else []
        for row in rows:
            if any(button.text.startswith(package) for button in row):
                known = {button.text: button.callback_data for button in row}
                data = known[reader.label(name)]
                return await reader.person.presses(message, data=data)
    raise LookupError(f"no {package} in {labels(message)}")


async def staff_order_by_telephone(play: Supplies) -> None:
    """A household without Telegram gets a bag of vegetables (S76)."""
    staff = play.staff
    page = await manage(play, "supply_call")
    await staff.presses(page, "supply_call")
    await staff.hears(TITLE, button="supply_to_round")
    page = await staff.says(WHO_TELEPHONES, WHO_TELEPHONES, button="supply_to_round")
    await press_beside(staff, page, VEGETABLES, "supply_more")
    assert f"{VEGETABLES} ×1" in read(newest(page, staff.person))


async def two_press_for_the_last_tin(play: Supplies, first: str, second: str) -> None:
    doors = (first, second)
    answers = await asyncio.gather(
        *(changes(play, door, MILK, "supply_more") for door in doors),
    )
    refused = [bool(answer.show_alert) for answer in answers]
    assert sorted(refused) == [False, True]
    play.lucky = doors[refused.index(False)]


async def deadline_passes(play: Supplies) -> None:
    """What stands is ordered; an old button changes nothing any more."""
    await orders(play, "2-104")
    await pass_to(play.town, "21:00")
    card = await until_card_shows(play, "closed")
    for door, package in (("2-104", VEGETABLES), ("1-102", VEGETABLES)):
        late = await changes(play, door, package, "supply_more")
        assert late.text == play.homes[door].words.error("supply_closed", closed_at=CLOSED_AT)
    assert "1-10" not in read(card)


async def until_card_shows(play: Supplies, state: str) -> StoredMessage:
    """The card in the group, once it says how the round stands; the committee's language."""
    chinese = Reader(play.town, play.staff.person, "zh-hans")
    words = chinese.shown("supplies/_state", state=state)

    def find() -> StoredMessage | None:
        cards = (m for m in play.group.messages if m.is_by_bot and TITLE in read(m))
        return next((m for m in cards if read(m).startswith(words)), None)

    for _ in range(30):
        try:
            card: StoredMessage = await play.group.wait_until(find, 0.5)
        except TimeoutError:
            play.town.clock.advance(1)
        else:
            return card
    raise AssertionError(f"no card says {words}")


async def manage(play: Supplies, button: str) -> StoredMessage:
    """Staff's side of the round, with a button that it has in this state."""
    return await play.staff.says("/supply", TITLE, button=button)


async def bags_are_packed_and_arrive_short(play: Supplies) -> StoredMessage:
    """One bag of vegetables fewer comes; who ordered last goes with less, and is told."""
    staff = play.staff
    page = await manage(play, "supply_pick")
    page = await staff.presses(page, "supply_pick")
    packages = await staff.presses(page, "supply_supplied")
    await staff.turns(packages, f"{VEGETABLES} ×8")
    await staff.hears(VEGETABLES, button="supply_to_round")
    done = await staff.says("7", button="supply_to_round")
    assert read(done) == staff.shown("supplies/supplied_done", households=1)
    told = await play.homes["1-104"].hears(TITLE, VEGETABLES, button="supply_my_order")
    assert read(told) == play.homes["1-104"].shown(
        "supplies/shortened",
        title=TITLE,
        package=VEGETABLES,
        given=1,
        ordered=2,
        price=5_000,
    )
    return await staff.presses(done, "supply_to_round")


async def goods_stand_at_the_gate(play: Supplies, page: StoredMessage) -> None:
    """Every member of every household that ordered hears so, and nobody else."""
    await play.staff.presses(page, "supply_gate")
    waiting = ("1-101", "2-101", "1-102", "2-102", "1-103", "1-104")
    for reader in (*(play.homes[door] for door in waiting), play.family):
        told = await reader.hears(TITLE, GATE, button="supply_my_order")
        assert "🏠" in read(told)
    for door in ("2-103", "2-104"):
        home = play.homes[door]
        assert not any(GATE in read(m) and "🚚" in read(m) for m in home.person.chat.messages)


async def carriers_go_from_door_to_door(play: Supplies) -> None:
    """Two who carry: a building each, and a knock where nobody reads messages (S62)."""
    first, second = play.carriers
    await reads_the_handbook(first)
    await reads_the_handbook(second)
    too_late = await open_task(second, "deliver", "1")
    doors = await takes_task(first, "deliver", "1")
    refused = await second.alert(too_late, "task_claim")
    assert refused.text == second.words.error("task_taken")
    await at_the_door(first, doors, "1-101", "supply_door_handed_over")
    await at_the_door(first, doors, "1-102", "supply_door_left")
    await at_the_door(first, doors, "1-103", "supply_door_again")
    await play.homes["1-103"].hears(TITLE, button="supply_my_order")
    await at_the_door(first, doors, "1-104", "supply_door_handed_over")
    await at_the_door(first, doors, "1-103", "supply_door_left", mark="🔁")

    knock = await takes_task(second, "knock", "1")
    assert [label for label in labels(knock) if WHO_TELEPHONES in label] == [f"▫️ {WHO_TELEPHONES}"]
    assert "1-101" not in read(knock)
    await at_the_door(second, knock, WHO_TELEPHONES, "supply_door_handed_over")
    doors = await takes_task(second, "deliver", "2")
    await at_the_door(second, doors, "2-101", "supply_door_handed_over")
    done = await at_the_door(second, doors, "2-102", "supply_door_handed_over")
    assert read(done) == second.shown("supplies/doors_done", title=TITLE)


async def reads_the_handbook(carrier: Reader) -> None:
    page = await carrier.says("/tasks", button="volunteer_handbook")
    page = await carrier.presses(page, "volunteer_handbook")
    while carrier.label("volunteer_tick") not in labels(page):
        page = await carrier.presses(page, "later")
    await carrier.presses(page, "volunteer_tick")


async def takes_task(carrier: Reader, kind: str, building: str) -> StoredMessage:
    """Take a task and look at its doors."""
    page = await open_task(carrier, kind, building)
    due = carrier.words.formats.moment(DUE_AT)
    assert due in read(page)
    assert f"{due}:" not in read(page)
    page = await carrier.presses(page, "task_claim")
    return await carrier.presses(page, f"task_go_{kind}")


async def open_task(carrier: Reader, kind: str, building: str) -> StoredMessage:
    name = carrier.label(
        "task_one", kind=kind, building=building, title=TITLE, is_late=False, is_held=False
    )
    listed = await carrier.says("/tasks")
    while name not in labels(listed):
        listed = await carrier.hears()
    return await carrier.turns(listed, name)


async def at_the_door(
    carrier: Reader, doors: StoredMessage, door: str, act: str, mark: str = "▫️"
) -> StoredMessage:
    """What came of a door; returns the doors that are left."""
    page = await carrier.turns(newest(doors, carrier.person), f"{mark} {door}")
    return await carrier.presses(page, act)
