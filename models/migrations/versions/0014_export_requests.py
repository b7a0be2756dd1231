"""Requests for exports with names, and the second factors of the staff."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
STAFF = "staff_member.id"


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("staff_id", NUMBER, sa.ForeignKey(STAFF), primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary, nullable=False),
        sa.Column("set_at", sa.BigInteger, nullable=False),
        sa.Column("last_counter", NUMBER, nullable=False),
        sa.Column("wrong", sa.Integer, nullable=False),
        sa.Column("wrong_since", sa.BigInteger),
        sa.Column("locked_until", sa.BigInteger),
    )
    op.create_table(
        "export_request",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("survey", sa.String),
        sa.Column("wave", sa.String),
        sa.Column("reason_sealed", sa.LargeBinary, nullable=False),
        sa.Column("asked_by", NUMBER, sa.ForeignKey(STAFF), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("approved_by", NUMBER, sa.ForeignKey(STAFF)),
        sa.Column("approved_at", sa.BigInteger),
        sa.Column("used_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("export_request")
    op.drop_table("second_factor")
