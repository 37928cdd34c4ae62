"""Needs of households: kinds, requests, what happened to them, photos, digests."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns
import storage.sealing

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "request_digest",
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sent_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_request_digest_committee_id")
        ),
        sa.PrimaryKeyConstraint("committee_id", "day", name=op.f("pk_request_digest")),
    )
    op.create_table(
        "request_kind",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column("icon", sqlmodel.sql.sqltypes.AutoString(length=16), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("hint", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("respond_minutes", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("is_offered", sa.Boolean(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("changed_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("withdrawn_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_request_kind_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_kind")),
        sa.UniqueConstraint("committee_id", "slug", name=op.f("uq_request_kind_committee_id_slug")),
    )
    op.create_table(
        "request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum(
                "chat",
                "group",
                "phone",
                "desk",
                "hotline",
                name="channel",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("caller", storage.sealing.SealedText(), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("answers", storage.sealing.SealedJSON(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "claimed",
                "done",
                "withdrawn",
                name="requeststate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum("looking", "found", "none", name="source", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("alternative", storage.sealing.SealedText(), nullable=True),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("needed_by", sa.Date(), nullable=True),
        sa.Column("session_on", sa.Date(), nullable=True),
        sa.Column("session_reminded", sa.Date(), nullable=True),
        sa.Column("session_asked", sa.Date(), nullable=True),
        sa.Column("session_answered", sa.Date(), nullable=True),
        sa.Column("session_alarmed", sa.Date(), nullable=True),
        sa.Column("refill_on", sa.Date(), nullable=True),
        sa.Column("refill_told_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("again_of", sa.BigInteger(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("due_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("waiting_since", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("told_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("claimed_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("first_claimed_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("asked_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("overdue_told_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("escalations", sa.Integer(), nullable=False),
        sa.Column("delivered_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("delivered_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "delivered_how",
            sa.Enum("door", "tap", "pickup", name="handover", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("confirmed_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("reopened_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("closed_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("closed_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum(
                "solved",
                "delivered",
                "impossible",
                "duplicate",
                "withdrawn",
                name="outcome",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("solved", sa.Boolean(), nullable=True),
        sa.Column("erased_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_request_building_id")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_request_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_request_household_id")
        ),
        sa.ForeignKeyConstraint(["kind_id"], ["request_kind.id"], name=op.f("fk_request_kind_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("committee_id", "number", name=op.f("uq_request_committee_id_number")),
        sa.UniqueConstraint("update_id", name=op.f("uq_request_update_id")),
    )
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.create_index("ix_request_board", ["committee_id", "state", "due_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_household_id"), ["household_id"], unique=False)
        batch_op.create_index("ix_request_opened", ["committee_id", "opened_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_owner_id"), ["owner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_person_id"), ["person_id"], unique=False)

    op.create_table(
        "request_event",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "asked",
                "changed",
                "claimed",
                "assigned",
                "released",
                "handed_over",
                "question",
                "answer",
                "source",
                "note",
                "gathered",
                "delivered",
                "confirmed",
                "session",
                "closed",
                "reopened",
                "rated",
                "withdrawn",
                "escalated",
                "alarmed",
                name="eventkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("by", sa.BigInteger(), nullable=True),
        sa.Column("at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("details", storage.sealing.SealedJSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_event_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_event")),
    )
    with op.batch_alter_table("request_event", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_event_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "request_photo",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("file_id", storage.sealing.SealedText(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_photo_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_photo")),
    )
    with op.batch_alter_table("request_photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_photo_request_id"), ["request_id"], unique=False
        )

    op.create_table(
        "request_reading",
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("last_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_reading_request_id")
        ),
        sa.PrimaryKeyConstraint("request_id", "person_id", name=op.f("pk_request_reading")),
    )
    op.create_table(
        "request_shown_photo",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("delete_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_request_shown_photo_request_id")
        ),
        sa.PrimaryKeyConstraint(
            "chat_id", "message_id", "request_id", name=op.f("pk_request_shown_photo")
        ),
    )
    with op.batch_alter_table("request_shown_photo", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_request_shown_photo_delete_at"), ["delete_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_request_shown_photo_request_id"), ["request_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("request_shown_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_shown_photo_request_id"))
        batch_op.drop_index(batch_op.f("ix_request_shown_photo_delete_at"))

    op.drop_table("request_shown_photo")
    op.drop_table("request_reading")
    with op.batch_alter_table("request_photo", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_photo_request_id"))

    op.drop_table("request_photo")
    with op.batch_alter_table("request_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_event_request_id"))

    op.drop_table("request_event")
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_person_id"))
        batch_op.drop_index(batch_op.f("ix_request_owner_id"))
        batch_op.drop_index("ix_request_opened")
        batch_op.drop_index(batch_op.f("ix_request_household_id"))
        batch_op.drop_index("ix_request_board")

    op.drop_table("request")
    op.drop_table("request_kind")
    op.drop_table("request_digest")
