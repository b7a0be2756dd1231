"""Where each invitation is: what became of it, and when something is to be done about it again."""

from datetime import datetime

from sqlalchemy import Connection, update

from models.surveys.tables import ENDS, SurveyInvitation


def move(
    db: Connection,
    invitation: int,
    state: str,
    moment: datetime,
    *,
    why: str | None = None,
    due_at: datetime | None = None,
) -> bool:
    """Let an invitation come to `state`, unless it has ended before; whether it did."""
    here = update(SurveyInvitation).where(SurveyInvitation.id == invitation, SurveyInvitation.state.not_in(ENDS))
    return db.execute(here.values(state=state, moved_at=moment, why=why, due_at=due_at)).rowcount > 0
