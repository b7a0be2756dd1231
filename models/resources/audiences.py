"""For whom resources are: each audience is kept once, sealed, and asked of a person in one statement."""

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, or_, select

from models import audience, office_hours
from models.audience import Unclear
from models.people import Person
from models.resources.tables import ResourceAudience, ResourceItem
from models.sealing import new_seal_id, vault


def kept(db: Connection, text: str) -> int | None:
    """The number of an audience, which is kept from now on; everybody has none. `text` is canonical."""
    if not text:
        return None
    keys = vault(db).keys_of("resource audience", text)
    found = db.execute(select(ResourceAudience.id).where(ResourceAudience.key.in_(keys))).scalar()
    if found is not None:
        return found
    seal_id = new_seal_id()
    sealed = vault(db).seal_text(text, "resource_audience", "audience", seal_id)
    values = {"key": keys[0], "seal_id": seal_id, "audience_sealed": sealed}
    return db.execute(insert(ResourceAudience).values(values).returning(ResourceAudience.id)).scalar_one()


def text(db: Connection, number: int | None) -> str:
    """The audience of this number, as it was written; empty for everybody."""
    row = db.execute(select(ResourceAudience.__table__).where(ResourceAudience.id == number)).one_or_none()
    return "" if row is None else _opened(db, row.audience_sealed, row.seal_id)


def may_see(db: Connection, person: int | None, moment: datetime) -> ColumnElement[bool]:
    """The condition for the items that a person may be shown at `moment`: hers, valid, not withdrawn.

    Nobody (None) may see what is for everybody. An audience that names what is not on record any more fits nobody.
    """
    hers: ColumnElement[bool] = ResourceItem.audience_id.is_(None)
    numbers = [] if person is None else _fitting(db, person, moment)
    if numbers:
        hers = or_(hers, ResourceItem.audience_id.in_(numbers))
    day = moment.astimezone(office_hours.of(db).zone).date()
    valid = or_(ResourceItem.valid_until.is_(None), ResourceItem.valid_until >= day)
    return and_(ResourceItem.withdrawn_at.is_(None), valid, hers)


def _fitting(db: Connection, person: int, moment: datetime) -> list[int]:
    used = select(ResourceItem.audience_id).where(ResourceItem.withdrawn_at.is_(None))
    conditions: dict[int, ColumnElement[bool]] = {}
    for row in db.execute(select(ResourceAudience.__table__).where(ResourceAudience.id.in_(used))):
        try:
            expression = audience.parse(_opened(db, row.audience_sealed, row.seal_id))
            conditions[row.id] = audience.condition(db, expression, moment)
        except Unclear:
            continue
    if not conditions:
        return []
    told = db.execute(select(*conditions.values()).where(Person.id == person)).one_or_none()
    return [] if told is None else [number for number, fits in zip(conditions, told, strict=True) if fits]


def _opened(db: Connection, sealed: bytes, seal_id: bytes) -> str:
    return vault(db).open_text(sealed, "resource_audience", "audience", seal_id) or ""
