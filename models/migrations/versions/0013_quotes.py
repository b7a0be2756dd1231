"""Whose words a report quotes: they are deleted with the person, or when the report is over."""

import sqlalchemy as sa
from alembic import op

NUMBER = sa.BigInteger().with_variant(sa.Integer, "sqlite")

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("ticket_message", sa.Column("quotes_id", NUMBER))


def downgrade() -> None:
    op.drop_column("ticket_message", "quotes_id")
