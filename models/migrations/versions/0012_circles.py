"""Circles: who would like one, who is in one. What is written belongs to an introduction, or to a circle."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DUE = sa.text("due_at IS NOT NULL")
WRITTEN = ("peer_message", "peer_trace")
ALSO = {"peer_message": {"circle_id": "circle"}, "peer_trace": {"circle_id": "circle", "author_id": "person"}}
INDEXED = {"peer_message": ("introduction_id", "author_id", "file_id", "at"), "peer_trace": ("introduction_id", "at")}


def upgrade() -> None:
    _wishes()
    _circles()
    _members()
    for table in WRITTEN:
        _belongs(table, circles=True)


def downgrade() -> None:
    for table in WRITTEN:
        op.execute(sa.text(f"DELETE FROM {table} WHERE introduction_id IS NULL"))  # noqa: S608  # a name of ours
        _belongs(table, circles=False)
    for table in ("circle_member", "circle", "circle_wish"):
        op.drop_table(table)


def _belongs(table: str, *, circles: bool) -> None:
    """Let what is written belong to an introduction or a circle, or (not `circles`) to an introduction alone."""
    if op.get_bind().dialect.name == "sqlite":
        return _write_anew(table, circles=circles)
    for name, target in ALSO[table].items():
        if circles:
            op.add_column(
                table, sa.Column(name, NUMBER, sa.ForeignKey(f"{target}.id", name=f"fk_{table}_{name}_{target}"))
            )
            op.create_index(f"ix_{table}_{name}", table, [name])
        else:
            op.drop_column(table, name)
    op.alter_column(table, "introduction_id", existing_type=NUMBER, nullable=circles)
    return None


def _write_anew(table: str, *, circles: bool) -> None:
    """SQLite cannot let a column be empty that could not be: the table is made once more, and its rows go over."""
    indexes = [*INDEXED[table], *([] if circles else ALSO[table])]
    for name in indexes:
        op.drop_index(f"ix_{table}_{name}", table)
    op.rename_table(table, f"{table}_before")
    also = [_points(name, f"{target}.id", nullable=True, index=True) for name, target in ALSO[table].items()]
    introduction = _points("introduction_id", "peer_introduction.id", nullable=circles, index=True)
    op.create_table(
        table, sa.Column("id", NUMBER, primary_key=True), introduction, *(also if circles else []), *_rest(table)
    )
    columns = ", ".join(["id", "introduction_id", *(column.name for column in _rest(table))])
    op.execute(sa.text(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table}_before"))  # noqa: S608  # as above
    op.drop_table(f"{table}_before")


def _rest(table: str) -> list[sa.Column[Any]]:
    """The columns of migration 0008 that stay as they are."""
    if table == "peer_trace":
        row = sa.Column("row", NUMBER, nullable=False)
        return [
            sa.Column("kind", sa.String, nullable=False),
            row,
            sa.Column("at", sa.BigInteger, nullable=False, index=True),
        ]
    return [
        _points("author_id", "person.id", index=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("body_sealed", sa.LargeBinary),
        sa.Column("file_id", sa.String, sa.ForeignKey("stored_file.id"), index=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
    ]


def _points(name: str, target: str, *, nullable: bool = False, index: bool = False) -> sa.Column[int]:
    return sa.Column(name, NUMBER, sa.ForeignKey(target), nullable=nullable, index=index)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, nullable=nullable)


def _due(table: str) -> None:
    op.create_index(f"ix_{table}_due", table, ["due_at"], sqlite_where=DUE, postgresql_where=DUE)


def _wishes() -> None:
    op.create_table(
        "circle_wish",
        sa.Column("id", NUMBER, primary_key=True),
        _points("person_id", "person.id", index=True),
        _points("topic_id", "resource_topic.id"),
        sa.Column("moderates", sa.Boolean, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        _moment("created_at"),
        _moment("due_at", nullable=True),
    )
    _due("circle_wish")


def _circles() -> None:
    op.create_table(
        "circle",
        sa.Column("id", NUMBER, primary_key=True),
        _points("topic_id", "resource_topic.id"),
        sa.Column("state", sa.String, nullable=False),
        *(_moment(name) for name in ("begun_at", "until")),
        *(_moment(name, nullable=True) for name in ("opened_at", "spoke_at", "ended_at", "due_at")),
        sqlite_autoincrement=True,
    )
    _due("circle")


def _members() -> None:
    op.create_table(
        "circle_member",
        sa.Column("id", NUMBER, primary_key=True),
        _points("circle_id", "circle.id"),
        _points("person_id", "person.id", index=True),
        sa.Column("alias", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("moderates", "leads")),
        sa.Column("state", sa.String, nullable=False),
        *(_moment(name) for name in ("begun_at", "until")),
        *(_moment(name, nullable=True) for name in ("due_at", "joined_at")),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("rests", "tell")),
        sqlite_autoincrement=True,
    )
    _due("circle_member")
    op.create_index("ix_circle_member_circle", "circle_member", ["circle_id", "person_id"], unique=True)
