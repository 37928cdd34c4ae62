"""Medicine runs, their bags and the requests in them."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns
import storage.sealing

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "medicine_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "open",
                "on_the_way",
                "done",
                "cancelled",
                name="runstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "route",
            sa.Enum("local", "cross", name="routekind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("hospital", storage.sealing.SealedText(), nullable=False),
        sa.Column("handover", storage.sealing.SealedText(), nullable=True),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("opened_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("left_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("blanked_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_medicine_run_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicine_run")),
        sa.UniqueConstraint(
            "committee_id", "number", name=op.f("uq_medicine_run_committee_id_number")
        ),
    )
    op.create_table(
        "medicine_run_bag",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("code", storage.sealing.SealedText(), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["medicine_run.id"], name=op.f("fk_medicine_run_bag_run_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicine_run_bag")),
        sa.UniqueConstraint("run_id", "number", name=op.f("uq_medicine_run_bag_run_id_number")),
    )
    op.create_table(
        "medicine_run_line",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("bag_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "bought",
                "partly",
                "missing",
                "delivered",
                "out",
                name="linestate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("reason", storage.sealing.SealedText(), nullable=True),
        sa.Column("ticked_by", sa.BigInteger(), nullable=True),
        sa.Column("ticked_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["medicine_run.id"], name=op.f("fk_medicine_run_line_run_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_medicine_run_line_request_id")
        ),
        sa.ForeignKeyConstraint(
            ["bag_id"], ["medicine_run_bag.id"], name=op.f("fk_medicine_run_line_bag_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_medicine_run_line")),
        sa.UniqueConstraint(
            "run_id", "request_id", name=op.f("uq_medicine_run_line_run_id_request_id")
        ),
    )
    op.create_index(op.f("ix_medicine_run_line_bag_id"), "medicine_run_line", ["bag_id"])
    op.create_index(
        "uq_medicine_run_line_held",
        "medicine_run_line",
        ["request_id"],
        unique=True,
        sqlite_where=sa.text("is_held = 1"),
        postgresql_where=sa.text("is_held"),
    )


def downgrade() -> None:
    op.drop_table("medicine_run_line")
    op.drop_table("medicine_run_bag")
    op.drop_table("medicine_run")
