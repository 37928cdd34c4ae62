"""Paper batches and what their lines did."""

import sqlalchemy as sa
from alembic import op

import storage.columns

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relay_paper_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("paste", "list", "file", name="batchkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("read_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("entered_by", sa.BigInteger(), nullable=False),
        sa.Column("entered_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        sa.Column("standing", sa.JSON(), nullable=False),
        sa.Column("gone", sa.JSON(), nullable=False),
        sa.Column("undone_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("undone_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["relay_id"], ["relay.id"], name=op.f("fk_relay_paper_batch_relay_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_paper_batch")),
    )
    with op.batch_alter_table("relay_paper_batch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_relay_paper_batch_relay_id"), ["relay_id"], unique=False
        )
    op.create_table(
        "relay_paper_line",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(
                "entered",
                "earlier",
                "changed",
                "withdrawn",
                name="paperact",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("former_quantity", sa.Integer(), nullable=True),
        sa.Column("former", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"],
            ["relay_paper_batch.id"],
            name=op.f("fk_relay_paper_line_batch_id"),
        ),
        sa.PrimaryKeyConstraint("batch_id", "line", name=op.f("pk_relay_paper_line")),
    )


def downgrade() -> None:
    op.drop_table("relay_paper_line")
    op.drop_table("relay_paper_batch")
