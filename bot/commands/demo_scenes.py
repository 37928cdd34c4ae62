"""The scenes of `linli demo`: who is there, and what has happened before."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.app import App
from bot.commands.demo_answers import ask_earlier, end_exit_slips, stock_answers
from bot.commands.demo_cast import Cast, account, bind_groups, gather, homes_of, start
from bot.commands.demo_estate import (
    ESTATE,
    TIME_ZONE,
    Place,
    build_estate,
    early_presses,
    mask_relay,
    settle,
    vegetable_relay,
)
from bot.commands.demo_guide import evening_steps, first_day_steps, questions_steps
from bot.commands.demo_needs import look_back as look_back_on_needs
from bot.commands.demo_needs_guide import needs_steps
from simulator import Group, World
from simulator.stage import Moment, Phone, Scene, Texts
from storage.community.actions import take_duty
from storage.community.queries import list_committees, list_estates
from storage.faq.actions import set_closure
from storage.faq.kinds import ClosureKind
from storage.relay.actions import publish_relay, turn_due_relays
from storage.relay.drafts import Draft
from storage.relay.queries import list_relays
from storage.work import Work


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


async def play_questions(world: World, app: App) -> Scene:
    """The estate is closed, and has been asking for ten days; Chen is on duty."""
    cast, services = gather(world), app.services
    now = services.clock.now()
    opened = now - timedelta(days=10)
    start(cast.chen, cast.wang, cast.lei, cast.emma, *cast.neighbours)
    place = await services.work.write(build_estate, account(cast.chen), now=opened)
    # Of one person a household: the other one's joining would be news on the first phone.
    homes = [home for home in homes_of(cast) if home[0].id != cast.lei.id]
    await services.work.write(settle, place, homes, now=opened)
    group = await bind_groups(world, services.work, cast, place, opened)
    await stock_answers(services, opened=opened)
    await services.work.write(look_back, place, cast, opened, now)
    return Scene(
        TIME_ZONE,
        phones=(
            Phone(cast.emma, group),
            Phone(cast.wang, cast.wang.chat),
            Phone(cast.chen, cast.chen.chat),
        ),
        steps=questions_steps(
            emma=Phone(cast.emma, group),
            wang=Phone(cast.wang, cast.wang.chat),
            chen=Phone(cast.chen, cast.chen.chat),
        ),
    )


def look_back(session: Session, place: Place, cast: Cast, opened: datetime, now: datetime) -> None:
    """What has happened since the estate was closed."""
    committee_id, chen = list_committees(session)[0].id, cast.chen.id
    take_duty(session, committee_id, by=chen, now=opened)
    set_closure(session, place.estate_id, None, ClosureKind.CONTROLLED, by=chen, now=opened)
    end_exit_slips(session, committee_id, by=chen, opened=opened)
    ask_earlier(session, committee_id, [one.id for one in cast.neighbours], now=now)


async def play_needs(world: World, app: App) -> Scene:
    """The estate has asked for a day; a round of supplies is open, a volunteer waits to drive."""
    cast, work = gather(world), app.services.work
    now = app.services.clock.now()
    settled = now - timedelta(days=2)
    driver = cast.neighbours[-1]
    start(cast.chen, cast.wang, cast.lei, cast.emma, *cast.neighbours)
    place = await work.write(build_estate, account(cast.chen), now=settled)
    homes = [home for home in homes_of(cast) if home[0].id != cast.lei.id]
    await work.write(settle, place, homes, now=settled)
    group = await bind_groups(world, work, cast, place, settled)
    await work.write(look_back_on_needs, place, cast, now)
    wang, chen = Phone(cast.wang, cast.wang.chat), Phone(cast.chen, cast.chen.chat)
    return Scene(
        TIME_ZONE,
        phones=(wang, chen, Phone(driver, driver.chat)),
        steps=needs_steps(
            group=Phone(cast.chen, group),
            wang=wang,
            emma=Phone(cast.emma, cast.emma.chat),
            chen=chen,
            driver=Phone(driver, driver.chat),
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
    """A scene that can be played, and how it is called.

    Attributes:
        has_answers: policy answers are there from the start; elsewhere they come while one plays.
    """

    title: Texts
    set_up: Callable[[World, App], Awaitable[Scene]]
    has_answers: bool = False


SCENES = {
    "evening": Title({"zh": "报名之夜", "en": "Signup evening"}, play_evening),
    "questions": Title({"zh": "问答", "en": "Questions"}, play_questions, has_answers=True),
    "needs": Title({"zh": "居民需求", "en": "Needs"}, play_needs),
    "first_day": Title({"zh": "第一天", "en": "The first day"}, play_first_day),
}
