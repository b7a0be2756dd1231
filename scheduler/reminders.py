"""Asks after plans and milestones whose moment has come, and ends what nobody answered. A batch is one transaction."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from handlers import prompting
from handlers.reminding import mark_of
from models import prompts, reminders, reminding
from models.arbiter import Never, Send
from models.reminders import DueReminder
from models.statements import savepoint

BATCH = 50  # some 50 ms, for which messages wait on SQLite
A_DAY = timedelta(days=1)

log = structlog.get_logger()


def remind(db: Connection, moment: datetime) -> int:
    """Deal with up to a batch of what is due, so that none of it is due any more; how many."""
    due = reminders.due(db, moment, BATCH)
    for reminder in due:
        _attempt(db, reminder, moment)
    return len(due)


def end_prompts(db: Connection, moment: datetime) -> int:
    """End up to a batch of what was sent unasked and is over, or was not answered for a week; how many."""
    over = [prompt for prompt in prompts.over(db, moment, BATCH) if prompts.hold(db, prompt.person)]
    for prompt in over:
        prompts.give_up(db, prompt, moment)
    return len(over)


def _attempt(db: Connection, reminder: DueReminder, moment: datetime) -> None:
    """One that fails waits for a day, and holds nobody else up."""
    try:
        with savepoint(db):
            _deal_with(db, reminder, moment)
    except Exception as problem:
        log.error("reminder_failed", exc_info=problem)
        reminders.put_off(db, reminder.kind, reminder.id, moment + A_DAY, promised=reminder.promised)


def _deal_with(db: Connection, reminder: DueReminder, moment: datetime) -> None:
    """Remind her, or put it off. What will never be is forgotten, until something about it moves again."""
    if not reminder.wanted:
        return reminders.put_off(db, reminder.kind, reminder.id, None)
    given = {"about": mark_of(reminder.kind, reminder.id), "promised": reminder.promised}
    verdict = prompting.prompt(
        db, reminder.person, "reminder", given, reminder.kind, moment, promised=reminder.promised
    )
    if isinstance(verdict, Send):
        return reminding.sent(db, reminder, moment)
    if isinstance(verdict, Never):
        return reminders.put_off(db, reminder.kind, reminder.id, None)
    until = min(verdict.until, moment + A_DAY)  # a pause may end sooner than was said
    return reminders.put_off(db, reminder.kind, reminder.id, until, promised=reminder.promised)
