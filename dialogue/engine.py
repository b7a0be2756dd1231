"""Runs a flow: a plain function that asks, and may wait days for each answer.

Nothing of a running flow is kept in memory. Every turn calls the flow again from its first line;
questions already answered return their recorded answer at once, and the first one without an answer
puts itself to the person and ends the turn. A restart, a "back", a new language and a new version of
the code are therefore all the same thing: the flow runs again.

So a flow must be *re-runnable*: whatever steers it comes through `ask` and `look_up`, and whatever
changes the world goes through `do`, which happens once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, Generic, NoReturn, ParamSpec, TypeVar

from dialogue.commands import Command, Recogniser, recognise
from dialogue.conversation import Conversation, Entry, Kind, Proposal, as_json
from dialogue.messages import Asked, Attachment, Choice, Incoming, Outgoing, Tap, mark
from dialogue.phrases import Phrase
from dialogue.proposals import PLACES, proposed
from dialogue.questions import Aside, Misunderstood, OldButton, Question, Unfinished, Unsure, has_example

P = ParamSpec("P")
T = TypeVar("T")
Store = TypeVar("Store")


class Suspended(BaseException):
    """The flow waits for the person. Not an `Exception`: a flow must not catch it."""


class Commanded(BaseException):
    """The person gave a command instead of an answer."""

    def __init__(self, command: Command) -> None:
        super().__init__(command)
        self.command = command


class Revised(BaseException):
    """The person wants to answer `key` again; what was `asked` to come to that is forgotten."""

    def __init__(self, key: str, asked: Sequence[str]) -> None:
        super().__init__(key)
        self.key, self.asked = key, asked


class RepeatedKey(Exception):
    """A flow used one key twice in one run; give each question its own name."""


class Chat(Generic[Store]):
    """What a flow holds: the person's side of the conversation, and nothing more.

    The store itself stays out of a flow's reach; `look_up` and `do` hand it to the functions they call.
    """

    def __init__(
        self, conversation: Conversation, incoming: Incoming | None, store: Store, recognise: Recogniser
    ) -> None:
        self.said: list[Outgoing] = []
        self.person, self.given = conversation.person, conversation.given
        self._conversation, self._incoming = conversation, incoming
        self._store, self._recognise = store, recognise
        self._previous: str | None = None
        self.used: dict[str, None] = {}  # every key of this run, in its order

    def say(self, text: Phrase | str, shows: Attachment | None = None, choices: Sequence[Choice] = ()) -> None:
        """A line to the person, with what it shows, and commands as buttons; not repeated when the flow runs again."""
        self.said.append(Outgoing(text, choices, shows=shows))

    def ask(self, key: str, question: Question[T]) -> T:
        """Return the answer to `question`, now or on some later day."""
        conversation, entry = self._conversation, self._settled(key)
        if entry is not None and not entry.open and self._still_good(entry, question):
            return self._answered(key, question)
        conversation.previous = self._previous
        if conversation.waiting != key:
            conversation.wait(key)
        else:
            self.said.clear()  # said in the turn that asked
            self._tell_undone(question)
            if self._incoming is not None and self._hear(key, question, self._incoming):
                return self._answered(key, question)
        return self._pose(key, question)

    def look_up(self, key: str, read: Callable[Concatenate[Store, P], T], *a: P.args, **k: P.kwargs) -> T:
        """Read something once and keep it, so that "2" means the same row tomorrow. Forgotten by *back*."""
        return self._once(Kind.FINDING, key, lambda: read(self._store, *a, **k))

    def do(self, key: str, act: Callable[Concatenate[Store, P], T], *a: P.args, **k: P.kwargs) -> T:
        """Change the world once, however often the flow is run; no *back* past it."""
        return self._once(Kind.DEED, key, lambda: act(self._store, *a, **k))

    def revise(self, key: str, *asked: str) -> NoReturn:
        """Ask one answer again and keep the others; the answers to `asked`, which led here, are forgotten."""
        raise Revised(key, asked)

    def _once(self, kind: Kind, key: str, call: Callable[[], T]) -> T:
        entry = self._settled(key)
        if entry is None:
            entry = Entry(kind, as_json(call()))
            if kind is Kind.DEED:
                for earlier in self._conversation.log.values():
                    earlier.frozen = True
            self._conversation.log[key] = entry
        if kind is Kind.DEED:
            self._previous = None
        return entry.value  # type: ignore[no-any-return]  # JSON in, the same JSON out

    def _tell_undone(self, question: Question[Any]) -> None:
        answer, self._conversation.undone = self._conversation.undone, None
        if answer is not None and (told := question.undone(answer)) is not None:
            self.say(told)

    def _answered(self, key: str, question: Question[T]) -> T:
        self.said.clear()  # said in the turn that took this answer
        self._previous = key
        return question.read(self._conversation.log[key].value)

    def _settled(self, key: str) -> Entry | None:
        if key in self.used:
            raise RepeatedKey(key)
        self.used[key] = None
        return self._conversation.log.get(key)

    def _still_good(self, entry: Entry, question: Question[Any]) -> bool:
        try:
            question.check(entry.value)
        except Misunderstood:  # the code or the choices have changed since: ask again, in the old place
            return entry.frozen
        return True

    def _hear(self, key: str, question: Question[Any], incoming: Incoming) -> bool:
        """Take in what came: settle the question with it, or say what is missing. Whether it is settled."""
        conversation, self._incoming = self._conversation, None
        try:
            answer = as_json(self._answer(key, question, incoming))
            question.check(answer)
        except Unsure as doubt:
            conversation.proposal = Proposal(as_json(doubt.value), doubt.command)
        except Unfinished as part:
            conversation.draft, conversation.proposal = as_json(part.draft), None
        except Aside as aside:
            self.say(aside.hint)
        except Misunderstood as misunderstanding:
            conversation.proposal = None
            self._explain(question, misunderstanding)
        else:
            conversation.settle(key, answer)
            return True
        return False

    def _explain(self, question: Question[Any], misunderstanding: Misunderstood) -> None:
        self.say(misunderstanding.hint)
        self._conversation.misses += 1
        example = None if has_example(question.prompt) else question.example()
        if self._conversation.misses > 1 and example is not None:
            self.say(example)

    def _answer(self, key: str, question: Question[Any], incoming: Incoming) -> Any:
        """What the question makes of it, unless it is an old button, the answer to a proposal, or a command."""
        proposal = self._conversation.proposal
        if proposal is not None and (confirmed := self._confirmed(key, question, proposal, incoming)) is not None:
            if confirmed:
                return proposal.value
            if proposal.command is not None:
                raise Commanded(Command(proposal.command))
            raise Unfinished(self._conversation.draft)  # not what was meant: the question again
        if incoming.tap is not None and not self._drawn_for(key, incoming.tap):
            raise OldButton
        self._obey(question, incoming)
        return question.understand(incoming, self._conversation.draft)

    def _confirmed(self, key: str, question: Question[Any], proposal: Proposal, incoming: Incoming) -> bool | None:
        """What the person says to a proposal; None when it is something else."""
        asked = proposed(question, proposal)
        if incoming.tap is not None and self._drawn_for(f"{key}?", incoming.tap):
            return bool(asked.understand(incoming, None))
        if incoming.tap is not None:
            return None
        meant = asked.plainly(incoming.text)
        if meant is None and not question.takes(incoming.text.strip(), self._conversation.draft):
            return PLACES.get(incoming.text.strip())
        return meant

    def _obey(self, question: Question[Any], incoming: Incoming) -> None:
        """Raise `Commanded` for a command, unless it is an exact option too: that wins, a grave one is asked."""
        command = self._recognise(incoming.text) if incoming.tap is None else None
        if command is None or (question.free and not command.whole and not command.slashed):
            return
        if command.slashed or not question.recalls(incoming.text):
            raise Commanded(command)
        if command.grave:
            raise Unsure(question.understand(incoming, self._conversation.draft), command.name)

    def _drawn_for(self, name: str, tap: Tap) -> bool:
        return tap.conversation == self._conversation.id and tap.question == mark(name)

    def _pose(self, key: str, question: Question[Any]) -> NoReturn:
        """Put the question, or what is proposed as its answer, to the person."""
        conversation = self._conversation
        shown, proposal = question, conversation.proposal
        if proposal is not None and not self._still_good(Entry(Kind.ANSWER, proposal.value), question):
            conversation.proposal = None
        if conversation.proposal is not None:
            shown, key = proposed(question, conversation.proposal), f"{key}?"
        asked = Asked(conversation.id, mark(key), question.numbered, question.upload)
        self.said.append(Outgoing(shown.prompt, shown.choices(conversation.draft), asked))
        raise Suspended


Flow = Callable[[Chat[Any]], Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one turn said, and how it ended: waiting, with a command instead of an answer, or with the flow's result."""

    said: list[Outgoing]
    finished: bool = False
    command: Command | None = None
    result: Any = None


def take_turn(
    flow: Flow,
    conversation: Conversation,
    store: Any,
    incoming: Incoming | None = None,
    recognise: Recogniser = recognise,
) -> Turn:
    """Run `flow` as far as it can go; `incoming` answers the question it waits on."""
    chat, known = Chat(conversation, incoming, store, recognise), list(conversation.log)
    try:
        result = flow(chat)
    except Suspended:
        conversation.tidy(chat.used, known, finished=False)
        return Turn(chat.said)
    except Commanded as commanded:
        return Turn([], command=commanded.command)
    except Revised as revised:
        conversation.revise(revised.key, *revised.asked)
        return take_turn(flow, conversation, store, recognise=recognise)
    conversation.tidy(chat.used, known, finished=True)
    return Turn(chat.said, finished=True, result=result)
