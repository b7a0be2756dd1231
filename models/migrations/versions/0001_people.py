"""The people, their activities and plans, and how they join."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLES = (
    "agency",
    "municipality",
    "person",
    "person_key",
    "programme",
    "cohort",
    "enrolment",
    "access_code",
    "wrong_code",
    "contact",
    "contact_key",
    "consent",
    "action_plan",
    "progress_report",
    "stored_file",
)


def upgrade() -> None:
    _people()
    _programmes()
    _joining()
    _progress()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _people() -> None:
    op.create_table(
        "agency",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("name_sealed", sa.LargeBinary, nullable=False),
        sa.Column("name_key", sa.LargeBinary, nullable=False, unique=True),
    )
    op.create_table(
        "municipality",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("name_sealed", sa.LargeBinary, nullable=False),
        sa.Column("name_key", sa.LargeBinary, nullable=False, unique=True),
    )
    op.create_table(
        "person",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("given_name_sealed", sa.LargeBinary, nullable=False),
        sa.Column("family_name_sealed", sa.LargeBinary, nullable=False),
        sa.Column("email_sealed", sa.LargeBinary),
        sa.Column("phone_sealed", sa.LargeBinary),
        sa.Column("agency_id", NUMBER, sa.ForeignKey("agency.id")),
        sa.Column("municipality_id", NUMBER, sa.ForeignKey("municipality.id")),
        sa.Column("state", sa.String),
        sa.Column("rank_band", sa.String),
        sa.Column("language", sa.String),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("joined_at", sa.BigInteger),
        sa.Column("confirmed_at", sa.BigInteger),
        sa.Column("stopped_at", sa.BigInteger),
        sa.Column("roster_name_sealed", sa.LargeBinary),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_person_agency_id", "person", ["agency_id"])
    op.create_index("ix_person_municipality_id", "person", ["municipality_id"])
    op.create_table(
        "person_key",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("kind", sa.String, nullable=False),
    )
    op.create_index("ix_person_key_person_id", "person_key", ["person_id"])


def _programmes() -> None:
    op.create_table(
        "programme",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("name", sa.String, nullable=False, unique=True),
    )
    op.create_table(
        "cohort",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("programme_id", NUMBER, sa.ForeignKey("programme.id"), nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("starts_on", sa.Date),
        sa.Column("ends_on", sa.Date),
        sa.UniqueConstraint("programme_id", "name"),
    )
    op.create_table(
        "enrolment",
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), primary_key=True),
        sa.Column("cohort_id", NUMBER, sa.ForeignKey("cohort.id"), primary_key=True),
    )
    op.create_index("ix_enrolment_cohort_id", "enrolment", ["cohort_id"])


def _joining() -> None:
    op.create_table(
        "access_code",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("key", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("cohort_id", NUMBER, sa.ForeignKey("cohort.id"), nullable=False),
        sa.Column("issued_at", sa.BigInteger, nullable=False),
        sa.Column("expires_at", sa.BigInteger, nullable=False),
        sa.Column("used_at", sa.BigInteger),
        sa.Column("name_tries", sa.Integer, nullable=False),
    )
    op.create_index("ix_access_code_person_id", "access_code", ["person_id"])
    op.create_table(
        "wrong_code",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("sender", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_wrong_code_at", "wrong_code", ["at"])
    op.create_index("ix_wrong_code_sender", "wrong_code", ["sender"])
    op.create_table(
        "contact",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("address_sealed", sa.LargeBinary, nullable=False),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id")),
        sa.Column("language", sa.String),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("joined_at", sa.BigInteger),
        sa.Column("heard_at", sa.BigInteger, nullable=False),
        sa.Column("unreachable_at", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_contact_person_id", "contact", ["person_id"])
    op.create_table(
        "contact_key",
        sa.Column("key", sa.LargeBinary, primary_key=True),
        sa.Column("contact_id", NUMBER, sa.ForeignKey("contact.id"), nullable=False),
    )
    op.create_index("ix_contact_key_contact_id", "contact_key", ["contact_id"])
    op.create_table(
        "consent",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("contact_id", NUMBER, sa.ForeignKey("contact.id"), nullable=False),
        sa.Column("purpose", sa.String, nullable=False),
        sa.Column("given", sa.Boolean, nullable=False),
        sa.Column("notice", sa.String, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_consent_person_id", "consent", ["person_id"])


def _progress() -> None:
    op.create_table(
        "action_plan",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("title_sealed", sa.LargeBinary, nullable=False),
        sa.Column("goal_sealed", sa.LargeBinary),
        sa.Column("due_on", sa.Date),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.Column("reported_at", sa.BigInteger),
    )
    op.create_index("ix_action_plan_person_id", "action_plan", ["person_id"])
    op.create_table(
        "progress_report",
        sa.Column("id", NUMBER, primary_key=True),
        sa.Column("plan_id", NUMBER, sa.ForeignKey("action_plan.id"), nullable=False),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("hurdle", sa.String),
        sa.Column("note_sealed", sa.LargeBinary),
        sa.Column("people_trained", sa.Integer),
    )
    op.create_index("ix_progress_report_person_id", "progress_report", ["person_id"])
    op.create_index("ix_progress_report_plan_id", "progress_report", ["plan_id"])
    op.create_table(
        "stored_file",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("person_id", NUMBER, sa.ForeignKey("person.id"), nullable=False),
        sa.Column("report_id", NUMBER, sa.ForeignKey("progress_report.id")),
        sa.Column("seal_id", sa.LargeBinary, nullable=False),
        sa.Column("type", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("stored_at", sa.BigInteger, nullable=False),
    )
    op.create_index("ix_stored_file_person_id", "stored_file", ["person_id"])
    op.create_index("ix_stored_file_report_id", "stored_file", ["report_id"])
