"""The scenes of `linli demo`: who is there, and what has happened before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from bot.app import App
from bot.commands.demo_estate import (
    ESTATE,
    TIME_ZONE,
    Account,
    Place,
    build_estate,
    early_presses,
    mask_relay,
    settle,
    vegetable_relay,
)
from bot.commands.demo_guide import evening_steps, first_day_steps
from simulator import Group, Person, World, members
from simulator.stage import Moment, Phone, Scene, Texts
from storage.community.actions import bind_chat
from storage.community.queries import list_estates
from storage.relay.actions import publish_relay, turn_due_relays
from storage.relay.drafts import Draft
from storage.relay.queries import list_relays
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


async def play_evening(world: World, app: App) -> Scene:
    """Two groups are bound; one signup is nearly full, one opens in a few minutes."""
    cast, now, work = gather(world), app.services.clock.now(), app.services.work
    start(cast.chen, cast.wang, cast.lei, cast.emma, *cast.neighbours)
    place = await work.write(build_estate, account(cast.chen), now=now)
    await work.write(settle, place, homes_of(cast), now=now)
    group = await bind_groups(world, work, cast, place, now)
    await open_relays(app, place, cast, group, now)
    wang, lei, staff = (Phone(person, group) for person in (cast.wang, cast.lei, cast.chen))
    return Scene(
        TIME_ZONE,
        phones=(wang, lei, staff),
        steps=evening_steps(
            wang=wang,
            lei=lei,
            staff=Phone(cast.chen, cast.chen.chat),
            newcomer=Phone(cast.li, cast.li.chat),
            emma=Phone(cast.emma, group),
        ),
    )


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


async def open_relays(app: App, place: Place, cast: Cast, group: Group, now: datetime) -> None:
    """Publish both signups; seven of eight places of the first are taken."""
    services, chen = app.services, cast.chen.id
    masks, vegetables = mask_relay(place, now), vegetable_relay(place, now)
    mask_id = await services.work.write(publish_open, masks, by=chen, now=now)
    neighbours = [account(person) for person in cast.neighbours]
    for press in early_presses(mask_id, masks.opens_at, neighbours):
        await services.relays.ask(press)
    # The card of the one to try first stands last, where everybody looks.
    await group.wait_until(lambda: group.messages)
    await services.work.write(publish_relay, vegetables, by=chen, now=now)
    await group.wait_until(lambda: len(group.messages) > 1)


def publish_open(session: Session, draft: Draft, *, by: int, now: datetime) -> int:
    """Publish a signup whose opening has passed, so that its card is never shown as waiting."""
    relay_id = publish_relay(session, draft, by=by, now=now)
    turn_due_relays(session, now)
    return relay_id


async def play_first_day(world: World, app: App) -> Scene:
    """The estate's doors are known, but the bot is in no group and has met staff only."""
    cast, now = gather(world), app.services.clock.now()
    start(cast.chen)
    await app.services.work.write(build_estate, account(cast.chen), now=now)
    group = world.group(f"{ESTATE}小区居民群", members=cast.residents, admins=[cast.chen])
    staff, resident = Phone(cast.chen, group), Phone(cast.wang, cast.wang.chat)
    return Scene(
        TIME_ZONE,
        phones=(staff, resident),
        steps=first_day_steps(
            group=staff, resident=resident, staff=Phone(cast.chen, cast.chen.chat)
        ),
    )


async def moments_of(work: Work, now: datetime) -> Sequence[Moment]:
    """Openings and closings to come, soonest first."""
    estates = [estate.id for estate in await work.read(list_estates)]
    relays = await work.read(list_relays, estates, now=now)
    moments = [
        Moment(at, f"{sign} {relay.title}")
        for relay in relays
        for sign, at in (("🟢", relay.opens_at), ("⚪️", relay.closes_at))
        if at > now
    ]
    return sorted(moments, key=lambda moment: moment.at)


@dataclass(frozen=True)
class Title:
    """A scene that can be played, and how it is called."""

    title: Texts
    set_up: Callable[[World, App], Awaitable[Scene]]


SCENES = {
    "evening": Title({"zh": "报名之夜", "en": "Signup evening"}, play_evening),
    "first_day": Title({"zh": "第一天", "en": "The first day"}, play_first_day),
}
