"""`lazos survey list` and `lazos survey preview`: which questionnaires there are, and how one looks in the chat."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from bot.commands.given import given
from bot.commands.output import AsJson, failed, show
from dialogue.catalogues import languages
from handlers.survey_preview import Shown, preview
from models.base import now
from models.surveys import forms


def list_(context: typer.Context, as_json: AsJson = False) -> None:
    """List the questionnaires, each in its newest version."""
    found = given(context).store.run(forms.newest)
    lines = [f"{each.name}  version {each.version}, {each.created_at:%Y-%m-%d}" for each in found]
    show([each._asdict() for each in found], lines or ["There is no questionnaire yet."], as_json=as_json)


def view(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The name of the questionnaire, as `lazos survey list` has it.")],
    language: Annotated[str, typer.Option(help="The language of the person who reads it.")] = "es",
    as_json: AsJson = False,
) -> None:
    """Show a questionnaire as it will look in the chat, question by question."""
    if language not in languages():
        raise typer.BadParameter(f"has to be one of {', '.join(languages())}", param_hint="--language")
    store = given(context).store
    found = store.run(forms.find, name)
    if found is None:
        raise failed(f"There is no questionnaire “{name}”.")
    shown = list(preview(store.run(forms.places, found.id), language, now()))
    show([_as_object(each) for each in shown], _lines(shown), as_json=as_json)


def _as_object(each: Shown) -> dict[str, Any]:
    labels = [option.label for option in each.content.options]
    more = {"condition": each.condition, "repeats": each.repeats, "as_text": each.as_text}
    return {"name": each.name, "text": each.content.text, "options": labels, **more}


def _lines(shown: list[Shown]) -> Iterator[str]:
    for each in shown:
        if each.condition:
            yield f"  (only if {each.condition})"
        yield each.content.text
        if each.content.options:
            yield "  " + " ".join(f"[{option.label}]" for option in each.content.options)
        if each.as_text:
            yield "  (on WhatsApp the options come as numbered lines)"
        yield ""
