"""One of everything that people need and do for each other, and every button to reach for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from bot.route_table import merge_routers
from handlers.features import build_routers
from handlers.supplies._callbacks import QuantityPress
from simulator import Person
from storage.community.actions import plan_shift
from storage.emergency.tables import Alert
from storage.requests.queries import RequestView
from storage.runs.views import RunView
from storage.supplies.actions import SUBJECT, arrive, begin_picking, close_round, set_light
from storage.supplies.kinds import Light
from storage.volunteers.actions import Offer, offer_help
from storage.volunteers.tables import Task
from tests.handlers import runs_play
from tests.handlers.estate_play import asks
from tests.people import hears
from tests.storage.supplies_world import build_round
from tests.town import Town

DRUG = "氯硝西泮"
CRY = "My mother has chest pain in the kitchen"
FEATURES = {"requests", "runs", "supplies", "volunteers", "duty", "emergency"}

# What reaches for somebody else's affairs or for the committee's, as `act` and `value` follow it.
FORGERIES = {
    "no:{request}:": "| answer absent reopen change more history withdraw drop erase wipe received"
    " good bad again enough next",
    "wr:{request}:": "show: claim: release: assign: to:{intruder} hand:{intruder} ask: note:"
    " source: is:found is:none deliver: how:door close: end:solved quick:glad bare: reopen: photos:"
    " history: session: held: missed: session_day: session_end:",
    "wb:{committee}:": "show kinds buildings",
    "wl:{committee}:": "open:0:0:0 new:{kind}:0:0 closed:0:0:0",
    "wm:{committee}:": "claim:{kind}:1 close:0:1 claim:0:0",
    "wk:{committee}:": "show new",
    "wi:{kind}:": "show: questions: preview: title: hint: keywords: add: times: hours:4 minutes:5"
    " sensitive:0 offer:0 up: drop: drop_sure:",
    "wq:{kind}:": "0:show 0:optional 1:up 0:drop",
    "wd:{committee}:": "0:show 0:picture",
    "ma:{committee}:": "show:0 ended:0",
    "mg:{committee}:": "{request}:show:0 {request}:plan:0 {request}:put:{run}",
    "mr:{run}:": "totals:0 bags:0 day:0 route:0 out:0 in:0 no_place:0 cancel:0 hospital:0"
    " handover:0 place:0 code:0 pdf:0 xlsx:0 open:0 take:0 release:0 again:0 leave:0 cancel_sure:0",
    "md:{run}:": "{day}",
    "ml:{line}:": "bought partly missing out",
    "mq:{line}:": "missing:sold_out missing:own",
    "mb:{bag}:": "show handed",
    "mc:{bag}": "|",
    "mt:{task}": "|",
    "st:{doors}": "|",
    "vt:{task}:": "show claim done cancel take_away release failed",
    "sb:{round}:": "1",
    "sr:{round}:": "0 1",
    "sm:{round}:": "show pick gate call supplied close close_sure cancel_sure finish_sure check"
    " doubt xlsx pdf picking",
    "sk:{package}": "|",
    "sf:{round}:1:": "{package}:1 {package}:-1",
    "sd:{doors}:": "1:show 1:handed_over 1:left 1:again",
    "sp:{doors}:": "0",
    "sn:": "publish: edit:title estate:1",
    "sl:": "set:{status}:0 withdraw:{status}:0 red:{status}:0 new:0:{committee}",
    "va:{volunteer}:": "0:7:0:0 0:0:1:0",
    "ve:{volunteer}:": "7",
    "vo:{volunteer}:": "show accept extend decline end end_sure",
    "vl:{committee}:": "0",
    "vn:{committee}:": "begin:0:0 show:0:0 open:0:0 places:2:0",
    "dn:{committee}:": "notes write phone no_phone",
    "dp:{committee}:": "{day}:480:960:{intruder} {day}:-2:0: {day}:-1:0:",
    "dr:{committee}:": "{day}",
    "ds:{shift}:": "show give_up take cancel cancel_sure",
    "dt:{committee}:": "-1 4 0",
    "ua:{alert}:": "show take over done false note",
    "um:{alert}": "|",
    "up:{alert}:": "{estate}:0 {estate}:1",
}
# What everybody may press for themselves: to ask, to order, to call for help, to offer help.
OWN = {"na", "nf", "nh", "nk", "nl", "nw", "so", "sq", "us", "vf", "vh", "vk", "vm", "wc"}


@dataclass(frozen=True)
class Scene:
    """Household 0 needs medicine and vegetables; Leo drives; somebody has cried for help.

    Attributes:
        numbers: the id of each thing, by its name in `FORGERIES`.
    """

    town: Town
    requester: Person
    driver: Person
    request: RequestView
    run: RunView
    numbers: dict[str, int]

    @property
    def secrets(self) -> set[str]:
        """What only those may read whom it concerns."""
        name = self.requester.user.first_name
        return {DRUG, self.request.door, name, self.run.hospital, "chest pain", "Leo"}

    def forged(self, intruder: Person) -> Iterator[str]:
        """Every button of another one's, as somebody might make it."""
        for head, tails in FORGERIES.items():
            for tail in tails.split():
                data = head + tail.removeprefix("|")
                yield data.format(**self.numbers, intruder=intruder.id)


def prefixes() -> set[str]:
    """How the buttons of these features begin, as the bot knows them."""
    presses = merge_routers(build_routers()).presses
    return {
        prefix
        for prefix, (_, handler) in presses.items()
        if set(handler.__module__.split(".")) & FEATURES
    }


async def build_scene(town: Town) -> Scene:
    """One of everything, in the middle of being done."""
    wang, li, _, sun = town.residents
    request = await runs_play.ask(town, 0, DRUG)
    driver = await runs_play.volunteer(town)
    await runs_play.plan_and_open(town)
    await runs_play.drive(town, driver)
    run = (await runs_play.find_runs(town))[0]
    numbers = await _supplies(town, wang) | await _help(town, li)
    await asks(sun, CRY)
    await hears(town.staff, "calls for help")
    numbers |= {
        "request": request.id,
        "kind": request.kind.id,
        "committee": town.place.committee_id,
        "estate": town.place.estate_id,
        "run": run.id,
        "line": run.lines[0].id,
        "bag": run.lines[0].bag_id or 0,
        "task": run.task_id or 0,
        "day": town.clock.now().date().toordinal() + 1,
        "alert": await town.work.read(_only, Alert),
    }
    return Scene(town, wang, driver, request, run, numbers)


async def _supplies(town: Town, buyer: Person) -> dict[str, int]:
    """A round that has come to the gate with the buyer's vegetables in it, and a light."""
    now, by = town.clock.now(), town.staff.id
    round_id, packages = await town.work.write(
        build_round, town.place, opens_at=now, closes_at=now + timedelta(hours=1)
    )
    more = QuantityPress(round_id=round_id, package_id=packages[0], change=1)
    await buyer.presses(await asks(buyer, f"/start order_{round_id}"), data=more.pack())
    for act in (close_round, begin_picking, arrive):
        await town.work.write(act, round_id, by=by, now=now)
    committee = town.place.committee_id
    light = (committee, "蔬菜", Light.GREEN, "3 t", "百联")
    status = await town.work.write(set_light, *light, by=by, now=now)
    doors = await town.work.read(_only, Task, Task.subject_id == round_id, Task.subject == SUBJECT)
    return {"round": round_id, "package": packages[0], "status": status, "doors": doors}


async def _help(town: Town, volunteer: Person) -> dict[str, int]:
    """Somebody offers help, and staff are on the rota for tomorrow."""
    now, committee = town.clock.now(), town.place.committee_id
    offer = await town.work.write(offer_help, Offer(committee), by=volunteer.id, now=now)
    begins = now + timedelta(days=1)
    shift = await town.work.write(
        plan_shift,
        committee,
        town.staff.id,
        starts_at=begins,
        ends_at=begins + timedelta(hours=8),
        by=town.staff.id,
        now=now,
    )
    return {"volunteer": offer.id, "shift": shift.id}


def _only(session: Session, table: Any, *which: Any) -> int:
    """The id of the only row there is."""
    number: int = session.exec(select(table).where(*which)).one().id
    return number
