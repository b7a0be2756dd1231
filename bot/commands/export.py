"""`lazos export`: responses, plans and indicators as tables; without names unless two people agree, always audited."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import export_names
from bot.commands.export_names import Approved, As, Identified, Naming, Reason, settled
from bot.commands.exporting import (
    Force,
    Kind,
    Labels,
    Language,
    Out,
    Survey,
    To,
    note,
    say,
    where,
    write_about,
    written,
    zone,
)
from bot.commands.given import given
from bot.commands.left_out import left_out
from bot.commands.output import AsJson, failed, how_many, show
from bot.counting import counting
from bot.exports import figures, words
from bot.exports.books import MOST_CELLS, Format
from bot.exports.plans import Plans
from bot.exports.reading import reader
from bot.exports.responses import Responses, Wanted
from models.export_requests import What
from models.surveys import exported, forms
from models.surveys.exported import Selection
from surveys import indicators as definitions
from surveys.indicators import Indicator, Unfit

app = typer.Typer(help="Responses, plans and indicators as CSV, XLSX or SPSS.", no_args_is_help=True)


@app.command("responses")
def responses(
    context: typer.Context,
    survey: Survey = None,
    wave: Annotated[str | None, typer.Option(help="Only those of this wave.")] = None,
    out: Out = None,
    kind: Kind = None,
    labels: Annotated[bool, typer.Option("--labels", help="The words of options instead of their values.")] = False,
    split: Annotated[bool, typer.Option("--split", help="A column for each option of a multiple choice.")] = False,
    language: Labels = Language.es,
    identified: Identified = False,
    reason: Reason = None,
    request: Approved = None,
    as_: As = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write the responses to a survey, with a codebook: a mark for each person, and no name."""
    to, naming = where(out, kind, language, force=force), Naming(identified, reason, request, as_)
    to, what = settled(context, to, naming, What("responses", survey, wave), _completed(context), as_json=as_json)
    to, name, wave = to._replace(worded=labels), what.survey or "", what.wave
    is_sav = to.kind is Format.sav  # it has words for its values anyway
    with reader(given(context).store) as reading:
        found = Responses(
            reading,
            given(context).store.vault,
            Wanted(
                _selection(context, name, wave),
                given(context).store.run(exported.versions, name),
                zone(context),
                split or is_sav,
                language.value if labels and not is_sav else None,
                to.granted is not None,
            ),
        )
        if is_sav and found.cells > MOST_CELLS:
            raise failed(_too_large(found.count))
        people = len(found.people)
        left_out(context, found.everybody, people)
        with counting("Exporting", found.count) as done, written(to) as book:
            note(context, "responses exported", to, survey=name, wave=wave, responses=found.count, people=people)
            withheld = found.write(book, done)
            about = words.of_responses(name, wave, people, found.count)
            more = [
                words.IDENTIFIED if to.granted else words.PSEUDONYMOUS,
                words.TEXTS,
                words.SHUFFLED,
                words.ANONYMOUS,
            ]
            write_about(context, book, about, [*more, *([words.withheld(withheld)] if withheld else [])])
    _tell(to, _responses(found.count, people), as_json=as_json, responses=found.count, people=people)


@app.command("plans")
def plans(
    context: typer.Context,
    out: Out = None,
    kind: Kind = None,
    language: Labels = Language.es,
    identified: Identified = False,
    reason: Reason = None,
    request: Approved = None,
    as_: As = None,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write action plans and the reports on them; what people wrote only with --identified."""
    to, naming = where(out, kind, language, force=force), Naming(identified, reason, request, as_)
    to, _ = settled(context, to, naming, What("plans"), as_json=as_json)
    with reader(given(context).store) as reading:
        found = Plans(reading, given(context).store.vault, zone(context), identified=to.granted is not None)
        people = len(found.people)
        left_out(context, found.everybody, people)
        with counting("Exporting", people) as done, written(to) as book:
            note(context, "plans exported", to, people=people)
            found.write(book, done)
            more = [words.IDENTIFIED, words.TEXTS] if to.granted else [words.PSEUDONYMOUS]
            write_about(context, book, words.of_plans(people), [*more, words.SHUFFLED])
    _tell(to, f"The plans of {how_many(people, 'person', 'people')}", as_json=as_json, people=people)


@app.command("indicators")
def indicators(
    context: typer.Context,
    survey: Survey = None,
    table: Annotated[
        Path | None, typer.Option("--definitions", help="A CSV like surveys/pack/indicators.csv, with your own.")
    ] = None,
    out: Out = None,
    kind: Kind = None,
    language: Labels = Language.es,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write indicators with targets and groups, what became of each wave, and response rates; small groups hidden."""
    to = where(out, kind, language, force=force)
    wanted = [each for each in _definitions(table) if survey is None or survey in each.forms]
    note(context, "indicators exported", to, survey=survey, indicators=len(wanted))
    with reader(given(context).store) as reading, counting("Reckoning") as done:
        told = figures.work_out(reading, wanted, survey, done)
    if as_json and out is None:
        return show(figures.as_objects(wanted, told), (), as_json=True)
    with written(to) as book:
        figures.write(book, wanted, told)
        write_about(context, book, words.of_indicators(len(wanted)), words.ABOUT_FIGURES)
    return _tell(to, f"{len(wanted)} indicators", as_json=as_json, indicators=len(wanted))


app.command("approve")(export_names.approve)
app.command("requests")(export_names.requests)


def _completed(context: typer.Context) -> Callable[[What], What]:
    """Fills in the survey that is meant, and refuses a wave that is not there."""

    def complete(what: What) -> What:
        name = _survey(context, what.survey)
        _selection(context, name, what.wave)
        return what._replace(survey=name)

    return complete


def _survey(context: typer.Context, name: str | None) -> str:
    """The survey that is meant: the only one there is, unless told."""
    names = [each.name for each in given(context).store.run(forms.newest)]
    if name is None and len(names) == 1:
        return names[0]
    if name in names:
        return str(name)
    if not names:
        raise failed("There is no survey yet.")
    problem = "--survey says which one" if name is None else f"there is no survey {name!r}"
    raise typer.BadParameter(f"{problem}: {', '.join(names)}", param_hint="--survey")


def _selection(context: typer.Context, name: str, wave: str | None) -> Selection:
    store = given(context).store
    number = None if wave is None else store.run(exported.wave_named, wave)
    if wave is not None and number is None:
        raise failed(f"There is no wave {wave!r}.")
    return Selection(tuple(store.run(exported.versions, name)), number)


def _definitions(table: Path | None) -> list[Indicator]:
    if table is None:
        return definitions.pack()
    try:
        return definitions.read(table.read_text(encoding="utf-8"))
    except (Unfit, UnicodeDecodeError) as problem:
        why = problem if isinstance(problem, Unfit) else "is not in UTF-8"
        raise failed(f"{table}: {why}.") from None


def _responses(count: int, people: int) -> str:
    return f"{how_many(count, 'response', 'responses')} of {how_many(people, 'person', 'people')}"


def _too_large(responses: int) -> str:
    """SPSS's own files are made in memory."""
    limit = (
        f"{responses} responses to this survey have more than {MOST_CELLS:,} cells, the most that fits a file of SPSS"
    )
    return f"{limit}. Export one wave, or write CSV or XLSX."


def _tell(to: To, what: str, *, as_json: bool, **counts: int) -> None:
    if as_json and to.out is not None:
        show({**counts, "file": str(to.out), "identified": to.granted is not None}, (), as_json=True)
    elif to.out is None:
        say(f"{what}. Only the first sheet is printed; --out writes the others too.")
    else:
        care = " It is not sealed, and names people: delete it after use." if to.granted else ""
        say(f"{what} in {to.out}.{care}")
