"""What recurs, and what is skipped of it."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

_LIVE = "ended_at is null"
_RUNNING = "ended_at is null and paused_at is null"


def upgrade() -> None:
    op.create_table(
        "schedule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("notice", "testing", name="schedulekind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.JSON(), nullable=False),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("next_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("zone", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("paused_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_schedule_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
    )
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_schedule_committee_id"), ["committee_id"], unique=False
        )
        batch_op.create_index(
            "ix_schedule_next_at",
            ["kind", "next_at"],
            unique=False,
            sqlite_where=sa.text(_RUNNING),
            postgresql_where=sa.text(_RUNNING),
        )
        batch_op.create_index(
            "uq_schedule_live",
            ["kind", "subject_id"],
            unique=True,
            sqlite_where=sa.text(_LIVE),
            postgresql_where=sa.text(_LIVE),
        )

    op.create_table(
        "schedule_miss",
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("noticed_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_schedule_miss_schedule_id")
        ),
        sa.PrimaryKeyConstraint("schedule_id", "day", name=op.f("pk_schedule_miss")),
    )
    op.create_table(
        "schedule_skip",
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("skipped_by", sa.BigInteger(), nullable=True),
        sa.Column("skipped_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["schedule.id"], name=op.f("fk_schedule_skip_schedule_id")
        ),
        sa.PrimaryKeyConstraint("schedule_id", "day", name=op.f("pk_schedule_skip")),
    )


def downgrade() -> None:
    op.drop_table("schedule_skip")
    op.drop_table("schedule_miss")
    with op.batch_alter_table("schedule", schema=None) as batch_op:
        batch_op.drop_index("uq_schedule_live")
        batch_op.drop_index("ix_schedule_next_at")
        batch_op.drop_index(batch_op.f("ix_schedule_committee_id"))

    op.drop_table("schedule")
