"""The duty rota and the notes that are handed over."""

import sqlalchemy as sa
from alembic import op

import storage.columns
import storage.sealing

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "duty_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("text", storage.sealing.SealedText(), nullable=False),
        sa.Column("written_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_duty_note_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_note")),
    )
    with op.batch_alter_table("duty_note", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_duty_note_committee_id"), ["committee_id"], unique=False
        )
    op.create_table(
        "shift",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("starts_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("ends_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("planned_by", sa.BigInteger(), nullable=True),
        sa.Column("reminded_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("began_told_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("ended_told_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_shift_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shift")),
        sa.UniqueConstraint(
            "committee_id",
            "person_id",
            "starts_at",
            name=op.f("uq_shift_committee_id_person_id_starts_at"),
        ),
    )
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shift_committee_id_ends_at", ["committee_id", "ends_at"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("shift", schema=None) as batch_op:
        batch_op.drop_index("ix_shift_committee_id_ends_at")
    op.drop_table("shift")
    with op.batch_alter_table("duty_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_duty_note_committee_id"))
    op.drop_table("duty_note")
