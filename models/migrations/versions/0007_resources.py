"""Resources: items by version, topics, files, links, what people did with them, what was not found."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "resource_counter",
    "resource_topic",
    "resource_topic_name",
    "resource_topic_hurdle",
    "resource_audience",
    "resource_item",
    "resource_item_topic",
    "resource_file",
    "resource_link",
    "resource_text",
    "resource_version",
    "resource_use",
    "resource_tally",
    "resource_miss",
    "resource_follow",
    "resource_digest",
)


def upgrade() -> None:
    _topics()
    _items()
    _contents()
    _uses()
    _digests()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _key(name: str, target: str, *, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, sa.ForeignKey(target), primary_key=True, index=index)


def _moment(name: str, *, nullable: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable, index=index)


def _topics() -> None:
    op.create_table(
        "resource_counter",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("revision", NUMBER, nullable=False),
    )
    op.create_table(
        "resource_topic",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("place", sa.Integer, nullable=False),
    )
    op.create_table(
        "resource_topic_name",
        _key("topic_id", "resource_topic.id"),
        sa.Column("language", sa.String, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
    )
    op.create_table(
        "resource_topic_hurdle",
        _key("topic_id", "resource_topic.id"),
        sa.Column("hurdle", sa.String, primary_key=True),
    )


def _items() -> None:
    op.create_table(
        "resource_audience",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("audience_sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "resource_item",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("key", sa.String, nullable=False, unique=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("source", sa.String),
        sa.Column("licence", sa.String),
        sa.Column("valid_until", sa.Date),
        sa.Column("audience_id", NUMBER, sa.ForeignKey("resource_audience.id")),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("revision", NUMBER, nullable=False, unique=True),
        _moment("added_at"),
        _moment("changed_at"),
        _moment("withdrawn_at", nullable=True),
    )
    live = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "ix_resource_item_added_at", "resource_item", ["added_at"], sqlite_where=live, postgresql_where=live
    )
    op.create_table(
        "resource_item_topic",
        _key("item_id", "resource_item.id"),
        _key("topic_id", "resource_topic.id", index=True),
    )


def _contents() -> None:
    op.create_table(
        "resource_file",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("item_id", NUMBER, sa.ForeignKey("resource_item.id"), nullable=False, index=True),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        _moment("stored_at"),
    )
    op.create_table(
        "resource_link",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("url", sa.String, nullable=False, unique=True),
        _moment("due_at", index=True),
        _moment("checked_at", nullable=True),
        sa.Column("outcome", sa.String),
        sa.Column("failures", sa.Integer, nullable=False),
        _moment("failing_since", nullable=True),
    )
    op.create_table(
        "resource_text",
        _key("item_id", "resource_item.id"),
        sa.Column("language", sa.String, primary_key=True),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("summary", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("link_id", NUMBER, sa.ForeignKey("resource_link.id"), index=True),
        sa.Column("file_id", sa.String, sa.ForeignKey("resource_file.id")),
        sa.Column("light_id", sa.String, sa.ForeignKey("resource_file.id")),
    )
    op.create_table(
        "resource_version",
        _key("item_id", "resource_item.id"),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _moment("created_at"),
        sa.Column("created_by", sa.String, nullable=False),
    )


def _uses() -> None:
    op.create_table(
        "resource_use",
        _key("item_id", "resource_item.id"),
        _key("person_id", "person.id", index=True),
        *(_moment(f"{what}_at", nullable=True) for what in ("shown", "opened", "sent", "saved")),
        sa.Column("useful", sa.Boolean),
        _moment("dead_at", nullable=True),
    )
    op.create_table(
        "resource_tally",
        _key("item_id", "resource_item.id"),
        sa.Column("month", sa.String, primary_key=True),
        sa.Column("what", sa.String, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
    )
    op.create_table(
        "resource_miss",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("month", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("query_sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )


def _digests() -> None:
    op.create_table(
        "resource_follow",
        _key("person_id", "person.id"),
        _key("topic_id", "resource_topic.id", index=True),
        _moment("since"),
    )
    op.create_table(
        "resource_digest",
        _key("person_id", "person.id"),
        _moment("told_until"),
        _moment("due_at", index=True),
    )
