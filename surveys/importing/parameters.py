"""Reads the column `parameters`: `start=0; end=10 step=2`, `randomize=true`, `value=code, label=title`."""

import re
from collections.abc import Mapping

from surveys.form import Range

_PAIR = re.compile(r"([\w-]+)\s*=\s*('[^']*'|\"[^\"]*\"|[^\s,;]+)")


def parameters(written: str) -> Mapping[str, str]:
    """The parameters by name in small letters."""
    return {name.lower(): value.strip("'\"") for name, value in _PAIR.findall(written)}


def range_of(given: Mapping[str, str]) -> Range | None:
    """The numbers of a range; None where they are no numbers or lead nowhere."""
    try:
        made = Range(
            start=float(given.get("start", 0)), end=float(given.get("end", 10)), step=float(given.get("step", 1))
        )
    except ValueError:
        return None
    leads = made.step and (made.end - made.start) / made.step >= 0
    return made if leads and abs(made.start) + abs(made.end) < float("inf") else None
