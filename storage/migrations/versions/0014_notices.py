"""Notices, their texts, runs, copies and whom they reached."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns
import storage.sealing

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "plain", "event", "sale", "closure", name="noticekind", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "waiting",
                "scheduled",
                "sent",
                "recalled",
                "dropped",
                name="noticestate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column(
            "media_kind",
            sa.Enum("photo", "voice", "document", name="mediakind", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("file_id", storage.sealing.SealedText(), nullable=True),
        sa.Column("pin", sa.Boolean(), nullable=False),
        sa.Column("asks_ack", sa.Boolean(), nullable=False),
        sa.Column("is_mass", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("send_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("written_by", sa.BigInteger(), nullable=True),
        sa.Column("asked_by", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("proposed", sa.JSON(), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=True),
        sa.Column("proposals", sa.Integer(), nullable=False),
        sa.Column("update_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("sent_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("recalled_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_notice_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("committee_id", "number", name=op.f("uq_notice_committee_id_number")),
        sa.UniqueConstraint("update_id", name=op.f("uq_notice_update_id")),
    )
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.create_index(
            "ix_notice_due",
            ["send_at"],
            unique=False,
            sqlite_where=sa.text("state = 'scheduled' and send_at is not null"),
            postgresql_where=sa.text("state = 'scheduled' and send_at is not null"),
        )

    op.create_table(
        "notice_selection",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("saved_by", sa.BigInteger(), nullable=True),
        sa.Column("saved_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_notice_selection_committee_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_selection")),
        sa.UniqueConstraint(
            "committee_id", "name", name=op.f("uq_notice_selection_committee_id_name")
        ),
    )
    op.create_table(
        "notice_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("started_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("ended_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("day", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name=op.f("fk_notice_run_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_run")),
        sa.UniqueConstraint("notice_id", "number", name=op.f("uq_notice_run_notice_id_number")),
        sa.UniqueConstraint(
            "notice_id", "planned_at", name=op.f("uq_notice_run_notice_id_planned_at")
        ),
    )
    op.create_table(
        "notice_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("written_by", sa.BigInteger(), nullable=True),
        sa.Column("written_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_text_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_text")),
        sa.UniqueConstraint(
            "notice_id", "language", name=op.f("uq_notice_text_notice_id_language")
        ),
    )
    op.create_table(
        "notice_copy",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "unreachable",
                "failed",
                "late",
                "withdrawn",
                name="copystate",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("outbox_id", sa.BigInteger(), nullable=True),
        sa.Column("change_id", sa.BigInteger(), nullable=True),
        sa.Column("failure", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("settled_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("is_booked", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_notice_copy_building_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_copy_notice_id")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["notice_run.id"], name=op.f("fk_notice_copy_run_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_copy")),
        sa.UniqueConstraint(
            "run_id", "chat_id", "language", name=op.f("uq_notice_copy_run_id_chat_id_language")
        ),
    )
    with op.batch_alter_table("notice_copy", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_notice_copy_chat_id"), ["chat_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_notice_copy_notice_id"), ["notice_id"], unique=False)
        batch_op.create_index(
            "ix_notice_copy_open",
            ["id"],
            unique=False,
            sqlite_where=sa.text("is_booked = 0"),
            postgresql_where=sa.text("is_booked = false"),
        )

    op.create_table(
        "notice_house",
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_notice_house_building_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_house_notice_id")
        ),
        sa.PrimaryKeyConstraint("notice_id", "building_id", name=op.f("pk_notice_house")),
    )
    with op.batch_alter_table("notice_house", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_house_building_id"), ["building_id"], unique=False
        )

    op.create_table(
        "notice_reach",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("household_id", sa.Integer(), nullable=False),
        sa.Column("delivered_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("blocked_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column(
            "how",
            sa.Enum("acknowledged", "paper", "knocked", name="reach", native_enum=False, length=20),
            nullable=True,
        ),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_notice_reach_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_notice_reach_notice_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_reach")),
        sa.UniqueConstraint(
            "notice_id", "household_id", name=op.f("uq_notice_reach_notice_id_household_id")
        ),
    )
    with op.batch_alter_table("notice_reach", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_notice_reach_household_id"), ["household_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("notice_reach", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_reach_household_id"))

    op.drop_table("notice_reach")
    with op.batch_alter_table("notice_house", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_notice_house_building_id"))

    op.drop_table("notice_house")
    with op.batch_alter_table("notice_copy", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_copy_open",
            sqlite_where=sa.text("is_booked = 0"),
            postgresql_where=sa.text("is_booked = false"),
        )
        batch_op.drop_index(batch_op.f("ix_notice_copy_notice_id"))
        batch_op.drop_index(batch_op.f("ix_notice_copy_chat_id"))

    op.drop_table("notice_copy")
    op.drop_table("notice_text")
    op.drop_table("notice_run")
    op.drop_table("notice_selection")
    with op.batch_alter_table("notice", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_notice_due",
            sqlite_where=sa.text("state = 'scheduled' and send_at is not null"),
            postgresql_where=sa.text("state = 'scheduled' and send_at is not null"),
        )

    op.drop_table("notice")
