"""The picture of a person's progress as what is on it, before anybody has drawn it: it travels as JSON.

There is no place in it for who the person is or where she works, so the drawing cannot tell.
"""

from collections.abc import Sequence

import msgspec

DRAWN = 6  # plans that find room


class PictureOfPlan(msgspec.Struct, frozen=True):
    """One plan: `history` holds (ISO day, per cent) of every report, the oldest first; `due_on` is an ISO day."""

    title: str
    percent: int
    status: str
    due_on: str | None = None
    milestones_done: int = 0
    milestones: int = 0
    history: tuple[tuple[str, int], ...] = ()


class ProgressPicture(msgspec.Struct, frozen=True):
    """Everything on the picture; `on` is the ISO day it is drawn."""

    plans: tuple[PictureOfPlan, ...]
    on: str


def most_recent(plans: Sequence[PictureOfPlan], most: int = DRAWN) -> list[PictureOfPlan]:
    """The `most` plans that were reported on last, in the order they were given."""
    latest = sorted(range(len(plans)), key=lambda place: _last_report(plans[place]), reverse=True)
    return [plans[place] for place in sorted(latest[:most])]


def _last_report(plan: PictureOfPlan) -> str:
    return plan.history[-1][0] if plan.history else ""
