"""Who may act for a household that accepted them."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "proxy",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "invited",
                "asked",
                "active",
                "ended",
                name="proxystate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("code_digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column(
            "consent",
            sa.Enum("pressed", "heard", name="consent", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("agreed_by", sa.BigInteger(), nullable=True),
        sa.Column("begun_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("until", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_proxy_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proxy")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_proxy_code_digest")),
    )
    with op.batch_alter_table("proxy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proxy_household_id"), ["household_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proxy_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_proxy_household_person",
            ["household_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("state in ('asked', 'active')"),
            postgresql_where=sa.text("state in ('asked', 'active')"),
        )


def downgrade() -> None:
    op.drop_table("proxy")
