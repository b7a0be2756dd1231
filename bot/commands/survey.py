"""`lazos survey`: questionnaires come in as spreadsheets, are looked over, and are kept by version."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot import survey_report
from bot.commands.exporting import Language
from bot.commands.given import given
from bot.commands.output import AsJson, actor, failed, show
from models import audit
from models.surveys import forms
from surveys import importing
from surveys.form import Form
from surveys.importing import Imported, LeaveOut
from surveys.importing.problems import MISSING_FILE
from surveys.second_opinion import second_opinion

app = typer.Typer(help="Questionnaires: in from a spreadsheet, asked in waves.", no_args_is_help=True)


@app.command("import")
def import_(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="An XLSForm: .xlsx, .xls, CSV or Markdown.")],
    check: Annotated[bool, typer.Option("--check", help="Look it over and import nothing.")] = False,
    without: Annotated[
        str | None,
        typer.Option(metavar="ROWS", help='Leave out rows, such as "12,15,gps"; "all" are those that cannot be asked.'),
    ] = None,
    tables: Annotated[
        list[Path] | None,
        typer.Option("--tables", metavar="FILE", help="A table it looks into; those beside it are found. Repeatable."),
    ] = None,
    language: Annotated[Language, typer.Option("--language", help="The language of the messages.")] = Language.en,
    as_json: AsJson = False,
) -> None:
    """Import a questionnaire: every problem is named with its sheet, row and column."""
    content = _content(file)
    found = _found(file, content, _rows(without), tables or [])
    opinion = second_opinion(content, file.name) if found.rows else ()
    show(survey_report.as_object(found, opinion), survey_report.as_text(found, opinion, language), as_json=as_json)
    if found.not_found:
        raise failed(survey_report.not_found(found))
    if check:
        return
    if found.form is None:
        raise failed(survey_report.refusal(found))
    kept = given(context).store.run(_keep, found.form, actor())
    if not as_json:
        typer.echo(f"Imported as “{kept.name}”, version {kept.version}.")


def _keep(db: Connection, form: Form, who: str) -> forms.Imported:
    kept = forms.keep(db, form, who)
    audit.write(db, who, "questionnaire imported", form=kept.name, version=kept.version)
    return kept


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as problem:
        raise failed(f"{file} cannot be read: {problem.strerror}.") from None


def _rows(without: str | None) -> LeaveOut:
    if without is None:
        return ()
    if without.strip().lower() == "all":
        return "all"
    words = without.replace(",", " ").split()
    return [int(word) if word.isdigit() else word for word in words]


def _found(file: Path, content: bytes, leave_out: LeaveOut, given: Sequence[Path]) -> Imported:
    """What comes of the form, with the tables that were given and those it asks for that lie beside it."""
    tables = {path.name: _content(path) for path in given}
    first = importing.read(content, file.name, leave_out=leave_out, tables=tables)
    beside = _beside(file, {str(each.phrase.blanks["file"]) for each in first.problems if each.code == MISSING_FILE})
    if not beside:
        return first
    return importing.read(content, file.name, leave_out=leave_out, tables=beside | tables)


def _beside(file: Path, wanted: Iterable[str]) -> dict[str, bytes]:
    """Those files that lie beside the form, or in the folder of its media as ODK names it."""
    folders = (file.parent, file.parent / f"{file.stem}-media")
    paths = [folder / Path(name).name for folder in folders for name in sorted(wanted)]
    return {path.name: _content(path) for path in paths if path.is_file()}
