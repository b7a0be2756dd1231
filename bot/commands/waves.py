"""`lazos survey wave …` and `lazos survey calendar`: who is asked which questionnaire, when, and what is ahead."""

from datetime import date
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from bot import wave_report
from bot.commands import wave_adding
from bot.commands.given import given
from bot.commands.output import AsJson, actor, failed, how_many, show
from bot.commands.wave_adding import Name
from dialogue.catalogues import SOURCE
from dialogue.phrases import said
from models.audience import Unclear
from models.base import now
from models.surveys import invitations, outlook, waves
from models.surveys.waves import Wave

app = typer.Typer(help="Waves: who is asked which questionnaire, and when.", no_args_is_help=True)
app.command("add")(wave_adding.add)


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the waves."""
    found = given(context).store.run(_summaries)
    lines = [wave_report.in_a_line(each) for each in found]
    show(found, lines or ["There is no wave yet."], as_json=as_json)


@app.command("show")
def show_(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Show a wave: whom it is for, when it writes, and how its people stand."""
    found = given(context).store.run(wave_report.summary, _wave(context, name))
    show(found, wave_report.as_lines(found), as_json=as_json)


@app.command("aim")
def aim(
    context: typer.Context,
    name: Name,
    expression: Annotated[str, typer.Argument(metavar="EXPR", help='For whom (docs/audience.md); "" for all.')],
) -> None:
    """Give it another audience. Who was asked already stays asked; nobody is asked twice."""
    try:
        aimed = given(context).store.run(waves.aim, _wave(context, name), expression, actor())
    except Unclear as problem:
        raise failed(said(problem.phrase, SOURCE)) from None
    if not aimed:
        raise failed(f"The wave {name} has ended.")
    found = given(context).store.run(wave_report.summary, _wave(context, name))
    typer.echo(f"The wave {found['wave']} is now for: {found['for']}")


@app.command("pause")
def pause(context: typer.Context, name: Name) -> None:
    """Ask nobody of it for now."""
    if not given(context).store.run(waves.pause, _wave(context, name), actor()):
        raise failed(f"The wave {name} is not active.")
    typer.echo(f"The wave {name} is paused.")


@app.command("resume")
def resume(context: typer.Context, name: Name) -> None:
    """Ask on after a pause; whoever is more than its grace late is held."""
    if not given(context).store.run(waves.resume, _wave(context, name), actor()):
        raise failed(f"The wave {name} is not paused.")
    typer.echo(f"The wave {name} goes on.")


@app.command("end")
def end(
    context: typer.Context, name: Name, yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False
) -> None:
    """End it for good: nobody is asked any more, and what was not answered is closed."""
    wave = _wave(context, name)
    if not yes:
        typer.confirm(f"End the wave {wave.name} for good?", abort=True, err=True)
    if not given(context).store.run(waves.end, wave, actor()):
        raise failed(f"The wave {name} has ended already.")
    typer.echo(f"The wave {name} has ended.")


@app.command("held")
def held(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """List who is held since it was too late to ask by itself: numbers of people, no names."""
    found = given(context).store.run(invitations.held, _wave(context, name))
    rows = [{"person": person, "due": due.date().isoformat()} for person, due in found]
    lines = [f"person {row['person']}  was due on {row['due']}" for row in rows] or ["Nobody is held."]
    show(rows, lines, as_json=as_json)


@app.command("release")
def release(context: typer.Context, name: Name) -> None:
    """Let all who are held be asked after all, spread over an hour."""
    wave, count = _wave(context, name), 0
    while some := given(context).store.run(invitations.release, wave, now(), actor()):
        count += some
    typer.echo(f"{how_many(count, 'person is', 'people are')} asked now.")


def calendar(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="How far ahead.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Show what the waves will send in the days to come, by day, wave and channel."""
    found, limit = given(context).store.run(_ahead, days)
    rows = [{**each._asdict(), "day": each.day.isoformat()} for each in found]
    lines = [wave_report.day(each) for each in found] or ["Nothing goes out."]
    by_day: dict[date, int] = {}
    for each in found:
        by_day[each.day] = by_day.get(each.day, 0) + each.by.get("whatsapp", 0)
    over = [day.isoformat() for day, count in by_day.items() if count > limit]
    lines += [
        f"{day}: more than {how_many(limit, 'person', 'people')} a day on WhatsApp; the rest follows later."
        for day in over
    ]
    show({"whatsapp_people_a_day": limit, "over_the_limit": over, "days": rows}, lines, as_json=as_json)


def _wave(context: typer.Context, name: str) -> Wave:
    found = given(context).store.run(waves.find, name)
    if found is None:
        raise failed(f"There is no wave {name}.")
    return found


def _summaries(db: Connection) -> list[dict[str, Any]]:
    return [wave_report.summary(db, wave) for wave in waves.every(db)]


def _ahead(db: Connection, days: int) -> tuple[list[outlook.Outlook], int]:
    return outlook.outlook(db, now(), days), outlook.limit(db)
