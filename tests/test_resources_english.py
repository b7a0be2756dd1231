"""Material as an alumna finds it who reads English on WhatsApp, and what she may write besides."""

import pytest

from dialogue.drawing import telegram, whatsapp
from dialogue.drawing.whatsapp import Kind
from models.resources import news, searching
from models.store import Store
from tests.canaries import lying_open
from tests.phones import Phone
from tests.resource_phones import ana, counted, in_english, withdraw
from tests.resource_shelf import catalogue

START = (
    "What are you looking for? Write a few words, or choose a topic. [Chain of custody] [Prison and reentry] [Training] "
    "[Victims and gender] [Criminal procedure] [Leadership] [Community] [Funding] [More topics] [Tell me what is new]"
)
CARD = (
    "Chain of custody step by step (Document). A two-page procedure: from finding an item of evidence to handing it over, "
    "with signatures and times. Licence: CC BY 4.0. Source: Programa de ejemplo. [Light version (40 KB)] "
    "[Complete (1.2 MB)]"
)
TOPICS = (
    "1, 2 [Chain of custody] [Prison and reentry] [Training] [Victims and gender] [Criminal procedure] [Leadership] "
    "[Community] [Funding] [Wellbeing] [Plans and paperwork] [None of them]"
)


def test_from_the_word_to_the_file_and_to_her_list(store: Store) -> None:
    phone = in_english(store)
    phone(f"""
        > materials
        < {START}
        > riots
        < I found 1 item. 1. Preventing riots and handling a crisis (Document, 1.2 MB). Warning signs, dialogue and a
          contingency plan for each shift. [1] [Another search]
        > find steps of the chain of custody
        < I found 5 items. Numbers 1 to 3:
          1. Chain of custody step by step (Document, 40 KB). A two-page procedure: from finding an item of evidence to
          handing it over, with signatures and times.
          2. Chain of custody record form (Model form, 1.2 MB). A form to print: who took over the evidence, when, and in
          what state.
          3. First responder guide (Document, 40 KB). What to do in the first thirty minutes: protect the place, give aid,
          and report. [1] [2] [3] [More] [Another search]
        > 1
        < {CARD} [Save] [It is useful] [It is not useful] [Another search]
        > 3
        < Saved. To see your list, write “saved”. [My list] [Another search]
        > saved
        < You have saved 1 item. 1. Chain of custody step by step (Document, 40 KB). A two-page procedure: from finding an
          item of evidence to handing it over, with signatures and times. [1] [Another search]
        > [1]
        < {CARD} [Take off my list] [It is useful] [It is not useful] [Another search]
    """)
    file, words = phone.write("2")
    assert file.shows is not None
    assert (
        words.text == "Here is “Chain of custody step by step”.\n\nOnce you have read it, tell us whether it is useful."
    )
    assert counted(store, "cadena-custodia") == {"opened": 1, "sent": 1, "saved": 1}


def test_topics_are_followed_only_with_her_agreement_and_left_in_one_press(store: Store) -> None:
    phone = in_english(store)
    phone(f"""
        > tell me what is new
        < Once a month I can tell you what is new. On which topics? For example: {TOPICS}
        > 1, 2
        < For that I need your agreement to send you news and materials. You can take it back. Do you agree? [Yes] [No]
        > no
        < All right, then I will not tell you. You can look for material here whenever you want.
    """)
    assert store.run(news.following, 1) == []
    phone(f"""
        > follow topics
        < Once a month I can tell you what is new. On which topics? For example: {TOPICS}
        > training and wellbeing
        < For that I need your agreement to send you news and materials. You can take it back. Do you agree? [Yes] [No]
        > yes
        < Noted. Once a month I tell you what is new on: Training, Wellbeing. To end that, write “no more news”.
        > what is new
        < You hear of: Training, Wellbeing. What do you want to hear of? For example: {TOPICS}
        > 2
        < Noted. Once a month I tell you what is new on: Prison and reentry. To end that, write “no more news”.
        > no more news
        < All right, I will not tell you what is new. To hear of it again, choose topics. [Choose topics]
        > [Choose topics]
        < Once a month I can tell you what is new. On which topics? For example: {TOPICS}
        > none
        < All right, I will not tell you what is new. To hear of it again, choose topics. [Choose topics]
    """)
    assert store.run(news.following, 1) == []


def test_whoever_changes_the_language_sees_what_was_found_in_it(store: Store) -> None:
    phone = in_english(store)
    phone.write("search riots")
    assert phone.write("español")[0].text.startswith("Encontré 1 material.\n\n1. Prevención de motines")


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 4000,
        "cadena " * 600,
        "'; DROP TABLE resource_item; --",
        '" OR 1=1 NEAR(title) *',
        "<script>alert(1)</script> {{1}} {title} %s \\u0000",
        "جهاز 检查 поиск",
        "%' AND (SELECT 1)='1",
    ],
)
def test_whatever_she_writes_gets_an_ordinary_answer(store: Store, hostile: str) -> None:
    phone = ana(store)
    for written in (f"buscar {hostile}", hostile):
        phone.write("recursos")
        (said,) = phone.write(written)
        assert said.text.startswith(("Encontré", "De eso no encontré nada"))
        assert "script" not in said.text
        assert all(len(piece.text) <= 1600 for piece in whatsapp.draw(said))
    assert phone.write("buscar motines")[0].text.startswith("Encontré 1 material.")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("🙂🙂", "Escríbalo con palabras, por favor."),
        ("(voice)", "No puedo escuchar notas de voz."),
        ("(photo)", "Aquí no hace falta un archivo."),
        ("77", "Escriba unas palabras o elija una opción."),
    ],
)
def test_what_is_no_word_is_told_kindly(store: Store, written: str, told: str) -> None:
    phone = ana(store)
    for before in ("recursos", "buscar motines", "/resource see motines"):
        phone.write(before)
        assert phone.write(written)[0].text.startswith(told)


def test_words_that_say_nothing_are_asked_again(store: Store) -> None:
    phone = ana(store)
    assert phone.write("busco información")[0].text.startswith("¿Qué busca?")
    assert store.run(searching.missed) == []


@pytest.mark.parametrize("line", ["", "see", "see nada", "light " + "x" * 200, "shelf'", "dead motines'", "file 🙂"])
def test_a_button_that_nobody_made_leads_nowhere_bad(store: Store, line: str) -> None:
    phone = ana(store)
    assert phone.write(f"/resource {line}")[0].text
    assert phone.write("buscar motines")[0].text.startswith("Encontré 1 material.")


def test_an_empty_library_says_so(store: Store) -> None:
    phone = ana(store)
    for each in catalogue().items.values():
        withdraw(store, each.key)
    assert (
        phone.write("recursos")[0].text == "Todavía no hay materiales aquí. Mientras tanto, el equipo puede ayudarle."
    )


def test_everything_is_drawn_to_be_pressed_on_both_channels(store: Store) -> None:
    phone = ana(store)
    for written in (
        "buscar cadena de custodia",
        "1",
        "recursos",
        "[Prisión y reinserción]",
        "ver más",
        "buscar mandela",
        "1",
    ):
        (said,) = phone.write(written)
        (piece,) = whatsapp.draw(said)
        assert piece.kind in (Kind.QUICK, Kind.LIST), written
        (message,) = telegram.draw(said)
        assert sum(len(row) for row in message.rows) == len(said.options)


def test_what_was_not_found_lies_sealed_and_without_her(store: Store) -> None:
    phone: Phone = ana(store)
    phone.write("buscar submarinos de Villa Ejemplo para ana@example.org")
    phone.write("menú")
    assert [each.query for each in store.run(searching.missed)] == ["submarinos de Villa Ejemplo para …"]
    assert lying_open(store, ["submarinos", "ana@example.org"]) == set()
