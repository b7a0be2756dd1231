"""Of a correction in one language only: who reads another one has nothing to be told."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from dialogue.catalogues import languages
from models import audience
from models.announcements import reading
from models.announcements.correcting import older
from models.messages import Message
from models.people import Person


def keep_unchanged(db: Connection, announcement: int, revision: int, moment: datetime) -> None:
    """Whoever has in her language what `revision` says as well has the words of now, and needs no correction."""
    said = [reading.words(db, announcement, each) for each in range(1, revision + 1)]
    for language in languages():
        present = reading.in_language(said[-1], language)[1].text
        same = [each for each in range(1, revision) if reading.in_language(said[each - 1], language)[1].text == present]
        if same:
            hers = audience.condition(db, audience.parse(f"language = {language}"), moment)
            who = (Message.revision.in_(same), Message.person_id.in_(select(Person.id).where(hers)))
            db.execute(update(Message).where(*older(announcement), *who).values(revision=revision))
