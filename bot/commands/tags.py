"""`lazos tags`: words on people, by which they are found again."""

from typing import Annotated

import typer
from sqlalchemy import ColumnElement, Connection

from bot.commands.audience import understood
from bot.commands.given import given
from bot.commands.output import AsJson, actor, failed, how_many, show
from models import audience, audit, tags
from models.audience import Expression
from models.base import now
from models.tags import BadTag

app = typer.Typer(
    help="Words on people, by which they are found again. All of the staff see them: no names of people, please.",
    no_args_is_help=True,
)

Tag = Annotated[str, typer.Argument(help=f"One or a few words, at most {tags.LONGEST} letters, such as trainer.")]


@app.command("add")
def add(
    context: typer.Context,
    tag: Tag,
    expression: Annotated[
        str, typer.Option("--audience", metavar="EXPR", help="Whom to put it on (docs/audience.md).")
    ],
) -> None:
    """Put a tag on everybody of an audience, whether or not they have joined."""
    tag, people = _tag(context, tag), understood(context, expression)
    count = given(context).store.run(_put, tag, people)
    typer.echo(f"The tag “{tag}” is on {how_many(count, 'more person', 'more people')}.")


@app.command("remove")
def remove(
    context: typer.Context,
    tag: Tag,
    expression: Annotated[
        str | None, typer.Option("--audience", metavar="EXPR", help="Whom to take it off; everybody unless told.")
    ] = None,
) -> None:
    """Take a tag off an audience, or off everybody: then it is gone."""
    tag, people = _tag(context, tag), None if expression is None else understood(context, expression)
    count = given(context).store.run(_take, tag, people)
    if not count:
        raise failed(f"Nobody{' of them' if people else ''} has the tag “{tag}”.")
    typer.echo(f"The tag “{tag}” was taken off {how_many(count, 'person', 'people')}.")


@app.command("list")
def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the tags, and how many people have each."""
    found = given(context).store.run(tags.counts)
    lines = [f"{each.tag}  {each.people}" for each in found] or ["There is no tag yet."]
    show([each._asdict() for each in found], lines, as_json=as_json)


def _put(db: Connection, tag: str, people: Expression) -> int:
    count = tags.put(db, tag, _condition(db, people))
    audit.write(db, actor(), "tag added", people=count)
    return count


def _take(db: Connection, tag: str, people: Expression | None) -> int:
    count = tags.take(db, tag, None if people is None else _condition(db, people))
    if count:
        audit.write(db, actor(), "tag removed", people=count)
    return count


def _condition(db: Connection, people: Expression) -> ColumnElement[bool]:
    return audience.condition(db, people, now())


def _tag(context: typer.Context, text: str) -> str:
    try:
        return given(context).store.run(tags.on_record, text)
    except BadTag as problem:
        raise typer.BadParameter(str(problem), param_hint="TAG") from None
