"""What plays of testing rounds share: planning one, and time that passes until it is told of."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.jobs.due import WATCHED
from simulator import Group, Person, StoredMessage
from tests.handlers.estate_play import turns
from tests.handlers.faq_staff_play import says
from tests.people import hears
from tests.town import Town

ZONE = ZoneInfo("Asia/Shanghai")
LINE = "/rounds 2/4 连续3天 7:30 1个通道 1-2号楼 中心花园"


async def drafts(town: Town, line: str = LINE) -> StoredMessage:
    """Staff write a round in one line; its preview."""
    await town.staff.says(line)
    return await hears(town.staff, "Preview")


async def plans(town: Town, line: str = LINE) -> StoredMessage:
    """Staff plan a round by one line; its page."""
    return await turns(town.staff, await drafts(town, line), "✅ Plan it")


async def first_day(town: Town, page: StoredMessage) -> StoredMessage:
    """The page of a round's first day."""
    assert page.reply_markup is not None
    label = page.reply_markup.inline_keyboard[0][0].text
    return await turns(town.staff, page, label)


async def pass_to(town: Town, moment: str) -> None:
    """Let time pass until the committee's clock shows this: `2020-02-03 19:00`."""
    town.clock.jump_to(datetime.fromisoformat(moment).replace(tzinfo=ZONE))
    for is_due, act in WATCHED.values():
        if await town.work.read(is_due, town.clock.now()):
            await town.work.write(act, town.clock.now())
    for _ in range(3):
        await town.world.settled()
        town.clock.advance(1)


async def sees(person: Person, words: str) -> StoredMessage:
    """The bot's next picture in private with these words under it."""
    while True:
        message = await person.next_message()
        if message.photo and words in (message.caption or ""):
            return message


def texts(chat: Group | Person) -> list[str]:
    """All that the bot has said in a chat, oldest first."""
    messages = chat.messages if isinstance(chat, Group) else chat.chat.messages
    return [m.text or m.caption or "" for m in messages if m.is_by_bot]


async def reads(person: Person, command: str) -> str:
    """What a command is answered with."""
    return (await says(person, command)).text or ""
