"""What a turn of the conversation core costs, without any database: load, run, put into words, dump.

Run as a process of its own: `python -m bench.core`.
"""

import sys
import time
from statistics import fmean, median
from typing import Any

import msgspec

from bench.processes import MEASURED, pin
from dialogue.conversation import Conversation, dump, load
from dialogue.drawing import content
from dialogue.engine import Chat, Flow, take_turn
from dialogue.messages import Choice, Incoming
from dialogue.phrases import Phrase
from dialogue.questions import Number, Percent, Pick, Text, YesNo

QUESTIONS, MANY = 30, 1_000
TIMES = 30

_PLACES = [Choice(str(place), name) for place, name in enumerate(("Chihuahua", "Ciudad Juárez", "Delicias", "Parral"))]
_KINDS: list[tuple[Any, str]] = [
    (Percent(Phrase("How far along is it, from 0 to 100?")), "60 %"),
    (Pick(Phrase("Where was it?"), _PLACES), "ciudad juarez"),
    (Text(Phrase("What changed since last time?")), "Capacitamos a 20 oficiales"),
    (YesNo(Phrase("Did your command support it?")), "claro"),
    (Number(Phrase("How many people did you train?")), "20"),
]


class Milliseconds(msgspec.Struct):
    """The mean turn of a flow of 30 questions, its last turn, and a turn after 1,000 answers."""

    mean: float
    last: float
    after_many: float


def asking(questions: int) -> Flow:
    """A flow that asks so many questions of every kind."""

    def flow(chat: Chat[Any]) -> None:
        for number in range(questions):
            chat.ask(f"question {number}", _KINDS[number % len(_KINDS)][0])

    return flow


def turn(flow: Flow, state: bytes, answer: str | None) -> bytes:
    """One whole turn; the state after it."""
    conversation = load(state)
    taken = take_turn(flow, conversation, None, None if answer is None else Incoming(answer))
    for each in content.in_words(taken.said, "es"):
        content.dump(each)
    return dump(conversation)


def whole(questions: int) -> tuple[list[float], bytes, Flow]:
    """What every turn of one conversation took, in ms, and how it stood before its last turn."""
    flow, took = asking(questions), []
    state = before = turn(flow, dump(Conversation("1", "bench")), None)
    for number in range(questions):
        answer = _KINDS[number % len(_KINDS)][1]
        before, began = state, time.perf_counter()
        state = turn(flow, state, answer)
        took.append((time.perf_counter() - began) * 1000)
    if load(state).waiting is not None:
        raise ValueError("an answer was not understood")
    return took, before, flow


def measure() -> Milliseconds:
    whole(QUESTIONS)
    runs = [whole(QUESTIONS)[0] for _ in range(TIMES)]
    _, state, flow = whole(MANY)
    many = []
    for _number in range(TIMES):
        began = time.perf_counter()
        turn(flow, state, _KINDS[(MANY - 1) % len(_KINDS)][1])
        many.append((time.perf_counter() - began) * 1000)
    return Milliseconds(fmean(map(fmean, runs)), median(run[-1] for run in runs), median(many))


if __name__ == "__main__":
    pin(MEASURED)
    sys.stdout.write(msgspec.json.encode(measure()).decode())
