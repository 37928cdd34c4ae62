"""Thousands of messages left at once, and the count of those that may have come twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel import Session, select

from storage.community.tables import Chat, Committee, Estate
from storage.outbox import claims
from storage.outbox.actions import NewMessage, leave_many, tell
from storage.outbox.queries import Doubts, find_doubts
from storage.outbox.tables import Deed, OutboxMessage, SendState, Urgency
from storage.work import Work

NOW = datetime(2022, 4, 1, tzinfo=UTC)
LEASE = timedelta(minutes=1)
GROUP = -100_1
# More than one statement takes on either database.
MANY = 2500


def _message(chat_id: int, key: str, **options: Any) -> NewMessage:
    return NewMessage(chat_id, "test/plain", {"text": key}, key, **options)


def _rows(session: Session) -> list[OutboxMessage]:
    return list(session.exec(select(OutboxMessage).order_by("id")).all())


async def test_many_are_left_in_their_order_and_sealed(work: Work) -> None:
    messages = [_message(number, f"notice:{number}") for number in range(1, MANY + 1)]

    added = await work.write(leave_many, messages, now=NOW)

    rows = await work.read(_rows)
    assert [row.chat_id for row in rows] == list(range(1, MANY + 1))
    assert added == {row.dedupe_key: row.id for row in rows}
    assert {row.state for row in rows} == {SendState.WAITING}
    assert rows[-1].params == {"text": f"notice:{MANY}"}
    raw = await work.database.reads(
        lambda connection: connection.exec_driver_sql("select params from outbox_message").scalar()
    )
    assert "notice" not in str(raw)


async def test_what_was_left_before_is_neither_left_again_nor_changed(work: Work) -> None:
    await work.write(tell, 1, "test/plain", now=NOW, dedupe_key="b", text="first")

    keys = ["a", "b", "c", "a"]
    added = await work.write(leave_many, [_message(1, key) for key in keys], now=NOW)
    again = await work.write(leave_many, [_message(1, key) for key in keys], now=NOW)

    assert (sorted(added), again) == (["a", "c"], {})
    assert sorted(row.params["text"] for row in await work.read(_rows)) == ["a", "c", "first"]


async def test_nothing_to_leave_is_left(work: Work) -> None:
    assert await work.write(leave_many, [], now=NOW) == {}


async def test_every_field_arrives(work: Work) -> None:
    later = NOW + timedelta(hours=1)
    message = _message(
        GROUP,
        "x",
        urgency=Urgency.BULK,
        due_at=NOW,
        expires_at=later,
        language="ko",
        thread_id=7,
        deed=Deed.PIN,
        target_id=42,
        silent=True,
    )
    await work.write(leave_many, [message], now=NOW)

    claim = await work.write(claims.claim_messages, 1, now=NOW, lease=LEASE)

    (row,) = claim.messages
    assert (row.urgency, row.language, row.thread_id) == (Urgency.BULK, "ko", 7)
    assert (row.deed, row.target_id, row.silent) == (Deed.PIN, 42, True)
    (kept,) = await work.read(_rows)
    assert (kept.expires_at, kept.due_at, kept.created_at) == (later, NOW, NOW)


def _found_a_committee(session: Session) -> None:
    session.add(Committee(id=1, name="图们"))
    session.flush()
    session.add(Estate(id=1, committee_id=1, name="图们小区"))
    session.flush()
    session.add(Chat(telegram_id=GROUP, estate_id=1))


async def _in_doubt(work: Work, chat_id: int, key: str) -> None:
    """A message whose outcome nobody knew once, and that was sent again."""
    await work.write(leave_many, [_message(chat_id, key)], now=NOW)
    claim = await work.write(claims.claim_messages, 1, now=NOW, lease=LEASE)
    (row,) = claim.messages
    await work.write(claims.note_leaving, row.id, row.doubts + 1)
    await work.write(claims.settle_message, row.id, SendState.SENT, now=NOW, doubts=1)


async def test_staff_can_ask_how_many_may_have_come_twice(work: Work) -> None:
    await work.write(_found_a_committee)
    await work.write(leave_many, [_message(5, "in no doubt", urgency=Urgency.BULK)], now=NOW)
    await _in_doubt(work, GROUP, "to their group")
    await _in_doubt(work, 6, "to somebody else")

    assert await work.read(find_doubts, NOW) == Doubts(2, {"test/plain": 2})
    assert await work.read(find_doubts, NOW, committee_id=1) == Doubts(1, {"test/plain": 1})
    assert await work.read(find_doubts, NOW + timedelta(days=1)) == Doubts(0, {})


async def test_what_is_on_its_way_is_not_counted_yet(work: Work) -> None:
    await work.write(leave_many, [_message(1, "on its way")], now=NOW)
    claim = await work.write(claims.claim_messages, 1, now=NOW, lease=LEASE)
    await work.write(claims.note_leaving, claim.messages[0].id, 1)

    assert await work.read(find_doubts, NOW) == Doubts(0, {})
    await work.write(claims.release_claims)

    assert await work.read(find_doubts, NOW) == Doubts(1, {"test/plain": 1})
