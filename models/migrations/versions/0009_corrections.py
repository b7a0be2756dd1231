"""Corrections of announcements: whose copy puts other words right, and which words an answer is to."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.add_column("message", sa.Column("corrects", sa.Integer))
    op.add_column("announcement_answer", sa.Column("revision", sa.Integer))


def downgrade() -> None:
    op.drop_column("announcement_answer", "revision")
    op.drop_column("message", "corrects")
