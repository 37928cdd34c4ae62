"""The needs of `linli demo`: what neighbours asked for before, and what runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.commands.demo_cast import Cast
from bot.commands.demo_estate import Place, whole_minute
from storage.community.actions import grant_role, set_duty_phone, take_duty
from storage.community.kinds import RoleKind
from storage.community.queries import find_actor, list_committees
from storage.requests import actions
from storage.requests.kinds import Outcome
from storage.requests.queries import find_kind_by_slug
from storage.supplies.actions import publish_round, set_light
from storage.supplies.drafts import PackageDraft, RoundDraft
from storage.supplies.kinds import Light
from storage.volunteers.actions import read_handbook

DUTY_PHONE = "021-5555 0120"


@dataclass(frozen=True)
class Earlier:
    """What a neighbour, counted from 0, asked for so many hours ago, and how it stands."""

    neighbour: int
    hours: int
    slug: str
    answers: Mapping[str, Any] = field(default_factory=dict)
    is_claimed: bool = False
    closing: str = ""


def _medicine(drug: str, quantity: int, hospital: str) -> dict[str, Any]:
    return {
        "drug": drug,
        "quantity": quantity,
        "recurrence": "once",
        "hospital": hospital,
        "route": "local",
    }


_REPAIR = {"what": "water", "since": "today", "trouble": "厨房水管漏水", "come_when": "morning"}

EARLIER = (
    Earlier(0, 30, "repairs", _REPAIR, is_claimed=True, closing="物业已换好水管"),
    Earlier(1, 26, "supplies", {"what": "大米、食用油", "people": 3}),
    Earlier(2, 5, "medicine", _medicine("硝苯地平控释片", 2, "仁济医院"), is_claimed=True),
    Earlier(3, 3, "medicine", _medicine("二甲双胍片", 3, "仁济医院")),
    Earlier(4, 1, "talk"),
)


def look_back(session: Session, place: Place, cast: Cast, now: datetime) -> None:
    """Chen is on duty, He Jing drives for her neighbours, and the estate has asked for a day."""
    committee_id, chen = list_committees(session)[0].id, cast.chen.id
    before = now - timedelta(days=2)
    take_duty(session, committee_id, by=chen, now=before)
    set_duty_phone(session, committee_id, DUTY_PHONE, by=chen, now=before)
    driver = cast.neighbours[-1].id
    until = now + timedelta(days=14)
    role = RoleKind.VOLUNTEER
    grant_role(session, driver, committee_id, role, now=before, by=chen, expires_at=until)
    read_handbook(session, by=driver, now=before)
    for earlier in EARLIER:
        _ask(session, committee_id, cast, earlier, now)
    publish_round(session, _round(place, now), by=chen, now=now)
    for name, light, amount in (
        ("蔬菜", Light.GREEN, "每天3吨"),
        ("婴儿奶粉", Light.YELLOW, "40罐"),
    ):
        source = "街道保供组"
        set_light(session, committee_id, name, light, amount, source, by=chen, now=now)


def _ask(session: Session, committee_id: int, cast: Cast, earlier: Earlier, now: datetime) -> None:
    kind = find_kind_by_slug(session, committee_id, earlier.slug)
    assert kind is not None
    asker, at = cast.neighbours[earlier.neighbour].id, now - timedelta(hours=earlier.hours)
    (tie,) = find_actor(session, asker, at).residents
    needed = {
        each.name: (now + timedelta(days=2)).date().isoformat()
        for each in kind.form.questions
        if each.required and each.kind == "date"
    }
    chosen = {
        each.name: each.choices[0] for each in kind.form.questions if each.required and each.choices
    }
    new = actions.NewRequest(
        kind_id=kind.id,
        household_id=tie.household_id,
        answers={**chosen, **needed, **earlier.answers},
        language="zh-hans",
    )
    request = actions.ask(session, new, by=asker, now=at)
    chen, soon = cast.chen.id, at + timedelta(minutes=12)
    if earlier.is_claimed:
        actions.claim(session, request.id, by=chen, now=soon)
    if earlier.closing:
        actions.close(session, request.id, Outcome.SOLVED, earlier.closing, by=chen, now=soon)


def _round(place: Place, now: datetime) -> RoundDraft:
    return RoundDraft(
        estate_id=place.estate_id,
        title="周末保供团购",
        supplier="联华超市",
        arrives="小区南门",
        opens_at=whole_minute(now) - timedelta(minutes=1),
        closes_at=whole_minute(now) + timedelta(hours=3),
        packages=(
            PackageDraft("蔬菜套餐", "青菜、土豆、番茄，共5公斤", 4500, 2, stock=40),
            PackageDraft("鸡蛋", "30枚", 3200, 1, stock=30),
            PackageDraft("婴儿奶粉", "900克，1段", 19800, 1, stock=6, is_urgent=True),
        ),
    )
