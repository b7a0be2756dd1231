"""The codebook of an export: what each column means, in both languages, and how many answered."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dialogue.phrases import Phrase, _, said
from surveys.cells import DECLINED, Cell, are_numbered, codes
from surveys.columns import Column
from surveys.form import Field, Text

LANGUAGES = ("es", "en")
_KNOWN = {
    "plan.percent": _("How far the plan was when the survey began, in per cent."),
    "plan.status": _("How the plan stood when the survey began."),
    "plan.title": _("What the plan was called when the survey began."),
    "plan.milestones": _("How many milestones the plan had when the survey began."),
    "plan.milestones_done": _("How many milestones were done when the survey began."),
    "previous.date": _("Day of the earlier answer."),
}
HEADER = tuple(
    Column(title, "number" if title in ("n", "declined") else "text")
    for title in (
        *("sheet", "column", "type", *(f"label_{each}" for each in LANGUAGES)),
        *(*(f"options_{each}" for each in LANGUAGES), "relevant", "n", "declined"),
    )
)


@dataclass(slots=True)
class Tally:
    """How many cells of each column of a sheet hold something, and how often the answer was declined."""

    filled: Counter[str] = field(default_factory=Counter)
    declined: Counter[str] = field(default_factory=Counter)

    def take(self, columns: Sequence[Column], cells: Sequence[Cell]) -> None:
        """Count one line."""
        for column, value in zip(columns, cells, strict=True):
            if value is DECLINED:
                self.declined[column.title] += 1
            elif value is not None:
                self.filled[column.title] += 1


def lines(sheets: Mapping[str, Sequence[Column]], tallies: Mapping[str, Tally]) -> Iterator[list[Cell]]:
    """The lines of the codebook under `HEADER`; the sheets go by the names that they have in the export."""
    for name, columns in sheets.items():
        tally = tallies.get(name) or Tally()
        for column in columns:
            row = column.field
            yield [
                *(name, column.title, _type(column)),
                *(_label(column, language) for language in LANGUAGES),
                *(_options(column, language) for language in LANGUAGES),
                row.relevant if row else "",
                tally.filled[column.title],
                tally.declined[column.title],
            ]


def _label(column: Column, language: str) -> str:
    """What a column means; of a row that nobody is asked, and that has no words, where its value comes from."""
    words = _in(column.label or {}, language)
    return words if words or column.field is None else said(_source(column.field), language)


def _source(row: Field) -> Phrase:
    if row.prefill in _KNOWN:
        return _KNOWN[row.prefill]
    if row.prefill:
        return _("Known beforehand: {what}.", what=row.prefill)
    if row.calculation:
        return _("Reckoned by the survey: {rule}", rule=row.calculation)
    return _("Set by the survey; nobody is asked.")


def _type(column: Column) -> str:
    if column.option:
        return "1 / 0"
    return column.kind if column.field is None else column.field.kind


def _options(column: Column, language: str) -> str:
    if column.option or not column.options:
        return ""
    numbers = {} if are_numbered(column.options) or column.kind != "choice" else codes(column.options)
    return " | ".join(
        f"{each.value}{f' ({numbers[each.value]})' if each.value in numbers else ''} = {_in(each.label, language)}"
        for each in column.options
    )


def _in(text: Text, language: str) -> str:
    return text.get(language) or text.get("") or ""
