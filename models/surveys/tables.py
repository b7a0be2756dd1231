"""The tables of surveys: forms by version, when who is asked, and what was answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, UniqueConstraint, false, true
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, Instant, Number

ACTIVE, PAUSED, OVER = "active", "paused", "over"  # states of a wave

#: What an offset is counted from.
ANCHORS = ("end", "start", "date", "plan")

PLANNED, HELD = "planned", "held"  # held for staff: it came too late to be sent by itself
INVITED, BEGUN = "invited", "begun"
COMPLETE, PARTIAL, BROKEN_OFF = "complete", "partial", "broken_off"
REFUSED, EXPIRED, NOT_REACHED, MERGED = "refused", "expired", "not_reached", "merged"

#: Where nothing more is to be done.
ENDS = (COMPLETE, PARTIAL, BROKEN_OFF, REFUSED, EXPIRED, NOT_REACHED, MERGED)


class SurveyForm(Base):
    """One version of a questionnaire, as it was imported: it never changes. `content` is a `surveys.form.Form`."""

    __tablename__ = "survey_form"
    __table_args__ = (UniqueConstraint("name", "version"),)

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    name: Mapped[str]
    version: Mapped[int]  # counted here, whatever the spreadsheet calls it
    content: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[str]  # as in the audit log


class SurveyWave(Base):
    """When the people of an audience are asked a questionnaire, in its newest version.

    `anchor`: so many days after the end or the start of an enrolment, after a date, or after a plan came to its
    `plan_state`. Its audience is sealed, since it may name an agency.
    """

    __tablename__ = "survey_wave"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)  # such as day_180: people read it in figures
    form: Mapped[str]  # the name of the questionnaire
    state: Mapped[str]
    anchor: Mapped[str]
    offset_days: Mapped[int]
    on_date: Mapped[date | None]
    plan_state: Mapped[str | None]
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    audience_sealed: Mapped[bytes] = mapped_column(LargeBinary)  # an expression of `models.audience`
    weekdays: Mapped[str] = mapped_column(default="12345")  # on which people are asked, Monday is 1
    hours_from: Mapped[int] = mapped_column(default=8 * 60)  # minutes of the local day
    hours_until: Mapped[int] = mapped_column(default=21 * 60)
    reminders: Mapped[int] = mapped_column(default=2)
    remind_after_days: Mapped[int] = mapped_column(default=4)
    expires_days: Mapped[int] = mapped_column(default=21)  # after the invitation
    grace_days: Mapped[int] = mapped_column(default=7)  # by which it may be late and still goes out by itself
    insists: Mapped[bool] = mapped_column(default=False, server_default=false())  # never dropped, nor merged away
    skips_holidays: Mapped[bool] = mapped_column(default=True, server_default=true())
    planned_until: Mapped[int] = mapped_column(Number, default=0)  # the last person who was looked at in this round
    planned_at: Mapped[datetime | None] = mapped_column(Instant)  # when the last round was over
    created_at: Mapped[datetime] = mapped_column(Instant)
    created_by: Mapped[str]


class SurveyInvitation(Base):
    """A person to be asked in a wave: once for each enrolment or plan that it counts from (`occasion`)."""

    __tablename__ = "survey_invitation"
    __table_args__ = (
        UniqueConstraint("wave_id", "person_id", "occasion"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    wave_id: Mapped[int] = mapped_column(ForeignKey("survey_wave.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    occasion: Mapped[int] = mapped_column(Number)
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("cohort.id"))
    state: Mapped[str]
    due_at: Mapped[datetime | None] = mapped_column(Instant)  # the next thing to do: invite, remind, or give up
    planned_for: Mapped[datetime] = mapped_column(Instant)  # the first moment it was due
    invited_at: Mapped[datetime | None] = mapped_column(Instant)
    reminded: Mapped[int] = mapped_column(default=0)
    promised: Mapped[bool] = mapped_column(default=False, server_default=false())  # she chose this moment herself
    why: Mapped[str | None]  # it ended or waits: a word of ours
    moved_at: Mapped[datetime] = mapped_column(Instant)


_DUE = SurveyInvitation.due_at.is_not(None)
Index("ix_survey_invitation_due", SurveyInvitation.due_at, sqlite_where=_DUE, postgresql_where=_DUE)
Index("ix_survey_invitation_state", SurveyInvitation.wave_id, SurveyInvitation.state)


class SurveyResponse(Base):
    """What a person has answered so far, written again with each of her answers: JSON of key and lexical text, sealed.

    An answer of a row marked anonymous is not in it. Without an invitation somebody tried the questionnaire out, or
    began it by herself.
    """

    __tablename__ = "survey_response"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    talk_id: Mapped[int] = mapped_column(Number, unique=True)  # the conversation it comes from
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("survey_invitation.id"), index=True)
    form_id: Mapped[int] = mapped_column(ForeignKey("survey_form.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    channel: Mapped[str]
    language: Mapped[str]
    answered: Mapped[int]
    begun_at: Mapped[datetime] = mapped_column(Instant)
    moved_at: Mapped[datetime] = mapped_column(Instant)
    completed_at: Mapped[datetime | None] = mapped_column(Instant)
    seal_id: Mapped[bytes] = mapped_column(LargeBinary)
    answers_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class SurveyAnonymous(Base):
    """One answer without the person: all that is known of it is the questionnaire, the wave and the month."""

    __tablename__ = "survey_anonymous"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)  # random, so that the order tells nothing
    form_id: Mapped[int] = mapped_column(ForeignKey("survey_form.id"))
    wave_id: Mapped[int | None] = mapped_column(ForeignKey("survey_wave.id"))
    key: Mapped[str]
    month: Mapped[str]  # such as 2026-11
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
