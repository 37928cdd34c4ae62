"""Who plays in `linli demo`, where they live, and the groups that they are in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.commands.demo_estate import ESTATE, Account, Place
from simulator import Group, Person, World, members
from storage.community.actions import bind_chat
from storage.work import Work

FAMILY_DOOR = "2-301"
ENGLISH_DOOR = "A-502"
NEIGHBOURS = {
    "周建国": "1-1-101",
    "吴秀英": "1-1-202",
    "郑海燕": "1-2-101",
    "孙立": "1-2-302",
    "钱芳": "2-101",
    "林志远": "A-101",
    "何静": "A-203",
}


@dataclass(frozen=True)
class Cast:
    """Who plays. Wang Ayi and Wang Lei share a door; Xiao Li has given none."""

    chen: Person
    wang: Person
    lei: Person
    emma: Person
    li: Person
    neighbours: tuple[Person, ...]

    @property
    def residents(self) -> tuple[Person, ...]:
        """All but staff."""
        return (self.wang, self.lei, self.emma, self.li, *self.neighbours)


def gather(world: World) -> Cast:
    """The people; nobody has started the bot."""
    return Cast(
        chen=world.person("陈晓兰", language_code="zh-hans"),
        wang=world.person("王阿姨", language_code="zh-hans"),
        lei=world.person("王磊", language_code="zh-hans"),
        emma=world.person("Emma", language_code="en"),
        li=world.person("小李", language_code="zh-hans"),
        neighbours=tuple(world.person(name, language_code="zh-hans") for name in NEIGHBOURS),
    )


def start(*people: Person) -> None:
    """Let them have started the bot long ago."""
    for person in people:
        person.chat.is_started = True


def account(person: Person) -> Account:
    """Somebody as the estate knows them."""
    return Account(person.id, person.user.first_name, person.user.language_code)


def seat(
    world: World, title: str, people: Iterable[Person], chief: Person, *, reads_all: bool = False
) -> Group:
    """A group that the bot was added to long ago.

    Args:
        reads_all: as an administrator, whom privacy mode hides nothing from.
    """
    group = world.group(title, members=people, admins=[chief])
    bot = members.administrator(world.bot) if reads_all else members.plain(world.bot)
    group.members[world.bot.id] = bot
    return group


def homes_of(cast: Cast) -> list[tuple[Account, str]]:
    """Who lives where."""
    neighbours = zip(cast.neighbours, NEIGHBOURS.values(), strict=True)
    homes = [(cast.wang, FAMILY_DOOR), (cast.emma, ENGLISH_DOOR), *neighbours]
    return [(account(person), door) for person, door in [*homes, (cast.lei, FAMILY_DOOR)]]


async def bind_groups(world: World, work: Work, cast: Cast, place: Place, now: datetime) -> Group:
    """The estate's group, which is returned, and a building's, where the bot reads everything."""
    group = seat(world, f"{ESTATE}小区居民群", cast.residents, cast.chen)
    house = seat(world, f"{ESTATE}2号楼", (cast.wang, cast.lei), cast.chen, reads_all=True)
    chen = cast.chen.id
    await work.write(bind_chat, group.id, place.estate_id, by=chen, now=now)
    await work.write(
        bind_chat,
        house.id,
        place.estate_id,
        by=chen,
        now=now,
        building_id=place.buildings["2"],
        reads_all=True,
    )
    return group
