"""图们's estate of 2,430 households and its relay: who is played, what they send and read."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, SQLModel

from handlers.callbacks import ListPress
from handlers.relay._forecast import forecast_facts
from handlers.relay.papers._callbacks import PaperDraftPress
from handlers.relay.prints._callbacks import MapPress
from handlers.relay.releases._callbacks import ReleasePress
from handlers.relay.vouchers._callbacks import VoucherPress
from simulator import Group, StoredMessage
from storage.relay.boards import Flag
from storage.relay.queries import EntryView
from storage.relay.releases.kinds import Day, When
from storage.relay.releases.queries import find_forecast
from storage.relay.rules import to_stamp
from storage.relay.vouchers.codes import spell_code
from tests.builders import OPENING
from tests.people import entries, private_panel, shows
from tests.queue_play import (
    asks,
    gets,
    goes,
    in_group,
    newest_id,
)
from tests.story_play import Reader, read
from tests.town import Town

RELAY = 1
TITLE = "第一轮口罩登记"
PLACES = 449
ANSWERS = (
    TITLE,
    "口罩 每户2份",
    str(PLACES),
    "2月2日 00:00-11:00",
    "本群，或居委会门口摊位",
    "本小区居民",
    "益丰药房，凭证领取",
)
# Twelve households at first, and 31 houses of thirteen storeys with six rooms each.
HOMES = ("1-101", "2-101", "1-102", "2-102", "1-103", "2-103", "1-104", "2-104",
         "1-105", "2-105", "1-106", "2-106")  # fmt: skip
HOUSES = [
    f"{house}-{storey}0{room}"
    for house in range(3, 34)
    for storey in range(1, 14)
    for room in range(1, 7)
]
CROWD = HOUSES[:440]
EARLY, LATE = HOMES[:4], HOMES[8:]
CHECKED = (1, 2, 3)
"""The houses whose households come first."""
ADMITTED = (*HOMES[:7], "1-105", "2-105")
STALL = """现场
09:10 1-103 2份
09:05 2-103 1份
09:20 1-101 1份
"""
"""1-101 has pressed at forty seconds past midnight."""
TEXTS = """短信
08:50 1-104 1份
09:40 2-103 2份
08:30 1-105 1份
"""
"""2-103 was at the stall before; 1-105 has pressed at ten, after the message."""
COPY = """#接龙
第一轮口罩登记，每户限2份
例 1-101 张三 2份
1. 2-104 李四 1份
2. 33-1306 王五 2份
3. 33-13O5 赵六 1份
"""
REASON = "房子已空置，核对后退回"


@dataclass
class Story:
    """Twelve who are played by their door, staff, and the group of all."""

    town: Town
    homes: dict[str, Reader]
    staff: Reader
    group: Group
    code: str = ""

    async def entry(self, door: str) -> EntryView:
        return next(each for each in await entries(self.town, RELAY) if each.door == door)

    async def panel(self, door: str) -> StoredMessage:
        """A household's own page, as it is now."""
        home = self.homes[door]
        last = newest_id(home)
        await home.person.opens_link(private_panel(RELAY))
        return await gets(home, ListPress, TITLE, after=last)

    async def map(self, door: str) -> StoredMessage:
        """The plan of the estate, as a household sees it now."""
        home, page = self.homes[door], await self.panel(door)
        await goes(home, page, MapPress)
        return await gets(home, MapPress, TITLE, after=page.message_id)

    def readers(self, template: str, **params: object) -> list[str]:
        """The doors of those who have been told this, in their language."""
        wanted = self.staff.shown(template, door=None, **params)
        return [
            door
            for door, home in self.homes.items()
            if wanted in [read(each) for each in home.person.chat.messages]
        ]


async def bring(story: Story, text: str, **counts: int) -> None:
    """Staff send a list in private, read what it would come to, and confirm."""
    staff = story.staff
    preview = await asks(staff, f"代报\n{text}", PaperDraftPress, TITLE)
    known = dict.fromkeys(("earlier", "changing", "leaving", "passed", "asked", "spans"), 0)
    params = known | {"title": TITLE, "lines": [], "is_late": False} | counts
    assert read(preview) == staff.shown("relay/papers_preview", **params)
    await goes(staff, preview, PaperDraftPress, act="enter")


def map_says(story: Story, picture: StoredMessage, **counts: int) -> bool:
    """Whether the map counts this, in words and in flags."""
    known = {"title": TITLE, "estate": "图们小区", "at": OPENING.isoformat(), "is_named": False}
    known |= {"is_rehearsal": False, "numbered": [], "page": 0, "pages": 1}
    counted = dict.fromkeys(map(str, Flag), 0) | counts
    lines = story.staff.shown("relay/map", counts=counted, **known).splitlines()
    assert picture.photo
    return all(line in read(picture) for line in lines[2:])


async def release(story: Story, count: int) -> None:
    """Staff say how many masks have come, see the preview and call."""
    said = len(story.homes["1-101"].person.chat.messages)
    preview = await asks(story.staff, f"/release {count}", ReleasePress, TITLE)
    assert len(story.homes["1-101"].person.chat.messages) == said
    done = await goes(story.staff, preview, ReleasePress, act="go", number=count)
    assert str(count) in read(done)
    await story.town.told()
    called = in_group(
        "relay/release_posted", title=TITLE, called=count, hours=[], is_rehearsal=False
    )
    await shows(story.town, story.group, *called.splitlines()[:2])


async def says_not_today(story: Story, door: str) -> None:
    """The household's page, from the slots that were given and the pace."""
    entry = await story.entry(door)
    now = story.town.clock.now()
    found = await story.town.work.read(find_forecast, RELAY, entry.number, now=now)
    assert (found.when, found.day) in {(When.EXPECTED, Day.TOMORROW), (When.EXPECTED, Day.LATER)}
    expected = story.homes[door].shown("relay/_forecast", forecast=forecast_facts(found))
    assert expected in read(await story.panel(door))


async def scan(reader: Reader, code: str) -> StoredMessage:
    """What the square on a voucher leads to."""
    last = newest_id(reader)
    await reader.person.opens_link(f"https://t.me/linli_bot?start=v_{code}")
    return await gets(reader, VoucherPress, spell_code(code), after=last)


def move_up(session: Session, table: type[SQLModel], which: ColumnElement[bool]) -> None:
    session.execute(update(table).where(which).values(ordered_at=to_stamp(OPENING) + 1))
