"""Incident freezes, and what rests between peers because of them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ACTIVE = sa.text("lifted_at IS NULL")


def upgrade() -> None:
    _freezes()
    _rests()


def downgrade() -> None:
    for table in ("peer_rest", "frozen_person", "freeze"):
        op.drop_table(table)


def _freezes() -> None:
    op.create_table(
        "freeze",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("kind", sa.String, nullable=False),
        _points("person_id", "person.id"),
        _points("agency_id", "agency.id"),
        sa.Column("state", sa.String),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("why_sealed", sa.LargeBinary),
        sa.Column("set_by", sa.String, nullable=False),
        sa.Column("set_at", sa.BigInteger, nullable=False),
        sa.Column("lifted_by", sa.String),
        sa.Column("lifted_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_freeze_active", "freeze", ["kind"], sqlite_where=ACTIVE, postgresql_where=ACTIVE)
    op.create_table(
        "frozen_person",
        sa.Column("freeze_id", NUMBER, sa.ForeignKey("freeze.id"), primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), primary_key=True, index=True),
    )


def _rests() -> None:
    op.create_table(
        "peer_rest",
        sa.Column("id", NUMBER, primary_key=True),
        _points("introduction_id", "peer_introduction.id", unique=True),
        _points("request_id", "peer_request.id", unique=True),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("asker_told", "asked_told", "withdrawn")),
    )


def _points(name: str, target: str, *, unique: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, sa.ForeignKey(target), index=True, unique=unique)
