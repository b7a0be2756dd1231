"""Questionnaires for tests, and a phone on which one has begun."""

from typing import Any

from sqlalchemy import Connection

from dialogue.drawing.content import in_words
from handlers.answering import Answering
from models import addresses, outbox
from models.messages import BULK
from models.store import Store
from models.surveys import forms
from surveys.form import Field, Form, Group, Item, Option, Range, Repeat
from tests.phones import Phone


def words(spanish: str, english: str) -> dict[str, str]:
    return {"es": spanish, "en": english}


def row(name: str, kind: Any, spanish: str = "", english: str = "", **more: Any) -> Field:
    """A row; its number in the sheet does not matter."""
    label = words(spanish, english) if spanish else {}
    return Field(name=name, kind=kind, row=1, label=label, **more)


def form(*items: Item, name: str = "seguimiento", **more: Any) -> Form:
    return Form(
        name=name, title=words("Seguimiento", "Follow-up"), version="1", languages=("es", "en"), items=items, **more
    )


def options(*each: tuple[str, str, str]) -> tuple[Option, ...]:
    return tuple(Option(value=value, label=words(spanish, english)) for value, spanish, english in each)


YES_NO = options(("yes", "Sí", "Yes"), ("no", "No", "No"))
SCALE = options(
    ("0", "0 Nunca", "0 Never"),
    ("1", "1 Rara vez", "1 Rarely"),
    ("2", "2 A veces", "2 Sometimes"),
    ("3", "3 Casi siempre", "3 Mostly"),
    ("4", "4 Siempre", "4 Always"),
)

FOLLOW_UP = form(
    row("welcome", "note", "Gracias por su tiempo.", "Thank you for your time."),
    row(
        "shares",
        "select_one",
        "¿Comparte lo que aprendió?",
        "Do you share what you learnt?",
        options="scale",
        hint=words("Para saber qué se aplica en el trabajo.", "To learn what is used at work."),
    ),
    row(
        "trained",
        "select_one",
        "¿Ha capacitado a alguien?",
        "Have you trained anybody?",
        options="yes_no",
        required="true()",
    ),
    row(
        "people",
        "integer",
        "¿A cuántas personas?",
        "How many people?",
        relevant="${trained} = 'yes'",
        constraint=". >= 0 and . <= 500",
        constraint_message=words("Un número hasta 500, por favor.", "A number up to 500, please."),
    ),
    row("story", "text", "¿Qué cambió en su unidad?", "What has changed in your unit?"),
    row("many", "calculate", calculation="if(${people} > 10, 'many', 'few')"),
    lists={"yes_no": YES_NO, "scale": SCALE},
)


def begin(store: Store, phone: Phone, asked: Form, invitation: int | None = None) -> int:
    """Begin a questionnaire on a phone; the number of its form."""
    number = store.run(lambda db: forms.keep(db, asked, "test")).id
    store.run(_begin, phone, number, invitation)
    return number


def _begin(db: Connection, phone: Phone, number: int, invitation: int | None) -> None:
    contact = addresses.at(db, phone.from_here())
    answering = Answering(db, contact, phone.moment)
    given = {"form": str(number)} | ({} if invitation is None else {"invitation": str(invitation)})
    answering.begin("survey", given)
    for content in in_words(answering.said, answering.language):
        outbox.queue(db, contact.id, contact.channel, content, phone.moment, BULK)


__all__ = ["FOLLOW_UP", "SCALE", "YES_NO", "Group", "Range", "Repeat", "begin", "form", "options", "row", "words"]
