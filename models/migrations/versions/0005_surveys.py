"""Surveys: forms by version, waves, invitations, responses."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = ("survey_form", "survey_wave", "survey_invitation", "survey_response", "survey_anonymous")


def upgrade() -> None:
    _forms()
    _waves()
    _invitations()
    _responses()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _forms() -> None:
    op.create_table(
        "survey_form",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sa.UniqueConstraint("name", "version"),
    )


def _waves() -> None:
    op.create_table(
        "survey_wave",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("anchor", sa.String, nullable=False),
        sa.Column("offset_days", sa.Integer, nullable=False),
        sa.Column("on_date", sa.Date),
        sa.Column("plan_state", sa.String),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("audience_sealed", sa.LargeBinary, nullable=False),
        sa.Column("weekdays", sa.String, nullable=False),
        sa.Column("hours_from", sa.Integer, nullable=False),
        sa.Column("hours_until", sa.Integer, nullable=False),
        sa.Column("reminders", sa.Integer, nullable=False),
        sa.Column("remind_after_days", sa.Integer, nullable=False),
        sa.Column("expires_days", sa.Integer, nullable=False),
        sa.Column("grace_days", sa.Integer, nullable=False),
        sa.Column("insists", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("skips_holidays", sa.Boolean, nullable=False, server_default=sa.true()),
        sa.Column("planned_until", NUMBER, nullable=False),
        sa.Column("planned_at", sa.BigInteger),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("created_by", sa.String, nullable=False),
        sqlite_autoincrement=True,
    )


def _invitations() -> None:
    op.create_table(
        "survey_invitation",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("wave_id", NUMBER, sa.ForeignKey("survey_wave.id"), nullable=False),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("occasion", NUMBER, nullable=False),
        sa.Column("cohort_id", NUMBER, sa.ForeignKey("cohort.id")),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("due_at", sa.BigInteger),
        sa.Column("planned_for", sa.BigInteger, nullable=False),
        sa.Column("invited_at", sa.BigInteger),
        sa.Column("reminded", sa.Integer, nullable=False),
        sa.Column("promised", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("why", sa.String),
        sa.Column("moved_at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("wave_id", "person_id", "occasion"),
        sqlite_autoincrement=True,
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index("ix_survey_invitation_due", "survey_invitation", ["due_at"], sqlite_where=due, postgresql_where=due)
    op.create_index("ix_survey_invitation_state", "survey_invitation", ["wave_id", "state"])


def _responses() -> None:
    op.create_table(
        "survey_response",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("talk_id", NUMBER, nullable=False, unique=True),
        sa.Column("invitation_id", NUMBER, sa.ForeignKey("survey_invitation.id"), index=True),
        sa.Column("form_id", NUMBER, sa.ForeignKey("survey_form.id"), nullable=False, index=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False, index=True),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("begun_at", sa.BigInteger, nullable=False),
        sa.Column("moved_at", sa.BigInteger, nullable=False),
        sa.Column("completed_at", sa.BigInteger),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("answers_sealed", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "survey_anonymous",
        sa.Column("id", sa.LargeBinary, primary_key=True),
        sa.Column("form_id", NUMBER, sa.ForeignKey("survey_form.id"), nullable=False),
        sa.Column("wave_id", NUMBER, sa.ForeignKey("survey_wave.id")),
        sa.Column("key", sa.String, nullable=False),
        sa.Column("month", sa.String, nullable=False),
        sa.Column("answer_sealed", sa.LargeBinary, nullable=False),
        sqlite_with_rowid=False,
    )
