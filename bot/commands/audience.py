"""`lazos audience`: whom an expression means, in words and in exact numbers, before anything is written to anybody."""

from collections.abc import Iterator
from typing import Annotated

import typer
from sqlalchemy import Connection

from bot.commands.given import given
from bot.commands.output import AsJson, how_many, show
from dialogue.catalogues import SOURCE, languages
from dialogue.phrases import said
from models import audience as audiences
from models.announcements.drafts import VALID
from models.audience import Expression, Unclear
from models.base import now
from models.reach import Reach, reach

_BY = {
    "telegram": "on Telegram",
    "whatsapp_open": "on WhatsApp at once",
    "whatsapp_closed": "on WhatsApp after a template",
}
_LEFT_OUT = {
    "not_joined": ("has not joined", "have not joined"),
    "stopped": ("wants no messages", "want no messages"),
    "no_consent": ("has not agreed to announcements", "have not agreed to announcements"),
    "unreachable": ("cannot be reached", "cannot be reached"),
    "paused": (f"is pausing for the next {VALID.days} days", f"are pausing for the next {VALID.days} days"),
    "no_template": ("needs a template that is not approved", "need a template that is not approved"),
}


def audience(
    context: typer.Context,
    expression: Annotated[
        str,
        typer.Argument(metavar="EXPR", help='Such as "state = Sonora and plan = started" (docs/audience.md), or all.'),
    ],
    as_json: AsJson = False,
) -> None:
    """Show whom an expression means, how many of them an announcement would reach now, and why not the others."""
    meant = understood(context, expression, "EXPR")
    words, found = given(context).store.run(_counted, meant)
    value = {"expression": audiences.write(meant), "sentence": words, "in_audience": _all(found), **found._asdict()}
    show(value, _lines(words, found), as_json=as_json)


def understood(context: typer.Context, text: str, where: str = "--audience") -> Expression:
    """The expression with every name as it is on record; wrong usage, told in words, where there is none."""
    try:
        return given(context).store.run(_resolved, text)
    except Unclear as unclear:
        raise typer.BadParameter(said(unclear.phrase, SOURCE), param_hint=where) from None


def _resolved(db: Connection, text: str) -> Expression:
    return audiences.resolve(db, audiences.parse(text))


def _counted(db: Connection, meant: Expression) -> tuple[dict[str, str], Reach]:
    phrase, moment = audiences.sentence(db, meant), now()
    found = reach(db, meant, moment, moment + VALID)
    return {language: said(phrase, language) for language in languages()}, found


def _all(found: Reach) -> int:
    return found.people + sum(found.excluded[reason] for reason in _LEFT_OUT)


def _lines(words: dict[str, str], found: Reach) -> Iterator[str]:
    yield from (f"{language}: {sentence}" for language, sentence in words.items())
    yield f"An announcement would reach {found.people} of {how_many(_all(found), 'person', 'people')} now."
    yield from (f"  {count} {_BY[where]}" for where, count in found.by.items() if count)
    yield from (f"  {count} in {language}" for language, count in found.languages.items())
    excluded = ((found.excluded[reason], why) for reason, why in _LEFT_OUT.items())
    left = [f"  {how_many(count, *why)}" for count, why in excluded if count]
    yield from ["Left out:", *left] if left else []
    if found.excluded["duplicate"]:
        yield f"Their further phones get nothing: {found.excluded['duplicate']}."
