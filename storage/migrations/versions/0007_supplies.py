"""Supply rounds, their packages and orders, and the lights of supply lines."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supply_status",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("withdrawn_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_supply_status_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_status")),
    )
    with op.batch_alter_table("supply_status", schema=None) as batch_op:
        batch_op.create_index(
            "uq_supply_status_name",
            ["committee_id", "name"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at is null"),
            postgresql_where=sa.text("withdrawn_at is null"),
        )

    op.create_table(
        "supply_supplier",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_supply_supplier_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_supplier")),
        sa.UniqueConstraint(
            "committee_id", "name", name=op.f("uq_supply_supplier_committee_id_name")
        ),
    )
    op.create_table(
        "supply_reading",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status_id", sa.Integer(), nullable=False),
        sa.Column(
            "light",
            sa.Enum("green", "yellow", "red", name="light", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("amount", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("as_of", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("set_by", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["status_id"], ["supply_status.id"], name=op.f("fk_supply_reading_status_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_reading")),
    )
    with op.batch_alter_table("supply_reading", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supply_reading_status_id"), ["status_id"], unique=False
        )

    op.create_table(
        "supply_round",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("estate_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "scheduled",
                "open",
                "closed",
                "picking",
                "at_gate",
                "delivering",
                "done",
                "cancelled",
                name="roundstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("arrives", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("opens_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("closes_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=True),
        sa.Column("created_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("closed_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("arrived_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("last_order", sa.Integer(), nullable=False),
        sa.Column("last_event", sa.Integer(), nullable=False),
        sa.Column("last_ordered_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_supply_round_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_supply_round_estate_id")
        ),
        sa.ForeignKeyConstraint(
            ["supplier_id"], ["supply_supplier.id"], name=op.f("fk_supply_round_supplier_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_round")),
    )
    with op.batch_alter_table("supply_round", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supply_round_estate_id"), ["estate_id"], unique=False)

    op.create_table(
        "supply_building",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_supply_building_building_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["supply_round.id"], name=op.f("fk_supply_building_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "building_id", name=op.f("pk_supply_building")),
    )
    op.create_table(
        "supply_event",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("order_number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("changed", "withdrawn", name="eventkind", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("package_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["supply_round.id"], name=op.f("fk_supply_event_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_supply_event")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("supply_event", schema=None) as batch_op:
        batch_op.create_index(
            "uq_supply_event_update", ["update_id", "round_id", "actor_id"], unique=True
        )

    op.create_table(
        "supply_package",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("contents", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("per_household", sa.Integer(), nullable=False),
        sa.Column("stock", sa.Integer(), nullable=True),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("ordered", sa.Integer(), nullable=False),
        sa.Column("supplied", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["round_id"], ["supply_round.id"], name=op.f("fk_supply_package_round_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supply_package")),
    )
    with op.batch_alter_table("supply_package", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supply_package_round_id"), ["round_id"], unique=False)

    op.create_table(
        "supply_order",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column(
            "channel",
            sa.Enum("chat", "phone", name="channel", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("entered_by", sa.BigInteger(), nullable=True),
        sa.Column(
            "door",
            sa.Enum(
                "waiting",
                "again",
                "left",
                "handed_over",
                "confirmed",
                name="doorstate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("carried_by", sa.BigInteger(), nullable=True),
        sa.Column("carried_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("confirmed_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("missing_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_supply_order_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["supply_round.id"], name=op.f("fk_supply_order_round_id")
        ),
        sa.PrimaryKeyConstraint("round_id", "number", name=op.f("pk_supply_order")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("supply_order", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_supply_order_household_id"), ["household_id"], unique=False
        )
        batch_op.create_index(
            "uq_supply_order_household", ["round_id", "household_id"], unique=True
        )

    op.create_table(
        "supply_order_line",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("order_number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("package_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("given", sa.Integer(), nullable=True),
        sa.Column("ordered_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["package_id"], ["supply_package.id"], name=op.f("fk_supply_order_line_package_id")
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["supply_round.id"], name=op.f("fk_supply_order_line_round_id")
        ),
        sa.PrimaryKeyConstraint(
            "round_id", "order_number", "package_id", name=op.f("pk_supply_order_line")
        ),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("supply_order_line")
    with op.batch_alter_table("supply_order", schema=None) as batch_op:
        batch_op.drop_index("uq_supply_order_household")
        batch_op.drop_index(batch_op.f("ix_supply_order_household_id"))

    op.drop_table("supply_order")
    with op.batch_alter_table("supply_package", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supply_package_round_id"))

    op.drop_table("supply_package")
    with op.batch_alter_table("supply_event", schema=None) as batch_op:
        batch_op.drop_index("uq_supply_event_update")

    op.drop_table("supply_event")
    op.drop_table("supply_building")
    with op.batch_alter_table("supply_round", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supply_round_estate_id"))

    op.drop_table("supply_round")
    with op.batch_alter_table("supply_reading", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supply_reading_status_id"))

    op.drop_table("supply_reading")
    op.drop_table("supply_supplier")
    with op.batch_alter_table("supply_status", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_supply_status_name",
            sqlite_where=sa.text("withdrawn_at is null"),
            postgresql_where=sa.text("withdrawn_at is null"),
        )

    op.drop_table("supply_status")
