"""Policy answers: entries, questions, what waits for a person, and who is on duty."""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import storage.columns

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "faq_vector",
        sa.Column("model", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("vector", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("model", "digest", name=op.f("pk_faq_vector")),
    )
    op.create_table(
        "duty",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("since", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("until", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_duty_committee_id")
        ),
        sa.PrimaryKeyConstraint("person_id", "committee_id", name=op.f("pk_duty")),
    )
    op.create_table(
        "faq_closure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("estate_id", sa.Integer(), nullable=False),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column(
            "closure",
            sa.Enum(
                "lockdown",
                "controlled",
                "precaution",
                name="closurekind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("since", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_faq_closure_building_id")
        ),
        sa.ForeignKeyConstraint(
            ["estate_id"], ["estate.id"], name=op.f("fk_faq_closure_estate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_closure")),
        sa.UniqueConstraint(
            "estate_id", "building_id", name=op.f("uq_faq_closure_estate_id_building_id")
        ),
    )
    with op.batch_alter_table("faq_closure", schema=None) as batch_op:
        batch_op.create_index(
            "uq_faq_closure_estate",
            ["estate_id"],
            unique=True,
            sqlite_where=sa.text("building_id is null"),
            postgresql_where=sa.text("building_id is null"),
        )

    op.create_table(
        "faq_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "emergency",
                "testing",
                "codes",
                "antigen",
                "closure",
                "medicine",
                "dialysis",
                "supplies",
                "deliveries",
                "certificates",
                "permits",
                "work",
                "business",
                "psychological",
                "volunteers",
                "pets",
                "rubbish",
                "other",
                name="entrykind",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "drafted", "in_force", "withdrawn", name="entrystate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("source_url", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("estate_id", sa.Integer(), nullable=True),
        sa.Column("building_id", sa.Integer(), nullable=True),
        sa.Column(
            "closure",
            sa.Enum(
                "lockdown",
                "controlled",
                "precaution",
                name="closurekind",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("owner_id", sa.BigInteger(), nullable=True),
        sa.Column("checked_by", sa.BigInteger(), nullable=True),
        sa.Column("checked_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column(
            "replaced_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("reminded_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_faq_entry_building_id")
        ),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_faq_entry_committee_id")
        ),
        sa.ForeignKeyConstraint(["estate_id"], ["estate.id"], name=op.f("fk_faq_entry_estate_id")),
        sa.ForeignKeyConstraint(
            ["replaced_by"],
            ["faq_entry.id"],
            name=op.f("fk_faq_entry_replaced_by"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_entry")),
        sa.UniqueConstraint("committee_id", "slug", name=op.f("uq_faq_entry_committee_id_slug")),
    )
    op.create_table(
        "faq_chat",
        sa.Column("chat_id", sa.Integer(), nullable=False),
        sa.Column("listens", sa.Boolean(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("entry_version", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("said_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["chat_id"], ["chat.id"], name=op.f("fk_faq_chat_chat_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["faq_entry.id"], name=op.f("fk_faq_chat_entry_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_faq_chat")),
    )
    op.create_table(
        "faq_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "answered", "dismissed", name="itemstate", native_enum=False, length=20
            ),
            nullable=False,
        ),
        sa.Column("opened_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.Column("told_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("settled_by", sa.BigInteger(), nullable=True),
        sa.Column("settled_at", storage.columns.Moment(timezone=True), nullable=True),
        sa.Column("reply", sa.Text(), nullable=True),
        sa.Column("reply_language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=True),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_faq_item_committee_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["faq_entry.id"], name=op.f("fk_faq_item_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_item")),
    )
    with op.batch_alter_table("faq_item", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_faq_item_committee_id"), ["committee_id"], unique=False
        )

    op.create_table(
        "faq_text",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("question", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("variants", sa.JSON(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("issuing_body", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("written_by", sa.BigInteger(), nullable=True),
        sa.Column("written_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["faq_entry.id"], name=op.f("fk_faq_text_entry_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_text")),
        sa.UniqueConstraint("entry_id", "language", name=op.f("uq_faq_text_entry_id_language")),
    )
    op.create_table(
        "faq_question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("committee_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("thread_id", sa.Integer(), nullable=True),
        sa.Column("language", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("text", sqlmodel.sql.sqltypes.AutoString(length=400), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "answered",
                "offered",
                "ended",
                "unknown",
                name="outcome",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("entry_id", sa.Integer(), nullable=True),
        sa.Column("certainty", sa.Float(), nullable=True),
        sa.Column(
            "feedback",
            sa.Enum(
                "helpful",
                "not_helpful",
                "none_of_these",
                "to_a_person",
                name="feedback",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", storage.columns.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_faq_question_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["faq_entry.id"], name=op.f("fk_faq_question_entry_id")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["faq_item.id"], name=op.f("fk_faq_question_item_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_question")),
        sa.UniqueConstraint(
            "chat_id", "message_id", name=op.f("uq_faq_question_chat_id_message_id")
        ),
    )
    with op.batch_alter_table("faq_question", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_faq_question_asked_at"), ["asked_at"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_faq_question_committee_id"), ["committee_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_faq_question_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_faq_question_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("faq_question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_question_person_id"))
        batch_op.drop_index(batch_op.f("ix_faq_question_item_id"))
        batch_op.drop_index(batch_op.f("ix_faq_question_committee_id"))
        batch_op.drop_index(batch_op.f("ix_faq_question_asked_at"))

    op.drop_table("faq_question")
    op.drop_table("faq_text")
    with op.batch_alter_table("faq_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_faq_item_committee_id"))

    op.drop_table("faq_item")
    op.drop_table("faq_chat")
    op.drop_table("faq_entry")
    with op.batch_alter_table("faq_closure", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_faq_closure_estate",
            sqlite_where=sa.text("building_id is null"),
            postgresql_where=sa.text("building_id is null"),
        )

    op.drop_table("faq_closure")
    op.drop_table("duty")
    op.drop_table("faq_vector")
