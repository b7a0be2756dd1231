"""Flows made up by Hypothesis: steps of every kind, some only where an earlier answer was yes (or no)."""

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st

from dialogue.engine import Chat, Flow
from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.questions import Number, Percent, Pick, PickMany, Question, Skippable, Text, YesNo

OPTIONS = [
    Choice("resources", _("Lack of resources")),
    Choice("time", _("Lack of time")),
    Choice("leave", "Baja"),
    Choice("other", _("Something else")),
]

KINDS: dict[str, Question[Any]] = {
    "pick": Pick("¿Cuál?", OPTIONS),
    "many": PickMany("¿Cuáles?", OPTIONS),
    "scale": Pick("¿Cuánto, de 0 a 2?", [Choice(str(number), str(number)) for number in range(3)]),
    "yes": YesNo("¿Sí o no?"),
    "percent": Percent("¿Cuánto?"),
    "number": Skippable(Number("¿Cuántas?", most=500)),
    "text": Text("¿Qué?", 50),
}

#: Ways to answer each kind well, and what is then on record.
GOOD: dict[str, list[tuple[str, Any]]] = {
    "pick": [("1", "resources"), ("falta de tiempo", "time"), ("Something else", "other")],
    "many": [("1, 2", ["resources", "time"]), ("ninguna", []), ("todas", [choice.value for choice in OPTIONS])],
    "scale": [("0", "0"), ("2", "2")],
    "yes": [("sí", True), ("No, gracias", False), ("1", True)],
    "percent": [("60", 60), ("0 %", 0), ("100 por ciento", 100)],
    "number": [("20", 20), ("omitir", None)],
    "text": [("Capacitamos a veinte", "Capacitamos a veinte"), ("12", "12")],
}

#: A near miss of each kind that has them, and what is on record once it is confirmed.
NEAR: dict[str, tuple[str, Any]] = {
    "pick": ("falta de tiempp", "time"),
    "many": ("1, falta de tiempp", ["resources", "time"]),
    "yes": ("no grasias", False),
    "percent": ("como sesenta", 60),
    "number": ("como veinte", 20),
}


@dataclass
class Store:
    """The world of a made-up flow: a clock that look-ups read, and the deeds that were done."""

    clock: int = 0
    deeds: list[tuple[str, dict[str, Any]]] = field(default_factory=list)


@dataclass(frozen=True)
class Step:
    """One line of a flow; with `only` it is passed by unless that answer is this."""

    kind: str
    key: str
    only: tuple[str, bool] | None = None

    def applies(self, answers: dict[str, Any]) -> bool:
        return self.only is None or answers.get(self.only[0]) is self.only[1]


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """Up to a dozen steps that end in a deed."""
    found: list[Step] = []
    for place, kind in enumerate(
        draw(st.lists(st.sampled_from([*KINDS, "yes", "say", "find", "find", "do"]), min_size=3, max_size=12))
    ):
        asked = [step.key for step in found if step.kind == "yes"]
        branches = st.tuples(st.sampled_from(asked), st.booleans()) if asked else st.nothing()
        found.append(Step(kind, f"{kind}{place}", draw(st.none() | branches)))
    return [*found, Step("do", "last")]


def flow_of(these: list[Step]) -> Flow:
    """The flow with these steps."""

    def flow(chat: Chat[Store]) -> dict[str, Any]:
        answers: dict[str, Any] = {}
        for step in these:
            if step.applies(answers):
                _take(chat, step, answers)
        return answers

    return flow


def _take(chat: Chat[Store], step: Step, answers: dict[str, Any]) -> None:
    if step.kind == "say":
        chat.say(f"Línea {step.key}.")
    elif step.kind == "find":
        _clock, seen = chat.look_up(step.key, read, answers)
        assert all(answers.get(key, value) == value for key, value in seen.items()), "a look-up rests on old answers"
    elif step.kind == "do":
        chat.do(step.key, act, step.key, answers)
    else:
        answers[step.key] = chat.ask(step.key, KINDS[step.kind])


def read(store: Store, answers: dict[str, Any]) -> list[Any]:
    return [store.clock, dict(answers)]


def act(store: Store, key: str, answers: dict[str, Any]) -> int:
    store.deeds.append((key, dict(answers)))
    return len(store.deeds)
