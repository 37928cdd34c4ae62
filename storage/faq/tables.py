"""Policy answers as staff approved them, what residents asked, and what waits for a person.

A resident's words are kept only in `faq_question`, and only for the retention time.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

from storage.columns import key, moment, word
from storage.faq.kinds import (
    ClosureKind,
    EntryKind,
    EntryState,
    Feedback,
    ItemState,
    Outcome,
)


class FaqEntry(SQLModel, table=True):
    """One approved answer: its facts. The words are `FaqText` rows, one a language.

    `version` grows with every change of the entry or its words, so that the sum of all versions
    tells whether an index of them is fresh.
    """

    __tablename__ = "faq_entry"
    __table_args__ = (UniqueConstraint("committee_id", "slug"),)

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id")
    slug: str = Field(max_length=40, description="what a file calls it; never shown in chat")
    kind: EntryKind = word(EntryKind)
    state: EntryState = word(EntryState, default=EntryState.DRAFTED)
    language: str = Field(max_length=10, description="of the words that translations follow")
    source_url: str | None = Field(default=None, max_length=300)
    issued_on: date | None = None
    valid_from: date | None = None
    valid_until: date | None = Field(default=None, description="last day; None: until withdrawn")
    estate_id: int | None = Field(default=None, foreign_key="estate.id")
    building_id: int | None = Field(default=None, foreign_key="building.id")
    closure: ClosureKind | None = word(ClosureKind, nullable=True)
    owner_id: int | None = Field(default=None, sa_type=BigInteger)
    checked_by: int | None = Field(default=None, sa_type=BigInteger)
    checked_at: datetime | None = moment(nullable=True)
    # Points forward to a younger entry: rows that are copied in order may name one not yet there.
    replaced_by: int | None = Field(
        default=None,
        sa_column=Column(
            ForeignKey("faq_entry.id", deferrable=True, initially="DEFERRED"), nullable=True
        ),
    )
    reminded_until: date | None = Field(
        default=None, description="the end date that its owner was last reminded of"
    )
    version: int = 1
    created_at: datetime = moment()


class FaqText(SQLModel, table=True):
    """An entry's words in one language; stale when the source language's are younger."""

    __tablename__ = "faq_text"
    __table_args__ = (UniqueConstraint("entry_id", "language"),)

    id: int | None = key()
    entry_id: int = Field(foreign_key="faq_entry.id")
    language: str = Field(max_length=10)
    question: str = Field(max_length=200)
    variants: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    answer: str = Field(sa_type=Text)
    source: str = Field(default="", max_length=200, description="title of the document")
    issuing_body: str = Field(default="", max_length=120)
    written_by: int | None = Field(default=None, sa_type=BigInteger)
    written_at: datetime = moment()


class FaqVector(SQLModel, table=True):
    """What a model made of a text, by the digest of the text: never computed twice."""

    __tablename__ = "faq_vector"

    model: str = Field(primary_key=True, max_length=40)
    digest: str = Field(primary_key=True, max_length=64)
    vector: bytes = Field(sa_type=LargeBinary)


class FaqItem(SQLModel, table=True):
    """Questions that ask the same and wait for a person (S99). Their words stay theirs.

    `reply` goes with the last of its questions.
    """

    __tablename__ = "faq_item"

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id", index=True)
    state: ItemState = word(ItemState, default=ItemState.OPEN)
    opened_at: datetime = moment()
    told_at: datetime | None = moment(nullable=True)
    settled_by: int | None = Field(default=None, sa_type=BigInteger)
    settled_at: datetime | None = moment(nullable=True)
    reply: str | None = Field(default=None, sa_type=Text)
    reply_language: str | None = Field(default=None, max_length=10)
    entry_id: int | None = Field(default=None, foreign_key="faq_entry.id")


class FaqQuestion(SQLModel, table=True):
    """One question as it was asked; erased with its asker or its author, and by time."""

    __tablename__ = "faq_question"
    # A message that Telegram sends again is the same question.
    __table_args__ = (UniqueConstraint("chat_id", "message_id"),)

    id: int | None = key()
    committee_id: int = Field(foreign_key="committee.id", index=True)
    person_id: int = Field(sa_type=BigInteger, index=True)
    author_id: int | None = Field(
        default=None, sa_type=BigInteger, description="whose words they are; None: the asker's own"
    )
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int | None = Field(
        default=None, description="None: the message is not there any more (the group migrated)"
    )
    thread_id: int | None = None
    language: str = Field(max_length=10)
    text: str = Field(max_length=400)
    outcome: Outcome = word(Outcome)
    entry_id: int | None = Field(default=None, foreign_key="faq_entry.id")
    certainty: float | None = None
    feedback: Feedback | None = word(Feedback, nullable=True)
    item_id: int | None = Field(default=None, foreign_key="faq_item.id", index=True)
    asked_at: datetime = moment(index=True)


class FaqChat(SQLModel, table=True):
    """How the bot behaves in one group: whether it listens, and what it said last."""

    __tablename__ = "faq_chat"

    chat_id: int = Field(primary_key=True, foreign_key="chat.id")
    listens: bool = False
    entry_id: int | None = Field(default=None, foreign_key="faq_entry.id")
    entry_version: int | None = None
    message_id: int | None = None
    said_at: datetime | None = moment(nullable=True)


class FaqClosure(SQLModel, table=True):
    """How far an estate, or one building of it, is closed now."""

    __tablename__ = "faq_closure"
    __table_args__ = (
        UniqueConstraint("estate_id", "building_id"),
        # To a database two rows without a building are not the same; here they are.
        Index(
            "uq_faq_closure_estate",
            "estate_id",
            unique=True,
            sqlite_where=text("building_id is null"),
            postgresql_where=text("building_id is null"),
        ),
    )

    id: int | None = key()
    estate_id: int = Field(foreign_key="estate.id")
    building_id: int | None = Field(default=None, foreign_key="building.id")
    closure: ClosureKind = word(ClosureKind)
    since: datetime = moment()
