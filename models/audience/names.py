"""Names that staff gave: cohorts, programmes, agencies, tags, found whatever their case and accents; announcements."""

from dataclasses import replace
from typing import NamedTuple

from sqlalchemy import Connection, select

from dialogue.messages import Choice
from dialogue.phrases import _
from models.announcements.choices import OFFERED
from models.announcements.tables import Announcement
from models.audience.expressions import AllOf, Among, Answered, AnyOf, Expression, Not, Received
from models.audience.faults import Unclear, no_value
from models.audience.values import CLOSED
from models.audience.words import LABELS
from models.names import folded
from models.people import Agency, place_name
from models.programmes import Cohort, Programme
from models.sealing import vault
from models.tags import PersonTag


class Named(NamedTuple):
    """A row by its name; a tag is its own number."""

    id: int | str
    name: str


def resolve(db: Connection, expression: Expression) -> Expression:
    """The expression with every name as it is on record. Raises `Unclear` for what there is not."""
    if isinstance(expression, AllOf | AnyOf):
        return replace(expression, parts=tuple(resolve(db, part) for part in expression.parts))
    if isinstance(expression, Not):
        return Not(resolve(db, expression.of))
    if isinstance(expression, Among) and expression.field not in CLOSED:
        names = [found(db, expression.field, text)[0].name for text in expression.values]
        return replace(expression, values=tuple(dict.fromkeys(names)))
    if isinstance(expression, Answered | Received):
        check_announcement(db, expression)
    return expression


def found(db: Connection, field: str, text: str) -> list[Named]:
    """The cohorts, programmes, agencies or tags of this name: one or, of cohorts, several. Raises `Unclear`."""
    at_once = _by_key(db, field, text)
    if at_once:
        return at_once
    rows = _rows(db, field) + (_qualified(db) if field == "cohort" and "/" in text else [])
    same = [row for row in rows if folded(row.name) == folded(text)]
    if same:
        return same
    names = sorted({row.name for row in rows}, key=folded)
    raise no_value(LABELS[field], text, [Choice(name, name) for name in names])


def check_announcement(db: Connection, term: Answered | Received) -> None:
    """There is such an announcement, and it can be answered like that. Raises `Unclear`."""
    number = str(term.announcement)
    kind = db.execute(select(Announcement.choices).where(Announcement.id == term.announcement)).scalar()
    if kind is None:
        raise Unclear(_("There is no announcement {number}.", number=number))
    if isinstance(term, Received):
        return
    offered = OFFERED[kind]
    if not offered:
        raise Unclear(_("Announcement {number} has no buttons, so nobody can answer it.", number=number))
    possible = {choice.value for choice in offered}
    for answer in term.answers:
        if answer not in possible:
            raise no_value(LABELS["answered"], answer, offered)


def _by_key(db: Connection, field: str, text: str) -> list[Named]:
    """What is found without looking at all of them."""
    if field == "agency":
        keys = vault(db).keys_of("agency", folded(text))
        id = db.execute(select(Agency.id).where(Agency.name_key.in_(keys))).scalar()
        return [] if id is None else [Named(id, place_name(db, Agency, id) or "")]
    if field == "tag" and db.execute(select(PersonTag.tag).where(PersonTag.tag == text).limit(1)).first():
        return [Named(text, text)]
    return []


def _rows(db: Connection, field: str) -> list[Named]:
    if field == "agency":
        return _agencies(db)
    if field == "tag":
        return [Named(tag, tag) for tag in db.scalars(select(PersonTag.tag).distinct())]
    table = Cohort if field == "cohort" else Programme
    return [Named(id, name) for id, name in db.execute(select(table.id, table.name).order_by(table.id))]


def _qualified(db: Connection) -> list[Named]:
    """Cohorts as “programme/cohort”, as `models.invitations` takes them."""
    query = select(Cohort.id, Programme.name.label("programme"), Cohort.name).order_by(Cohort.id)
    rows = db.execute(query.join(Programme, Programme.id == Cohort.programme_id))
    return [Named(row.id, f"{row.programme}/{row.name}") for row in rows]


def _agencies(db: Connection) -> list[Named]:
    rows = db.execute(select(Agency.id, Agency.seal_id, Agency.name_sealed).order_by(Agency.id))
    opened = vault(db).open_text
    return [Named(row.id, opened(row.name_sealed, "agency", "name", row.seal_id) or "") for row in rows]
