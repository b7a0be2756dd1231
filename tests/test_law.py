"""The law, tried on flows, people and changes of the code that nobody would think of."""

import copy
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from dialogue.conversation import Kind, dump
from dialogue.engine import take_turn
from dialogue.messages import Incoming, Tap, mark
from tests.random_flows import GOOD, KINDS, NEAR, Step, Store, flow_of, steps
from tests.talk import Talk

NONSENSE = st.sampled_from(
    ["¿cómo?", "-5", "1, 9", "baja", "recurso", "otra cos", "sesenta", "?", "/x", "sí", "no", ""]
)


class Law(RuleBasedStateMachine):
    """A person in a made-up flow. `given` is what she answered last, by her own account; `talk` checks the law."""

    @initialize(made=steps())
    def begin(self, made: list[Step]) -> None:
        self.steps = made
        self.talk = Talk(flow_of(made), Store())
        self.unloaded = copy.deepcopy((self.talk.conversation, self.talk.store))  # the same, never through JSON
        self.given: dict[str, Any] = {}
        self.checked = self.versions = 0
        self.turn(None)

    @precondition(lambda self: not self.waits())
    @rule(made=steps())
    def begin_another(self, made: list[Step]) -> None:
        self.begin(made)

    def turn(self, incoming: Incoming | None) -> None:
        conversation, store = self.unloaded
        other = take_turn(self.talk.flow, conversation, store, incoming)
        self.talk.run(incoming)
        assert (self.talk.turn.said, self.talk.turn.finished) == (other.said, other.finished)
        assert (dump(self.talk.conversation), self.talk.store) == (dump(conversation), store)
        if self.talk.turn.command is not None:
            self.turn(None)

    def open_step(self) -> Step:
        asked = self.talk.turn.said[-1].asked
        assert asked is not None
        return next(step for step in self.steps if asked.question in (mark(step.key), mark(f"{step.key}?")))

    def waits(self) -> bool:
        return not self.talk.turn.finished

    def hear(self, incoming: Incoming) -> Step:
        """A message; whatever it settles is what was given last."""
        step, before = self.open_step(), dump(self.talk.conversation)
        self.turn(incoming)
        entry = self.talk.conversation.log.get(step.key)
        if dump(self.talk.conversation) != before and entry is not None and self.talk.conversation.waiting != step.key:
            self.given[step.key] = entry.value
        return step

    @precondition(waits)
    @rule(way=st.integers(0, 2), times=st.integers(1, 5))
    def answer_well(self, way: int, times: int) -> None:
        for _ in range(times):
            if self.waits():
                self.answer(way)

    def answer(self, way: int) -> None:
        ways = GOOD[self.open_step().kind]
        text, meant = ways[way % len(ways)]
        step = self.open_step()
        if self.talk.conversation.proposal is not None and text in ("sí", "No, gracias", "1"):
            return  # that would answer the proposal
        self.hear(Incoming(text))
        assert self.given[step.key] == meant

    @precondition(lambda self: self.waits() and self.open_step().kind in NEAR)
    @rule(meant=st.booleans())
    def answer_nearly(self, meant: bool) -> None:
        text, value = NEAR[self.open_step().kind]
        step = self.hear(Incoming(text))
        assert self.talk.conversation.proposal is not None
        self.hear(Incoming("sí" if meant else "no"))
        if meant:
            assert self.given[step.key] == value
        else:
            assert self.open_step() == step
            assert self.talk.conversation.proposal is None

    @precondition(waits)
    @rule(text=NONSENSE | st.text(max_size=60))
    def write_anything(self, text: str) -> None:
        self.hear(Incoming(text))

    @precondition(waits)
    @rule(place=st.integers(0, 5))
    def press(self, place: int) -> None:
        outgoing = self.talk.turn.said[-1]
        if outgoing.asked is not None and place < len(outgoing.choices):
            option = mark(outgoing.choices[place].value)
            self.hear(Incoming("la etiqueta", Tap(outgoing.asked.conversation, outgoing.asked.question, option)))

    @precondition(waits)
    @rule(data=st.data())
    def press_an_old_button(self, data: st.DataObject) -> None:
        old = data.draw(st.sampled_from([*self.talk.shown.values(), "6.aaaaaaaa.bbbbbbbb"]))
        self.hear(Incoming("sí", Tap.read(old)))

    @precondition(waits)
    @rule()
    def run_again(self) -> None:
        self.turn(None)
        assert len(self.talk.turn.said) == 1

    @precondition(waits)
    @rule()
    def back(self) -> None:
        frozen = {key for key, entry in self.talk.conversation.log.items() if entry.frozen or entry.kind is Kind.DEED}
        went = self.talk.reload().back()
        assert self.unloaded[0].back() == went
        assert frozen <= set(self.talk.conversation.log)
        self.turn(None)

    @precondition(waits)
    @rule(data=st.data())
    def revise(self, data: st.DataObject) -> None:
        log = self.talk.conversation.log
        key = data.draw(st.sampled_from(["nothing", *log]))
        went, others = self.talk.reload().revise(key), {name for name in log if name != key}
        assert self.unloaded[0].revise(key) == went
        assert went == (key in log and log[key].kind is Kind.ANSWER and not log[key].frozen)
        self.turn(None)
        if went:
            assert others <= set(self.talk.conversation.log), "a revision lost an answer before anything was said"

    @precondition(waits)
    @rule()
    def time_passes(self) -> None:
        self.talk.store.clock += 1
        self.unloaded[1].clock += 1

    @precondition(waits)
    @rule(data=st.data(), kind=st.sampled_from(list(KINDS)), how=st.sampled_from(["more", "less", "otherwise"]))
    def a_new_version_asks(self, data: st.DataObject, kind: str, how: str) -> None:
        place = data.draw(st.integers(0, len(self.steps) - 1))
        before, old, behind = self.steps[:place], self.steps[place], self.steps[place + 1 :]
        if how == "more":
            self.versions += 1
            self.change([*before, Step(kind, f"new{self.versions}"), old, *behind])
        elif how == "less" and old.key != "last":
            self.change([*before, *behind])
        elif how == "otherwise" and old.kind in KINDS:
            self.change([*before, Step(kind, old.key, old.only), *behind])

    def change(self, these: list[Step]) -> None:
        self.steps = these
        self.talk.flow = flow_of(these)
        self.turn(None)

    @invariant()
    def deeds_happen_once_with_what_was_given_last(self) -> None:
        done = [key for key, _ in self.talk.store.deeds]
        assert len(done) == len(set(done))
        for key, answers in self.talk.store.deeds[self.checked :]:
            assert all(self.given[name] == value for name, value in answers.items()), key
        self.checked = len(done)
        if not self.waits():
            assert done[-1] == "last"


Law.TestCase.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
TestLaw = Law.TestCase
