"""Writing an announcement: everything about it may change until it is sent off, its words also afterwards."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Connection, insert, update

from models.announcements.tables import DRAFT, Announcement, AnnouncementText
from models.sealing import new_seal_id, vault

VALID = timedelta(days=7)  # unless staff say otherwise


class Words(NamedTuple):
    """What is said in one language; `more` to those who ask for more."""

    text: str
    more: str | None = None


class Draft(NamedTuple):
    """An announcement as it is written. `texts` by language; the rest as in the table."""

    audience: str
    texts: Mapping[str, Words]
    choices: str = "none"
    first_percent: int = 0
    stop_at_percent: int = 10
    starts_at: datetime | None = None
    local: bool = False
    spread_minutes: int = 0
    valid_until: datetime | None = None


def write(db: Connection, draft: Draft, author: str, moment: datetime) -> int:
    """A new draft; its number."""
    seal_id = new_seal_id()
    values = {
        "seal_id": seal_id,
        "audience_sealed": _audience(db, draft.audience, seal_id),
        "state": DRAFT,
        "choices": draft.choices,
        "first_percent": draft.first_percent,
        "stop_at_percent": draft.stop_at_percent,
        "starts_at": draft.starts_at,
        "local": draft.local,
        "spread_minutes": draft.spread_minutes,
        "valid_until": draft.valid_until or (draft.starts_at or moment) + VALID,
        "created_at": moment,
        "created_by": author,
        "moved_at": moment,
    }
    number = db.execute(insert(Announcement).values(values).returning(Announcement.id)).scalar_one()
    _say(db, number, 1, draft.texts)
    return number


def change(db: Connection, announcement: int, **changes: Any) -> bool:
    """Change columns of a draft (`audience` as an expression); False when it is no draft any more."""
    draft = (Announcement.id == announcement, Announcement.state == DRAFT)
    if "audience" in changes:
        audience = changes.pop("audience")
        seal_id = db.execute(
            update(Announcement).where(*draft).values(choices=Announcement.choices).returning(Announcement.seal_id)
        ).scalar()
        if seal_id is None:
            return False
        changes["audience_sealed"] = _audience(db, audience, seal_id)
    return bool(db.execute(update(Announcement).where(*draft).values(changes)).rowcount)


def correct(db: Connection, announcement: int, texts: Mapping[str, Words]) -> int:
    """Other words for all who have not got it yet; the number of this revision."""
    next_one = update(Announcement).where(Announcement.id == announcement).values(revision=Announcement.revision + 1)
    revision = db.execute(next_one.returning(Announcement.revision)).scalar_one()
    _say(db, announcement, revision, texts)
    return revision


def _say(db: Connection, announcement: int, revision: int, texts: Mapping[str, Words]) -> None:
    for language, words in texts.items():
        seal_id = new_seal_id()
        values = {
            "announcement_id": announcement,
            "revision": revision,
            "language": language,
            "seal_id": seal_id,
            "body_sealed": vault(db).seal_text(words.text, "announcement_text", "body", seal_id),
            "more_sealed": vault(db).seal_text(words.more, "announcement_text", "more", seal_id),
        }
        db.execute(insert(AnnouncementText).values(values))


def _audience(db: Connection, expression: str, seal_id: bytes) -> bytes | None:
    return vault(db).seal_text(expression, "announcement", "audience", seal_id)
