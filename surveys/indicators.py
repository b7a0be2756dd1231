"""Indicators as the programme defines them: names, definitions, conditions and targets, in both languages."""

import csv
from collections.abc import Iterator, Mapping
from importlib.resources import files
from io import StringIO
from typing import Literal, get_args

import msgspec

from surveys.expressions import Expression, Unreadable, parse
from surveys.form import Text

Kind = Literal["share", "mean", "sum", "count", "change"]
GROUPS = ("cohort", "state", "rank_band", "channel")
COLUMNS = (
    *("key", "name_es", "name_en", "definition_es", "definition_en", "form", "rows", "kind", "condition"),
    *("base", "target", "pairs", "by"),
)
_CHANGE = 2  # forms of a change: before and after


class Unfit(ValueError):
    """A line of the table cannot be used; what it says can be shown."""


class Indicator(msgspec.Struct, frozen=True, kw_only=True):
    """One figure. `base` says whose answers count, `condition` what is counted, or the number that is reckoned with.

    A change has two `forms`, before and after; any other kind has one. `rows` are the questions that it rests on.
    """

    key: str
    name: Text
    definition: Text
    forms: tuple[str, ...]
    rows: tuple[str, ...]
    kind: Kind
    condition: str
    base: str
    target: float | None
    by: tuple[str, ...]

    @property
    def counted(self) -> Expression:
        return parse(self.condition)

    @property
    def counts(self) -> Expression:
        return parse(self.base)


def pack() -> list[Indicator]:
    """The indicators that come with the starter pack."""
    return read(files("surveys").joinpath("pack/indicators.csv").read_text(encoding="utf-8"))


def read(text: str) -> list[Indicator]:
    """The indicators of a CSV table. Raises `Unfit`."""
    table = csv.DictReader(StringIO(text.removeprefix("\ufeff")))
    missing = [name for name in COLUMNS if name not in (table.fieldnames or ())]
    if missing:
        raise Unfit(f"columns are missing: {', '.join(missing)}")
    found = [_indicator(number, row) for number, row in enumerate(table, 2)]
    if len({each.key for each in found}) < len(found):
        raise Unfit("two lines have the same key")
    return found


def _indicator(number: int, row: Mapping[str, str | None]) -> Indicator:
    cells = {name: (row.get(name) or "").strip() for name in COLUMNS}
    for problem in _problems(cells):
        raise Unfit(f"line {number}: {problem}")
    return Indicator(
        key=cells["key"],
        name={"es": cells["name_es"], "en": cells["name_en"]},
        definition={"es": cells["definition_es"], "en": cells["definition_en"]},
        forms=tuple(cells["form"].split()),
        rows=tuple(cells["rows"].split()),
        kind=msgspec.convert(cells["kind"], Kind),
        condition=cells["condition"],
        base=cells["base"],
        target=float(cells["target"]) if cells["target"] else None,
        by=tuple(cells["by"].split()),
    )


def _problems(cells: Mapping[str, str]) -> Iterator[str]:
    if not cells["key"]:
        yield "there is no key"
    if cells["kind"] not in get_args(Kind):
        yield f"kind is none of {', '.join(get_args(Kind))}"
    if len(cells["form"].split()) != (_CHANGE if cells["kind"] == "change" else 1):
        yield "form: a change has two of them, anything else one"
    for name in ("condition", "base"):
        if not _is_readable(cells[name]):
            yield f"{name} is no expression"
    if cells["target"] and not _is_number(cells["target"]):
        yield "target is no number"
    unknown = [name for name in cells["by"].split() if name not in GROUPS]
    if unknown:
        yield f"by is made of {', '.join(GROUPS)}"


def _is_readable(text: str) -> bool:
    try:
        parse(text)
    except Unreadable:
        return False
    return True


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
