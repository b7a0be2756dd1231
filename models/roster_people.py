"""The people whom a roster may mean, as they are on record before anything of it is written."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Row, insert, select

from models.action_plans import ActionPlan
from models.names import bare, folded
from models.people import Agency, Municipality, Person, PersonKey, family_name_on_roster, profile
from models.programmes import Cohort, Enrolment, Programme
from models.rosters import Row as RosterRow
from models.sealing import vault
from models.tags import PersonTag

T = TypeVar("T")
Identity = tuple[str, str]  # the kind of a key (email, phone, name), and what is hashed
CohortName = tuple[str, str]  # a programme and a cohort, as they are compared

FIELDS = ("given_name", "family_name", "agency", "rank_band", "state", "municipality", "email", "phone", "language")
MOST_NAMESAKES = 8  # in one agency; all places are looked at, since erasure leaves gaps
_CHUNK = 2000


@dataclass(eq=False)
class Someone:
    """A person on record (with an id) or met in the roster for the first time."""

    id: int | None = None
    row: int | None = None  # where the roster tells of them first
    joined: bool = False
    blocked: bool = False  # has had her data erased, and waits to be deleted
    known: dict[str, str] = field(default_factory=dict)  # fields that are not blank
    filled: dict[str, str] = field(default_factory=dict)  # those that the roster filled
    cohorts: set[CohortName] = field(default_factory=set)
    plans: dict[str, int | None] = field(default_factory=dict)  # title, as it is compared, to the id of the plan
    new_cohorts: list[CohortName] = field(default_factory=list)
    new_plans: list[RosterRow] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)  # as they are compared
    new_tags: list[str] = field(default_factory=list)
    gone: bool = False  # turned out to be somebody else

    def take_over(self, other: "Someone") -> None:
        """Be `other` as well: what was known of them fills what is blank here."""
        blank = {name: value for name, value in other.known.items() if name not in self.known}
        self.known |= blank
        self.filled |= blank
        self.new_cohorts += [cohort for cohort in other.new_cohorts if cohort not in self.cohorts]
        self.new_plans += [plan for plan in other.new_plans if folded(plan.plan_title or "") not in self.plans]
        on_record = other.tags.difference(map(folded, other.new_tags))
        self.new_tags = [tag for tag in self.new_tags if folded(tag) not in on_record]
        self.new_tags += [tag for tag in other.new_tags if folded(tag) not in self.tags]
        self.cohorts |= other.cohorts
        self.tags |= other.tags
        self.plans = other.plans | self.plans
        other.gone = True


class Found(NamedTuple):
    """Who answers to which identity; for a name within an agency everybody of that name, by their fixed places."""

    owners: dict[Identity, Someone]
    namesakes: dict[str, dict[int, Someone]]


def name_within_agency(row: RosterRow) -> str:
    """What namesakes in one agency share; those of whom no agency is known as well."""
    return _within(f"{row.given_name} {row.family_name}", row.agency)


def let_be_found(db: Connection, person: int) -> None:
    """Let the next roster of her new agency find a person there by her name, unless it is full of namesakes."""
    known = profile(db, person)
    name = _within(f"{known.given_name} {family_name_on_roster(db, person)}", known.agency)
    taken = _namesakes(db, {name})[name]
    free = next((number for number in range(1, MOST_NAMESAKES + 1) if number not in taken), None)
    if free is not None and person not in taken.values():
        identity = place(name, free)
        db.execute(insert(PersonKey).values(key=vault(db).key_of(*identity), person_id=person, kind=identity[0]))


def _within(name: str, agency: str | None) -> str:
    return "\n".join((" ".join(bare(name)), folded(agency or "")))


def place(name: str, number: int) -> Identity:
    """The identity of the `number`th (from 1) of those who share a name within an agency."""
    return "name", f"{name}\n{number}"


def contacts_of(row: RosterRow) -> list[Identity]:
    """The e-mail and the phone of a row, as far as it has them."""
    return [(kind, value) for kind, value in (("email", row.email), ("phone", row.phone)) if value]


def find(db: Connection, rows: Sequence[RosterRow]) -> Found:
    """Everybody on record whom one of `rows` may mean."""
    by_contact = _owners(db, {identity for row in rows for identity in contacts_of(row)})
    by_name = _namesakes(db, {name_within_agency(row) for row in rows})
    ids = {*by_contact.values(), *(id for places in by_name.values() for id in places.values())}
    people = _people(db, sorted(ids))
    return Found(
        {identity: people[id] for identity, id in by_contact.items()},
        {name: {number: people[id] for number, id in places.items()} for name, places in by_name.items()},
    )


def _namesakes(db: Connection, names: set[str]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for number in range(1, MOST_NAMESAKES + 1):
        places = {place(name, number): name for name in names}
        for identity, person in _owners(db, places).items():
            found[places[identity]][number] = person
    return found


def _owners(db: Connection, identities: Iterable[Identity]) -> dict[Identity, int]:
    by_key = {key: identity for identity in identities for key in vault(db).keys_of(*identity)}
    owners: dict[Identity, int] = {}
    for chunk in _chunks(list(by_key)):
        query = select(PersonKey.key, PersonKey.person_id).where(PersonKey.key.in_(chunk))
        owners |= {by_key[bytes(row.key)]: row.person_id for row in db.execute(query)}
    return owners


def _people(db: Connection, ids: Sequence[int]) -> dict[int, Someone]:
    people: dict[int, Someone] = {}
    agencies, municipalities = _names(db, Agency), _names(db, Municipality)
    for chunk in _chunks(ids):
        for row in db.execute(select(Person.__table__).where(Person.id.in_(chunk))):
            places = {"agency": agencies.get(row.agency_id), "municipality": municipalities.get(row.municipality_id)}
            known = {name: value for name, value in (_opened(db, row) | places).items() if value}
            joined, blocked = row.joined_at is not None, row.blocked_at is not None
            people[row.id] = Someone(row.id, joined=joined, blocked=blocked, known=known)
        _add_cohorts(db, chunk, people)
        _add_plans(db, chunk, people)
        _add_tags(db, chunk, people)
    return people


def _opened(db: Connection, row: Row[Any]) -> dict[str, str | None]:
    sealed = {
        name: vault(db).open_text(getattr(row, f"{name}_sealed"), "person", name, row.seal_id)
        for name in ("given_name", "family_name", "email", "phone")
    }
    return sealed | {name: getattr(row, name) for name in ("rank_band", "state", "language")}


def _names(db: Connection, table: type[Agency | Municipality]) -> Mapping[int | None, str | None]:
    kind = table.__tablename__
    return {
        row.id: vault(db).open_text(row.name_sealed, kind, "name", row.seal_id)
        for row in db.execute(select(table.id, table.seal_id, table.name_sealed))
    }


def _add_cohorts(db: Connection, ids: Sequence[int], people: Mapping[int, Someone]) -> None:
    query = (
        select(Enrolment.person_id, Programme.name.label("programme"), Cohort.name.label("cohort"))
        .join(Cohort, Cohort.id == Enrolment.cohort_id)
        .join(Programme, Programme.id == Cohort.programme_id)
        .where(Enrolment.person_id.in_(ids))
    )
    for row in db.execute(query):
        people[row.person_id].cohorts.add((folded(row.programme), folded(row.cohort)))


def _add_plans(db: Connection, ids: Sequence[int], people: Mapping[int, Someone]) -> None:
    query = select(ActionPlan.id, ActionPlan.person_id, ActionPlan.seal_id, ActionPlan.title_sealed)
    for row in db.execute(query.where(ActionPlan.person_id.in_(ids)).order_by(ActionPlan.id)):
        title = vault(db).open_text(row.title_sealed, "action_plan", "title", row.seal_id) or ""
        people[row.person_id].plans.setdefault(folded(title), row.id)


def _add_tags(db: Connection, ids: Sequence[int], people: Mapping[int, Someone]) -> None:
    for row in db.execute(select(PersonTag.person_id, PersonTag.tag).where(PersonTag.person_id.in_(ids))):
        people[row.person_id].tags.add(folded(row.tag))


def _chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[start : start + _CHUNK] for start in range(0, len(values), _CHUNK))


def numbered(people: Iterable[Someone]) -> list[Someone]:
    """Those on record, in the order of their ids: rows are always locked in this order."""
    return sorted((someone for someone in people if someone.id is not None), key=lambda someone: someone.id or 0)
