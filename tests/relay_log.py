"""Good logs for the verifier: a plain hand that gives out places again after every move."""

from __future__ import annotations

import hashlib
import json
import random
from dataclasses import dataclass, field
from typing import Any

from storage.relay.proof import chain, verify

OPENS_AT = 1_700_000_000_000_000
MINUTE = 60_000_000
SEED = "5eed"
BUILDINGS = tuple(
    {"id": 10 + place, "label": str(place), "position": place, "households": 4 + place}
    for place in (1, 2, 3)
)


def terms(**changes: Any) -> dict[str, Any]:
    """Terms of ten places for three buildings, with the pools that they come to."""
    facts: dict[str, Any] = {
        "capacity": 10,
        "opens_at": OPENS_AT,
        "split_rule": "none",
        "remainder_rule": "first",
        "offline_share": 0,
        "daily_reserve": 2,
        "draw_until": OPENS_AT + 12 * MINUTE,
        "seed_digest": hashlib.sha256(SEED.encode()).hexdigest(),
        "buildings": [*BUILDINGS],
        **changes,
    }
    pools = verify.split(facts)
    return facts | {"pools": {str(pool): places for pool, places in pools.items()}}


@dataclass
class Place:
    """An entry of the hand's list."""

    number: int
    building: int
    channel: str
    ordered_at: int
    quantity: int = 1
    state: str = "waiting"
    pool: int | None = None

    @property
    def key(self) -> tuple[int, int]:
        return self.ordered_at, self.number


@dataclass
class Hand:
    """Moves a list and writes down each move as the bot does."""

    terms: dict[str, Any]
    relay: int = 7
    now: int = OPENS_AT
    newest: int = 0
    places: dict[int, Place] = field(default_factory=dict)
    lines: list[chain.Line] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.quotas = {int(pool): places for pool, places in self.terms["pools"].items()}
        self.write(0, "opened", "clock", note=self.terms)

    def write(self, entry: int, kind: str, role: str, **more: Any) -> None:
        place = self.places.get(entry)
        note = chain.to_note(more.pop("note", {}))
        stands = (
            {"state": place.state, "pool": place.pool, "ordered_at": place.ordered_at}
            if place
            else {}
        )
        quantity = place.quantity if place else 0
        number = len(self.lines) + 1
        self.lines.append(
            chain.Line(number, entry, kind, self.now, quantity, role, note=note, **stands, **more)
        )

    def join(self, building: int, channel: str = "online", minutes_ago: int = 0) -> int:
        """A household joins, or its paper is entered; returns the number."""
        self.now += MINUTE
        is_paper = channel != "online"
        ordered_at = self.now - minutes_ago * MINUTE if is_paper else max(self.now, self.newest + 1)
        place = Place(len(self.places) + 1, building, channel, ordered_at)
        self.newest = max(self.newest, ordered_at)
        self.places[place.number] = place
        self._settle(
            place.number,
            "joined",
            "staff" if is_paper else "household",
            claimed_at=ordered_at if is_paper else None,
            note={"channel": channel if is_paper else None},
            actor_id=900 + place.number,
            update_id=place.number,
            building_id=building,
            door=f"{building - 10}-{place.number}",
        )
        return place.number

    def enter_pot(self, building: int) -> int:
        """A household joins while the window of a draw is open."""
        self.now += MINUTE
        place = Place(len(self.places) + 1, building, "online", max(self.now, self.newest + 1))
        place.state, self.newest = "drawing", place.ordered_at
        self.places[place.number] = place
        self.write(
            place.number, "joined", "household", actor_id=5, building_id=building, door="1-1"
        )
        return place.number

    def draw(self) -> None:
        """Draw all who came within the window."""
        self.now += MINUTE
        waiting = [place for place in self.places.values() if place.state == "drawing"]
        within = [one.number for one in waiting if one.ordered_at < self.terms["draw_until"]]
        digest, ranked = verify.draw(SEED, within)
        self.write(0, "draw", "clock", note={"seed": SEED, "pot": digest, "drawn": len(within)})
        for rank, number in enumerate(ranked, start=1):
            self.places[number].ordered_at = OPENS_AT + rank
        for place in waiting:
            place.state = "waiting"
        given = self._given()
        for place in waiting:
            self._put(place, given.get(place.number))
            self.write(place.number, "drawn", "clock", because_of=0)

    def leave(self, number: int) -> None:
        """A household gives its place back."""
        self.now += MINUTE
        self.places[number].state, self.places[number].pool = "left", None
        self._settle(number, "left", "household", actor_id=900 + number)

    def yield_place(self, number: int) -> None:
        """A household lets all others go first."""
        self.now += MINUTE
        self.places[number].ordered_at = max(self.now, self.newest + 1)
        self.newest = self.places[number].ordered_at
        self._settle(number, "yielded", "household", actor_id=900 + number)

    def void(self, number: int, reason: str) -> None:
        """Staff take a place away."""
        self.now += MINUTE
        self.places[number].state, self.places[number].pool = "left", None
        self._settle(number, "voided", "staff", actor_id=1, reason=reason)

    def grant(self, building: int, day: str) -> int:
        """Staff give a place of the daily reserve."""
        self.now += MINUTE
        place = Place(len(self.places) + 1, building, "online", self.now, state="admitted")
        place.pool, self.newest = verify.RESERVE, max(self.newest, self.now)
        self.places[place.number] = place
        self.write(
            place.number,
            "granted",
            "staff",
            note={"day": day},
            reason="dialysis",
            building_id=building,
            door=f"{building}-g",
        )
        return place.number

    def open_shares(self) -> None:
        """Unused places become common."""
        self.now += MINUTE
        taken = [place.pool for place in self.places.values() if place.pool is not None]
        unused = sum(
            (places or 0) - taken.count(pool) for pool, places in self.quotas.items() if pool
        )
        self.quotas = {
            pool: taken.count(pool) if pool else (places or 0) + unused
            for pool, places in self.quotas.items()
        }
        self.write(0, "shares", "clock", note={"pools": _named(self.quotas)})
        self._move_others(0)

    def close(self) -> None:
        """The relay's time is over."""
        self.now += MINUTE
        self.write(0, "closed", "clock")

    def proof(self) -> dict[str, Any]:
        """The proof of all lines, as it is exported."""
        links = chain.link_lines(self.relay, None, self.lines)
        fields = [
            [*chain.public_fields(line, link.salt)]
            for line, link in zip(self.lines, links, strict=True)
        ]
        head = links[-1].digest
        return {"version": chain.VERSION, "relay": self.relay, "head": head, "lines": fields}

    def _given(self) -> dict[int, int]:
        listed = [place for place in self.places.values() if place.state in ("admitted", "waiting")]
        return verify.allocate(
            [place for place in listed if place.pool != verify.RESERVE],  # type: ignore[misc]
            self.quotas,
        )

    def _settle(self, number: int, kind: str, role: str, **more: Any) -> None:
        mover = self.places[number]
        if mover.state != "left":
            self._put(mover, self._given().get(number))
        self.write(number, kind, role, **more)
        self._move_others(number)

    def _move_others(self, because_of: int) -> None:
        given = self._given()
        for place in sorted(self.places.values(), key=lambda one: one.key):
            pool = given.get(place.number)
            if place.state in ("left", "drawing") or place.pool in (pool, verify.RESERVE):
                continue
            kind = "promoted" if place.pool is None else "demoted" if pool is None else "moved"
            self._put(place, pool)
            self.write(place.number, kind, "clock", because_of=because_of)

    def _put(self, place: Place, pool: int | None) -> None:
        place.pool = pool
        place.state = "waiting" if pool is None else "admitted"


def _named(quotas: dict[int, int | None]) -> dict[str, int | None]:
    return {str(pool): places for pool, places in quotas.items()}


def relink(proof: dict[str, Any]) -> dict[str, Any]:
    """A proof whose chain was forged anew after its lines were changed."""
    forged: dict[str, Any] = json.loads(json.dumps(proof))
    forged["head"] = verify.chain(forged)[-1]
    return forged


def play(hand: Hand, moves: int, seed: int) -> Hand:
    """A relay of random moves of every kind."""
    chance = random.Random(seed)
    for _ in range(moves):
        active = [place.number for place in hand.places.values() if place.state != "left"]
        movable = [number for number in active if hand.places[number].pool != verify.RESERVE]
        what = chance.choice(["join"] * 5 + ["paper"] * 3 + ["leave", "yield", "void"])
        building = chance.choice(BUILDINGS)["id"]
        if what == "join":
            hand.join(building)
        elif what == "paper":
            hand.join(building, chance.choice(["stall", "phone", "paste"]), chance.randint(1, 5))
        elif movable and what == "leave":
            hand.leave(chance.choice(movable))
        elif movable and what == "yield":
            hand.yield_place(chance.choice(movable))
        elif movable:
            hand.void(chance.choice(movable), "not of this estate")
    return hand
