"""One turn as one message, put into words for the outbox."""

from hypothesis import given
from hypothesis import strategies as st

from dialogue.drawing.content import Content, Option, dump, in_words, load
from dialogue.messages import Asked, Choice, Outgoing, Tap, mark
from dialogue.phrases import _

ASKED = Asked("7", mark("right"), numbered=True)


def test_the_lines_of_a_turn_are_paragraphs_and_the_last_one_asks() -> None:
    turn = [
        Outgoing(_("Welcome.")),
        Outgoing("Patrullaje"),
        Outgoing(_("Is it right?"), [Choice("yes", _("Yes"))], ASKED),
    ]
    data = str(Tap("7", mark("right"), mark("yes")))
    assert in_words(turn, "es") == [
        Content("Le damos la bienvenida.\n\nPatrullaje\n\n¿Es correcto?", (Option("Sí", data),), True, True, "Opciones")
    ]
    assert in_words(turn, "en") == [
        Content("Welcome.\n\nPatrullaje\n\nIs it right?", (Option("Yes", data),), True, True, "Options")
    ]


def test_a_turn_that_says_nothing_is_no_message() -> None:
    assert in_words([], "es") == []


def test_a_turn_that_asks_nothing() -> None:
    assert in_words([Outgoing(_("All right."))], "es") == [Content("De acuerdo.")]


def test_a_scale_is_not_numbered() -> None:
    asked = Asked("7", mark("scale"), numbered=False)
    [content] = in_words([Outgoing("¿Cuánto?", [Choice("0", "0")], asked)], "es")
    assert (content.numbered, content.asks) == (False, True)


def test_buttons_outside_a_question_carry_what_they_are_worth() -> None:
    [content] = in_words([Outgoing("¿Viene?", [Choice("/rsvp 12 yes", _("Yes"))])], "es")
    assert content.options == (Option("Sí", "/rsvp 12 yes"),)
    assert not content.asks


@given(st.text(), st.lists(st.tuples(st.text(), st.text()), max_size=3), st.booleans(), st.booleans())
def test_json_keeps_everything(text: str, options: list[tuple[str, str]], numbered: bool, asks: bool) -> None:
    content = Content(text, tuple(Option(*option) for option in options), numbered, asks)
    assert load(dump(content)) == content
