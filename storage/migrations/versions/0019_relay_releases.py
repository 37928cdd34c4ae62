"""Releases and their slots."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relay_plan",
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("seconds_per_person", sa.Integer(), nullable=False),
        sa.Column("last_release", sa.Integer(), nullable=False),
        sa.Column("paused_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("shifted_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("held_until", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("alerted_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("reported_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_plan_relay_id")),
        sa.PrimaryKeyConstraint("relay_id", name=op.f("pk_relay_plan")),
    )
    op.create_table(
        "relay_point",
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("desks", sa.Integer(), nullable=False),
        sa.Column("hours", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("buildings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_point_relay_id")),
        sa.PrimaryKeyConstraint("relay_id", "number", name=op.f("pk_relay_point")),
    )
    op.create_table(
        "relay_release",
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("called", sa.Integer(), nullable=False),
        sa.Column("by", sa.BigInteger(), nullable=False),
        sa.Column("at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("cancelled_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_release_relay_id")),
        sa.PrimaryKeyConstraint("relay_id", "number", name=op.f("pk_relay_release")),
    )
    op.create_index(
        "uq_relay_release_update",
        "relay_release",
        ["relay_id", "update_id"],
        unique=True,
        sqlite_where=sa.text("update_id is not null"),
        postgresql_where=sa.text("update_id is not null"),
    )
    op.create_table(
        "relay_slot",
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("release_number", sa.Integer(), nullable=False),
        sa.Column("point_number", sa.Integer(), nullable=False),
        sa.Column("starts_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("told_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("before_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column(
            "state",
            sa.Enum("called", "held", "missed", name="slotstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_slot_relay_id")),
        sa.PrimaryKeyConstraint("relay_id", "entry_number", name=op.f("pk_relay_slot")),
    )
    op.create_index("ix_relay_slot_time", "relay_slot", ["relay_id", "starts_at"])
    op.add_column(
        "estate",
        sa.Column("is_rehearsal", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("estate", "is_rehearsal")
    op.drop_index("ix_relay_slot_time", table_name="relay_slot")
    op.drop_table("relay_slot")
    op.drop_index("uq_relay_release_update", table_name="relay_release")
    op.drop_table("relay_release")
    op.drop_table("relay_point")
    op.drop_table("relay_plan")
