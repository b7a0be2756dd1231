"""Conversations, what comes in and goes out, and what the house keeps for itself."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "conversation",
    "received",
    "message",
    "kept",
    "audit_entry",
)


def upgrade() -> None:
    _messages()
    _house()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _messages() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("contact_id", NUMBER, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("flow", sa.String, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("upload", sa.Boolean, nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("state_sealed", sa.LargeBinary, nullable=False),
        sa.Column("updated_at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    _partial_index("ix_conversation_aside", "conversation", ["owner"], "status = 'aside'")
    _partial_index("ix_conversation_open", "conversation", ["owner"], "status = 'open'", unique=True)
    op.create_table(
        "received",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("contact_id", NUMBER, sa.ForeignKey("contact.id"), nullable=True),
        sa.Column("owner", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("body_sealed", sa.LargeBinary),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("error_sealed", sa.LargeBinary),
    )
    _partial_index("ix_received_parked", "received", ["id"], "state = 'parked'")
    _partial_index("ix_received_waiting", "received", ["owner"], "state = 'waiting'")
    op.create_table(
        "message",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("contact_id", NUMBER, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("lane", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("body_sealed", sa.LargeBinary),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("due_at", sa.BigInteger, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("provider_id", sa.String),
        sa.Column("error", sa.String),
        sa.Column("moved_at", sa.BigInteger),
    )
    op.create_index("ix_message_provider_id", "message", ["provider_id"])
    _partial_index("ix_message_queued", "message", ["channel", "lane", "due_at", "id"], "state = 'queued'")
    _partial_index("ix_message_under_way", "message", ["contact_id", "id"], "state IN ('queued', 'sending')")


def _house() -> None:
    op.create_table(
        "kept",
        sa.Column("name", sa.String, primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("value_sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False),
        sa.Column("previous", sa.String, nullable=False),
        sa.Column("hash", sa.String, nullable=False, unique=True),
    )


def _partial_index(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    rows = sa.text(where)
    op.create_index(name, table, columns, unique=unique, sqlite_where=rows, postgresql_where=rows)
