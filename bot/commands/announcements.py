"""`lazos announcements`: how they stand, and everything that may be done with one."""

import sys
import time
from collections.abc import Collection
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy import Connection

from bot import announcement_report
from bot.commands.announcing import (
    As,
    English,
    MoreEnglish,
    MoreSpanish,
    Number,
    Spanish,
    ended,
    standing,
    texts,
    who,
)
from bot.commands.given import given
from bot.commands.output import AsJson, how_many, show
from handlers import announcing, steering
from handlers.deeds import Deed, Done, Who
from models.announcements import answers, counting, reading
from models.announcements.drafts import Words
from models.announcements.reading import Standing
from models.announcements.tables import DRAFT, PLANNED, SENDING, TO_APPROVE

app = typer.Typer(help="Announcements: how they stand, and what to do with them.", no_args_is_help=True)

_AHEAD = (DRAFT, TO_APPROVE, PLANNED)
_LOOK = 2  # seconds between two looks
Yes = Annotated[bool, typer.Option("--yes", help="Do not ask.")]


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List them, the newest first."""
    found = given(context).store.run(_summaries)
    lines = [f"{each['announcement']}  {each['state']}  {each['sentence']['en']}" for each in found]
    show(found, lines or ["There is no announcement yet."], as_json=as_json)


@app.command("show")
def show_(
    context: typer.Context,
    number: Number,
    follow: Annotated[bool, typer.Option("--follow", help="Watch until it is sent, held or paused.")] = False,
    as_json: AsJson = False,
) -> None:
    """Show one: what it will be, or what became of it."""
    if follow:
        _follow(context, number)
    this = standing(context, number)
    if this.state in _AHEAD:
        found = given(context).store.run(announcement_report.ahead, this)
        lines = [f"Announcement {number}: {this.state}", *announcement_report.ahead_lines(found)]
        return show(found, lines, as_json=as_json)
    found = given(context).store.run(announcement_report.outcome, this)
    return show(found, announcement_report.outcome_lines(found), as_json=as_json)


@app.command("send")
def send(
    context: typer.Context,
    number: Number,
    first: Annotated[int, typer.Option(min=0, max=50, metavar="PERCENT", help="So many get it first.")] = 0,
    yes: Yes = False,
    as_: As = None,
) -> None:
    """Send a draft off."""
    acting, this = who(context, as_), standing(context, number)
    told = given(context).store.run(announcement_report.ahead, this)["people"]
    _sure(f"Send announcement {number} to {how_many(told, 'person', 'people')}?", yes=yes)
    done = given(context).store.run(announcing.send, acting, number, told, first)
    typer.echo(ended(context, "send", done, number))


@app.command("test")
def try_(
    context: typer.Context,
    number: Number,
    to: Annotated[int, typer.Option("--to", metavar="STAFF", help="To whose phones.")],
    as_: As = None,
) -> None:
    """Send it to the phones of one of the staff, marked as a test."""
    done = given(context).store.run(announcing.test, who(context, as_), number, to)
    ended(context, "test", done, number)
    typer.echo(f"The test is on its way to {how_many(done.n, 'phone', 'phones')}.")


@app.command("approve")
def approve(context: typer.Context, number: Number, as_: As = None) -> None:
    """Agree as a second person to what reaches many; that person is told on their phone."""
    _do(context, announcing.approve, "approve", number, as_)


@app.command("go-on")
def go_on(context: typer.Context, number: Number, as_: As = None) -> None:
    """Let all others have it after its first part."""
    _do(context, steering.go_on, "go on", number, as_)


@app.command("pause")
def pause(context: typer.Context, number: Number, as_: As = None) -> None:
    """Send nothing more of it for now."""
    _do(context, steering.pause, "pause", number, as_)


@app.command("resume")
def resume(context: typer.Context, number: Number, as_: As = None) -> None:
    """Go on after a pause."""
    _do(context, steering.resume, "resume", number, as_)


@app.command("cancel")
def cancel(context: typer.Context, number: Number, yes: Yes = False, as_: As = None) -> None:
    """Send nothing more of it, for good."""
    _sure(f"Cancel announcement {number} for good?", yes=yes)
    _do(context, steering.cancel, "cancel", number, as_)


@app.command("undo")
def undo(context: typer.Context, number: Number, yes: Yes = False, as_: As = None) -> None:
    """Delete from Telegram what was sent within the last two days."""
    _sure(f"Delete announcement {number} from Telegram?", yes=yes)
    _do(context, steering.undo, "undo", number, as_)


@app.command("resend")
def resend(
    context: typer.Context,
    number: Number,
    uncertain: Annotated[
        bool, typer.Option("--uncertain", help="Also to those of whom nobody knows: some may get it twice.")
    ] = False,
    as_: As = None,
) -> None:
    """Send it again to those for whom it failed, and to nobody else."""
    acting = who(context, as_)
    done = given(context).store.run(lambda db: steering.resend(db, acting, number, uncertain=uncertain))
    typer.echo(ended(context, "resend", done, number))


@app.command("correct")
def correct(
    context: typer.Context,
    number: Number,
    es: Spanish = None,
    en: English = None,
    more_es: MoreSpanish = None,
    more_en: MoreEnglish = None,
    tell: Annotated[
        bool, typer.Option("--tell", help="Also send it, as a correction, to those who have older words.")
    ] = False,
    as_: As = None,
) -> None:
    """Give it other words, for all who have not got it yet; a language that is not named stays as it is.

    With --tell and no text, those who have older words get the ones of now.
    """
    better = texts({"es": es, "en": en}, {"es": more_es, "en": more_en})
    if not better and tell:
        _do(context, steering.tell, "tell", number, as_)
        return
    if not better:
        raise typer.BadParameter("a text is needed", param_hint="--es")
    this, acting = standing(context, number), who(context, as_)
    done = given(context).store.run(_correct, acting, this, better, tell)
    typer.echo(ended(context, "correct", done, number))
    if done.n and not tell:
        typer.echo(f"To send these the correction: lazos announcements correct {number} --tell")


@app.command("answers")
def answers_(context: typer.Context, number: Number, as_json: AsJson = False) -> None:
    """List who answered what: numbers of people, no names; and to which of its words, where there were several."""
    standing(context, number)
    found = given(context).store.run(answers.everything, number)
    sent = {*given(context).store.run(counting.report, number).revisions, *(each.revision for each in found)} - {None}
    rows = [{**each._asdict(), "at": each.at.isoformat(timespec="minutes")} for each in found]
    lines = [f"person {each['person']}  {each['answer']}  {each['at']}{_words(each, sent)}" for each in rows]
    show(rows, lines or ["Nobody has answered."], as_json=as_json)


def _words(answer: dict[str, Any], sent: Collection[int | None]) -> str:
    """To which words it is an answer, where people had different ones."""
    several = len(sent) > 1 and answer["revision"] is not None
    return f"  revision {answer['revision']}" if several else ""


def _do(context: typer.Context, deed: Deed[[]], name: str, number: int, as_: int | None) -> None:
    acting = who(context, as_)
    typer.echo(ended(context, name, given(context).store.run(deed, acting, number), number))


def _sure(question: str, *, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise typer.BadParameter("is needed where nobody can be asked", param_hint="--yes")
    typer.confirm(question, abort=True, err=True)


def _correct(db: Connection, acting: Who, this: Standing, better: dict[str, Words], tell: bool) -> Done:
    old = reading.words(db, this.id, this.revision)
    whole = old | {
        language: Words(each.text, each.more or (old[language].more if language in old else None))
        for language, each in better.items()
    }
    if this.state == DRAFT:
        return announcing.reword(db, acting, this.id, whole)
    return steering.correct(db, acting, this.id, whole, tell=tell)


def _summaries(db: Connection) -> list[dict[str, Any]]:
    return [announcement_report.summary(db, each) for each in reading.every(db)]


def _follow(context: typer.Context, number: int) -> None:
    """Wait until nothing moves any more: a bar on a terminal, silence in a pipe."""
    console, store = Console(stderr=True), given(context).store
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("Sending", total=None)
        while standing(context, number).state in (PLANNED, SENDING):
            report = store.run(counting.report, number)
            done = report.recipients - report.under_way
            progress.update(task, completed=done, total=report.recipients or None)
            time.sleep(_LOOK)
