"""Keeps small groups out of what is told: no figure may rest on fewer than five people, nor be worked out from others.

Two ways. In a table, groups are hidden: the small ones, and as many others as it takes so that the total minus what is
shown tells of no group and of no few people. In rows, what describes people is blanked until each description fits at
least five of them.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

LEAST = 5

Group = TypeVar("Group", bound=Hashable)
Description = tuple[Hashable, ...]  # None where something is not told


def hidden(table: Mapping[Group, Sequence[int]], least: int = LEAST) -> frozenset[Group]:
    """The groups of a table that must not be shown; each has the same counts, and the totals of these are public.

    A count of nobody may be shown, and a column whose total is small is shown for no group, so that it hides none.
    """
    totals = [sum(column) for column in zip(*table.values(), strict=True)]
    told = [place for place, total in enumerate(totals) if total >= least]
    if totals and totals[0] < least:
        return frozenset(table)
    found = {group for group, counts in table.items() if any(0 < counts[place] < least for place in told)}
    rest = sorted((group for group in table if group not in found), key=lambda group: tuple(table[group]))
    while found and not _is_safe([table[group] for group in found], told, least) and rest:
        found.add(rest.pop(next((at for at, group in enumerate(rest) if table[group][0]), 0)))
    return frozenset(found)


def _is_safe(counts: Sequence[Sequence[int]], told: Sequence[int], least: int) -> bool:
    """Whether what is left over for the hidden groups tells of none of them, and of no few people."""
    columns = [[each[place] for each in counts] for place in told]
    return all(not any(column) or (sum(column) >= least and sum(map(bool, column)) > 1) for column in columns)


def coarsened(
    people: Mapping[Description, int], giving_up: Sequence[int], least: int = LEAST
) -> dict[Description, Description]:
    """What may be told of each description: its places are blanked in the order of `giving_up` until it fits enough.

    `people` says how many fit each. Afterwards what is told fits at least so many, or nothing is told of anybody.
    """
    told: dict[Description, Description] = {}
    left = dict(people)
    for blanked in range(len(giving_up) + 1):
        ways = {each: _without(each, giving_up[:blanked]) for each in left}
        sizes = _sizes(people, ways)
        told |= {each: way for each, way in ways.items() if sizes[way] >= least}
        left = {each: count for each, count in left.items() if each not in told}
    return _with_the_last(people, told, list(left), giving_up, least)


def _with_the_last(
    people: Mapping[Description, int],
    told: dict[Description, Description],
    left: list[Description],
    giving_up: Sequence[int],
    least: int,
) -> dict[Description, Description]:
    """Those of whom nothing can be told would be known by that: others join them, the smallest group first."""
    blank = {each: _without(each, giving_up) for each in left}
    sizes = _sizes(people, told)
    while blank and any(0 < size < least for size in _sizes(people, blank).values()) and sizes:
        smallest = min(sizes, key=lambda way: (sizes[way], repr(way)))
        joining = [each for each, way in told.items() if way == smallest]
        blank |= {each: _without(each, giving_up) for each in joining}
        told = {each: way for each, way in told.items() if way != smallest}
        del sizes[smallest]
    return told | blank


def _without(description: Description, places: Sequence[int]) -> Description:
    return tuple(None if place in places else value for place, value in enumerate(description))


def _sizes(people: Mapping[Description, int], ways: Mapping[Description, Description]) -> Counter[Description]:
    sizes: Counter[Description] = Counter()
    for each, way in ways.items():
        sizes[way] += people[each]
    return sizes
