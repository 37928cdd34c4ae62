"""The outbox as delivery sees it: lanes, leases, and what a kill leaves behind."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import Connection
from sqlmodel import Session, col, select, update

from storage.community.tables import Building, Chat, Committee, Estate, Household, Person, Resident
from storage.outbox import claims, queries
from storage.outbox.actions import place_card, tell, touch_cards
from storage.outbox.statements import HEADS_OF_LANES
from storage.outbox.tables import OutboxMessage, SendState, Urgency
from storage.work import Work

NOW = datetime(2022, 4, 1, tzinfo=UTC)
LEASE = timedelta(minutes=1)
GROUP = -100_1


def _row(session: Session, row_id: int) -> OutboxMessage:
    return session.exec(select(OutboxMessage).where(OutboxMessage.id == row_id)).one()


async def _tell(work: Work, chat_id: int, text: str = "", **options: Any) -> None:
    await work.write(tell, chat_id, "test/plain", **({"now": NOW} | options), text=text)


async def _claim(work: Work, limit: int = 10, now: datetime = NOW) -> list[str]:
    claim = await work.write(claims.claim_messages, limit, now=now, lease=LEASE)
    return [message.params["text"] for message in claim.messages]


async def _claim_one(work: Work, now: datetime = NOW) -> queries.Outgoing:
    claim = await work.write(claims.claim_messages, 1, now=now, lease=LEASE)
    return claim.messages[0]


async def test_a_claim_takes_one_message_a_chat_the_most_urgent_and_oldest(work: Work) -> None:
    await _tell(work, 1, "bulk to 1", urgency=Urgency.BULK)
    await _tell(work, 1, "urgent to 1")
    await _tell(work, 2, "reminder to 2", urgency=Urgency.REMINDER)
    await _tell(work, 2, "later reminder to 2", urgency=Urgency.REMINDER)

    assert await _claim(work) == ["urgent to 1", "reminder to 2"]
    assert await _claim(work) == []


async def test_the_next_of_a_chat_follows_once_the_first_is_settled(work: Work) -> None:
    for text in "abc":
        await _tell(work, 1, text)
    for text in "abc":
        message = await _claim_one(work)
        assert message.params["text"] == text
        await work.write(
            claims.settle_message, message.id, SendState.SENT, now=NOW, message_id=message.id
        )
    assert not await work.read(queries.has_work, NOW)


async def test_a_postponed_message_holds_its_own_chat_only(work: Work) -> None:
    await _tell(work, 1, "first")
    await _tell(work, 1, "second")
    message = await _claim_one(work)
    await work.write(claims.postpone_message, message.id, NOW + timedelta(seconds=30))
    await _tell(work, 1, "interactive", urgency=Urgency.INTERACTIVE)
    await _tell(work, 2, "elsewhere")

    assert await _claim(work) == ["elsewhere"]
    assert await _claim(work, now=NOW + timedelta(seconds=30)) == ["interactive"]


async def test_a_message_not_yet_due_waits_and_lets_others_pass(work: Work) -> None:
    await _tell(work, 1, "tomorrow", due_at=NOW + timedelta(days=1))
    await _tell(work, 1, "today")

    assert await _claim(work) == ["today"]
    assert not await work.read(queries.has_work, NOW)
    assert await work.read(queries.has_work, NOW + timedelta(days=1))


async def test_a_lease_that_has_passed_gives_the_message_to_the_next(work: Work) -> None:
    await _tell(work, 1, "held by a process that was killed")
    await _claim_one(work)
    assert await _claim(work, now=NOW + LEASE - timedelta(seconds=1)) == []

    again = await _claim_one(work, now=NOW + LEASE)

    assert again.attempts == 2


async def test_released_claims_are_free_at_once_but_a_pause_stays(work: Work) -> None:
    for chat_id in (1, 2):
        await _tell(work, chat_id, f"to {chat_id}")
    first = await _claim_one(work)
    await _claim_one(work)
    await work.write(claims.postpone_message, first.id, NOW + timedelta(seconds=30))

    await work.write(claims.release_claims)

    assert await _claim(work) == ["to 2"]


async def test_a_message_too_late_to_be_useful_is_marked_not_sent(work: Work) -> None:
    await _tell(work, 1, "the test closes at noon", expires_at=NOW)
    await _tell(work, 1, "still useful")

    claim = await work.write(claims.claim_messages, 10, now=NOW, lease=LEASE)

    assert (claim.messages, claim.late) == ((), 1)
    assert (await work.read(_row, 1)).state == SendState.LATE
    assert await _claim(work) == ["still useful"]


async def test_what_was_settled_is_read_back_whole(work: Work) -> None:
    await _tell(work, 1, "x")
    message = await _claim_one(work)

    await work.write(
        claims.settle_message, message.id, SendState.FAILED, now=NOW, failure="why " * 100
    )

    row = await work.read(_row, message.id)
    assert (row.state, row.settled_at, row.lease_until) == (SendState.FAILED, NOW, None)
    assert row.params == {}
    assert row.failure == ("why " * 100)[:200]


async def test_processes_that_claim_at_once_share_without_overlap(work: Work) -> None:
    chats = [str(chat_id) for chat_id in range(1, 201)]

    def tell_all(session: Session) -> None:
        for chat in chats:
            tell(session, int(chat), "test/plain", now=NOW, text=chat)
            tell(session, int(chat), "test/plain", now=NOW, text="must stay behind")

    await work.write(tell_all)
    taken: list[str] = []
    while shares := await asyncio.gather(*(_claim(work, limit=5) for _ in range(8))):
        if not any(shares):
            break
        taken += [text for share in shares for text in share]

    assert sorted(taken, key=int) == chats


async def test_claiming_does_not_walk_over_what_was_sent_long_ago(work: Work) -> None:
    """The statement names the states literally, or no database would use the partial index."""
    await _tell(work, 1, "x")
    prefix = "EXPLAIN QUERY PLAN " if work.database.is_sqlite else "EXPLAIN "

    def plan(connection: Connection) -> str:
        if not work.database.is_sqlite:
            connection.exec_driver_sql("SET enable_seqscan = off")
        statement = HEADS_OF_LANES.params(now=NOW).compile(
            connection, compile_kwargs={"literal_binds": True}
        )
        lines = connection.exec_driver_sql(prefix + str(statement))
        return "\n".join(str(line) for line in lines)

    assert "ix_outbox_message_lane" in await work.database.reads(plan)


async def test_many_touches_leave_one_lagging_card(work: Work) -> None:
    await work.write(place_card, "relay", 7, GROUP)
    (card,) = await work.write(claims.claim_cards, 10, now=NOW, lease=LEASE)
    settle = partial(claims.settle_card, not_before=NOW, message_id=5, digest="d")
    await work.write(settle, card)
    assert not await work.read(queries.has_work, NOW)

    for _ in range(100):
        await work.write(touch_cards, "relay", 7)

    (lagging,) = await work.write(claims.claim_cards, 10, now=NOW, lease=LEASE)
    assert (lagging.message_id, lagging.shown_digest) == (5, "d")
    assert await work.write(claims.claim_cards, 10, now=NOW, lease=LEASE) == ()


async def test_a_card_touched_while_it_is_drawn_lags_again(work: Work) -> None:
    await work.write(place_card, "relay", 7, GROUP)
    (card,) = await work.write(claims.claim_cards, 10, now=NOW, lease=LEASE)
    await work.write(touch_cards, "relay", 7)
    later = NOW + timedelta(seconds=3)
    await work.write(claims.settle_card, card, not_before=later, message_id=5, digest="d")

    assert not await work.read(queries.has_work, NOW)
    assert await work.read(queries.has_work, later)


async def test_a_retired_card_stays_away_until_it_is_placed_again(work: Work) -> None:
    await work.write(place_card, "relay", 7, GROUP)
    (card,) = await work.write(claims.claim_cards, 10, now=NOW, lease=LEASE)
    await work.write(claims.retire_card, card.id, now=NOW, failure="kicked")
    await work.write(touch_cards, "relay", 7)
    assert await work.write(claims.claim_cards, 10, now=NOW, lease=LEASE) == ()

    await work.write(place_card, "relay", 7, GROUP)

    assert len(await work.write(claims.claim_cards, 10, now=NOW, lease=LEASE)) == 1


async def test_the_pace_gives_each_message_its_own_moment(work: Work) -> None:
    step = timedelta(seconds=1) / 28
    reserve = partial(claims.reserve, now=NOW, interval=step, burst=2)

    starts = await asyncio.gather(*(work.write(reserve, 1) for _ in range(30)))

    assert sum(start <= NOW for start in starts) == 2
    gaps = {
        later - earlier for earlier, later in zip(sorted(starts), sorted(starts)[1:], strict=False)
    }
    assert all(abs(gap - step) <= timedelta(microseconds=2) for gap in gaps)


async def test_the_pace_rests_to_no_more_than_its_burst(work: Work) -> None:
    step = timedelta(seconds=1) / 28
    await work.write(claims.reserve, 10, now=NOW, interval=step, burst=2)
    later = NOW + timedelta(hours=1)

    starts = [
        await work.write(claims.reserve, 1, now=later, interval=step, burst=2) for _ in range(4)
    ]

    assert sum(start <= later for start in starts) == 2


async def test_the_backlog_names_the_oldest_due_message(work: Work) -> None:
    assert await work.read(queries.find_backlog, NOW) == queries.Backlog(0, None)
    await _tell(work, 1, "old", now=NOW - timedelta(minutes=5))
    await _tell(work, 2, "not due", due_at=NOW + timedelta(days=1))

    expected = queries.Backlog(1, NOW - timedelta(minutes=5))
    assert await work.read(queries.find_backlog, NOW) == expected


def _settle_estate(session: Session) -> None:
    session.add(Committee(id=1, name="图们", language="ko", time_zone="Asia/Seoul"))
    session.flush()
    session.add(Estate(id=1, committee_id=1, name="图们小区"))
    session.flush()
    session.add(Building(id=1, estate_id=1, label="3", position=1, link_code="abc"))
    session.flush()
    session.add(Household(id=1, estate_id=1, building_id=1, room="501", door="3-501"))
    session.add(Person(id=1, language="fr", telegram_language="en", reachable=True, seen_at=NOW))
    session.add(Person(id=2, telegram_language="ja", reachable=False, seen_at=NOW))
    session.flush()
    session.add(Resident(person_id=1, household_id=1, estate_id=1, joined_at=NOW))
    session.add(Chat(telegram_id=GROUP, estate_id=1, building_id=1))
    session.add(Chat(telegram_id=GROUP - 1, language="fr"))


@pytest.mark.parametrize(
    ("chat_id", "reader"),
    [
        (1, queries.Reader(("fr", "en", "ko"), "Asia/Seoul", is_reachable=True)),
        (2, queries.Reader((None, "ja"), "Asia/Seoul", is_reachable=False)),
        (3, queries.STRANGER),
        (GROUP, queries.Reader((None, "ko"), "Asia/Seoul", is_reachable=True)),
        (GROUP - 1, queries.Reader(("fr",), "UTC", is_reachable=True)),
        (GROUP - 2, queries.STRANGER),
    ],
)
async def test_a_reader_is_known_by_the_chat(
    work: Work, chat_id: int, reader: queries.Reader
) -> None:
    await work.write(_settle_estate)

    assert await work.read(queries.find_reader, chat_id) == reader


async def test_a_group_that_was_left_is_out_of_reach(work: Work) -> None:
    await work.write(_settle_estate)

    def leave(session: Session) -> None:
        session.execute(update(Chat).where(col(Chat.telegram_id) == GROUP).values(left_at=NOW))

    await work.write(leave)

    assert not (await work.read(queries.find_reader, GROUP)).is_reachable
