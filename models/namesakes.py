"""Who a row of a roster is: found by e-mail or phone, or by name within an agency, which only staff can confirm.

A row is taken for somebody of the same name and agency only where it repeats an enrolment already on record, as it
does when a roster is imported again; each repeats one. Else it is told as perhaps the same person, and is somebody new
until staff confirm it.
"""

from collections.abc import Callable
from typing import NamedTuple

from rapidfuzz import fuzz

from models.names import bare, folded
from models.roster_people import (
    MOST_NAMESAKES,
    CohortName,
    Found,
    Identity,
    Someone,
    contacts_of,
    name_within_agency,
    place,
)
from models.rosters import Problem, Row

_SIMILAR = 80  # per cent, for two spellings of one word of a name


class Clash(Exception):
    """A row cannot belong to anybody; carries its `problem`."""

    def __init__(self, row: int, column: str, reason: str) -> None:
        super().__init__(reason)
        self.problem = Problem(row, column, reason)


class Erased(Exception):
    """A row is of somebody who has had her data erased, and is left out; carries the `problem` to be told."""

    def __init__(self, row: int, person: int | None, *, certain: bool) -> None:
        reason = (
            f"is person {person}, who is being erased; the row was left out"
            if certain
            else f"has the name and agency of person {person}, who is being erased; the row was left out; "
            f"if it is somebody else, import it again once person {person} is deleted"
        )
        super().__init__(reason)
        self.problem = Problem(row, "family_name", reason)


class Same(NamedTuple):
    """A row has the name and the agency of somebody else: in another row, or a person on record."""

    row: int
    like_row: int | None
    like_person: int | None
    outcome: str  # "apart" until staff confirm, "merged", or "cannot": the second has joined as somebody else


def cohort_of(row: Row) -> CohortName:
    """The cohort of a row, as it is compared."""
    return folded(row.programme), folded(row.cohort)


class Matching:
    """Goes through a roster row by row; `confirmed` says for which rows staff confirmed that it is the same person."""

    def __init__(self, found: Found, confirmed: Callable[[int], bool]) -> None:
        self._owners, self._namesakes = found
        self._confirmed = confirmed
        self._taken: set[tuple[int, str, CohortName]] = set()  # enrolments that a row of this roster has repeated
        self.same: list[Same] = []
        self.folds: list[tuple[Someone, Someone]] = []  # the first was written as somebody of their own, and is not
        self.new_keys: list[tuple[Identity, Someone]] = []

    def person_of(self, row: Row) -> Someone:
        """The person of a row, new if need be. Raises `Clash`, `Erased`."""
        name = name_within_agency(row)
        namesakes = self._namesakes.setdefault(name, {})
        someone = self._by_contact(row) or self._again(row, name, namesakes)
        self._leave_alone(row, name, namesakes, someone)
        first = next((other for _, other in sorted(namesakes.items()) if not other.blocked), None)
        if first is not None and first is not someone:
            someone = self._told(row, first, someone)
        elif someone is None:
            someone = Someone(row=row.number)
        self._remember(row, name, namesakes, someone)
        return someone

    def _by_contact(self, row: Row) -> Someone | None:
        owners = {kind: owner for kind, value in contacts_of(row) if (owner := self._owners.get((kind, value)))}
        if len(set(owners.values())) > 1:
            raise Clash(row.number, "phone", f"belongs to {_who(owners['phone'])}, the e-mail to another person")
        for kind, owner in owners.items():
            if not alike(f"{row.given_name} {row.family_name}", f"{_name(owner)}"):
                raise Clash(row.number, kind, f"belongs to {_who(owner)}, whose name is another")
            return owner
        return None

    def _again(self, row: Row, name: str, namesakes: dict[int, Someone]) -> Someone | None:
        """Somebody whose enrolment this row repeats."""
        cohort = cohort_of(row)
        for number, other in sorted(namesakes.items()):
            free = (number, name, cohort) not in self._taken
            if free and cohort in other.cohorts and not _contradicts(other, row):
                return other
        if len(namesakes) >= MOST_NAMESAKES and not contacts_of(row):
            raise Clash(row.number, "family_name", "is shared by too many in this agency; give an e-mail or a phone")
        return None

    def _leave_alone(self, row: Row, name: str, namesakes: dict[int, Someone], someone: Someone | None) -> None:
        """Raise `Erased` where a row is, or as far as it tells may be, somebody who has had her data erased."""
        if someone is not None and someone.blocked:
            self._take(row, name, namesakes, someone)
            raise Erased(row.number, someone.id, certain=True)
        gone = (other for _, other in sorted(namesakes.items()) if other.blocked and not _contradicts(other, row))
        if someone is None and (perhaps := next(gone, None)) is not None:
            raise Erased(row.number, perhaps.id, certain=False)

    def _told(self, row: Row, first: Someone, someone: Someone | None) -> Someone:
        """Note that the row may be `first`; the person it is: `first` if staff say so, else whom it was before."""
        stays = someone is not None and (someone.joined or (first.id is None and someone.id is not None))
        outcome = "apart" if not self._confirmed(row.number) else "cannot" if stays else "merged"
        self.same.append(Same(row.number, first.row, first.id, outcome))
        if outcome != "merged":
            return someone or Someone(row=row.number)
        if someone is not None:
            self._fold(someone, first)
        else:
            self._keep(row, first)
        return first

    def _fold(self, someone: Someone, first: Someone) -> None:
        if someone.id is not None:
            self.folds.append((someone, first))
        first.take_over(someone)
        self.new_keys = [(identity, first if owner is someone else owner) for identity, owner in self.new_keys]
        self._owners.update({identity: first for identity, owner in self._owners.items() if owner is someone})
        for namesakes in self._namesakes.values():
            namesakes.update({number: first for number, other in namesakes.items() if other is someone})

    def _keep(self, row: Row, first: Someone) -> None:
        """Remember what staff confirmed, so that the same roster finds the same person again."""
        self._add_place(name_within_agency(row), first)

    def _remember(self, row: Row, name: str, namesakes: dict[int, Someone], someone: Someone) -> None:
        if someone.row is None:
            someone.row = row.number
        for identity in contacts_of(row):
            if identity not in self._owners:
                self._owners[identity] = someone
                self.new_keys.append((identity, someone))
        if someone not in namesakes.values():
            self._add_place(name, someone)
        self._take(row, name, namesakes, someone)

    def _take(self, row: Row, name: str, namesakes: dict[int, Someone], someone: Someone) -> None:
        """Note that a row has repeated an enrolment of this person, so that the next row repeats another."""
        mine = (name, cohort_of(row))
        free = (n for n, other in sorted(namesakes.items()) if other is someone and (n, *mine) not in self._taken)
        self._taken.update([(number, *mine) for number in list(free)[:1]])

    def _add_place(self, name: str, someone: Someone) -> None:
        places = self._namesakes[name]
        number = next((number for number in range(1, MOST_NAMESAKES + 1) if number not in places), None)
        if number is not None:
            places[number] = someone
            self.new_keys.append((place(name, number), someone))


def alike(one: str, other: str) -> bool:
    """Whether two full names can be one person's: more than half of the shorter is in the longer, well or ill spelt."""
    shorter, longer = sorted((bare(one), bare(other)), key=len)
    found = [word for word in shorter if any(_similar(word, second) for second in longer)]
    return 2 * len(found) > len(shorter)


def _similar(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one) or fuzz.ratio(one, other) >= _SIMILAR


def _contradicts(someone: Someone, row: Row) -> bool:
    return any(someone.known.get(kind, value) != value for kind, value in contacts_of(row))


def _name(someone: Someone) -> str:
    return f"{someone.known['given_name']} {someone.known['family_name']}"


def _who(someone: Someone) -> str:
    return f"row {someone.row}" if someone.row is not None else f"person {someone.id} on record"
