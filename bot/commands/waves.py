"""`lazos survey wave …` and `lazos survey calendar`: who is asked which questionnaire, when, and what is ahead."""

import re
from datetime import date, datetime
from typing import Annotated, Any

import typer
from sqlalchemy import Connection

from bot.commands.given import given
from bot.commands.output import AsJson, actor, failed, show
from dialogue.catalogues import SOURCE
from dialogue.phrases import said
from models import audience
from models.audience import Unclear
from models.base import now
from models.surveys import invitations, outlook, waves
from models.surveys.opening import Window
from models.surveys.tables import HELD
from models.surveys.waves import Unfit, Wanted, Wave

app = typer.Typer(help="Waves: who is asked which questionnaire, and when.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(help="The name of the wave, such as day_30.")]
_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


@app.command("add")
def add(
    context: typer.Context,
    name: Name,
    form: Annotated[
        str, typer.Option("--form", metavar="FORM", help="The questionnaire; its newest version is asked.")
    ],
    after_end: Annotated[
        int | None, typer.Option("--after-end", metavar="DAYS", help="After an activity ends.")
    ] = None,
    after_start: Annotated[
        int | None, typer.Option("--after-start", metavar="DAYS", help="After an activity begins.")
    ] = None,
    on: Annotated[datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="On one day.")] = None,
    when_plan: Annotated[
        str | None, typer.Option("--when-plan", metavar="STATE", help="When a plan comes to this state, such as done.")
    ] = None,
    expression: Annotated[
        str, typer.Option("--audience", metavar="EXPR", help="For whom (docs/audience.md); all unless told.")
    ] = "",
    weekdays: Annotated[str, typer.Option("--weekdays", help="Digits, Monday is 1.")] = "12345",
    hours: Annotated[str, typer.Option("--hours", help="Of the person's own clock.")] = "8-21",
    holidays: Annotated[bool, typer.Option("--holidays", help="Ask on public holidays as well.")] = False,
    reminders: Annotated[int, typer.Option("--reminders", help="How many at most.")] = 2,
    remind_after: Annotated[int, typer.Option("--remind-after", metavar="DAYS", help="Between them.")] = 4,
    expires: Annotated[int, typer.Option("--expires", metavar="DAYS", help="After the invitation.")] = 21,
    grace: Annotated[
        int, typer.Option("--grace", metavar="DAYS", help="By which it may be late and still goes out by itself.")
    ] = 7,
    insists: Annotated[
        bool, typer.Option("--insists", help="Never left out but for stop, objection or erasure.")
    ] = False,
) -> None:
    """Begin a wave. It is for everybody of its audience, also for who is imported or joins later."""
    told = {"end": after_end, "start": after_start, "date": on, "plan": when_plan}
    anchors = [anchor for anchor, value in told.items() if value is not None]
    if len(anchors) != 1:
        raise typer.BadParameter(
            "exactly one of them is needed", param_hint="--after-end/--after-start/--on/--when-plan"
        )
    wanted = Wanted(
        name=name,
        form=form,
        anchor=anchors[0],
        offset_days=after_end if after_end is not None else after_start or 0,
        on_date=None if on is None else on.date(),
        plan_state=when_plan,
        audience=expression,
        window=Window(weekdays, *_hours(hours), not holidays),
        reminders=reminders,
        remind_after_days=remind_after,
        expires_days=expires,
        grace_days=grace,
        insists=insists,
    )
    wave = _added(context, wanted)
    typer.echo(f"The wave {wave.name} has begun: {_when(wave)}. See `lazos survey calendar` in a minute.")


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the waves."""
    found = given(context).store.run(_summaries)
    lines = [f"{each['wave']}  {each['state']}  {each['form']}  {each['when']}  {_counted(each)}" for each in found]
    show(found, lines or ["There is no wave yet."], as_json=as_json)


@app.command("show")
def show_(context: typer.Context, name: Name, as_json: AsJson = False) -> None:
    """Show a wave: whom it is for, when it writes, and how its people stand."""
    found = given(context).store.run(_summary, _wave(context, name))
    show(found, [f"{key.replace('_', ' ')}: {_shown(value)}" for key, value in found.items()], as_json=as_json)


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
    typer.echo(f"{count} {'person is' if count == 1 else 'people are'} asked now.")


def calendar(
    context: typer.Context,
    days: Annotated[int, typer.Option("--days", min=1, max=90, help="How far ahead.")] = 30,
    as_json: AsJson = False,
) -> None:
    """Show what the waves will send in the days to come, by day, wave and channel."""
    found, limit = given(context).store.run(_ahead, days)
    rows = [{**each._asdict(), "day": each.day.isoformat()} for each in found]
    lines = [_line(each) for each in found] or ["Nothing goes out."]
    by_day: dict[date, int] = {}
    for each in found:
        by_day[each.day] = by_day.get(each.day, 0) + each.by.get("whatsapp", 0)
    over = [day.isoformat() for day, count in by_day.items() if count > limit]
    lines += [f"{day}: more than the {limit} people a day on WhatsApp; the rest follows later." for day in over]
    show({"whatsapp_people_a_day": limit, "over_the_limit": over, "days": rows}, lines, as_json=as_json)


def _added(context: typer.Context, wanted: Wanted) -> Wave:
    try:
        return given(context).store.run(waves.add, wanted, actor())
    except (Unfit, Unclear) as problem:
        raise failed(said(problem.phrase, SOURCE)) from None


def _wave(context: typer.Context, name: str) -> Wave:
    found = given(context).store.run(waves.find, name)
    if found is None:
        raise failed(f"There is no wave {name}.")
    return found


def _hours(text: str) -> tuple[int, int]:
    span = _HOURS.fullmatch(text.strip())
    if span is None:
        raise typer.BadParameter("two hours are needed, such as 9-20", param_hint="--hours")
    return int(span[1]) * 60, int(span[2]) * 60


def _summaries(db: Connection) -> list[dict[str, Any]]:
    return [_summary(db, wave) for wave in waves.every(db)]


def _summary(db: Connection, wave: Wave) -> dict[str, Any]:
    window = wave.window
    return {
        "wave": wave.name,
        "state": wave.state,
        "form": wave.form,
        "when": _when(wave),
        "audience": wave.audience,
        "for": said(audience.sentence(db, audience.parse(wave.audience)), SOURCE),
        "weekdays": window.weekdays,
        "hours": f"{window.hours_from // 60}-{window.hours_until // 60}",
        "on_holidays": not window.skips_holidays,
        "reminders": wave.reminders,
        "remind_after_days": wave.remind_after_days,
        "expires_days": wave.expires_days,
        "grace_days": wave.grace_days,
        "insists": wave.insists,
        "people": waves.counts(db, wave),
    }


def _when(wave: Wave) -> str:
    if wave.on_date is not None:
        return f"on {wave.on_date}"
    if wave.plan_state is not None:
        return f"when a plan is {wave.plan_state}"
    return f"{wave.offset_days} days after the {wave.anchor} of an activity"


def _counted(summary: dict[str, Any]) -> str:
    people: dict[str, int] = summary["people"]
    waiting = f", {people[HELD]} held" if people.get(HELD) else ""
    return f"{sum(people.values())} people{waiting}"


def _shown(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{count} {state}" for state, count in value.items()) or "none"
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _ahead(db: Connection, days: int) -> tuple[list[outlook.Outlook], int]:
    return outlook.outlook(db, now(), days), outlook.limit(db)


def _line(each: outlook.Outlook) -> str:
    channels = ", ".join(f"{count} {channel}" for channel, count in sorted(each.by.items()))
    what = [f"{each.invitations} invited"] if each.invitations else []
    what += [f"{each.reminders} reminded"] if each.reminders else []
    return f"{each.day}  {each.wave}  {', '.join(what)} ({channels})"
