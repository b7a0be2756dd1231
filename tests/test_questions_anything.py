"""Whatever anybody sends to any question: no other error than the three, and nothing kept that would not come back."""

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue.conversation import as_json
from dialogue.messages import Choice, Incoming, Media, Tap, mark
from dialogue.phrases import said
from dialogue.questions import (
    Date,
    Misunderstood,
    Number,
    Percent,
    Pick,
    PickMany,
    Question,
    Skippable,
    Text,
    Unfinished,
    Unsure,
    Upload,
    YesNo,
)
from tests.heard import HURDLES

TWO = PickMany("¿?", HURDLES, at_least=2)
PLAIN: list[Question[Any]] = [
    Text("¿?", 100),
    Number("¿?", instead=HURDLES),
    Percent("¿?"),
    Date("¿?", date(2026, 11, 24), earliest=date(2020, 1, 1)),
    Pick("¿?", HURDLES),
    Pick("¿?", HURDLES, listed=False),
    Pick("¿?", [Choice(str(number), str(number)) for number in range(5)]),
    Pick("¿?", []),
    PickMany("¿?", HURDLES),
    TWO,
    YesNo("¿?"),
    YesNo("¿?", words=False),
    Upload("¿?"),
]
QUESTIONS = [*PLAIN, *map(Skippable, PLAIN)]

SAYINGS = (
    "sí no 1 2 60 , ; y and % . - 15 / 3 2026 de marzo febrero mañana falta recursos tiempo nada none todas listo "
    "omitir sesenta y-cinco por ciento two weeks el lunes in ago hace días"
)
WORDS = st.sampled_from(re.split(" ", SAYINGS))
TEXTS = st.text(max_size=80) | st.lists(WORDS, max_size=6).map(" ".join) | st.text("0123456789/-., :T+Z", max_size=25)
TAPS = st.builds(
    Tap, st.just("7"), st.just("x"), st.sampled_from([mark(value) for value in ("", "yes", "no", "time", "done!", "?")])
)
INCOMING = st.builds(
    Incoming,
    TEXTS,
    st.none() | TAPS,
    st.none() | st.sampled_from(Media),
    st.lists(st.just("f1"), max_size=2).map(tuple),
)
DRAFTS = st.none() | st.lists(st.sampled_from(["none", "time", "gone"]), unique=True)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["time", "2026-03-15"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
@settings(max_examples=60, deadline=None)
@given(INCOMING, DRAFTS)
def test_whatever_comes(question: Question[Any], incoming: Incoming, draft: Any) -> None:
    try:
        kept = as_json(question.understand(incoming, draft))
    except Misunderstood:
        return
    except Unfinished as part:
        json.dumps(part.draft)
        return
    except Unsure as doubt:
        kept = as_json(doubt.value)
        assert said(question.name(kept), "es"), "what is proposed can be read out"
    question.check(kept)
    question.read(kept)
    json.dumps(kept, ensure_ascii=False).encode()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: type(question).__name__)
@settings(max_examples=60, deadline=None)
@given(JSON)
def test_whatever_lies_in_the_store_from_another_version(question: Question[Any], stored: Any) -> None:
    try:
        question.check(stored)
    except Misunderstood:
        return
    question.read(stored)
    assert said(question.name(stored), "es") is not None


@pytest.mark.parametrize(
    "question",
    [each for each in PLAIN if each.choices(None) and each != TWO],
    ids=lambda question: type(question).__name__,
)
def test_every_option_can_be_pressed_and_typed_in_both_languages(question: Question[Any]) -> None:
    for choice in question.choices(None):
        outcomes = [_outcome(question, Incoming("x", Tap("7", "x", mark(choice.value))))]
        outcomes += [_outcome(question, Incoming(said(choice.label, language))) for language in ("es", "en")]
        assert all(outcome[0] != "missed" for outcome in outcomes)
        settled = [outcome[1] for outcome in outcomes if outcome[0] == "took"]
        assert all(value == settled[0] for value in settled)


def _outcome(question: Question[Any], incoming: Incoming) -> tuple[str, Any]:
    try:
        return "took", question.understand(incoming, None)
    except Unfinished as part:
        return "ticked", part.draft
    except Misunderstood as missed:
        return "missed", missed
