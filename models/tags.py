"""Tags: words that staff put on people to find them again, such as “trainer”."""

import re
import unicodedata
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, ForeignKey, delete, func, insert, literal, select
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.names import folded
from models.people import Person

LONGEST = 30  # letters
_TAG = re.compile(r"[^\W_][\w .&+-]*")


class PersonTag(Base):
    """One tag on one person; in small letters."""

    __tablename__ = "person_tag"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    tag: Mapped[str] = mapped_column(primary_key=True, index=True)


class BadTag(ValueError):
    """A text is no tag; what it says can be shown."""


class TagCount(NamedTuple):
    """A tag, and how many people have it."""

    tag: str
    people: int


def tidy(text: str) -> str:
    """A tag as it is stored: in small letters, in one line. Raises `BadTag`."""
    tag = " ".join(unicodedata.normalize("NFC", text).lower().split())
    if not 0 < len(tag) <= LONGEST:
        raise BadTag(f"a tag has 1 to {LONGEST} letters")
    if not _TAG.fullmatch(tag):
        raise BadTag("a tag is made of letters, digits, spaces and hyphens")
    return tag


def spellings(db: Connection) -> dict[str, str]:
    """Every tag on record, by the form in which tags are compared: there is one spelling for each."""
    return {folded(tag): tag for tag in db.scalars(select(PersonTag.tag).distinct())}


def on_record(db: Connection, tag: str) -> str:
    """`tag` in the spelling that is on record already, whatever its accents; else tidy. Raises `BadTag`."""
    tag = tidy(tag)
    return spellings(db).get(folded(tag), tag)


def put(db: Connection, tag: str, people: ColumnElement[bool]) -> int:
    """Put `tag` on all `people` (a condition on `Person`); on how many it was not before. Raises `BadTag`."""
    tag = on_record(db, tag)
    there = select(PersonTag.tag).where(PersonTag.person_id == Person.id, PersonTag.tag == tag).correlate(Person)
    new = select(Person.id, literal(tag)).where(people, ~there.exists())
    written = insert(PersonTag).from_select(["person_id", "tag"], new)
    return db.execute(written, execution_options={"preserve_rowcount": True}).rowcount


def take(db: Connection, tag: str, people: ColumnElement[bool] | None = None) -> int:
    """Take `tag` off these people, or off everybody; off how many it was. Raises `BadTag`."""
    which = [PersonTag.tag == on_record(db, tag)]
    if people is not None:
        which.append(PersonTag.person_id.in_(select(Person.id).where(people)))
    return db.execute(delete(PersonTag).where(*which)).rowcount


def counts(db: Connection) -> list[TagCount]:
    """Every tag with its people, but for those who are being erased, by name."""
    found = select(PersonTag.tag, func.count()).join(Person, Person.id == PersonTag.person_id)
    rows = db.execute(found.where(Person.blocked_at.is_(None)).group_by(PersonTag.tag))
    return sorted((TagCount._make(row) for row in rows), key=lambda each: folded(each.tag))
