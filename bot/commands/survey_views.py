"""`lazos survey list` and `lazos survey preview`: which questionnaires there are, and how one looks in the chat."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, cast

import typer

from bot.commands.given import given
from bot.commands.output import AsJson, failed, show
from bot.survey_blanks import with_ellipses
from dialogue.catalogues import languages
from handlers.survey_preview import Shown, preview
from models.base import now
from models.surveys import forms
from surveys.form import Field, Repeat
from surveys.places import Places
from surveys.wording import in_language


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
    places = Places(with_ellipses(store.run(forms.places, found.id).form))
    shown = [_as_object(each, places, language) for each in preview(places, language, now())]
    show(shown, (line for each in shown for line in _lines(each)), as_json=as_json)


def _as_object(each: Shown, places: Places, language: str) -> dict[str, Any]:
    (place,) = places.named[each.name]
    row = cast(Field, place.item)
    refusal = in_language(row.constraint_message, language, places.form.languages)
    return {
        "name": each.name,
        "text": each.content.text,
        "options": [option.label for option in each.content.options],
        "condition": each.condition,
        "repeats": each.repeats,
        "times": cast(Repeat, place.repeats[-1].item).count if place.repeats else "",
        "several": row.kind == "select_multiple",
        "required": row.required,
        "constraint": row.constraint,
        "constraint_message": refusal,
        "as_text": each.as_text,
    }


def _lines(each: Mapping[str, Any]) -> Iterator[str]:
    if each["condition"]:
        yield f"  (only if {each['condition']})"
    if each["repeats"]:
        yield f"  (asked again: {each['times']} times)" if each["times"] else "  (asked again while there are more)"
    yield each["text"]
    if each["options"]:
        yield "  " + " ".join(f"[{label}]" for label in each["options"])
    if each["several"]:
        yield "  (several may be chosen)"
    if each["required"]:
        yield "  (required)" if each["required"] == "true()" else f"  (required if {each['required']})"
    if each["constraint"]:
        yield f"  (has to fit {each['constraint']}{_otherwise(each['constraint_message'])})"
    if each["as_text"]:
        yield "  (on WhatsApp the options come as numbered lines)"
    yield ""


def _otherwise(message: str) -> str:
    return f"; otherwise: {message}" if message else ""
