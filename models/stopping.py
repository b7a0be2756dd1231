"""She wants nothing unasked any more, or again. What was on its way unasked is taken back; answers still reach her."""

from datetime import datetime

from sqlalchemy import Connection, select

from models import people, preferences, prompts, put_right, reminding
from models.contacts import Contact
from models.peers import ending


def stop(db: Connection, person: int, moment: datetime) -> None:
    """Write nothing unasked to `person` from now on, not even what is queued already."""
    people.stop(db, person)
    put_right.cancel(db, db.scalars(select(Contact.id).where(Contact.person_id == person)), moment, unasked=True)
    prompts.end(db, person, moment)
    ending.leave(db, person, moment)


def come_back(db: Connection, person: int, moment: datetime) -> bool:
    """Take back a stop, end a pause, and ask after her plans again; False when there was neither."""
    paused = preferences.end_pause(db, person)
    if not people.come_back(db, person) and not paused:
        return False
    reminding.rhythm_changed(db, person, moment)
    return True
