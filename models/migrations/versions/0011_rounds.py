"""Matching rounds, and introductions that nobody asked for."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DUE = sa.text("due_at IS NOT NULL")
COLUMNS = (("peer_profile", "rounds_at"), ("peer_introduction", "round_id"), ("peer_introduction", "written_at"))


def upgrade() -> None:
    for table, name in COLUMNS:
        op.add_column(table, sa.Column(name, NUMBER if name == "round_id" else sa.BigInteger()))
    op.create_index("ix_peer_introduction_round_id", "peer_introduction", ["round_id"])
    _let_requests_be_missing()
    _rounds()


def downgrade() -> None:
    of_rounds = "SELECT id FROM peer_introduction WHERE request_id IS NULL"
    for table in ("peer_message", "peer_trace", "peer_rest"):
        op.execute(f"DELETE FROM {table} WHERE introduction_id IN ({of_rounds})")  # noqa: S608  # our own names
    op.execute("DELETE FROM peer_introduction WHERE request_id IS NULL")
    op.drop_table("peer_round_seat")
    op.drop_table("peer_round")
    op.drop_index("ix_peer_introduction_round_id", "peer_introduction")
    for table, name in reversed(COLUMNS):
        op.drop_column(table, name)
    _let_requests_be_missing(missing=False)


def _let_requests_be_missing(*, missing: bool = True) -> None:
    """SQLite cannot do that but by another table, on which others could not point meanwhile, or by the text of this."""
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("peer_introduction", "request_id", existing_type=sa.BigInteger(), nullable=missing)
        return
    strict, loose = "request_id INTEGER NOT NULL", "request_id INTEGER"
    before, after = (strict, loose) if missing else (loose, strict)
    version = op.get_bind().execute(sa.text("PRAGMA schema_version")).scalar_one()
    op.execute("PRAGMA writable_schema=ON")
    op.execute(
        f"UPDATE sqlite_master SET sql = replace(sql, '{before}', '{after}') "  # noqa: S608  # our own words
        "WHERE type = 'table' AND name = 'peer_introduction'"
    )
    op.execute(f"PRAGMA schema_version={version + 1}")
    op.execute("PRAGMA writable_schema=OFF")


def _rounds() -> None:
    op.create_table(
        "peer_round",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("month", sa.String, nullable=False, unique=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("pairs", sa.Integer, nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "peer_round_seat",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("round_id", NUMBER, sa.ForeignKey("peer_round.id"), nullable=False),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("topic_id", NUMBER, sa.ForeignKey("resource_topic.id")),
        sa.Column("matched", sa.Boolean, nullable=False),
        sa.Column("told_at", sa.BigInteger),
        sa.Column("asked_at", sa.BigInteger),
        sa.Column("answer", sa.String),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger),
    )
    op.create_index("ix_peer_round_seat_of", "peer_round_seat", ["round_id", "person_id"], unique=True)
    op.create_index("ix_peer_round_seat_due", "peer_round_seat", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)
