"""Who of those who wait makes up a circle. Pure: who may be together is asked of whoever knows."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from models.circles.tables import FEWEST, MOST


class Wants(NamedTuple):
    """Somebody who would be in a circle, and whether she would moderate it."""

    person: int
    moderates: bool


def chosen(first: Wants, others: Sequence[Wants], may: Callable[[Sequence[int]], bool]) -> list[Wants]:
    """Up to twelve who `may` be together, `first` among them and somebody who moderates; none where they are few.

    `others` are taken in their order. Where there are three at all, some are found: each second one is tried.
    """
    for second in others:
        if not (first.moderates or second.moderates):
            continue
        circle = _filled([first, second], others, may)
        if len(circle) >= FEWEST:
            return circle
    return []


def _filled(begun: list[Wants], others: Sequence[Wants], may: Callable[[Sequence[int]], bool]) -> list[Wants]:
    circle, people = list(begun), [each.person for each in begun]
    if not may(people):
        return []
    for each in others:
        if len(circle) < MOST and each not in circle and may([*people, each.person]):
            circle.append(each)
            people.append(each.person)
    return circle
