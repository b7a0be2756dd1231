"""Databases for Lazos to be measured on, with some thousand invented people who have joined and have a plan."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, insert, text

from bench.contenders.questions import PLAN
from bench.load import FIRST_CHAT, PEOPLE
from models import action_plans, addresses, contacts
from models.base import now
from models.contacts import Address
from models.people import Person
from models.programmes import Enrolment
from models.sealing import Vault, new_key, new_seal_id, vault
from models.store import Store
from tests import databases
from tests.alumni import cohort
from tests.crowd import crowd

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


class Filled:
    """One filled database of each kind, of which every measurement gets a fresh copy.

    Those with recipients of announcements beside these people, half of them on each channel, are made when they are
    first asked for.
    """

    def __init__(self, folder: Path, server: Engine | None) -> None:
        self._folder, self._server = folder, server
        self._keys = new_key(), new_key()
        self._made: set[tuple[str, str]] = set()
        self._stack = ExitStack()

    @property
    def kinds(self) -> list[str]:
        """The kinds of database there are."""
        return [SQLITE] if self._server is None else [SQLITE, POSTGRESQL]

    @property
    def settings(self) -> dict[str, str]:
        """The keys of these databases, as the environment tells them."""
        return {"LAZOS_SECRET_KEYS": self._keys[0], "LAZOS_LOOKUP_KEYS": self._keys[1]}

    def at(self, url: str) -> dict[str, str]:
        """The settings of whoever works on one of these databases."""
        return self.settings | {"LAZOS_DATABASE_URL": url}

    def store(self, url: str) -> Store:
        """A store on one of these databases, for whoever measures."""
        return Store(url, Vault([self._keys[0]], [self._keys[1]]))

    @contextmanager
    def filling(self) -> Iterator[None]:
        """Keep them for the time of a block."""
        with self._stack:
            databases.sqlite_template(self._folder)
            yield

    @contextmanager
    def fresh(self, kind: str, recipients: int = 0) -> Iterator[str]:
        """The address of a copy, for the time of a block."""
        with self.copied(kind, f"{recipients}", lambda db: _everybody(db, recipients)) as address:
            yield address

    @contextmanager
    def copied(self, kind: str, name: str, fill: Callable[[Connection], object]) -> Iterator[str]:
        """The address of a copy, for the time of a block, of what `fill` makes when it is first asked for by name."""
        if (kind, name) not in self._made:
            self._fill(self._new(kind, name), fill)
            self._made.add((kind, name))
        if kind == SQLITE:
            path = self._folder / "bench.db"
            shutil.copy(self._file(name), path)
            yield f"sqlite:///{path}"
            for left in self._folder.glob("bench.db*"):
                left.unlink()
        elif self._server is not None:
            yield from self._postgresql(self._server, name)

    def _new(self, kind: str, name: str) -> str:
        """The address of an empty database, which is to be copied once it is filled."""
        if kind == SQLITE or self._server is None:
            shutil.copy(self._folder / "template.db", self._file(name))
            return f"sqlite:///{self._file(name)}"
        return self._stack.enter_context(databases.postgresql_database(self._server, _database(name)))

    def _file(self, name: str) -> Path:
        return self._folder / f"filled.{name}.db"

    def _postgresql(self, server: Engine, name: str) -> Iterator[str]:
        copy = f"{_database(name)}_copy"
        with server.connect() as db:
            db.execute(text(f"DROP DATABASE IF EXISTS {copy} WITH (FORCE)"))
            db.execute(text(f"CREATE DATABASE {copy} TEMPLATE {_database(name)}"))
        yield databases.spelled(server.url.set(database=copy))
        with server.connect() as db:
            db.execute(text(f"DROP DATABASE {copy} WITH (FORCE)"))

    def _fill(self, url: str, fill: Callable[[Connection], object]) -> None:
        store = self.store(url)
        store.run(fill)
        if store.engine.dialect.name == "postgresql":
            store.run(lambda db: db.execute(text("ANALYZE")))  # as autovacuum does where people have been for a while
        store.close()


def _database(name: str) -> str:
    return f"lazos_bench_{name}"


def _everybody(db: Connection, recipients: int) -> None:
    _join_everybody(db)
    crowd(db, recipients // 2)
    crowd(db, recipients // 2, "whatsapp")


def _join_everybody(db: Connection) -> None:
    theirs = cohort(db)
    for chat in range(FIRST_CHAT, FIRST_CHAT + PEOPLE):
        person = _enrolled(db, theirs)
        action_plans.add(db, person, PLAN)
        contact = addresses.at(db, Address("telegram", str(chat), (str(chat),), "es"))
        contacts.belong(db, contact.id, person)


def _enrolled(db: Connection, cohort: int) -> int:
    seal_id = new_seal_id()
    values = {
        "seal_id": seal_id,
        "given_name_sealed": vault(db).seal_text("Ana", "person", "given_name", seal_id),
        "family_name_sealed": vault(db).seal_text("Ejemplo", "person", "family_name", seal_id),
        "state": "CHH",
        "created_at": now(),
    }
    person: int = db.execute(insert(Person).values(values).returning(Person.id)).scalar_one()
    db.execute(insert(Enrolment).values(person_id=person, cohort_id=cohort))
    return person
