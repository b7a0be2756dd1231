"""Questionnaires by version. A version never changes, so that a conversation goes on with the one it began with."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import Connection, Engine, bindparam, func, insert, select

from models.base import now
from models.statements import Query
from models.surveys.tables import SurveyForm
from surveys.form import Form
from surveys.places import Places


class Imported(NamedTuple):
    """One version of a questionnaire, without its content."""

    id: int
    name: str
    version: int
    created_at: datetime
    created_by: str


class _Content(NamedTuple):
    content: bytes


_IMPORTED = select(SurveyForm.id, SurveyForm.name, SurveyForm.version, SurveyForm.created_at, SurveyForm.created_by)
_NAMED = _IMPORTED.where(SurveyForm.name == bindparam("called")).order_by(SurveyForm.version.desc()).limit(1)
_NEWEST = Query(_NAMED, Imported)
_VERSION = Query(_NAMED.where(SurveyForm.version == bindparam("number")), Imported)
_CONTENT = Query(select(SurveyForm.content).where(SurveyForm.id == bindparam("form")), _Content)
_read: WeakKeyDictionary[Engine, dict[int, Places]] = WeakKeyDictionary()


def keep(db: Connection, form: Form, who: str) -> Imported:
    """Keep `form` as the newest version of its name; the newest as it is where nothing has changed."""
    content = msgspec.json.encode(form)
    newest = find(db, form.name)
    if newest is not None and _content(db, newest.id) == content:
        return newest
    version = 1 if newest is None else newest.version + 1
    values = {"name": form.name, "version": version, "content": content, "created_at": now(), "created_by": who}
    db.execute(insert(SurveyForm).values(values))
    kept = find(db, form.name)
    if kept is None:
        raise LookupError("what was just kept is not there")
    return kept


def find(db: Connection, name: str, version: int | None = None) -> Imported | None:
    """A version of a questionnaire, the newest unless told."""
    if version is None:
        return _NEWEST.first(db, called=name)
    return _VERSION.first(db, called=name, number=version)


def newest(db: Connection) -> Sequence[Imported]:
    """The newest version of each questionnaire, by name."""
    last = select(func.max(SurveyForm.id)).group_by(SurveyForm.name)
    return [Imported(*row) for row in db.execute(_IMPORTED.where(SurveyForm.id.in_(last)).order_by(SurveyForm.name))]


def load(db: Connection, form: int) -> Form:
    """The questionnaire with this number. Raises `LookupError`."""
    return places(db, form).form


def places(db: Connection, form: int) -> Places:
    """The same with where each of its rows stands; it is read once in a process, since it never changes."""
    read = _read.setdefault(db.engine, {})
    if form not in read:
        read[form] = Places(msgspec.json.decode(_content(db, form), type=Form))
    return read[form]


def forget_read(engine: Engine) -> None:
    """Read every questionnaire of this database again, as a process does that starts."""
    _read.pop(engine, None)


def _content(db: Connection, form: int) -> bytes:
    row = _CONTENT.first(db, form=form)
    if row is None:
        raise LookupError("no such questionnaire")
    return bytes(row.content)
