"""A row of the survey sheet on its way into a form: what it is, what was written, and where it belongs."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dialogue.phrases import _
from surveys.form import CHOSEN, COMPUTED, Range
from surveys.importing import types, unsafe
from surveys.importing.lines import Line, Table
from surveys.importing.problems import UNSAFE, Problems
from surveys.importing.types import Type
from surveys.importing.wording import all_worded

#: Columns that hold an expression.
EXPRESSIONS = ("relevant", "constraint", "required", "calculation", "choice_filter", "repeat_count", "read_only")
_YES = ("yes", "true", "1", "true()", "sí", "si", "oui", "sim", "y", "x")
_NO = ("no", "false", "0", "false()", "n", "non", "não")


@dataclass(slots=True)
class Draft:
    """One row; `parent` is the place of the group around it among all drafts, -1 at the top.

    `closed_by` is the place of the row that ends a group.
    """

    row: int
    type: Type
    written: str
    name: str
    plain: dict[str, str]
    words: dict[str, Mapping[str, str]]
    parent: int = -1
    closed_by: int = -1
    options: str = ""
    range: Range | None = None
    aliases: set[str] = field(default_factory=set)  # other names by which conditions may call it
    left_out: bool = False

    def said(self, column: str) -> Mapping[str, str]:
        """The words of a column, by language."""
        return self.words.get(column, {})

    @property
    def is_begin(self) -> bool:
        """Whether it begins a group or a repeat."""
        return self.type.role == "begin"

    @property
    def is_repeat(self) -> bool:
        """Whether it begins a repeat."""
        return self.is_begin and self.type.detail == "repeat"


def drafts(survey: Table, problems: Problems) -> list[Draft]:
    """A draft for each row that is not a remark and not switched off; unsafe and unknown types are told."""
    found = []
    for line in survey.lines:
        if is_yes(line.plain.get("disabled", "")):
            continue
        draft = _draft(line, survey, problems)
        if draft is not None:
            found.append(draft)
    return found


def is_yes(written: str) -> bool:
    """Whether a cell says yes."""
    return written.strip().lower() in _YES


def is_no(written: str) -> bool:
    """Whether a cell says no, or nothing."""
    return not written or written.strip().lower() in _NO


def _draft(line: Line, survey: Table, problems: Problems) -> Draft | None:
    written = line.plain.get("type", "")
    if not written:
        if line.plain.get("name") and line.said("label"):
            phrase = _("The row has no type.")
            problems.fatal(survey.name, line.row, survey.header("type"), "no_type", phrase)
            return _made(line, Type("unknown"), "")
        return None
    if written.startswith("#"):
        return None
    draft = _made(line, types.meant(written), written)
    _tell_of_type(draft, survey, problems)
    return draft


def _made(line: Line, type: Type, written: str) -> Draft:
    plain = {column: cell for column, cell in line.plain.items() if cell and column != "type"}
    words: dict[str, Mapping[str, str]] = {column: all_worded(said) for column, said in line.words.items()}
    for column in ("required", "read_only"):
        _straighten(plain, column)
    for column in _meaningless(type):
        plain.pop(column, None)
    if type.detail in types.CONSTRAINTS:
        plain.setdefault("constraint", types.CONSTRAINTS[type.detail])
    return Draft(line.row, type, written, plain.get("name", ""), plain, words)


def _meaningless(type: Type) -> Sequence[str]:
    """Columns that say nothing for rows of this type; what stands there is often a remark."""
    if type.role == "begin":
        return ("constraint", "required", "calculation", "choice_filter", "read_only", "default", "trigger")
    if type.kind in COMPUTED:
        return ("constraint", "required", "choice_filter", "repeat_count")
    return ("repeat_count",) if type.kind in CHOSEN else ("repeat_count", "choice_filter")


def _straighten(plain: dict[str, str], column: str) -> None:
    written = plain.get(column, "")
    if is_yes(written):
        plain[column] = "true()"
    elif is_no(written):
        plain.pop(column, None)


def _tell_of_type(draft: Draft, survey: Table, problems: Problems) -> None:
    where = (survey.name, draft.row, survey.header("type"))
    type = draft.type
    if type.role == "unsafe":
        problems.fatal(*where, UNSAFE, unsafe.WHY[type.detail])
    elif type.role == "unknown":
        problems.fatal(*where, "unknown_type", _("The type “{type}” is not known.", type=draft.written))
    elif type.role == "unsupported":
        phrase = _("The type “{type}” is an old one. A choice filter does the same.", type=draft.written)
        problems.fatal(*where, "cascading_select", phrase)
    elif type.detail == "elsewhere":
        phrase = _("“{type}” is filled in by another app. Here it stays empty.", type=draft.written)
        problems.warn(*where, "filled_elsewhere", phrase)
    elif type.detail == "barcode":
        problems.warn(*where, "barcode", _("A chat cannot scan. The person types what stands there."))


def is_asked(draft: Draft) -> bool:
    """Whether a person answers it, whatever may be computed for it."""
    silent = draft.type.kind in (*COMPUTED, "note") or draft.plain.get("read_only") == "true()"
    return draft.type.role == "field" and not silent and bool(draft.said("label"))


def ancestors(all_drafts: Sequence[Draft], draft: Draft) -> Iterator[Draft]:
    """The groups around a draft, the nearest first."""
    place = draft.parent
    while place >= 0:
        yield all_drafts[place]
        place = all_drafts[place].parent
