"""What the database file shows of private columns, and what keys open."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, select, text
from sqlmodel import Session

from storage.community.actions import save_conversation
from storage.community.queries import find_conversation
from storage.community.tables import Conversation
from storage.engine import Database
from storage.outbox.actions import tell
from storage.outbox.tables import OutboxMessage
from storage.sealing import Keyring, SealedError, new_key
from tests.builders import KEYRING, OPENING, STAFF

SECRET = "氨氯地平 5mg"


def test_text_is_sealed_and_opened() -> None:
    keyring = Keyring(new_key())
    sealed = keyring.seal(SECRET)
    assert SECRET not in sealed
    assert sealed != keyring.seal(SECRET)
    assert keyring.open(sealed) == SECRET


def test_the_first_key_seals_and_all_open() -> None:
    old, new = new_key(), new_key()
    sealed = Keyring(old).seal(SECRET)
    both = Keyring(new, old)
    assert both.open(sealed) == SECRET
    assert Keyring(new).open(both.seal(SECRET)) == SECRET
    with pytest.raises(SealedError):
        Keyring(new).open(sealed)


def test_a_changed_text_is_not_opened() -> None:
    sealed = KEYRING.seal(SECRET)
    with pytest.raises(SealedError):
        KEYRING.open(sealed[:-4] + "AAA=")


def test_what_is_no_key_is_refused() -> None:
    for keys in ((), ("short",), ("geheim" * 10,)):
        with pytest.raises(ValueError, match=r"."):
            Keyring(*keys)


def _fill(session: Session) -> None:
    tell(session, STAFF, "relay/promoted", now=OPENING, note=SECRET)
    save_conversation(session, STAFF, STAFF, "requests.ask", {"drug": SECRET}, now=OPENING)
    session.flush()


def test_private_columns_are_sealed_in_the_database(database: Database) -> None:
    with database.writer.begin() as connection, Session(connection) as session:
        _fill(session)
    with database.reader.connect() as connection, Session(connection) as session:
        for statement in ("select params from outbox_message", "select data from conversation"):
            assert "氨" not in str(connection.execute(text(statement)).scalar_one())
        assert session.scalar(select(OutboxMessage.params)) == {"note": SECRET}
        kept = find_conversation(session, STAFF, STAFF)
        assert kept is not None
        assert kept.data == {"drug": SECRET}


def test_another_key_does_not_open_them(database_url: str) -> None:
    first, second = Database(database_url, KEYRING), Database(database_url, Keyring(new_key()))
    with first.writer.begin() as connection, Session(connection) as session:
        _fill(session)
    with (
        second.reader.connect() as connection,
        Session(connection) as session,
        pytest.raises(SealedError),
    ):
        session.scalars(select(Conversation)).all()
    for each in (first, second):
        each.close()


def test_rows_older_than_sealing_are_read(database: Database) -> None:
    with database.writer.begin() as connection, Session(connection) as session:
        _fill(session)
        plain = """update conversation set data = '{"door": "3-501"}'"""
        connection.execute(text(plain))
        session.expire_all()
        kept = find_conversation(session, STAFF, STAFF)
        assert kept is not None
        assert kept.data == {"door": "3-501"}


def test_an_engine_without_keys_refuses() -> None:
    engine = create_engine("sqlite://")
    Conversation.__table__.create(engine)  # type: ignore[attr-defined]
    with Session(engine) as session, pytest.raises(Exception, match="no key was handed"):
        _fill(session)
    engine.dispose()
