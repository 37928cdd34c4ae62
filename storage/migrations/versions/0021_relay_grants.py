"""Places of the daily reserve, granted with a reason."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns
import storage.sealing

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "relay_grant",
        sa.Column("id", storage.columns.Identifier, nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("entry_number", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("group_name", sqlmodel.sql.sqltypes.AutoString(length=30), nullable=False),
        sa.Column("reason", storage.sealing.SealedText(), nullable=False),
        sa.Column("was_listed", sa.Boolean(), nullable=False),
        sa.Column("granted_by", sa.BigInteger(), nullable=False),
        sa.Column("granted_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("revoked_by", sa.BigInteger(), nullable=True),
        sa.Column("revoked_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_grant_relay_id")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_relay_grant_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_grant")),
    )
    op.create_index(op.f("ix_relay_grant_relay_id"), "relay_grant", ["relay_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_relay_grant_relay_id"), table_name="relay_grant")
    op.drop_table("relay_grant")
