"""The cast of 江湾国际's first batch, and how its vouchers came into the mailboxes (S29)."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.relay.vouchers._callbacks import CheckPress, OfficePress, VoucherPress
from simulator import Group
from storage.relay.vouchers.codes import spell_code
from tests.handlers.estate_play import labels
from tests.handout_play import answers, manage, paper_of, taps, vouchers_of
from tests.people import entries
from tests.story_play import Reader, pass_to, read
from tests.town import Town

TITLE = "首批口罩登记"
RELAY = 1
# Whom the bot knows; nobody of building 3 is on Telegram.
DOORS = ("1-101", "2-101", "1-102", "2-102", "1-103", "2-103", "1-104", "2-104")
WITHOUT_PHONES = ("1-106", "1-105", "3-107", "3-101", "3-104", "3-102", "3-106")


@dataclass
class Story:
    """Residents by their door, who answers for building 1, and the group of all."""

    town: Town
    homes: dict[str, Reader]
    staff: Reader
    lead: Reader
    group: Group

    async def standing(self) -> list[tuple[str, str]]:
        """The list as it stands: door and state, in order."""
        lines = await entries(self.town, RELAY)
        return [(line.door, line.state.value) for line in lines]


async def entries_are_checked(story: Story) -> None:
    """Three whom the roster knows at once; the seven from the sheets one after the other."""
    await pass_to(story.town, "16:30")
    staff = story.staff
    page = await manage(staff, "check")
    page = await taps(staff, page, CheckPress(relay_id=RELAY, act="many"))
    page = await taps(staff, page, CheckPress(relay_id=RELAY, act="sure"))
    page = await taps(staff, page, CheckPress(relay_id=RELAY, act="next"))
    while staff.label("check_yes") in labels(page):
        page = await staff.presses(page, "check_yes")
    counts = {"proposed": 0, "review": 0, "photos": 0, "awaiting": 0, "confirmed": 10, "refused": 0}
    assert read(page) == staff.shown("relay/check", title=TITLE, **counts)


async def vouchers_go_into_the_mailboxes(story: Story) -> None:
    """Whom the bot knows gets a picture; for all others there is paper, and a mark for it."""
    await pass_to(story.town, "16:40")
    given = await vouchers_of(story.town, RELAY)
    for door in ("2-101", "1-104", "1-102"):
        await story.homes[door].hears(spell_code(given[door].code))
    staff = story.staff
    page = await manage(staff, "vouchers")
    page = await taps(staff, page, OfficePress(relay_id=RELAY, act="which"))
    await answers(staff, page, OfficePress(relay_id=RELAY, act="print"))
    paper = await paper_of(staff)
    for door in WITHOUT_PHONES:
        assert door in paper
        assert spell_code(given[door].code).replace(" ", "") in paper.replace(" ", "")
    printed = await staff.hears(button="vouchers_delivered")
    page = await staff.presses(printed, "vouchers_delivered")
    assert read(page) == office(staff, collected=0)
    given = await vouchers_of(story.town, RELAY)
    assert {door for door, each in given.items() if each.delivered_at} == set(WITHOUT_PHONES)


def office(staff: Reader, collected: int) -> str:
    """Staff's page of vouchers, once those on paper are in the mailboxes."""
    counts = {"given": 10, "collected": collected, "paid": 0, "on_paper": 7, "delivered": 7}
    return staff.shown("relay/vouchers", title=TITLE, **counts)


async def all_is_collected(story: Story) -> None:
    """By the code of the paper or of the picture; nothing twice."""
    staff = story.staff
    given = await vouchers_of(story.town, RELAY)
    for voucher in given.values():
        counter = await staff.says(f"/collect {spell_code(voucher.code)}", voucher.door)
        await taps(staff, counter, VoucherPress(relay_id=RELAY, act="take", number=voucher.number))
    again = await staff.says(f"/collect {given['3-106'].code}", "3-106")
    assert staff.label("collect") not in labels(again)
    assert read(await manage(staff, "vouchers")) == office(staff, collected=10)
