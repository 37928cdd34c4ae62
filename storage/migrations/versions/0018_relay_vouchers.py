"""Checks, vouchers and who may collect."""

from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op
from sqlalchemy.schema import SchemaItem

import storage.columns
import storage.sealing

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def _of_an_entry(name: str, *columns: SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f(f"fk_{name}_relay_id")),
        sa.PrimaryKeyConstraint("relay_id", "number", name=op.f(f"pk_{name}")),
    )


def _moment(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, storage.columns.Moment(timezone=True), nullable=nullable)


def _text(name: str, length: int) -> sa.Column[Any]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(length=length), nullable=False)


def _person(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def upgrade() -> None:
    _of_an_entry(
        "relay_check",
        sa.Column(
            "state",
            sa.Enum(
                "awaiting", "confirmed", "refused", name="checkstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        _person("decided_by"),
        _moment("decided_at", nullable=True),
    )
    _of_an_entry(
        "relay_photo",
        sa.Column("file_id", storage.sealing.SealedText(), nullable=False),
        _person("sent_by"),
        _moment("sent_at"),
    )
    op.create_index(op.f("ix_relay_photo_sent_at"), "relay_photo", ["sent_at"])
    op.create_table(
        "relay_photo_copy",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _moment("delete_at"),
        sa.ForeignKeyConstraint(
            ["relay_id"], ["relay.id"], name=op.f("fk_relay_photo_copy_relay_id")
        ),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_relay_photo_copy")),
    )
    op.create_index(op.f("ix_relay_photo_copy_delete_at"), "relay_photo_copy", ["delete_at"])
    _of_an_entry(
        "relay_voucher",
        _text("code", 9),
        _moment("issued_at", nullable=True),
        _moment("delivered_at", nullable=True),
        _moment("collected_at", nullable=True),
        _person("collected_by"),
        sa.Column("from_list", sa.Boolean(), nullable=False),
        sa.Column("is_paid", sa.Boolean(), nullable=False),
        sa.UniqueConstraint("code", name=op.f("uq_relay_voucher_code")),
    )
    op.create_table(
        "relay_collector",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        _text("code_digest", 64),
        _text("label", 40),
        _person("invited_by"),
        _person("person_id"),
        _moment("expires_at"),
        _moment("revoked_at", nullable=True),
        sa.ForeignKeyConstraint(
            ["relay_id"], ["relay.id"], name=op.f("fk_relay_collector_relay_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_collector")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_relay_collector_code_digest")),
    )
    op.create_index(op.f("ix_relay_collector_relay_id"), "relay_collector", ["relay_id"])
    op.create_index(op.f("ix_relay_collector_person_id"), "relay_collector", ["person_id"])
    op.create_table(
        "relay_wrong_code",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _moment("since"),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_relay_wrong_code")),
    )


def downgrade() -> None:
    for table in (
        "relay_wrong_code",
        "relay_collector",
        "relay_voucher",
        "relay_photo_copy",
        "relay_photo",
        "relay_check",
    ):
        op.drop_table(table)
