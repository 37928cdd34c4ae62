"""How a relay shares its places, and a log from which its list can be replayed."""

from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns
import storage.sealing

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _word(
    name: str, *words: str, nullable: bool = False, default: str | None = None
) -> sa.Column[Any]:
    return sa.Column(
        name,
        sa.Enum(*words, name=name.replace("_", ""), native_enum=False, length=20),
        nullable=nullable,
        server_default=default,
    )


def _number(name: str, default: int) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer(), nullable=False, server_default=str(default))


def _moment(name: str) -> sa.Column[Any]:
    return sa.Column(name, storage.columns.Moment(timezone=True), nullable=True)


def _text(name: str, length: int, *, nullable: bool) -> sa.Column[Any]:
    return sa.Column(
        name,
        sqlmodel.sql.sqltypes.AutoString(length=length),
        nullable=nullable,
        server_default=None if nullable else "",
    )


def _flag(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())


def _relay_columns() -> list[sa.Column[Any]]:
    return [
        _word("order_rule", "time", "draw", default="time"),
        _word("split_rule", "none", "buildings", default="none"),
        _word("remainder_rule", "first", "largest", "common", default="first"),
        _word("tie_rule", "latest", "spread", default="latest"),
        _number("offline_share", 0),
        _moment("shares_until"),
        _moment("shares_opened_at"),
        _number("daily_reserve", 0),
        sa.Column("reserve_groups", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
        sa.Column("offer_minutes", sa.Integer(), nullable=True),
        _moment("draw_until"),
        sa.Column("seed", storage.sealing.SealedText(), nullable=True),
        _text("seed_digest", 64, nullable=True),
        _moment("drawn_at"),
        _number("drawing", 0),
        _number("round_number", 1),
        sa.Column("follows_id", sa.Integer(), nullable=True),
        _word("served_rule", "all", "unserved", default="all"),
        _flag("needs_papers"),
        _text("bring", 200, nullable=False),
        _flag("is_rehearsal"),
        _text("head", 64, nullable=True),
        _text("root", 64, nullable=True),
    ]


def _entry_columns() -> list[sa.Column[Any]]:
    return [
        _number("building_id", 0),
        sa.Column("pool", sa.Integer(), nullable=True),
        sa.Column("came_at", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("not_before", sa.BigInteger(), nullable=True),
        sa.Column("offer_until", sa.BigInteger(), nullable=True),
        sa.Column("served_at", sa.BigInteger(), nullable=True),
    ]


def _event_columns() -> list[sa.Column[Any]]:
    return [
        _word("role", "household", "proxy", "staff", "clock", default="clock"),
        _word("state", "admitted", "waiting", "drawing", "left", nullable=True),
        sa.Column("pool", sa.Integer(), nullable=True),
        sa.Column("ordered_at", sa.BigInteger(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", storage.sealing.SealedText(), nullable=True),
        _text("salt", 32, nullable=True),
        _text("digest", 64, nullable=True),
    ]


# Plain additions: rebuilding the tables would lose what SQLite keeps them by.
_ADDED = {"relay": _relay_columns, "relay_entry": _entry_columns, "relay_event": _event_columns}


_ORDER = ["relay_id", "ordered_at", "number"]
_LISTED = "state <> 'left' AND coalesce(pool, 0) <> -2"


def _create_partial(name: str, columns: list[str], only: str) -> None:
    where = sa.text(only)
    op.create_index(
        name, "relay_entry", columns, unique=False, sqlite_where=where, postgresql_where=where
    )


def upgrade() -> None:
    for table, columns in _ADDED.items():
        for column in columns():
            op.add_column(table, column)
    op.create_index(op.f("ix_relay_follows_id"), "relay", ["follows_id"])
    op.create_index(op.f("ix_relay_entry_building_id"), "relay_entry", ["building_id"])
    op.drop_index("ix_relay_entry_order", table_name="relay_entry")
    _create_partial("ix_relay_entry_order", _ORDER, _LISTED)
    _create_partial("ix_relay_entry_offer", ["offer_until"], "offer_until is not null")
    # What stands was ordered by its own time, and admitted without pools.
    op.execute(
        "UPDATE relay_entry SET came_at = ordered_at, building_id = (SELECT building_id"
        " FROM household WHERE household.id = relay_entry.household_id),"
        " pool = CASE WHEN state = 'admitted' THEN 0 END"
    )
    op.create_table(
        "relay_pool",
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("quota", sa.Integer(), nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_pool_relay_id")),
        sa.PrimaryKeyConstraint("relay_id", "key", name=op.f("pk_relay_pool")),
    )


def downgrade() -> None:
    op.drop_table("relay_pool")
    op.drop_index(op.f("ix_relay_entry_building_id"), table_name="relay_entry")
    op.drop_index(op.f("ix_relay_follows_id"), table_name="relay")
    op.drop_index("ix_relay_entry_offer", table_name="relay_entry")
    op.drop_index("ix_relay_entry_order", table_name="relay_entry")
    _create_partial("ix_relay_entry_order", _ORDER, "state <> 'left'")
    for table, columns in reversed(_ADDED.items()):
        for column in reversed(columns()):
            op.drop_column(table, column.name)
