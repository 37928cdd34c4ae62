"""Which doors were seen, and what residents reported."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns
import storage.sealing

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "testing_mark",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("done", "cannot", "absent", name="markstate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column(
            "how",
            sa.Enum(
                "resident", "lead", "staff", "squad", name="seenby", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", storage.sealing.SealedText(), nullable=True),
        sa.Column("at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["testing_day.id"], name=op.f("fk_testing_mark_day_id")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_testing_mark_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testing_mark")),
        sa.UniqueConstraint(
            "day_id", "household_id", name=op.f("uq_testing_mark_day_id_household_id")
        ),
    )
    with op.batch_alter_table("testing_mark", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_testing_mark_at"), ["at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_testing_mark_household_id"), ["household_id"], unique=False
        )
    op.create_table(
        "testing_home",
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("note", storage.sealing.SealedText(), nullable=True),
        sa.Column("added_by", sa.BigInteger(), nullable=True),
        sa.Column("added_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_testing_home_household_id")
        ),
        sa.PrimaryKeyConstraint("household_id", name=op.f("pk_testing_home")),
    )
    op.create_table(
        "testing_squad",
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("named_by", sa.BigInteger(), nullable=True),
        sa.Column("named_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["testing_day.id"], name=op.f("fk_testing_squad_day_id")
        ),
        sa.PrimaryKeyConstraint("day_id", "person_id", name=op.f("pk_testing_squad")),
    )
    op.create_table(
        "testing_antigen",
        sa.Column("id", _KEY, nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("result", storage.sealing.SealedText(), nullable=False),
        sa.Column("reported_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_testing_antigen_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_testing_antigen")),
        sa.UniqueConstraint(
            "household_id",
            "person_id",
            "taken_on",
            name=op.f("uq_testing_antigen_household_id_person_id_taken_on"),
        ),
    )
    with op.batch_alter_table("testing_antigen", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_testing_antigen_person_id"), ["person_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_testing_antigen_reported_at"), ["reported_at"], unique=False
        )
    op.create_table(
        "testing_code",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fetched_on", sa.Date(), nullable=False),
        sa.Column("time_zone", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("next_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_testing_code")),
    )
    with op.batch_alter_table("testing_code", schema=None) as batch_op:
        batch_op.create_index(
            "ix_testing_code_next_at",
            ["next_at"],
            unique=False,
            sqlite_where=sa.text("next_at is not null"),
            postgresql_where=sa.text("next_at is not null"),
        )
    op.create_table(
        "testing_chase",
        sa.Column("day_id", sa.Integer(), nullable=False),
        sa.Column("at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["day_id"], ["testing_day.id"], name=op.f("fk_testing_chase_day_id")
        ),
        sa.PrimaryKeyConstraint("day_id", name=op.f("pk_testing_chase")),
    )


def downgrade() -> None:
    for table in (
        "testing_chase",
        "testing_code",
        "testing_antigen",
        "testing_squad",
        "testing_home",
        "testing_mark",
    ):
        op.drop_table(table)
