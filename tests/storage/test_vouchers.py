"""Entries are checked, vouchers given out by themselves, and each is collected once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from storage.errors import RuleError
from storage.proxies.kinds import ProxyState
from storage.proxies.tables import Proxy
from storage.relay.kinds import EntryState, EventKind
from storage.relay.tables import RelayEntry, RelayEvent
from storage.relay.vouchers.candidates import count_checks, list_candidates
from storage.relay.vouchers.checking import await_papers, confirm, confirm_proposed
from storage.relay.vouchers.codes import is_code
from storage.relay.vouchers.collecting import collect, look_up, set_paid, undo_collect
from storage.relay.vouchers.collectors import (
    COLLECTOR_LASTS,
    accept_collector,
    invite_collector,
    revoke_collector,
)
from storage.relay.vouchers.issuing import LETTER, issue_due_vouchers
from storage.relay.vouchers.kinds import Conflict, Doubt, Stage, Validity
from storage.relay.vouchers.lists import read_list
from storage.relay.vouchers.photos import list_copies_due, note_copy, save_photo
from storage.relay.vouchers.progress import chain_of, count_stages, served_households
from storage.relay.vouchers.queries import (
    find_photo,
    list_collected_times,
    list_collectors,
    list_vouchers,
)
from storage.relay.vouchers.reconciling import match_list, take_list
from storage.relay.vouchers.rules import MOST_WRONG_CODES, WRONG_CODES_COUNT
from storage.relay.vouchers.upkeep import KEEP_PHOTOS, drop_papers, forget_checker
from storage.work import Work
from tests.builders import STAFF, build_relay
from tests.storage.vouchers_world import (
    LEAD,
    NOW,
    PHARMACY,
    SECOND_STAFF,
    STRANGER,
    Counter,
    add_entries,
    open_counter,
)

MINUTE = timedelta(minutes=1)


@pytest.fixture
async def counter(work: Work) -> Counter:
    return await open_counter(work)


async def test_the_roster_proposes_and_staff_confirm(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    await work.write(_trust, counter, 1, STRANGER)
    await work.write(await_papers, relay_id, [2])
    doubts = {each.number: each.doubts for each in await work.read(list_candidates, relay_id)}
    # Household 4 has nobody on Telegram, household 2 is to send papers (S25, S44).
    assert doubts == {1: (), 2: (Doubt.PAPERS_MISSING,), 3: (), 4: (Doubt.NOBODY,)}

    assert await counter.confirm_all() == 2
    assert await counter.confirm_all() == 0
    counts = await work.read(count_checks, relay_id)
    assert (counts.proposed, counts.review, counts.awaiting, counts.confirmed) == (0, 2, 1, 2)
    # Each household is told, and who acts for it, too.
    told = await counter.letters(LETTER)
    assert sorted(person for person, _ in told) == [1_000, 1_002, STRANGER]
    assert {params["number"] for _, params in told} == {1, 3}

    await work.write(confirm, relay_id, 4, by=STAFF, now=NOW)
    given = await work.read(list_vouchers, relay_id)
    assert [voucher.number for voucher in given] == [1, 3, 4]
    assert all(is_code(voucher.code) for voucher in given)
    assert len({voucher.code for voucher in given}) == 3
    events = await work.read(_events, relay_id)
    assert events == [(1, "confirmed"), (3, "confirmed"), (4, "confirmed")]
    with pytest.raises(RuleError, match="not_staff"):
        await work.write(confirm_proposed, relay_id, by=LEAD, now=NOW)


async def test_who_moves_up_later_gets_a_voucher_by_itself(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    await work.write(_change, relay_id, 2, state=EntryState.WAITING, pool=None)
    await work.write(_change, relay_id, 3, offer_until=1)
    for number in (1, 2, 3):
        await work.write(confirm, relay_id, number, by=STAFF, now=NOW)
    assert (await counter.voucher(1)).validity is Validity.VALID
    assert {(await counter.voucher(number)).code for number in (2, 3)} == {""}

    await work.write(_change, relay_id, 2, state=EntryState.ADMITTED, pool=0)
    await work.write(_change, relay_id, 3, offer_until=None)
    assert await work.write(issue_due_vouchers, NOW) == 2
    assert await work.write(issue_due_vouchers, NOW) == 0
    # Who gives their place back has a piece of paper and nothing to collect.
    await work.write(_change, relay_id, 1, state=EntryState.LEFT, pool=None)
    with pytest.raises(RuleError, match="voucher_void"):
        await work.write(collect, relay_id, 1, by=STAFF, now=NOW)


async def test_a_voucher_is_collected_once_whoever_presses(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    await counter.confirm_all()
    pressed = await asyncio.gather(
        *(work.write(collect, relay_id, 1, by=by, now=NOW) for by in (STAFF, SECOND_STAFF, LEAD)),
        return_exceptions=True,
    )
    refused = [each for each in pressed if isinstance(each, RuleError)]
    assert [each.code for each in refused] == ["voucher_collected"] * 2
    assert refused[0].params == {"at": NOW.isoformat()}
    taken = await counter.voucher(1)
    # The same press again, as after a restart, changes nothing.
    assert taken.collected_by is not None
    again = await work.write(
        collect, relay_id, 1, by=taken.collected_by, now=NOW + MINUTE, is_paid=True
    )
    assert again == taken
    assert [each for each in await work.read(_events, relay_id) if each[1] == "collected"] == [
        (1, "collected")
    ]


async def test_a_collection_is_paid_for_and_taken_back(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    await counter.confirm_all()
    await work.write(collect, relay_id, 1, by=LEAD, now=NOW)
    assert (await work.write(set_paid, relay_id, 1, True, by=LEAD, now=NOW)).is_paid
    assert await work.read(list_collected_times, relay_id) == {1: NOW}
    await work.write(undo_collect, relay_id, 1, by=STAFF, now=NOW + MINUTE)
    back = await counter.voucher(1)
    assert (back.validity, back.is_paid) == (Validity.VALID, False)
    assert (1, "undone") in await work.read(_events, relay_id)

    await work.write(collect, relay_id, 1, by=STAFF, now=NOW)
    with pytest.raises(RuleError, match="not_collector"):
        await work.write(undo_collect, relay_id, 1, by=LEAD, now=NOW)
    with pytest.raises(RuleError, match="voucher_undo_late"):
        await work.write(undo_collect, relay_id, 1, by=STAFF, now=NOW + timedelta(days=1))


async def test_who_may_collect_what(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    await counter.confirm_all()
    code = await work.write(invite_collector, relay_id, " 益丰  2 ", by=STAFF, now=NOW)
    assert await work.write(accept_collector, code, PHARMACY, now=NOW) == relay_id
    assert await work.write(accept_collector, code, PHARMACY, now=NOW) == relay_id
    with pytest.raises(RuleError, match="invite_used"):
        await work.write(accept_collector, code, STRANGER, now=NOW)
    # A building's lead collects there and nowhere else; a neighbour nowhere.
    await work.write(collect, relay_id, 1, by=LEAD, now=NOW)
    for by, number in ((LEAD, 2), (STRANGER, 2), (1_001, 2)):
        with pytest.raises(RuleError, match="not_collector"):
            await work.write(collect, relay_id, number, by=by, now=NOW)
    await work.write(collect, relay_id, 2, by=PHARMACY, now=NOW)
    (invited,) = await work.read(list_collectors, relay_id, NOW)
    assert (invited.label, invited.person_id, invited.collected) == ("益丰 2", PHARMACY, 1)

    other = await work.write(build_relay, counter.place)
    await work.write(add_entries, counter.place, other, [3])
    await work.write(confirm, other, 3, by=STAFF, now=NOW)
    with pytest.raises(RuleError, match="not_collector"):
        await work.write(collect, other, 3, by=PHARMACY, now=NOW)
    with pytest.raises(RuleError, match="not_collector"):
        await work.write(collect, relay_id, 3, by=PHARMACY, now=NOW + COLLECTOR_LASTS)
    assert await work.write(revoke_collector, invited.id, by=STAFF, now=NOW) == relay_id
    with pytest.raises(RuleError, match="not_collector"):
        await work.write(collect, relay_id, 3, by=PHARMACY, now=NOW)
    with pytest.raises(RuleError, match="invite_expired"):
        await work.write(accept_collector, code, PHARMACY, now=NOW)


async def test_codes_cannot_be_found_by_trying(counter: Counter) -> None:
    work = counter.work
    await counter.confirm_all()
    first, second = (await counter.voucher(1)).code, (await counter.voucher(2)).code
    with pytest.raises(RuleError, match="not_collector"):
        await work.write(look_up, first, by=STRANGER, now=NOW)
    found = await work.write(look_up, first, by=LEAD, now=NOW)
    assert found is not None
    assert found.number == 1
    # What a lead may not collect is to them as what does not exist.
    for _ in range(MOST_WRONG_CODES):
        assert await work.write(look_up, second, by=LEAD, now=NOW) is None
    with pytest.raises(RuleError, match="voucher_tries") as refused:
        await work.write(look_up, first, by=LEAD, now=NOW + MINUTE)
    assert refused.value.params == {"minutes": 9}
    assert await work.write(look_up, first, by=LEAD, now=NOW + WRONG_CODES_COUNT) is not None
    assert await work.write(look_up, first, by=STAFF, now=NOW) is not None


async def test_a_list_from_the_pharmacy_is_matched_and_taken(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    await counter.confirm_all()
    codes = [(await counter.voucher(number)).code for number in (1, 2, 3)]
    await work.write(collect, relay_id, 1, by=STAFF, now=NOW)
    await work.write(_change, relay_id, 3, state=EntryState.LEFT, pool=None)
    wrong = codes[1][:-1] + str((int(codes[1][-1]) + 1) % 10)
    text = "\n".join(
        [
            "code,time",
            codes[0],
            f"{codes[1]},16:05",
            codes[1],
            codes[2],
            wrong,
            "000000000",
            "12345",
        ]
    )
    lines = read_list(text, now=NOW, time_zone="Asia/Shanghai")
    seen = await work.read(match_list, relay_id, lines, by=STAFF, now=NOW)
    took = await work.write(take_list, relay_id, lines, by=STAFF, now=NOW)
    assert took == seen
    # 16:05 is still to come on this morning in Shanghai: it was yesterday's.
    at = NOW.replace(day=2, hour=8, minute=5)
    assert took.taken == ((2, at),)
    assert [(clash.line, clash.conflict) for clash in took.clashes] == [
        (2, Conflict.COLLECTED),
        (4, Conflict.TWICE),
        (5, Conflict.VOID),
        (6, Conflict.WRONG_DIGIT),
        (7, Conflict.UNKNOWN),
        (8, Conflict.UNREADABLE),
    ]
    again = await work.write(take_list, relay_id, lines, by=STAFF, now=NOW)
    assert again.taken == ()
    with pytest.raises(RuleError, match="not_staff"):
        await work.write(take_list, relay_id, lines, by=PHARMACY, now=NOW)


async def test_papers_are_kept_until_somebody_has_looked(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    household = counter.place.households[0]
    assert not await work.write(save_photo, relay_id, household, "one", by=1_000, now=NOW)
    assert await work.write(save_photo, relay_id, household, "two", by=1_000, now=NOW)
    assert await work.read(find_photo, relay_id, 1) == "two"
    assert await counter.confirm_all() == 2  # not the one with papers to be looked at
    await work.write(note_copy, relay_id, 1, STAFF, 77, by=STAFF, now=NOW)
    assert not await work.read(list_copies_due, NOW)

    await work.write(confirm, relay_id, 1, by=STAFF, now=NOW)
    assert await work.read(find_photo, relay_id, 1) is None
    assert [copy.message_id for copy in await work.read(list_copies_due, NOW)] == [77]
    with pytest.raises(RuleError, match="photo_decided"):
        await work.write(save_photo, relay_id, household, "three", by=1_000, now=NOW)
    with pytest.raises(RuleError, match="not_joined"):
        await work.write(save_photo, relay_id, counter.place.households[7], "x", by=1, now=NOW)

    for number, person in ((4, 1_003),):
        await work.write(
            save_photo, relay_id, counter.place.households[number - 1], "z", by=person, now=NOW
        )
    await work.write(drop_papers, NOW + KEEP_PHOTOS)
    assert await work.read(find_photo, relay_id, 4) == "z"
    await work.write(drop_papers, NOW + KEEP_PHOTOS + MINUTE)
    assert await work.read(find_photo, relay_id, 4) is None


async def test_who_is_forgotten_leaves_no_photo_and_no_right(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    await counter.confirm_all()
    household = counter.place.households[3]
    await work.write(save_photo, relay_id, household, "photo", by=PHARMACY, now=NOW)
    code = await work.write(invite_collector, relay_id, "", by=STAFF, now=NOW)
    await work.write(accept_collector, code, PHARMACY, now=NOW)
    await work.write(collect, relay_id, 1, by=PHARMACY, now=NOW)

    await work.write(forget_checker, PHARMACY, now=NOW)
    assert await work.read(find_photo, relay_id, 4) is None
    assert await work.read(list_collectors, relay_id, NOW) == ()
    kept = await counter.voucher(1)
    assert (kept.collected_at, kept.collected_by) == (NOW, None)


async def test_rounds_know_whom_earlier_ones_served(counter: Counter) -> None:
    work, relay_id = counter.work, counter.relay_id
    await counter.confirm_all()
    await work.write(collect, relay_id, 2, by=STAFF, now=NOW)
    second = await work.write(build_relay, counter.place, follows_id=relay_id)
    third = await work.write(build_relay, counter.place, follows_id=second)
    assert await work.read(chain_of, third) == (third, second, relay_id)
    assert await work.read(served_households, third) == {counter.place.households[1]}
    stages = await work.read(count_stages, relay_id)
    assert stages == {
        Stage.WAITING: 0,
        Stage.JOINED: 1,
        Stage.CONFIRMED: 2,
        Stage.CALLED: 0,
        Stage.COLLECTED: 1,
    }


def _trust(session: Session, counter: Counter, number: int, person: int) -> None:
    session.add(
        Proxy(
            household_id=counter.place.households[number - 1],
            person_id=person,
            state=ProxyState.ACTIVE,
            begun_at=NOW,
            until=NOW + timedelta(days=1),
        )
    )


def _change(session: Session, relay_id: int, number: int, **changes: Any) -> None:
    entry = session.get_one(RelayEntry, (relay_id, number))
    for name, value in changes.items():
        setattr(entry, name, value)


def _events(session: Session, relay_id: int) -> list[tuple[int, str]]:
    rows = select(RelayEvent).where(RelayEvent.relay_id == relay_id).order_by("number")
    return [(row.entry_number, EventKind(row.kind).value) for row in session.exec(rows)]
