"""How well two people go together, and whether they may be introduced at all: for many pairs at once.

Only who goes best with whom is kept, a few for each: all pairs of ten thousand people are fifty million.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from models.peers.rounds.people import Member, Round

BEST = 12  # partners that are kept for each
#: What counts: one seeks what the other can help with (each way), both seek or offer the same, level, region.
FITS, ALIKE, LEVEL, REGION = 10, 4, 2, 2
MOST = 2 * FITS + ALIKE + LEVEL + REGION
_ROWS = 250  # at once

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Matrix = NDArray[np.float32]


class Weights:
    """The people of a round by their places in it."""

    def __init__(self, round_: Round) -> None:
        people = round_.members
        self._chance = np.random.default_rng(crc32(round_.month.encode()))
        self._helps = _table([each.helps for each in people], [each.seeks for each in people])
        self._seeks = _table([each.seeks for each in people], [each.helps for each in people])
        self._languages = _table([each.languages for each in people])
        self._agency = _codes([each.agency for each in people])
        self._region = _codes([each.region for each in people])
        self._level = _codes([each.level for each in people])
        self._own = np.array([each.same_agency for each in people], dtype=bool)
        self._apart = _apart(people, round_.apart)

    def best(self, rows: Numbers, among: Numbers) -> Iterator[tuple[int, int, int]]:
        """For each of the `rows` the best partners among others, with points; of equals, others for each."""
        place = np.full(len(self._own), -1)
        place[among] = np.arange(len(among))
        for begin in range(0, len(rows), _ROWS):
            some = rows[begin : begin + _ROWS]
            points = self.points(some, among)
            allowed = self._allowed(some, among, points, place)
            lot = self._chance.random(points.shape, dtype=np.float32)
            ranked = np.where(allowed, points + lot, np.float32(-1))
            found = _best(ranked)
            for row, column in zip(*np.nonzero(ranked[np.arange(len(some))[:, None], found] > 0), strict=True):
                other = found[row, column]
                yield int(some[row]), int(among[other]), int(points[row, other])

    def points(self, rows: Numbers, among: Numbers) -> Matrix:
        """Points of each row with each of the others; 0 where they share no topic."""
        helps, seeks = self._helps[rows], self._seeks[rows]
        forth, back = helps @ self._seeks[among].T > 0, seeks @ self._helps[among].T > 0
        alike = (helps @ self._helps[among].T > 0) | (seeks @ self._seeks[among].T > 0)
        near = LEVEL * _same(self._level, rows, among) + REGION * _same(self._region, rows, among)
        points = FITS * forth.astype(np.float32) + FITS * back + ALIKE * alike
        return np.where(points > 0, points + near, np.float32(0))

    def _allowed(self, rows: Numbers, among: Numbers, points: Matrix, place: Numbers) -> Flags:
        speak = self._languages[rows] @ self._languages[among].T > 0
        colleagues = _same(self._agency, rows, among) & ~(self._own[rows][:, None] & self._own[among])
        allowed: Flags = (points > 0) & speak & ~colleagues
        for row, person in enumerate(rows):
            never = place[[int(person), *self._apart.get(int(person), ())]]
            allowed[row, never[never >= 0]] = False
        return allowed


def _best(ranked: Matrix) -> Numbers:
    most = min(BEST, ranked.shape[1])
    return np.argpartition(-ranked, most - 1, axis=1)[:, :most]


def _same(codes: Numbers, rows: Numbers, among: Numbers) -> Flags:
    same: Flags = (codes[rows][:, None] == codes[among]) & (codes[rows] >= 0)[:, None]
    return same


def _codes(values: Sequence[object]) -> Numbers:
    """A number for each value, and -1 for what is not told."""
    known = {value: code for code, value in enumerate(dict.fromkeys(v for v in values if v is not None))}
    return np.array([-1 if value is None else known[value] for value in values], dtype=np.int64)


def _table(values: Sequence[Sequence[object]], also: Sequence[Sequence[object]] = ()) -> Matrix:
    """A row for each person, a column for each value that anybody has; `also` are values that have a column too."""
    columns = {value: at for at, value in enumerate(sorted({v for row in (*values, *also) for v in row}, key=str))}
    table = np.zeros((len(values), max(1, len(columns))), dtype=np.float32)
    for row, each in enumerate(values):
        table[row, [columns[value] for value in each]] = 1
    return table


def _apart(people: Sequence[Member], pairs: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    places = {each.id: place for place, each in enumerate(people)}
    apart: dict[int, list[int]] = defaultdict(list)
    for one, other in pairs:
        if one in places and other in places:
            apart[places[one]].append(places[other])
            apart[places[other]].append(places[one])
    return apart
