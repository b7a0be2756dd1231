"""An alumna's whole account: milestones, reminders, preferences, postings, tickets, rights, staff."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "staff_member",
    "milestone",
    "preference",
    "posting",
    "prompt",
    "ticket",
    "ticket_message",
    "rights_request",
)
INDEXES = (
    ("ix_person_suppress_at", "person", "suppress_at", "suppress_at IS NOT NULL"),
    ("ix_action_plan_remind_at", "action_plan", "remind_at", "remind_at IS NOT NULL"),
    ("ix_message_waiting", "message", "contact_id", "state = 'waiting'"),
)
WHOLE_INDEXES = (
    ("ix_contact_staff_id", "contact", "staff_id"),
    ("ix_message_contact_id", "message", "contact_id"),
    ("ix_received_contact_id", "received", "contact_id"),
)


def upgrade() -> None:
    for table, column in _columns():
        op.add_column(table, column)
    for name, table, indexed, where in INDEXES:
        _partial_index(name, table, indexed, where)
    for name, table, indexed in WHOLE_INDEXES:
        op.create_index(name, table, [indexed])
    _staff()
    _plans()
    _tickets()
    _rights()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
    for name, table, _indexed in WHOLE_INDEXES:
        op.drop_index(name, table)
    for name, table, _indexed, _where in INDEXES:
        op.drop_index(name, table)
    for table, column in reversed(_columns()):
        op.drop_column(table, column.name)


def _columns() -> list[tuple[str, sa.Column[Any]]]:
    no = sa.false()
    return [
        ("person", sa.Column("blocked_at", sa.BigInteger)),
        ("person", sa.Column("suppress_at", sa.BigInteger)),
        ("contact", sa.Column("staff_id", NUMBER)),
        ("contact", sa.Column("doubted_at", sa.BigInteger)),
        ("contact", sa.Column("wrong_names", sa.Integer, nullable=False, server_default="0")),
        ("contact", sa.Column("stopped_at", sa.BigInteger)),
        ("contact", sa.Column("revoked_at", sa.BigInteger)),
        ("contact_key", sa.Column("form", sa.String, nullable=False, server_default="unknown")),
        ("conversation", sa.Column("unseen", sa.Boolean, nullable=False, server_default=no)),
        ("action_plan", sa.Column("remind_at", sa.BigInteger)),
        ("action_plan", sa.Column("promised", sa.Boolean, nullable=False, server_default=no)),
        ("action_plan", sa.Column("reminders_off", sa.Boolean, nullable=False, server_default=no)),
        ("progress_report", sa.Column("event", sa.String)),
    ]


def _staff() -> None:
    op.create_table(
        "staff_member",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("name_sealed", sa.LargeBinary, nullable=False),
        sa.Column("role", sa.String, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("left_at", sa.BigInteger),
        sa.Column("code_key", sa.LargeBinary, unique=True),
        sa.Column("code_expires_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )


def _plans() -> None:
    op.create_table(
        "milestone",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("plan_id", NUMBER, sa.ForeignKey("action_plan.id"), nullable=False),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("title_sealed", sa.LargeBinary, nullable=False),
        sa.Column("due_on", sa.Date),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("remind_at", sa.BigInteger),
        sa.Column("promised", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    op.create_index("ix_milestone_plan_id", "milestone", ["plan_id"])
    op.create_index("ix_milestone_person_id", "milestone", ["person_id"])
    _partial_index("ix_milestone_remind_at", "milestone", "remind_at", "remind_at IS NOT NULL")
    op.create_table(
        "preference",
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("value_sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "posting",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("agency_id", NUMBER, sa.ForeignKey("agency.id")),
        sa.Column("municipality_id", NUMBER, sa.ForeignKey("municipality.id")),
        sa.Column("state", sa.String),
        sa.Column("rank_band", sa.String),
        sa.Column("began_on", sa.Date),
        sa.Column("ended_on", sa.Date),
        sa.Column("ended_by", sa.String),
    )
    op.create_index("ix_posting_person_id", "posting", ["person_id"])
    op.create_table(
        "prompt",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("contact_id", NUMBER, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("talk_id", NUMBER),
        sa.Column("message_id", NUMBER),
        sa.Column("knocks", sa.Boolean, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("ended_at", sa.BigInteger),
    )
    op.create_index("ix_prompt_person_id", "prompt", ["person_id"])
    _partial_index("ix_prompt_open", "prompt", "at", "ended_at IS NULL")


def _tickets() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("contact_id", NUMBER, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("waits_for", sa.String, nullable=False),
        sa.Column("opened_at", sa.BigInteger, nullable=False),
        sa.Column("moved_at", sa.BigInteger, nullable=False),
        sa.Column("closed_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_ticket_person_id", "ticket", ["person_id"])
    _partial_index("ix_ticket_open", "ticket", "person_id", "state = 'open'", unique=True)
    op.create_table(
        "ticket_message",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("ticket_id", NUMBER, sa.ForeignKey("ticket.id"), nullable=False),
        sa.Column("author", sa.String, nullable=False),
        sa.Column("staff_id", NUMBER, sa.ForeignKey("staff_member.id")),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("body_sealed", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_ticket_message_ticket_id", "ticket_message", ["ticket_id"])


def _rights() -> None:
    op.create_table(
        "rights_request",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("person_id", NUMBER, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("purpose", sa.String),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("answer_by", sa.Date, nullable=False),
        sa.Column("answered_at", sa.BigInteger),
        sa.Column("carry_out_by", sa.Date),
        sa.Column("done_at", sa.BigInteger),
        sa.Column("withdrawn_at", sa.BigInteger),
    )
    op.create_index("ix_rights_request_person_id", "rights_request", ["person_id"])


def _partial_index(name: str, table: str, column: str, where: str, *, unique: bool = False) -> None:
    rows = sa.text(where)
    op.create_index(name, table, [column], unique=unique, sqlite_where=rows, postgresql_where=rows)
