"""Tells those who follow a topic what is new, once a month. A batch is one transaction."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from dialogue.catalogues import languages
from handlers import prompting
from handlers.resource_news import mark_of
from handlers.resource_search import AT_ONCE
from models import people
from models.arbiter import Never, Send
from models.consents import ANNOUNCEMENTS
from models.resources import news, uses
from models.statements import savepoint
from models.surveys.asking import Knocks

BATCH = 20
KIND = "digest"
A_DAY = timedelta(days=1)

log = structlog.get_logger()


def tell(db: Connection, moment: datetime) -> int:
    """Deal with up to a batch of the digests that are due, so that none of them is due any more; how many."""
    due, knocks = news.digests_due(db, moment, BATCH), Knocks(db, moment)
    for person in due:
        _attempt(db, person, knocks, moment)
    return len(due)


def _attempt(db: Connection, person: int, knocks: Knocks, moment: datetime) -> None:
    """One that fails waits for a day, and holds nobody else up."""
    try:
        with savepoint(db):
            _deal_with(db, person, knocks, moment)
    except Exception as problem:
        log.error("digest_failed", exc_info=problem)
        news.put_off(db, person, moment + A_DAY)


def _deal_with(db: Connection, person: int, knocks: Knocks, moment: datetime) -> None:
    """Tell her, or put it off; where nothing is new she hears nothing until the next month."""
    since = news.told_until(db, person)
    language = people.language_of(db, person) or languages()[0]
    found = [] if since is None else news.new_since(db, person, language, since, moment)
    if since is None or not found:
        return news.note_digest(db, person, moment)
    given = {"about": mark_of(since)}
    verdict = prompting.prompt(
        db, person, "digest", given, KIND, moment, purpose=ANNOUNCEMENTS, may_knock=knocks.take, template=prompting.NEWS
    )
    if isinstance(verdict, Send):
        for card in found[:AT_ONCE]:
            uses.note_shown(db, person, card.key, moment)
        return news.note_digest(db, person, moment)
    if isinstance(verdict, Never):
        return news.put_off(db, person, moment + news.EVERY)
    return news.put_off(db, person, min(verdict.until, moment + A_DAY))
