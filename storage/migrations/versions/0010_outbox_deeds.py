"""What the outbox does besides sending, silently where asked, and how often nobody knew."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_INDEX = "ix_outbox_message_doubtful"
_COLUMNS = ("doubts", "silent", "target_id", "deed")


def upgrade() -> None:
    deed = sa.Enum("send", "edit", "delete", "pin", name="deed", native_enum=False, length=20)
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("deed", deed, nullable=False, server_default="send"))
        batch_op.add_column(sa.Column("target_id", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("silent", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("doubts", sa.Integer(), nullable=False, server_default="0"))
        batch_op.create_index(
            _INDEX,
            ["created_at"],
            unique=False,
            sqlite_where=sa.text("doubts > 0"),
            postgresql_where=sa.text("doubts > 0"),
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index(_INDEX)
        for name in _COLUMNS:
            batch_op.drop_column(name)
