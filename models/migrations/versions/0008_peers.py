"""Peers: profiles, requests, introductions, and what passes between two people."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "peer_profile",
    "peer_topic",
    "peer_avoided",
    "peer_block",
    "peer_request",
    "peer_introduction",
    "peer_message",
    "peer_trace",
)
DUE = sa.text("due_at IS NOT NULL")


def upgrade() -> None:
    _profiles()
    _requests()
    _introductions()
    _messages()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _points(name: str, target: str, *, nullable: bool = False, index: bool = True) -> sa.Column[int]:
    return sa.Column(name, NUMBER, sa.ForeignKey(target), nullable=nullable, index=index)


def _key(name: str, target: str, *, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, sa.ForeignKey(target), primary_key=True, index=index)


def _moment(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable, index=index)


def _bytes(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable, index=index)


def _profiles() -> None:
    op.create_table(
        "peer_profile",
        _key("person_id", "person.id"),
        _bytes("name_key"),
        sa.Column("languages", sa.String, nullable=False),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("shows_region", "shows_rank", "same_agency")),
        _moment("paused_at", nullable=True),
        _moment("asked_at", nullable=True),
        _moment("updated_at"),
    )
    op.create_table(
        "peer_topic",
        _key("person_id", "person.id"),
        _key("topic_id", "resource_topic.id"),
        sa.Column("kind", sa.String, primary_key=True),
    )
    op.create_index("ix_peer_topic_found", "peer_topic", ["topic_id", "kind", "person_id"])
    op.create_table(
        "peer_avoided",
        sa.Column("id", NUMBER, primary_key=True),
        _points("person_id", "person.id"),
        _bytes("key", index=True),
        _bytes("seal_id"),
        _bytes("name_sealed"),
    )
    op.create_table(
        "peer_block",
        _key("person_id", "person.id"),
        _key("blocked_id", "person.id", index=True),
        _moment("at"),
    )


def _requests() -> None:
    op.create_table(
        "peer_request",
        sa.Column("id", NUMBER, primary_key=True),
        _points("person_id", "person.id"),
        _points("topic_id", "resource_topic.id", index=False),
        sa.Column("region", sa.String),
        sa.Column("rank_band", sa.String),
        _bytes("seal_id"),
        _bytes("reason_sealed"),
        sa.Column("state", sa.String, nullable=False),
        _moment("created_at"),
        _moment("answer_at"),
        _moment("due_at", nullable=True),
    )
    op.create_index("ix_peer_request_due", "peer_request", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)


def _introductions() -> None:
    op.create_table(
        "peer_introduction",
        sa.Column("id", NUMBER, primary_key=True),
        _points("request_id", "peer_request.id"),
        _points("asker_id", "person.id"),
        _points("asked_id", "person.id"),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("asker_alias", sa.Integer, nullable=False),
        sa.Column("asked_alias", sa.Integer, nullable=False),
        _moment("begun_at"),
        _moment("until"),
        *(_moment(name, nullable=True) for name in ("opened_at", "ended_at", "due_at")),
        sa.Column("tell", sa.String),
        sa.Column("asker_step", sa.Integer, nullable=False),
        sa.Column("asked_step", sa.Integer, nullable=False),
        _bytes("seal_id"),
        _bytes("asker_contact_sealed", nullable=True),
        _bytes("asked_contact_sealed", nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_peer_introduction_due", "peer_introduction", ["due_at"], sqlite_where=DUE, postgresql_where=DUE)


def _messages() -> None:
    op.create_table(
        "peer_message",
        sa.Column("id", NUMBER, primary_key=True),
        _points("introduction_id", "peer_introduction.id"),
        _points("author_id", "person.id"),
        _bytes("seal_id"),
        _bytes("body_sealed", nullable=True),
        sa.Column("file_id", sa.String, sa.ForeignKey("stored_file.id"), index=True),
        _moment("at", index=True),
    )
    op.create_table(
        "peer_trace",
        sa.Column("id", NUMBER, primary_key=True),
        _points("introduction_id", "peer_introduction.id"),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("row", NUMBER, nullable=False),
        _moment("at", index=True),
    )
