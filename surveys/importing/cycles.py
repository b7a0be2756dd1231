"""Finds rows that wait for each other: a calculation or condition that rests on itself, however far round."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from surveys.expressions import Expression
from surveys.importing.drafts import Draft, is_asked

_RESTING = ("relevant", "calculation")
_KEEPING = frozenset(("coalesce", "if", "once"))  # by which a calculation keeps the value that it has
_EARLIER = "indexed-repeat"  # it looks at earlier rounds of the row itself


class Cycle(NamedTuple):
    """The places of rows that wait for each other, and which of them look ahead: without those the others do not."""

    rows: Sequence[int]
    ahead: Sequence[int]


def cycles(
    drafts: Sequence[Draft], rests_on: Mapping[int, Mapping[str, Expression]], places: Mapping[str, int]
) -> Iterator[Cycle]:
    """Every cycle of a form. Takes time as long as the form, no longer."""
    edges = {place: _edges(drafts[place], expressions, places) for place, expressions in rests_on.items()}
    for knot in _Knots(edges).all():
        if len(knot) > 1 or knot[0] in edges.get(knot[0], ()):
            within = set(knot)
            ahead = [place for place in knot if any(to in within and to >= place for to in edges.get(place, ()))]
            yield Cycle(sorted(knot), sorted(ahead))


def _edges(draft: Draft, expressions: Mapping[str, Expression], places: Mapping[str, int]) -> list[int]:
    named: set[str] = set()
    for column in _RESTING:
        expression = expressions.get(column)
        if expression is None or _EARLIER in expression.functions:
            continue
        if column == "calculation" and is_asked(draft):
            continue  # the person's answer counts
        keeps = column == "calculation" and _KEEPING & expression.functions
        named |= expression.names - {draft.name} if keeps else expression.names
    found = [places[name] for name in named if name in places]
    return [*found, draft.parent] if draft.parent >= 0 else found


class _Knots:
    """Strongly connected rows, after Tarjan, without recursion."""

    def __init__(self, edges: Mapping[int, Sequence[int]]) -> None:
        self._edges = edges
        self._order: dict[int, int] = {}
        self._lowest: dict[int, int] = {}
        self._stack: list[int] = []
        self._on_stack: set[int] = set()

    def all(self) -> Iterator[list[int]]:
        """Every set of rows that lead to each other, single rows too."""
        for root in self._edges:
            if root not in self._order:
                yield from self._from(root)

    def _from(self, root: int) -> Iterator[list[int]]:
        path = [(root, self._enter(root))]
        while path:
            place, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                self._leave(place, path[-1][0] if path else place)
                if self._lowest[place] == self._order[place]:
                    yield self._popped(place)
            elif following not in self._order:
                path.append((following, self._enter(following)))
            elif following in self._on_stack:
                self._lowest[place] = min(self._lowest[place], self._order[following])

    def _enter(self, place: int) -> Iterator[int]:
        self._order[place] = self._lowest[place] = len(self._order)
        self._stack.append(place)
        self._on_stack.add(place)
        return iter(self._edges.get(place, ()))

    def _leave(self, place: int, back_to: int) -> None:
        self._lowest[back_to] = min(self._lowest[back_to], self._lowest[place])

    def _popped(self, place: int) -> list[int]:
        knot: list[int] = []
        while not knot or knot[-1] != place:
            knot.append(self._stack.pop())
            self._on_stack.discard(knot[-1])
        return knot
