"""Slow moves: papers, corrections, offers, the reserve, the draw, the shares, the terms."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, col, select

from storage.engine import Database
from storage.errors import RuleError
from storage.outbox.tables import Card, OutboxMessage
from storage.relay import moves
from storage.relay.actions import close_relay, turn_due_relays
from storage.relay.desk import Outcome, Press, PressKind, RelayDesk
from storage.relay.kinds import (
    Channel,
    EntryState,
    EventKind,
    OrderRule,
    RelayState,
    ServedRule,
    SplitRule,
    TieRule,
)
from storage.relay.lottery import draw, seed_digest
from storage.relay.moves import Changes, PaperOutcome, PaperRow
from storage.relay.pools import COMMON, RESERVE, allocate
from storage.relay.proof.actions import NewEvent, append_events
from storage.relay.proof.checking import check_log
from storage.relay.queries import (
    EntryView,
    RelayView,
    count_by_building,
    find_entry,
    find_relay,
    list_entries,
    list_events,
)
from storage.relay.sharing import Sharing
from storage.relay.tables import Relay, RelayEntry, RelayPool
from storage.work import Work
from tests.builders import OPENING, STAFF, Neighbourhood, build_neighbourhood, build_relay

GROUP = -100


class Relays:
    """A neighbourhood, one relay in it, and a clock of seconds after the opening."""

    def __init__(self, work: Work, database: Database, place: Neighbourhood) -> None:
        self.work = work
        self.desk = RelayDesk(database, after_commit=lambda: None)
        self.place = place
        self.relay_id = 0
        self.second = 3600.0
        self.updates = 0

    async def opens(self, **terms: Any) -> None:
        def build(session: Session) -> int:
            relay_id = build_relay(session, self.place, state=RelayState.OPEN, **terms)
            session.add(Card(kind="relay", subject_id=relay_id, chat_id=GROUP))
            return relay_id

        self.relay_id = await self.work.write(build)

    @property
    def now(self) -> Any:
        return OPENING + timedelta(seconds=self.second)

    async def press(
        self, household: int, kind: PressKind = PressKind.JOIN, **details: Any
    ) -> Outcome:
        self.second += 1
        self.updates += 1
        press = Press(
            kind=kind,
            relay_id=self.relay_id,
            update_id=self.updates,
            person_id=self.place.person(household),
            received_at=self.now,
        )
        return await self.desk.ask(press._replace(**details))

    async def does(self, action: Callable[..., Any], *values: Any, **named: Any) -> Any:
        self.second += 1
        return await self.work.write(action, self.relay_id, *values, now=self.now, **named)

    async def enters(self, *rows: PaperRow, by: int = STAFF) -> tuple[PaperOutcome, ...]:
        outcomes: tuple[PaperOutcome, ...] = await self.does(moves.enter_papers, rows, by=by)
        return outcomes

    def row(self, household: int, second: float, **changes: Any) -> PaperRow:
        at = OPENING + timedelta(seconds=second)
        row = PaperRow(self.place.households[household], 1, Channel.STALL, at)
        return replace(row, **changes)

    async def entry(self, household: int) -> EntryView:
        view = await self.work.read(find_entry, self.relay_id, self.place.households[household])
        assert view is not None
        return view

    async def state(self, household: int) -> str:
        return (await self.entry(household)).state.value

    async def view(self) -> RelayView:
        view = await self.work.read(find_relay, self.relay_id)
        assert view is not None
        return view

    async def told(self) -> list[tuple[int, str]]:
        def read(session: Session) -> list[tuple[int, str]]:
            rows = session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id)))
            return [(row.chat_id, row.template) for row in rows]

        return await self.work.read(read)

    async def kinds(self) -> list[EventKind]:
        events = await self.work.read(list_events, self.relay_id, most=500)
        return [event.kind for event in reversed(events)]

    async def check(self) -> None:
        """What the rows say is what the rule makes of them."""

        def read(session: Session) -> None:
            relay = session.get_one(Relay, self.relay_id)
            standing = select(RelayEntry).where(
                RelayEntry.relay_id == self.relay_id, RelayEntry.state != EntryState.LEFT
            )
            rows = [row for row in session.exec(standing) if row.pool != RESERVE]
            rows.sort(key=lambda row: (row.ordered_at, row.number))
            own = select(RelayPool).where(RelayPool.relay_id == self.relay_id)
            pools = {pool.key: pool for pool in session.exec(own)}
            quotas: dict[int, int | None] = {key: pool.quota for key, pool in pools.items()}
            if not quotas:
                quotas[COMMON] = relay.capacity
            held = allocate(rows, quotas)
            assert {row.number: row.pool for row in rows} == held
            taken = list(held.values())
            assert relay.admitted == len(rows) - taken.count(None)
            assert relay.waiting == taken.count(None)
            assert {key: pool.taken for key, pool in pools.items()} == {
                key: taken.count(key) for key in pools
            }

        await self.work.read(read)


@pytest.fixture
async def relays(work: Work, database: Database) -> AsyncIterator[Relays]:
    """After each play, the log replays to the rows, by a verifier that shares no code with us."""
    played = Relays(work, database, await work.write(build_neighbourhood, buildings=3))
    yield played
    assert await work.read(check_log, played.relay_id) == []


SPLIT = {"split_rule": SplitRule.BUILDINGS}


@pytest.mark.parametrize(
    "terms",
    [
        {"capacity": 4},
        {"capacity": 5, **SPLIT},
        {"capacity": 5, **SPLIT, "offline_share": 2},
        {"capacity": 4, "offline_share": 1, "offer_minutes": 10},
    ],
    ids=["strict", "split", "split-offline", "offline-offers"],
)
@pytest.mark.parametrize("seed", [1, 2])
async def test_rows_are_what_the_rule_makes_of_them_after_every_move(
    relays: Relays, terms: dict[str, Any], seed: int
) -> None:
    """The desk and the slow moves read only those whom a move can reach: it must be enough."""
    await relays.opens(**terms)
    chance = random.Random(seed)
    refusals = set()
    for step in range(40):
        try:
            await _move_somebody(relays, chance, step)
        except RuleError as refusal:
            refusals.add(refusal.code)
        await relays.check()
    await relays.work.write(close_relay, relays.relay_id, by=STAFF, now=relays.now)
    assert refusals <= {
        "not_joined",
        "entry_unknown",
        "entry_not_void",
        "household_has_entry",
        "no_shares",
        "shares_opened",
    }


async def _move_somebody(relays: Relays, chance: random.Random, step: int) -> None:
    household = chance.randrange(12)
    door, person = relays.place.households[household], relays.place.person(household)
    earlier = chance.randrange(3600)
    match chance.randrange(9 if step > 25 else 8):
        case 0 | 1:
            await relays.press(household)
        case 2:
            await relays.press(household, PressKind.LEAVE)
        case 3:
            await relays.press(
                household,
                PressKind.ENTER,
                person_id=STAFF,
                household_id=door,
                channel=Channel.PHONE,
                entered_for=OPENING + timedelta(seconds=earlier),
            )
        case 4:
            await relays.enters(relays.row(household, earlier))
        case 5:
            await relays.does(moves.yield_place, door, by=person)
        case 6:
            await relays.does(moves.void_entry, 1 + step // 3, "重复", by=STAFF)
        case 7:
            await relays.does(moves.restore_entry, 1 + step // 4, by=STAFF)
        case _:
            await relays.does(moves.open_shares, by=STAFF)


async def test_papers_are_merged_by_their_times_and_the_earlier_of_two_stands(
    relays: Relays,
) -> None:
    """S06, S14: one order whatever the channel; of two entries the first in time stands."""
    await relays.opens(capacity=3)
    await relays.press(0)
    await relays.press(1)

    rows = [
        relays.row(2, 60),
        relays.row(1, 120, channel=Channel.SMS),
        relays.row(0, 3601.5),
        relays.row(3, 30, quantity=9),
        relays.row(4, 90),
    ]
    outcomes = await relays.enters(*rows)

    assert [outcome.kind for outcome in outcomes] == [
        "joined",
        "retimed",
        "duplicate",
        "refused",
        "joined",
    ]
    assert outcomes[3].code == "wrong_quantity"
    assert (outcomes[1].place, outcomes[2].waiting_place) == (3, 1)
    assert outcomes[2].standing_channel is Channel.ONLINE
    lines = await relays.work.read(list_entries, relays.relay_id)
    assert [line.household_id - 1 for line in lines] == [2, 4, 1, 0]
    assert await relays.told() == [
        (relays.place.person(1), "relay/retimed"),
        (relays.place.person(0), "relay/demoted"),
    ]
    await relays.check()

    again = await relays.enters(*rows)
    assert [outcome.kind for outcome in again] == ["duplicate"] * 3 + ["refused", "duplicate"]
    former = outcomes[1].former
    assert former is not None
    await relays.does(moves.retime_entry, outcomes[1].number, relays.now, by=STAFF, former=former)
    lines = await relays.work.read(list_entries, relays.relay_id)
    assert [line.household_id - 1 for line in lines] == [2, 4, 0, 1]


async def test_rows_of_a_lobby_sheet_keep_its_order_and_are_marked_where_unsure(
    relays: Relays,
) -> None:
    """S29: number one on the sheet is first, and so on."""
    await relays.opens(capacity=6, tie_rule=TieRule.SPREAD)
    await relays.press(9)
    begins = OPENING + timedelta(seconds=3000)
    sheet = [
        relays.row(household, 4200, channel=Channel.LOBBY, not_before=begins)
        for household in (5, 2, 8)
    ]
    relays.second = 5000
    await relays.enters(*sheet)

    lines = await relays.work.read(list_entries, relays.relay_id)

    assert [line.household_id - 1 for line in lines] == [5, 9, 2, 8]
    assert [line.is_uncertain for line in lines] == [True, False, True, True]
    await relays.does(moves.void_entry, 1, "搬走", by=STAFF)
    lines = await relays.work.read(list_entries, relays.relay_id)
    assert not any(line.is_uncertain for line in lines)


async def test_void_entry_is_told_with_its_reason_and_can_be_restored(relays: Relays) -> None:
    await relays.opens(capacity=1)
    await relays.press(0)
    await relays.press(1)

    await relays.does(moves.void_entry, 1, "不是本小区", by=STAFF)
    await relays.does(moves.void_entry, 1, "不是本小区", by=STAFF)
    assert await relays.state(1) == "admitted"
    await relays.does(moves.restore_entry, 1, by=STAFF)

    assert (await relays.state(0), await relays.state(1)) == ("admitted", "waiting")
    first, second = relays.place.person(0), relays.place.person(1)
    assert await relays.told() == [
        (first, "relay/voided"),
        (second, "relay/promoted"),
        (first, "relay/restored"),
        (second, "relay/demoted"),
    ]
    with pytest.raises(RuleError, match="not_staff"):
        await relays.does(moves.void_entry, 1, "不", by=first)


async def test_who_left_alone_or_joined_again_is_not_restored(relays: Relays) -> None:
    await relays.opens()
    await relays.press(0)
    await relays.press(0, PressKind.LEAVE)
    with pytest.raises(RuleError, match="entry_not_void"):
        await relays.does(moves.restore_entry, 1, by=STAFF)
    await relays.press(0)
    await relays.does(moves.void_entry, 2, "重复", by=STAFF)
    await relays.press(0)
    with pytest.raises(RuleError, match="household_has_entry"):
        await relays.does(moves.restore_entry, 2, by=STAFF)


async def test_who_yields_goes_behind_all_others_once(relays: Relays) -> None:
    """S28: households with stock let the others go first."""
    await relays.opens(capacity=2)
    for household in range(3):
        await relays.press(household)
    mine = relays.place.households[0]

    moved = await relays.does(moves.yield_place, mine, by=relays.place.person(0), update_id=77)
    await relays.press(3)
    again = await relays.does(moves.yield_place, mine, by=relays.place.person(0), update_id=77)

    assert (moved.state, moved.place, moved.waiting_place) == (EntryState.WAITING, 3, 1)
    assert (again.place, again.waiting_place) == (3, 1)
    assert await relays.state(2) == "admitted"
    assert (await relays.kinds()).count(EventKind.YIELDED) == 1


async def test_offer_lapses_by_day_and_goes_on_to_the_next(relays: Relays) -> None:
    await relays.opens(capacity=1, offer_minutes=60)
    for household in range(3):
        await relays.press(household)
    relays.second = 10 * 3600
    await relays.press(0, PressKind.LEAVE)
    offered = await relays.entry(1)
    assert offered.offer_until == relays.now + timedelta(hours=1)

    relays.second += 3600 + 1
    assert await relays.work.read(moves.has_lapsing_offers, relays.now)
    assert await relays.work.write(moves.lapse_offers, relays.now) == 1
    assert await relays.work.write(moves.lapse_offers, relays.now) == 0
    with pytest.raises(RuleError, match="not_joined"):
        await relays.does(moves.accept_offer, relays.place.households[1], by=1)
    accepted = await relays.does(
        moves.accept_offer, relays.place.households[2], by=relays.place.person(2)
    )

    assert accepted.state is EntryState.ADMITTED
    assert (await relays.entry(2)).offer_until is None
    first, second = relays.place.person(1), relays.place.person(2)
    assert await relays.told() == [
        (first, "relay/offered"),
        (first, "relay/lapsed"),
        (second, "relay/offered"),
    ]
    with pytest.raises(RuleError, match="no_offer"):
        await relays.does(moves.decline_offer, relays.place.households[2], by=1)
    await relays.does(moves.restore_entry, 2, by=STAFF)
    assert (await relays.state(1), await relays.state(2)) == ("admitted", "waiting")


async def test_reserve_is_beside_the_order_and_counted_by_the_day(relays: Relays) -> None:
    """S03: drawn by staff with a reason, logged separately, pushing nobody down."""
    await relays.opens(capacity=1, daily_reserve=1, reserve_groups=["孕妇", "透析"])
    for household in range(3):
        await relays.press(household)
    mine = relays.place.households[1]

    async def grant(household_id: int, group: str = "孕妇") -> Any:
        return await relays.does(moves.grant_place, household_id, group, "产检", by=STAFF)

    grant_id = await grant(mine)
    with pytest.raises(RuleError, match="already_granted"):
        await grant(mine)
    with pytest.raises(RuleError, match="reserve_spent"):
        await grant(relays.place.households[5])
    with pytest.raises(RuleError, match="wrong_group"):
        await grant(relays.place.households[5], "其他")
    await relays.check()
    mine_now, other = await relays.entry(1), await relays.entry(2)
    assert (mine_now.pool, mine_now.place) == (RESERVE, 0)
    assert (other.place, other.waiting_place) == (2, 1)
    assert (await relays.view()).joined == 2
    told = await relays.press(1)
    assert (told.kind, told.place, told.pool) == ("already", 0, RESERVE)

    relays.second += 86_400
    reserve = await relays.work.read(moves.find_reserve, relays.relay_id, relays.now)
    assert (reserve.places, reserve.granted) == (1, 0)
    await relays.work.write(moves.revoke_grant, grant_id, by=STAFF, now=relays.now)
    assert (await relays.entry(1)).waiting_place == 1
    grants = await relays.work.read(moves.list_grants, relays.relay_id)
    assert [(grant.group, grant.reason) for grant in grants] == [("孕妇", "产检")]
    await relays.check()


async def test_the_draw_orders_the_window_as_anybody_can_verify(relays: Relays) -> None:
    """T4: no race at midnight; the seed was committed to before anybody joined."""
    window = timedelta(hours=2)
    await relays.opens(
        capacity=3,
        order_rule=OrderRule.DRAW,
        draw_until=OPENING + window,
        seed="ab" * 16,
        seed_digest=seed_digest("ab" * 16),
    )
    for household in range(5):
        pressed = await relays.press(household)
        assert (pressed.state, pressed.place) == (EntryState.DRAWING, 0)
    assert (await relays.view()).joined == 5
    relays.second = window.total_seconds() + 1
    await relays.press(7)
    assert await relays.work.write(turn_due_relays, relays.now) == 0
    relays.second += 10
    assert await relays.work.write(turn_due_relays, relays.now) == 1

    lines = await relays.work.read(list_entries, relays.relay_id)
    drawn = draw("ab" * 16, range(1, 6))
    assert [line.number for line in lines] == [*drawn, 6]
    await relays.check()
    (late,) = await relays.enters(relays.row(9, 100))
    assert late.place == 6
    templates = [template for _, template in await relays.told()]
    assert templates.count("relay/drawn") == 6
    assert (await relays.kinds())[:2] == [EventKind.OPENED, EventKind.JOINED]


async def test_places_that_nobody_used_are_common_at_closing(relays: Relays) -> None:
    """T2: what happens to an unused share is published, and happens."""
    await relays.opens(capacity=6, split_rule=SplitRule.BUILDINGS)
    for household in (0, 3, 6, 9, 1):
        await relays.press(household)
    assert (await relays.entry(9)).waiting_place == 2
    assert [share.taken for share in (await relays.view()).shares] == [2, 1, 0, 0]

    await relays.work.write(close_relay, relays.relay_id, by=STAFF, now=relays.now)

    assert (await relays.state(6), await relays.state(9)) == ("admitted", "admitted")
    await relays.check()
    kinds = await relays.kinds()
    assert kinds[-1] is EventKind.CLOSED
    assert kinds.count(EventKind.SHARES) == 1
    counts = await relays.work.read(count_by_building, relays.relay_id)
    assert [count.admitted for count in counts] == [4, 1, 0]
    root = (await relays.view()).root
    assert root is not None


async def test_terms_after_the_opening_are_changed_in_public(relays: Relays) -> None:
    await relays.opens(capacity=2)
    for household in (0, 3, 1, 2):
        await relays.press(household)

    changes = Changes(capacity=3, sharing=Sharing(split_rule=SplitRule.BUILDINGS))
    await relays.does(moves.change_terms, changes, by=STAFF)
    await relays.does(moves.change_terms, changes, by=STAFF)

    await relays.check()
    assert [await relays.state(h) for h in (0, 3, 1, 2)] == [
        "admitted",
        "waiting",
        "admitted",
        "admitted",
    ]
    told = await relays.told()
    assert told.count((GROUP, "relay/terms_changed")) == 1
    assert (relays.place.person(3), "relay/demoted") in told
    later = Sharing(order_rule=OrderRule.DRAW, draw_until=OPENING + timedelta(hours=9))
    with pytest.raises(RuleError, match="terms_fixed"):
        await relays.does(moves.change_terms, Changes(sharing=later), by=STAFF)
    await relays.does(moves.change_terms, Changes(capacity=9, sharing=Sharing()), by=STAFF)
    await relays.check()
    assert (await relays.view()).waiting == 0


async def test_round_for_the_unserved_refuses_who_collected_before(relays: Relays) -> None:
    """S01: one booking a household a round, and the next round knows who was served."""
    await relays.opens()
    for household in (0, 1):
        await relays.press(household)
    collected = [NewEvent(EventKind.COLLECTED, relays.now, number) for number in (1, 2)]
    undone = NewEvent(EventKind.UNDONE, relays.now, 2)
    first = relays.relay_id
    await relays.work.write(append_events, first, [*collected, undone])
    await relays.opens(follows_id=first, served_rule=ServedRule.UNSERVED)

    with pytest.raises(RuleError, match="already_served"):
        await relays.press(0)
    (refused,) = await relays.enters(relays.row(0, 60))
    joined = await relays.press(1)

    assert refused.code == "already_served"
    assert joined.place == 1
