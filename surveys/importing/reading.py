"""Imports an XLSForm as people write them: what can be put right is, and everything that is wrong is told at once."""

from collections.abc import Collection, Mapping

from dialogue.phrases import Phrase, _
from surveys import sheets
from surveys.importing import external
from surveys.importing.assembling import Assembling
from surveys.importing.headers import CHOICES, OURS, SURVEY
from surveys.importing.imported import Imported
from surveys.importing.leaving import LeaveOut
from surveys.importing.lines import Table, find, is_wanted, table
from surveys.importing.problems import Problem, Problems
from surveys.importing.settings import Settings, settings
from surveys.sheets import Sheet, Unreadable, Workbook

SURVEY_COLUMNS = (*SURVEY, *(f"bot::{each}" for each in OURS))
_NOTHING: Mapping[str, bytes] = {}


def read(
    content: bytes, filename: str, *, leave_out: LeaveOut = (), tables: Mapping[str, bytes] = _NOTHING
) -> Imported:
    """The form in an .xlsx, .xls, CSV or Markdown file, told apart by content.

    `tables` are the files that the form looks into, by name. `leave_out` names rows, by number or name, that are left
    out together with all that is within them; "all" are those that cannot be asked. Raises nothing: whatever is wrong
    is among the problems.
    """
    try:
        workbook = sheets.read(content, is_wanted, "survey")
    except Unreadable as refused:
        return _nothing(Problem(refused.sheet, refused.row, "", refused.code, refused.phrase, True))
    problems = Problems()
    chosen = settings(workbook, filename, problems)
    survey = _survey(workbook, chosen, problems)
    if isinstance(survey, Problem):
        return _nothing(*problems, survey)
    first = _first_language(survey)
    if first and not chosen.language:
        chosen = chosen.spoken(first)
        survey = _table(find(workbook, "survey"), SURVEY_COLUMNS, "type", chosen, problems)
    outside, broken = external.readable(tables)
    for name, why in broken.items():
        problems.fatal(name, why.row, "", why.code, why.phrase)
    choice_sheets = _choices(workbook, chosen, problems)
    return Assembling(chosen, survey, choice_sheets, outside, problems).run(leave_out)


def _nothing(*problems: Problem) -> Imported:
    return Imported(None, problems, 0, 0)


def _survey(workbook: Workbook, chosen: Settings, problems: Problems) -> Table | Problem:
    sheet = find(workbook, "survey")
    if sheet is None or len(sheet.rows) < 2:
        return _missing("no_survey", _("There is no sheet called “survey” with questions in it."))
    survey = _table(sheet, SURVEY_COLUMNS, "type", chosen, problems)
    if not any(column.name == "type" for column in survey.columns):
        return _missing("no_type_column", _("The survey sheet has no column “type”."))
    return survey


def _table(sheet: Sheet | None, known: Collection[str], needed: str, chosen: Settings, problems: Problems) -> Table:
    """The rows of a sheet; none where there is no such sheet."""
    if sheet is None or not sheet.rows:
        return Table("choices" if needed == "list_name" else "survey", (), (), {})
    return table(sheet, known, needed, problems, chosen.language)


def _first_language(survey: Table) -> str:
    """The language of the first labels; empty where some are in none."""
    spoken = [column.language for column in survey.columns if column.name == "label"]
    return spoken[0] if spoken and all(spoken) else ""


def _missing(code: str, phrase: Phrase) -> Problem:
    return Problem("survey", 0, "", code, phrase, True)


def _choices(workbook: Workbook, chosen: Settings, problems: Problems) -> list[Table]:
    """The sheets of choices and of external choices, the first perhaps empty."""
    found = [find(workbook, wanted) for wanted in ("choices", "external_choices")]
    return [_table(sheet, CHOICES, "list_name", chosen, problems) for sheet in found]
