"""Whether the time of an answer tells that somebody is there: `python -m bench.peers.telling_apart [TRIALS]`.

Members ask for a topic that three people can help with, and for one with which nobody can, in turns; which comes first
is drawn by lot. The same words and the same statements are promised, and medians of the turns within 5 %. It makes
its own databases; it ends with 1 where a promise is not kept.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from sqlalchemy import Connection, event, select

from bench.filled import Filled
from handlers import inbound, peers_find
from models import consents
from models.base import now
from models.contacts import Address, Contact
from models.messages import Message
from models.outbox import content_of
from models.peers import profiles
from models.peers.profiles import Profile
from models.people import Person
from models.received import Arrival
from models.resources import topics
from models.resources.items import Topic
from models.store import Store
from tests import databases
from tests.crowd import address, crowd

TRIALS, LOOKED_AT = 10_000, 1_000  # of each kind, and of how many the statements are compared
CHANGE = 500  # trials
PEOPLE, THERE = 2_000, 3
LIMIT = 0.05
SOMEBODY, NOBODY, OTHERS = "field", "records", "others"
TOPICS = (SOMEBODY, NOBODY, OTHERS)

Ask = Callable[[str], object]
_keys = count()


class Told(NamedTuple):
    """Medians in ms, and how many different answers and ways to them there were: one is what is wanted."""

    somebody: float
    nobody: float
    different: int

    @property
    def apart(self) -> float:
        """How far the medians are apart, as a part of the smaller one."""
        return abs(self.somebody - self.nobody) / min(self.somebody, self.nobody)

    @property
    def kept(self) -> bool:
        return self.apart <= LIMIT and self.different == 1


def fill(db: Connection) -> None:
    """Some who help with a topic, none with another, and all others with a third; the first two look for them."""
    topics.keep(db, [Topic(key, {"es": key, "en": key}) for key in TOPICS])
    first, second, *people = crowd(db, PEOPLE)
    for seeker in (first, second):
        contact = db.execute(select(Contact.id).where(Contact.person_id == seeker)).scalar_one()
        consents.record(db, seeker, contact, "bench", {consents.PEERS: True})
    for place, person in enumerate(people):
        helps = SOMEBODY if place < THERE else OTHERS
        profiles.keep(db, person, Profile((helps,), (), ("es",), True, True, False, ()), now())


def measure(store: Store, trials: int, ask: Ask, after: Ask = lambda _topic: None) -> Told:
    """Ask for both topics so often. What is said to the database is looked at in a second walk, which is not timed."""
    took: Mapping[str, list[float]] = {SOMEBODY: [], NOBODY: []}
    for topic in _in_turns(trials):
        began = time.perf_counter()
        ask(topic)
        took[topic].append((time.perf_counter() - began) * 1000)
        after(topic)
    ways = set()
    for topic in _in_turns(min(trials, LOOKED_AT)):
        with _statements(store) as said:
            answer = ask(topic)
        ways.add((repr(answer), tuple(said)))
        after(topic)
    return Told(median(took[SOMEBODY]), median(took[NOBODY]), len(ways))


def _in_turns(trials: int) -> Iterator[str]:
    lots = random.Random(10)
    for _trial in range(trials):
        pair = [SOMEBODY, NOBODY]
        lots.shuffle(pair)
        yield from pair


@contextmanager
def _statements(store: Store) -> Iterator[list[str]]:
    said: list[str] = []

    def listen(_db: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        said.append(sql)

    event.listen(store.engine, "before_cursor_execute", listen)
    try:
        yield said
    finally:
        event.remove(store.engine, "before_cursor_execute", listen)


def looking(store: Store, seeker: int) -> Ask:
    """The look-up itself, in a transaction of its own."""
    return lambda topic: store.run(peers_find.are_several, str(seeker), topic, None, None)


class Telling:
    """The turn in which it is told: two members are just before it, one for each topic, and go back again and again.

    Now and then they change places, since they are not quite the same to the database.
    """

    def __init__(self, store: Store, seekers: Sequence[int]) -> None:
        self._store, self._here = store, [address("telegram", seeker) for seeker in seekers]
        self._asked = 0
        self._lead()

    def ask(self, _topic: str) -> str:
        """What is told to the one who asks for this topic."""
        self._write(_topic, "1")
        return self._store.run(_last)

    def after(self, topic: str) -> None:
        """Back to where it can be asked again."""
        self._write(topic, "atrás")
        self._asked += 1
        if self._asked % CHANGE == 0:
            self._here.reverse()
            self._lead()

    def _lead(self) -> None:
        for topic in (SOMEBODY, NOBODY):
            for line in ("menú", "buscar colega", topic, "1"):
                self._write(topic, line)

    def _write(self, topic: str, line: str) -> None:
        here = self._here[topic == NOBODY]
        arrival = Arrival(f"bench {next(_keys)}", line)
        self._store.run(inbound.receive, Address("telegram", here, (here,), "es"), arrival, now())


def _last(db: Connection) -> str:
    row = db.execute(select(Message.seal_id, Message.body_sealed).order_by(Message.id.desc()).limit(1)).one()
    return content_of(db, row.seal_id, row.body_sealed).text


def turns(store: Store, trials: int) -> Told:
    """What the turns tell, which a member can time."""
    telling = Telling(store, _seekers(store))
    return measure(store, trials, telling.ask, telling.after)


def _seekers(store: Store) -> Sequence[int]:
    return store.run(lambda db: db.scalars(select(Person.id).order_by(Person.id).limit(2)).all())


def main() -> None:
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else TRIALS
    kept = True
    with TemporaryDirectory() as folder:
        filled = Filled(Path(folder), databases.server())
        with filled.filling():
            for kind in filled.kinds:
                with filled.copied(kind, "peers", fill) as url:
                    store = filled.store(url)
                    kept &= _told(kind, store, trials)
                    store.close()
    sys.exit(not kept)


def _told(kind: str, store: Store, trials: int) -> bool:
    """Whether the promise is kept in the turns, which a member can time; the look-up alone is told beside it."""
    found = {
        "look-ups": measure(store, trials, looking(store, _seekers(store)[0])),
        "turns": turns(store, trials),
    }
    for what, each in found.items():
        sys.stdout.write(_line(f"{kind}, {trials} {what} of each kind", each))
    return found["turns"].kept and found["look-ups"].different == 1


def _line(what: str, told: Told) -> str:
    medians = f"somebody {told.somebody:.3f} ms, nobody {told.nobody:.3f} ms, {told.apart:.1%} apart"
    return f"{what}: {medians}; different answers or ways: {told.different}\n"


if __name__ == "__main__":
    main()
