"""Testing rounds, their days, slots and reminders."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "testing_listener",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("estate_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_testing_listener_estate_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "estate_id", name=op.f("pk_testing_listener")),
    )
    op.create_table(
        "testing_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("estate_id", sa.Integer(), nullable=False),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("site", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("lanes", sa.Integer(), nullable=False),
        sa.Column("seconds_per_person", sa.Integer(), nullable=False),
        sa.Column("people_tenths", sa.Integer(), nullable=False),
        sa.Column("home_minutes", sa.Integer(), nullable=False),
        sa.Column("evening_at", sa.Integer(), nullable=True),
        sa.Column("before_minutes", sa.JSON(), nullable=False),
        sa.Column("last_call_minutes", sa.Integer(), nullable=True),
        sa.Column("quiet_from", sa.Integer(), nullable=True),
        sa.Column("quiet_until", sa.Integer(), nullable=True),
        sa.Column("zone", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned", "called_off", "done", name="roundstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("rule", sa.JSON(), nullable=True),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("pattern", sa.JSON(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("last_change", sa.JSON(), nullable=True),
        sa.Column("last_update_id", sa.BigInteger(), nullable=True),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("made_by", sa.BigInteger(), nullable=True),
        sa.Column("made_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_testing_round_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_testing_round_estate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testing_round")),
        sa.UniqueConstraint("update_id", name=op.f("uq_testing_round_update_id")),
    )
    with op.batch_alter_table("testing_round", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_testing_round_committee_id"), ["committee_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_testing_round_estate_id"), ["estate_id"], unique=False)

    op.create_table(
        "testing_day",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "skipped",
                "paused",
                "called_off",
                "done",
                name="daystate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("delay", sa.Integer(), nullable=False),
        sa.Column("starts_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("ends_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["testing_round.id"], name=op.f("fk_testing_day_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testing_day")),
        sa.UniqueConstraint("round_id", "ordinal", name=op.f("uq_testing_day_round_id_ordinal")),
    )
    with op.batch_alter_table("testing_day", schema=None) as batch_op:
        batch_op.create_index("ix_testing_day_ends_at", ["ends_at"], unique=False)

    op.create_table(
        "testing_slot",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("home", "site", name="slotkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("batch", sa.Integer(), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=True),
        sa.Column("site", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=True),
        sa.Column("planned_minute", sa.Integer(), nullable=False),
        sa.Column("starts_minute", sa.Integer(), nullable=False),
        sa.Column("ends_minute", sa.Integer(), nullable=False),
        sa.Column("starts_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("ends_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_testing_slot_building_id")
        ),
        sa.ForeignKeyConstraint(
            ["day_id"], ["testing_day.id"], name=op.f("fk_testing_slot_day_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testing_slot")),
        sa.UniqueConstraint(
            "day_id", "building_id", "kind", name=op.f("uq_testing_slot_day_id_building_id_kind")
        ),
    )
    with op.batch_alter_table("testing_slot", schema=None) as batch_op:
        batch_op.create_index(
            "ix_testing_slot_building_id", ["building_id", "ends_at"], unique=False
        )

    op.create_table(
        "testing_reminder",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("slot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "evening",
                "before",
                "now",
                "last_call",
                name="reminderkind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("due_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "told",
                "late",
                "dropped",
                name="reminderstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("told_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["slot_id"], ["testing_slot.id"], name=op.f("fk_testing_reminder_slot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testing_reminder")),
        sa.UniqueConstraint(
            "slot_id", "kind", "minutes", name=op.f("uq_testing_reminder_slot_id_kind_minutes")
        ),
    )
    with op.batch_alter_table("testing_reminder", schema=None) as batch_op:
        batch_op.create_index(
            "ix_testing_reminder_waiting",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("testing_reminder", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_testing_reminder_waiting",
            sqlite_where=sa.text("state = 'waiting'"),
            postgresql_where=sa.text("state = 'waiting'"),
        )

    op.drop_table("testing_reminder")
    with op.batch_alter_table("testing_slot", schema=None) as batch_op:
        batch_op.drop_index("ix_testing_slot_building_id")

    op.drop_table("testing_slot")
    with op.batch_alter_table("testing_day", schema=None) as batch_op:
        batch_op.drop_index("ix_testing_day_ends_at")

    op.drop_table("testing_day")
    with op.batch_alter_table("testing_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_testing_round_estate_id"))
        batch_op.drop_index(batch_op.f("ix_testing_round_committee_id"))

    op.drop_table("testing_round")
    op.drop_table("testing_listener")
