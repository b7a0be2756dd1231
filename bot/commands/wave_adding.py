"""`lazos survey wave add`: what staff say of a wave, from the words of the command."""

import re
from datetime import datetime
from typing import Annotated

import typer

from bot import wave_report
from bot.commands.given import given
from bot.commands.output import actor, failed
from dialogue.catalogues import SOURCE
from dialogue.phrases import said
from models.audience import Unclear
from models.surveys import waves
from models.surveys.opening import Window
from models.surveys.waves import Unfit, Wanted, Wave

Name = Annotated[str, typer.Argument(help="The name of the wave, such as day_30.")]
_HOURS = re.compile(r"(\d{1,2})-(\d{1,2})")


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
    typer.echo(f"The wave {wave.name} has begun: {wave_report.when(wave)}. See `lazos survey calendar` in a minute.")


def _added(context: typer.Context, wanted: Wanted) -> Wave:
    try:
        return given(context).store.run(waves.add, wanted, actor())
    except (Unfit, Unclear) as problem:
        raise failed(said(problem.phrase, SOURCE)) from None


def _hours(text: str) -> tuple[int, int]:
    span = _HOURS.fullmatch(text.strip())
    if span is None:
        raise typer.BadParameter("two hours are needed, such as 9-20", param_hint="--hours")
    return int(span[1]) * 60, int(span[2]) * 60
