"""Announcements as they stand, opened."""

import json
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, Row, select

from dialogue.catalogues import languages
from models.announcements.drafts import Words
from models.announcements.tables import Announcement, AnnouncementText
from models.sealing import vault


class Standing(NamedTuple):
    """An announcement as it stands: the columns of its table, with the audience opened."""

    id: int
    audience: str
    state: str
    why: str | None
    choices: str
    revision: int
    first_percent: int
    whole: bool
    stop_at_percent: int
    starts_at: datetime | None
    local: bool
    spread_minutes: int
    valid_until: datetime
    created_at: datetime
    created_by: str
    sent_by: str | None
    approved_by: str | None
    expected: int | None
    excluded: dict[str, int]
    cursor: int
    seen: int
    complete: bool
    began_at: datetime | None
    moved_at: datetime


def find(db: Connection, announcement: int) -> Standing | None:
    """One of them, or None."""
    row = db.execute(select(Announcement.__table__).where(Announcement.id == announcement)).one_or_none()
    return None if row is None else _opened(db, row)


def every(db: Connection, *states: str) -> list[Standing]:
    """All of them, or those in these states, the newest first."""
    query = select(Announcement.__table__).order_by(Announcement.id.desc())
    rows = db.execute(query.where(Announcement.state.in_(states)) if states else query)
    return [_opened(db, row) for row in rows]


def words(db: Connection, announcement: int, revision: int) -> dict[str, Words]:
    """What a revision says, by language."""
    which = (AnnouncementText.announcement_id == announcement, AnnouncementText.revision == revision)
    found = {}
    for row in db.execute(select(AnnouncementText.__table__).where(*which)):
        body = vault(db).open_text(row.body_sealed, "announcement_text", "body", row.seal_id)
        more = vault(db).open_text(row.more_sealed, "announcement_text", "more", row.seal_id)
        found[row.language] = Words(body or "", more)
    return found


def in_language(said: dict[str, Words], language: str) -> tuple[str, Words]:
    """The words in this language, or in the first one that there is; and in which they are."""
    order = (language, *languages(), *said)
    known = next(each for each in order if each in said)
    return known, said[known]


def _opened(db: Connection, row: Row[tuple[object, ...]]) -> Standing:
    values = dict(row._mapping)
    sealed, seal_id = values.pop("audience_sealed"), values.pop("seal_id")
    values["audience"] = vault(db).open_text(sealed, "announcement", "audience", seal_id) or ""
    values["excluded"] = json.loads(values["excluded"] or "{}")
    return Standing(**values)
