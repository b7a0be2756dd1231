"""Announcements, their copies in the outbox, tags, and who holds a channel."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "announcement",
    "announcement_text",
    "announcement_file",
    "announcement_answer",
    "holder",
    "person_tag",
)


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    _index("ix_message_recipient", ["announcement_id", "person_id"], "person_id IS NOT NULL", unique=True)
    _index(
        "ix_message_announced",
        ["announcement_id", "state", "channel", "lane", "due_at", "id"],
        "announcement_id IS NOT NULL",
    )
    _index("ix_message_uncertain", ["channel", "moved_at"], "state = 'uncertain'")
    _index("ix_message_undone", ["id"], "state = 'undone' AND provider_id IS NOT NULL")
    knocked = sa.text("knocked_at IS NOT NULL")
    op.create_index("ix_contact_knocked_at", "contact", ["knocked_at"], sqlite_where=knocked, postgresql_where=knocked)
    stopped = sa.text("stopped_at IS NOT NULL")
    op.create_index("ix_person_stopped_at", "person", ["stopped_at"], sqlite_where=stopped, postgresql_where=stopped)
    _announcements()
    _around()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    op.drop_index("ix_person_stopped_at", "person")
    op.drop_index("ix_contact_knocked_at", "contact")
    for name in ("ix_message_undone", "ix_message_uncertain", "ix_message_announced", "ix_message_recipient"):
        op.drop_index(name, "message")
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)


def _columns() -> list[tuple[str, sa.Column[Any]]]:
    return [
        ("message", sa.Column("announcement_id", NUMBER)),
        ("message", sa.Column("person_id", NUMBER)),
        ("message", sa.Column("revision", sa.Integer)),
        ("contact", sa.Column("rests_until", sa.BigInteger)),
        ("contact", sa.Column("knocked_at", sa.BigInteger)),
    ]


def _announcements() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("audience_sealed", sa.LargeBinary, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("why", sa.String),
        sa.Column("choices", sa.String, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("first_percent", sa.Integer, nullable=False),
        sa.Column("whole", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("stop_at_percent", sa.Integer, nullable=False),
        sa.Column("starts_at", sa.BigInteger),
        sa.Column("local", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("spread_minutes", sa.Integer, nullable=False),
        sa.Column("valid_until", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.Column("sent_by", sa.String),
        sa.Column("approved_by", sa.String),
        sa.Column("expected", sa.Integer),
        sa.Column("excluded", sa.String),
        sa.Column("cursor", NUMBER, nullable=False),
        sa.Column("seen", NUMBER, nullable=False),
        sa.Column("complete", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("began_at", sa.BigInteger),
        sa.Column("moved_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "announcement_text",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("announcement_id", NUMBER, sa.ForeignKey("announcement.id"), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("body_sealed", sa.LargeBinary, nullable=False),
        sa.Column("more_sealed", sa.LargeBinary),
        sa.UniqueConstraint("announcement_id", "revision", "language"),
    )
    op.create_table(
        "announcement_file",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("announcement_id", NUMBER, sa.ForeignKey("announcement.id"), nullable=False, unique=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("stored_at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "announcement_answer",
        sa.Column("announcement_id", NUMBER, sa.ForeignKey("announcement.id"), primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("answer", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_announcement_answer_person_id", "announcement_answer", ["person_id"])


def _around() -> None:
    op.create_table(
        "holder",
        sa.Column("channel", sa.String, primary_key=True),
        sa.Column("fence", NUMBER, nullable=False),
        sa.Column("since", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "person_tag",
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("tag", sa.String, primary_key=True),
    )
    op.create_index("ix_person_tag_tag", "person_tag", ["tag"])


def _index(name: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    rows = sa.text(where)
    op.create_index(name, "message", columns, unique=unique, sqlite_where=rows, postgresql_where=rows)
