"""Where a person has worked: each agency and post with its time, so that a transfer loses nothing."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import Connection, ForeignKey, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from models import people, roster_people
from models.base import Base, Number
from models.people import Agency, Municipality, Person

TRANSFERRED, PROMOTED, LEFT = "transferred", "promoted", "left"


class Posting(Base):
    """One post of a person; `ended_by` says what ended it, and without that it is the present one."""

    __tablename__ = "posting"

    id: Mapped[int] = mapped_column(Number, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    state: Mapped[str | None]
    rank_band: Mapped[str | None]
    began_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    ended_by: Mapped[str | None]


class Change(NamedTuple):
    """What a person says of her work: `kind` of event, the day, and what is new; None leaves a field as it is."""

    kind: str
    on: date
    agency: str | None = None
    municipality: str | None = None
    state: str | None = None
    rank_band: str | None = None


class Post(NamedTuple):
    """One post as it was, opened."""

    agency: str | None
    municipality: str | None
    state: str | None
    rank_band: str | None
    began_on: date | None
    ended_on: date | None
    ended_by: str | None


def change(db: Connection, person: int, event: Change) -> None:
    """Note what changed at work: the post until now is closed, the profile follows, and cohorts stay as they are."""
    before = _place_of(db, person)
    open_post = update(Posting).where(Posting.person_id == person, Posting.ended_on.is_(None))
    ended = open_post.values(ended_on=event.on, ended_by=event.kind)
    if not db.execute(ended).rowcount:
        values = {"person_id": person, "began_on": None, "ended_on": event.on, "ended_by": event.kind}
        db.execute(insert(Posting).values(**before, **values))
    after = _after(db, before, event)
    db.execute(update(Person).where(Person.id == person).values(after))
    if event.kind != LEFT:
        db.execute(insert(Posting).values(person_id=person, began_on=event.on, **after))
    if event.agency is not None:
        roster_people.let_be_found(db, person)


def history(db: Connection, person: int) -> list[Post]:
    """Where a person has worked, the first post first; empty as long as nothing has changed."""
    query = select(Posting.__table__).where(Posting.person_id == person)
    return [
        Post(
            people.place_name(db, Agency, row.agency_id),
            people.place_name(db, Municipality, row.municipality_id),
            row.state,
            row.rank_band,
            row.began_on,
            row.ended_on,
            row.ended_by,
        )
        for row in db.execute(query.order_by(Posting.id))
    ]


def _place_of(db: Connection, person: int) -> dict[str, Any]:
    columns = (Person.agency_id, Person.municipality_id, Person.state, Person.rank_band)
    return dict(db.execute(select(*columns).where(Person.id == person)).one()._mapping)


def _after(db: Connection, before: dict[str, Any], event: Change) -> dict[str, Any]:
    """The profile after an event: whoever leaves has no agency, and whoever moves has left the municipality too."""
    after = dict(before)
    if event.kind == LEFT:
        return after | {"agency_id": None}
    if event.agency is not None:
        after["agency_id"] = people.named(db, Agency, event.agency)
        after["municipality_id"] = None
    if event.municipality is not None:
        after["municipality_id"] = people.named(db, Municipality, event.municipality)
    after["state"] = event.state or before["state"]
    after["rank_band"] = event.rank_band or before["rank_band"]
    return after
