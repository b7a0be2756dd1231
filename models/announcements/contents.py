"""The words of an announcement as they are sent: what is the same for everybody is made once for each language."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from dialogue.catalogues import languages
from dialogue.drawing.content import Content, Option
from dialogue.messages import Attachment
from dialogue.phrases import _, said
from models.announcements import choices
from models.announcements.blanks import Worded
from models.announcements.tables import Announcement, AnnouncementFile, AnnouncementText
from models.sealing import vault
from models.statements import Query

REMEMBERED = 64  # announcements, with their revisions

FILE = "announcement"  # the kind of an attachment: see `bot.attachments`


class Contents:
    """One revision of an announcement: what each language says, and which blanks any of them has."""

    def __init__(self, texts: Mapping[str, Worded], options: Mapping[str, tuple[Option, ...]], file: bool, id: int):
        self._texts, self._options = texts, options
        self._shows = Attachment(FILE, str(id)) if file else None
        self.needs = frozenset().union(*(worded.needs for worded in texts.values()))
        self._same: dict[str, Content] = {
            language: self._make(language, {}) for language, worded in texts.items() if not worded.needs
        }

    def language(self, wanted: str) -> str:
        """In which language somebody gets it who speaks `wanted`."""
        order = (wanted, *languages(), *self._texts)
        return next(each for each in order if each in self._texts)

    def content(self, language: str, values: Mapping[str, str], *, corrects: bool = False) -> Content:
        """What somebody gets who speaks `language`, the blanks filled with `values`; `corrects` what she has."""
        known = self.language(language)
        same = None if corrects else self._same.get(known)
        return same or self._make(known, values, corrects=corrects)

    def _make(self, language: str, values: Mapping[str, str], *, corrects: bool = False) -> Content:
        text, options = self._texts[language].fill(values), self._options[language]
        if corrects:
            text = _("Correction: {text}", text=text).said(language)
        opener = _("Options").said(language)
        return Content(text, options, opener=opener, language=language, shows=self._shows)


class _Text(NamedTuple):
    language: str
    seal_id: bytes
    body_sealed: bytes
    choices: str
    file: str | None


_TEXTS = Query(
    select(
        AnnouncementText.language,
        AnnouncementText.seal_id,
        AnnouncementText.body_sealed,
        Announcement.choices,
        AnnouncementFile.id.label("file"),
    )
    .select_from(AnnouncementText)
    .join(Announcement, Announcement.id == AnnouncementText.announcement_id)
    .outerjoin(AnnouncementFile, AnnouncementFile.announcement_id == Announcement.id)
    .where(
        AnnouncementText.announcement_id == bindparam("announcement"),
        AnnouncementText.revision == bindparam("revision"),
    )
    .order_by(AnnouncementText.id),
    _Text,
)
_made: dict[tuple[object, ...], Contents] = {}


def contents(db: Connection, announcement: int, revision: int) -> Contents:
    """What a revision says. It is opened once and then remembered. Raises `LookupError` when there is no such."""
    rows = _TEXTS.all(db, announcement=announcement, revision=revision)
    if not rows:
        raise LookupError("no such revision")
    key = (announcement, *(row.seal_id for row in rows), rows[0].choices, rows[0].file)
    found = _made.get(key)
    if found is None:
        while len(_made) >= REMEMBERED:
            del _made[next(iter(_made))]
        found = _made[key] = _opened(db, announcement, rows)
    return found


def _opened(db: Connection, announcement: int, rows: Sequence[_Text]) -> Contents:
    bodies = {
        row.language: vault(db).open_text(row.body_sealed, "announcement_text", "body", row.seal_id) or ""
        for row in rows
    }
    offered = choices.options(rows[0].choices, announcement)
    options = {
        language: tuple(Option(said(each.label, language), each.sends or each.value) for each in offered)
        for language in bodies
    }
    worded = {language: Worded(body) for language, body in bodies.items()}
    return Contents(worded, options, rows[0].file is not None, announcement)
