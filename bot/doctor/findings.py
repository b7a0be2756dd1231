"""What was found: well, doubtful or wrong, and what helps."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How something is."""

    WELL = "ok"
    DOUBTFUL = "warning"
    WRONG = "wrong"


class Finding(NamedTuple):
    """`what` was looked at, how it is, and for anything but well the `cure`. It holds no secret and no address."""

    what: str
    state: State
    said: str
    cure: str = ""


def well(what: str, said: str) -> Finding:
    """Nothing to do."""
    return Finding(what, State.WELL, said)


def doubtful(what: str, said: str, cure: str) -> Finding:
    """It works, and something is amiss."""
    return Finding(what, State.DOUBTFUL, said, cure)


def wrong(what: str, said: str, cure: str) -> Finding:
    """It does not work."""
    return Finding(what, State.WRONG, said, cure)


def lines(findings: Iterable[Finding]) -> list[str]:
    """As they are read on a terminal: one line each, the cure below."""
    found = []
    for finding in findings:
        found.append(f"{finding.state:<8} {finding.what}: {finding.said}")
        found += [f"         {finding.cure}"] if finding.cure else []
    return found
