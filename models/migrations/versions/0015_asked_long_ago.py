"""Who was asked longest ago stands beside each topic she helps with, so that a search reads only the first of them.

Each message between peers wrote to seven indexes of columns that are nearly always empty: these leave the empty out.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

FOUND = "ix_peer_topic_found"
WAITING = sa.text("state IN ('chosen', 'asked')")
PARTLY = {"peer_message": ("circle_id", "file_id"), "peer_trace": ("circle_id", "author_id")}


def upgrade() -> None:
    op.add_column("peer_topic", sa.Column("asked_at", sa.BigInteger, nullable=False, server_default="0"))
    asked = "(SELECT asked_at FROM peer_profile WHERE peer_profile.person_id = peer_topic.person_id)"
    op.execute(sa.text(f"UPDATE peer_topic SET asked_at = COALESCE({asked}, 0)"))  # noqa: S608  # words of ours
    op.drop_index(FOUND, "peer_topic")
    op.create_index(FOUND, "peer_topic", ["topic_id", "kind", "asked_at", "person_id"])
    waiting = ("ix_peer_introduction_waiting", "peer_introduction", ["asked_id"])
    op.create_index(*waiting, sqlite_where=WAITING, postgresql_where=WAITING)
    _index_anew(partly=True)


def downgrade() -> None:
    _index_anew(partly=False)
    op.drop_index("ix_peer_introduction_waiting", "peer_introduction")
    op.drop_index(FOUND, "peer_topic")
    op.drop_column("peer_topic", "asked_at")
    op.create_index(FOUND, "peer_topic", ["topic_id", "kind", "person_id"])


def _index_anew(*, partly: bool) -> None:
    for table, columns in PARTLY.items():
        for column in columns:
            there = sa.text(f"{column} IS NOT NULL") if partly else None
            op.drop_index(f"ix_{table}_{column}", table)
            op.create_index(f"ix_{table}_{column}", table, [column], sqlite_where=there, postgresql_where=there)
