"""What is kept, and for how long."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update
from sqlmodel import Session, select

from storage.audit.actions import keep_failed_update
from storage.audit.tables import FailedUpdate
from storage.community.actions import save_conversation
from storage.community.tables import Conversation
from storage.outbox.actions import tell
from storage.outbox.tables import OutboxMessage
from storage.retention import KEEP_CONVERSATIONS, KEEP_MESSAGES, purge
from storage.work import Work
from tests.builders import OPENING

SECOND = timedelta(seconds=1)


def _fill(session: Session) -> None:
    for key in ("sent", "waiting"):
        tell(session, 1, "relay/none_running", now=OPENING, dedupe_key=key)
    session.flush()
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.dedupe_key == "sent")  # type: ignore[arg-type]
        .values(settled_at=OPENING)
    )
    keep_failed_update(session, 7, {"update_id": 7}, "KeyError", OPENING)
    save_conversation(session, 1, 1, "relay.draft", {}, now=OPENING)


async def test_settled_and_abandoned_rows_go_after_their_time_and_not_before(work: Work) -> None:
    await work.write(_fill)

    assert await work.write(purge, OPENING + KEEP_CONVERSATIONS) == 0
    assert await work.write(purge, OPENING + KEEP_CONVERSATIONS + SECOND) == 1
    assert await work.write(purge, OPENING + KEEP_MESSAGES + SECOND) == 2

    def left(session: Session) -> tuple[int, list[str | None], int]:
        messages = session.exec(select(OutboxMessage.dedupe_key)).all()
        failed, talks = session.exec(select(FailedUpdate)), session.exec(select(Conversation))
        return len(failed.all()), list(messages), len(talks.all())

    assert await work.read(left) == (0, ["waiting"], 0)
