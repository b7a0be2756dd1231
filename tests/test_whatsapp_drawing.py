"""WhatsApp shows every word and every label whole, whatever a message holds."""

import json
import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.channels.whatsapp.templates import all_templates, template_of, variables_of
from dialogue.drawing.content import Content, Option
from dialogue.drawing.whatsapp import GUARD, Kind, Piece, as_text, draw

LONG = "Capacitación de mandos en proximidad social"


def options(*labels: str) -> tuple[Option, ...]:
    return tuple(Option(label, f"1.plan.{place}") for place, label in enumerate(labels))


def ask(text: str, *labels: str, numbered: bool = True) -> Content:
    return Content(text, options(*labels), numbered, asks=True)


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def rendered(piece: Piece) -> tuple[str, list[tuple[str, str]]]:
    """What Twilio makes of a piece: the template with its variables put in."""
    values = json.loads(variables_of(piece))
    ((_, drawn),) = template_of(piece).types().items()

    def fill(text: str) -> str:
        return re.sub(r"\{\{(\d+)\}\}", lambda blank: values[blank[1]], text)

    pressed = [(each.get("title") or each["item"], each["id"]) for each in drawn.get("actions") or drawn["items"]]
    return fill(drawn["body"]), [(fill(label), fill(id)) for label, id in pressed]


def test_three_short_options_are_buttons() -> None:
    (piece,) = draw(ask("¿Cómo va?", "Bien", "Regular", "Mal"))
    assert (piece.kind, [option.label for option in piece.options]) == (Kind.QUICK, ["Bien", "Regular", "Mal"])


def test_four_options_are_a_list() -> None:
    (piece,) = draw(ask("¿Qué lo frenó?", "Nada", "Recursos", "Mandos", "Traslado"))
    assert piece.kind is Kind.LIST


def test_two_options_too_long_for_buttons_are_a_list() -> None:
    (piece,) = draw(ask("¿Qué plan?", "Patrullaje de proximidad", "Otro"))
    assert piece.kind is Kind.LIST


def test_labels_too_long_for_a_list_are_numbered_lines_in_the_same_message() -> None:
    (piece,) = draw(ask("¿Qué plan?", LONG, "Otro"))
    assert (piece.kind, piece.text) == (Kind.TEXT, f"¿Qué plan?\n\n1. {LONG}\n2. Otro")


def test_where_a_number_is_not_understood_none_is_shown() -> None:
    (piece,) = draw(ask("¿Qué plan?", LONG, "Otro", numbered=False))
    assert piece.text == f"¿Qué plan?\n\n• {LONG}\n• Otro"


@pytest.mark.parametrize(
    "content",
    [
        ask("Nombre: Ana\nEstado: Chihuahua", "Sí", "No"),
        ask("¿Sí?", "Sí", "Sí"),
        ask("x" * 1023, "Sí", "No"),
        ask("Uno     dos", "Sí", "No"),
        ask("Plan {{1}}", "Sí", "No"),
        ask("¿Sí?", *map(str, range(11))),
        ask("\n\n".join("1234567"), "Sí", "No"),
        Content("¿Sí?", (Option("Sí", ""),)),
        ask("Vea https://recursos.example/guia?a=1.\n\n¿Le sirve?", "Sí", "No"),
        ask("¿Sigue en ana@correo.example", "Sí", "No"),
        ask("*Su plan*\n\n¿Sigue?", "Sí", "No"),
    ],
    ids=[
        *("line break", "same label", "long", "spaces", "braces", "eleven"),
        *("paragraphs", "no id", "link", "address", "bold"),
    ],
)
def test_what_no_variable_may_hold_goes_out_as_text(content: Content) -> None:
    (piece,) = draw(content)
    assert (piece.kind, piece.text) == (Kind.TEXT, as_text(content)[0].text)


def test_paragraphs_and_apostrophes_arrive_as_they_are() -> None:
    (piece,) = draw(ask("It's filed.\n\nWhat's next?", "I don't know", "Menu", "Stop"))
    body, pressed = rendered(piece)
    assert body.replace(GUARD, "") == "It's filed.\n\nWhat's next?"
    assert pressed[0] == ("I don't know", "1.plan.0")
    assert "'" not in variables_of(piece)


def test_a_long_text_is_cut_between_paragraphs() -> None:
    parts = [letter * 700 for letter in "abc"]
    assert [piece.text for piece in draw(Content("\n\n".join(parts)))] == ["\n\n".join(parts[:2]), parts[2]]


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    sentence = "Usted puede escribir cuando guste. "
    assert all(piece.text.endswith("guste.") for piece in draw(Content(sentence * 100)))


def test_a_long_sentence_is_cut_between_words() -> None:
    assert {word for piece in draw(Content("palabra " * 400)) for word in piece.text.split(" ")} == {"palabra"}


def test_nothing_to_say_is_no_message() -> None:
    assert draw(Content(" \n")) == []


def test_every_template_obeys_the_rules_for_variables() -> None:
    templates = list(all_templates())
    assert len({template.name for template in templates}) == len(templates) == 54
    for template in templates:
        ((_, drawn),) = template.types().items()
        places = [int(place) for place in re.findall(r"\{\{(\d+)\}\}", json.dumps(drawn))]
        assert places == list(range(1, len(places) + 1))
        assert list(template.samples()) == [str(place) for place in places]
        assert not re.search(r"^\s*\{\{|\}\}\s*$|\}\}\s*\{\{", drawn["body"])
        assert drawn["body"].count("\n\n") == template.paragraphs - 1
        assert len(drawn.get("button", "")) <= 20


texts = st.text(st.sampled_from("ab ñ.?\n😀'{}\u200d"), max_size=3000) | st.text(max_size=200)
labels = st.text(min_size=1, max_size=30)
contents = st.builds(
    Content,
    text=texts,
    options=st.lists(labels, max_size=12).map(lambda found: options(*found)),
    numbered=st.booleans(),
)


@given(contents)
def test_no_character_and_no_label_is_lost(content: Content) -> None:
    pieces = draw(content)
    shown = "".join(piece.text for piece in pieces)
    if pieces and pieces[0].kind is not Kind.TEXT:
        assert shown == content.text
        assert pieces[0].options == content.options
        return
    assert not any(piece.options for piece in pieces)
    marks = [f"{place}." if content.numbered else "•" for place in range(1, len(content.options) + 1)]
    said = "".join(
        [content.text, *(f"{mark}{option.label}" for mark, option in zip(marks, content.options, strict=True))]
    )
    assert "".join(shown.split()) == "".join(said.split())


@given(contents)
def test_the_limits_are_kept(content: Content) -> None:
    pieces = draw(content)
    assert all(0 < units(piece.text) <= 1600 for piece in pieces)
    pressable = [piece for piece in pieces if piece.kind is not Kind.TEXT]
    assert len(pressable) in (0, len(pieces))
    for piece in pressable:
        most, longest = (3, 20) if piece.kind is Kind.QUICK else (10, 24)
        assert len(piece.options) <= most
        assert all(units(option.label) <= longest for option in piece.options)


fitting = st.text(st.sampled_from("abñ é😀'\"\\1"), min_size=1, max_size=20).filter(lambda text: text.strip())


@given(st.lists(fitting, min_size=1, max_size=4), st.lists(fitting, min_size=2, max_size=10, unique=True))
def test_what_twilio_draws_is_what_was_said(paragraphs: list[str], found: list[str]) -> None:
    content = ask("\n\n".join(paragraphs), *found)
    (piece,) = draw(content)
    assume(piece.kind is not Kind.TEXT)
    body, pressed = rendered(piece)
    assert units(body) <= 1024
    assert body.replace(GUARD, "") == content.text
    assert pressed == [(option.label, option.data) for option in content.options]


@given(st.text(st.sampled_from("a .\n"), min_size=1601, max_size=6000))
def test_a_cut_takes_the_best_place_there_is(text: str) -> None:
    for piece in draw(Content(text))[:-1]:
        assert units(piece.text) > 300
