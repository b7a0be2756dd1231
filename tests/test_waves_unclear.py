"""A wave whose audience names what is not on record any more: it pauses itself, and staff see why."""

import json

import time_machine

from models import tags
from models.people import Person
from models.store import Store
from tests.desk import desk
from tests.waved import ENDED, activity, member, tick, wave


def test_it_is_listed_and_shown_with_the_reason(store: Store, clock: time_machine.Traveller) -> None:
    person = store.run(lambda db: member(db, activity(db, "una", ENDED)))
    store.run(lambda db: tags.put(db, "pilot", Person.id == person))
    wave(store, audience="tag = pilot")
    store.run(lambda db: tags.take(db, "pilot", None))
    tick(store)
    lazos = desk(store)
    assert lazos("survey", "wave", "list").stdout.startswith("day_30  paused  seguimiento  ")
    shown = json.loads(lazos("survey", "wave", "show", "day_30", "--json").stdout)
    assert (shown["state"], shown["audience"]) == ("paused", "tag = pilot")
    assert shown["for"] == "There is no “pilot” under “tag”. There are none yet."
    store.run(lambda db: tags.put(db, "pilot", Person.id == person))
    assert lazos("survey", "wave", "resume", "day_30").exit_code == 0
    tick(store)
    assert "1 person" in lazos("survey", "wave", "list").stdout
