"""Sentences are written out where they are said, so that catalogues can hold them; labels fit on their buttons."""

import ast

import pytest

from dialogue.catalogues import LOCALES, catalogue, languages, template
from dialogue.phrases import Phrase, _, said
from handlers import menu, notice, profile_questions, progress
from tests.sources import calls, in_spanish, modules, sentence

BUTTON, ROW = 20, 24  # characters of a button (at most three of them) and of a row in a list, in WhatsApp


def test_the_spanish_is_whole_and_nothing_is_in_doubt() -> None:
    spanish = in_spanish()
    assert {message.id for message in spanish} == {message.id for message in template()}
    assert not [message.id for message in spanish if message.id and message.fuzzy]


def test_every_language_is_ready() -> None:
    assert languages() == tuple(LOCALES)
    assert [catalogue(language).gettext("Yes") for language in languages()] == ["Sí", "Yes"]


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    wrong = [
        f"{path}:{call.lineno}"
        for path, tree in modules()
        for call in calls(tree, "_", "plural")
        if not all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in _sentences(call))
    ]
    assert wrong == [], "the catalogues can only hold a plain sentence"


def _sentences(call: ast.Call) -> list[ast.expr | None]:
    wanted = 2 if isinstance(call.func, ast.Name) and call.func.id == "plural" else 1
    return [*call.args[:wanted], *[None] * (wanted - len(call.args))]


def labels_of(function: str) -> set[str]:
    """Every fixed label that is given to a call of `function`."""
    found = (
        sentence(argument) for _path, tree in modules() for call in calls(tree, function) for argument in _behind(call)
    )
    return {label for label in found if label}


def _behind(call: ast.Call) -> list[ast.expr]:
    return [*call.args[1:], *(keyword.value for keyword in call.keywords)]


@pytest.mark.parametrize("language", languages())
def test_fixed_labels_are_never_cut(language: str) -> None:
    rows = {Phrase(label) for label in labels_of("Choice")} | {*profile_questions.FIELDS.values()}
    rows |= {*profile_questions.LEVELS.values()}
    assert {_("My data"), _("Lack of command support")} <= rows
    assert too_long(rows, language, ROW) == []


@pytest.mark.parametrize("language", languages())
def test_labels_of_yes_and_no_fit_on_buttons(language: str) -> None:
    buttons = {Phrase(label) for label in [*labels_of("YesNo"), "Yes", "No", "Skip"]}
    assert Phrase("Correct something") in buttons
    assert too_long(buttons, language, BUTTON) == []


def test_lists_fit_into_a_list_of_whatsapp() -> None:
    for options in (
        [*menu.STAFFS, *menu.HERS],
        progress.HURDLES,
        progress.INSTEAD,
        notice.PURPOSES,
        profile_questions.FIELDS,
    ):
        assert len(options) < 10, "ten rows at most, one of them to skip or to be done"


def too_long(labels: set[Phrase], language: str, most: int) -> list[str]:
    return [words for label in labels if len(words := said(label, language)) > most]
