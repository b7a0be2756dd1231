"""Every way of choosing: one, several, yes or no."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogue.messages import Choice
from dialogue.phrases import _, said
from dialogue.questions import Percent, Pick, PickMany, Skippable, Text, Upload, YesNo
from tests.heard import HURDLES, OLD, Heard, Missed, Proposed, Ticked, Took, heard, pressed
from tests.talk import Talk

ONE = Pick("¿Cuál?", HURDLES)
HIDDEN = Pick("¿Cuál?", HURDLES, listed=False)
SCALE = Pick("¿Cuánto?", [Choice(f"n{number}", str(number)) for number in range(5)])
MANY = PickMany("¿Cuáles?", HURDLES)
FROM_OPTIONS = Missed("Elija una o varias opciones, por favor.")
CHOOSE = Missed("Elija una de las opciones, por favor.")


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("2", Took("resources")),
        (" 2. ", Took("resources")),
        ("02", Took("resources")),
        ("Falta de recursos", Took("resources")),
        ("¡FALTA DE RECURSOS!", Took("resources")),
        ("lack of resources", Took("resources")),
        ("tramites o normas", Took("rules")),
        ("Trámites  o   normas", Took("rules")),
        ("recurso", Proposed("resources")),
        ("falta de recurzos", Proposed("resources")),
        ("paperwork", Proposed("rules")),
        ("falta", CHOOSE),
        ("0", CHOOSE),
        ("5", CHOOSE),
        ("-1", CHOOSE),
        ("1.5", CHOOSE),
        ("1, 2", CHOOSE),
        ("", CHOOSE),
        ("…", CHOOSE),
        ("todo bien", CHOOSE),
    ],
)
def test_one_option(text: str, outcome: Heard) -> None:
    assert heard(ONE, text) == outcome


def test_a_pressed_option() -> None:
    assert heard(ONE, pressed("time")) == Took("time")
    assert heard(ONE, pressed("unheard of")) == OLD


def test_hidden_options_are_understood_but_not_numbered() -> None:
    assert list(HIDDEN.choices(None)) == []
    assert heard(HIDDEN, "falta de tiempo") == Took("time")
    assert heard(HIDDEN, "3") == CHOOSE
    assert heard(HIDDEN, pressed("time")) == OLD


def test_on_a_scale_the_number_is_the_label() -> None:
    assert not SCALE.numbered
    assert [heard(SCALE, text) for text in ("0", "1", "4", "5")] == [Took("n0"), Took("n1"), Took("n4"), CHOOSE]


def test_of_two_options_called_the_same_none_is_taken_by_its_name() -> None:
    twins = Pick("¿Qué plan?", [Choice("p1", "Patrullaje"), Choice("p2", "Patrullaje"), Choice("p3", "Academia")])
    assert [heard(twins, text) for text in ("patrullaje", "patrullage")] == [CHOOSE, CHOOSE]
    assert [heard(twins, text) for text in ("2", "academia")] == [Took("p2"), Took("p3")]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("1, 3", Took(["none", "time"])),
        ("1 y 3", Took(["none", "time"])),
        ("1 and 3", Took(["none", "time"])),
        ("1 3", Took(["none", "time"])),
        ("3; 1; 3", Took(["time", "none"])),
        ("2", Took(["resources"])),
        ("1,2,3", Took(["none", "resources", "time"])),
        ("falta de tiempo y lack of resources", Took(["time", "resources"])),
        ("Falta de tiempo\nTrámites o normas", Took(["time", "rules"])),
        ("2, falta de tiempp", Proposed(["resources", "time"])),
        ("recurso", Proposed(["resources"])),
        ("todas", Took(["none", "resources", "time", "rules"])),
        ("ninguna", Took([])),
        ("none of them", Took([])),
        ("5", Took([])),
        ("1, 9", CHOOSE),
        ("1, hola", CHOOSE),
        ("los dos primeros", CHOOSE),
        ("12", CHOOSE),
        ("1-3", CHOOSE),
        ("", FROM_OPTIONS),
        ("…", FROM_OPTIONS),
        ("👍", FROM_OPTIONS),
    ],
)
def test_several_options(text: str, outcome: Heard) -> None:
    assert heard(MANY, text) == outcome


def test_options_are_ticked_and_done_ends_it() -> None:
    assert heard(MANY, pressed("time")) == Ticked(["time"])
    assert heard(MANY, pressed("none"), ["time"]) == Ticked(["time", "none"])
    assert heard(MANY, pressed("time"), ["time", "none"]) == Ticked(["none"])
    for done in ("listo", "es todo", "done", "5", pressed("done!")):
        assert heard(MANY, done, ["none"]) == Took(["none"])
    assert [said(choice.label, "es") for choice in MANY.choices(["time"])] == [
        "Nada",
        "Falta de recursos",
        "✓ Falta de tiempo",
        "Trámites o normas",
        "Listo",
    ]


def test_what_was_ticked_and_is_no_option_any_more_is_left_out() -> None:
    assert heard(MANY, pressed("done!"), ["gone", "time"]) == Took(["time"])
    assert heard(MANY, pressed("rules"), ["gone"]) == Ticked(["rules"])


def test_at_least_so_many() -> None:
    two = PickMany("¿Cuáles?", HURDLES, at_least=2)
    few = Missed("Elija al menos 2, por favor.")
    assert [heard(two, text) for text in ("1", "ninguna", "listo")] == [few] * 3
    assert heard(two, "1, 2") == Took(["none", "resources"])
    assert len(two.choices([])) == len(HURDLES), "nothing is offered that would be refused"


def test_a_near_miss_among_several_is_read_back_as_a_whole() -> None:
    store: dict[str, Any] = {}
    Talk(lambda chat: chat.do("keep", dict.update, {"many": chat.ask("many", MANY)}), store)("""
        > (again)
        < ¿Cuáles? [Nada] [Falta de recursos] [Falta de tiempo] [Trámites o normas] [Nada de esto]
        > [Nada]
        < ¿Cuáles? [✓ Nada] [Falta de recursos] [Falta de tiempo] [Trámites o normas] [Listo]
        > 1, recurso
        < ¿Quiso decir «Nada, Falta de recursos»? [Sí] [No]
        > no
        < ¿Cuáles? [✓ Nada] [Falta de recursos] [Falta de tiempo] [Trámites o normas] [Listo]
        > 1, recurso
        < ¿Quiso decir «Nada, Falta de recursos»? [Sí] [No]
        > [Sí]
    """)
    assert store == {"many": ["none", "resources"]}


@pytest.mark.parametrize(
    "text", ["sí", "SI", "Sí.", "claro", "Sí, acepto", "así es", "por supuesto", "ok", "yes", "sure", "1"]
)
def test_many_ways_to_say_yes(text: str) -> None:
    assert heard(YesNo("¿?"), text) == Took(True)


@pytest.mark.parametrize("text", ["no", "No.", "No, gracias", "nel", "para nada", "no thanks", "nope", "2"])
def test_many_ways_to_say_no(text: str) -> None:
    assert heard(YesNo("¿?"), text) == Took(False)


@pytest.mark.parametrize("text", ["quizá", "sí y no", "3", "no sé", "si no", "n", "s"])
def test_what_is_neither(text: str) -> None:
    assert heard(YesNo("¿?"), text) == CHOOSE


def test_yes_and_no_by_other_names() -> None:
    right = YesNo("¿Es correcto?", _("Yes, it is right"), _("Correct something"))
    assert [heard(right, text) for text in ("corregir algo", "no", "sí")] == [Took(False), Took(False), Took(True)]
    assert [heard(right, text) for text in ("corregir alg", "es correcto")] == [Proposed(False), Proposed(True)]
    this = YesNo("¿Esto o aquello?", _("Go on"), _("Drop it"), words=False)
    assert [heard(this, text) for text in ("no", "sí", "no seguir", "1")] == [CHOOSE, CHOOSE, Took(False), Took(True)]


@pytest.mark.parametrize("inner", [ONE, HIDDEN, SCALE, MANY, YesNo("¿?"), Percent("¿?"), Text("¿?"), Upload("¿?")])
def test_whatever_may_be_skipped(inner: Any) -> None:
    question = Skippable(inner)
    for skip in ("omitir", "Omitir", "saltar", "skip", "next", pressed("")):
        assert heard(question, skip) == Took(None)
    assert question.read(None) is None
    assert (question.free, question.upload) == (inner.free, inner.upload)
    assert said(question.name(None), "es") == "Omitir"
    for text in ("2", "falta de tiempo", "1, 2", "baja"):
        assert heard(question, text) == heard(inner, text)
        assert question.recalls(text) == inner.recalls(text)


def test_the_number_of_skip_counts_on_from_the_options() -> None:
    assert heard(Skippable(ONE), "5.") == Took(None)
    assert heard(Skippable(MANY), "5") == Took([])
    assert heard(Skippable(MANY), "6") == Took(None)
    assert heard(Skippable(SCALE), "6") == CHOOSE
    assert heard(Skippable(Percent("¿?"), _("None")), "1") == Took(1)
    assert heard(Skippable(Percent("¿?"), _("None")), "a nadie") == Took(None)


@given(st.from_regex(r"[^\w]{0,3}[0-9]{1,4}[^\w]{0,3}", fullmatch=True))
def test_a_number_means_its_place_or_nothing(text: str) -> None:
    place = int("".join(filter(str.isdecimal, text)))
    expected = Took(HURDLES[place - 1].value) if 0 < place <= len(HURDLES) else CHOOSE
    assert heard(ONE, text) in (expected, CHOOSE)
