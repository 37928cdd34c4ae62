"""The telephone that whoever is in danger is told of."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "committee", sa.Column("duty_phone", sa.String(length=40), nullable=False, server_default="")
    )


def downgrade() -> None:
    op.drop_column("committee", "duty_phone")
