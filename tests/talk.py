"""A conversation with the bare engine, written down as people would read it, and checked line by line.

`> text` is the person, `> [Label]` a pressed button, `> (photo)` a file, `> (revise key)` a correction, `> (again)` the
flow run without a message; `< text [Option] [Option]` is the bot, and a line that begins with neither continues the one
before. Every turn starts from a conversation that went through JSON. After every turn the law is checked: running the
waiting conversation again says only the open question and changes nothing.
"""

import copy
from typing import Any

from dialogue.commands import BACK, LANGUAGE, Command, Recogniser, recognise
from dialogue.conversation import Conversation, dump, load
from dialogue.drawing.content import Content, in_words
from dialogue.engine import Flow, Turn, take_turn
from dialogue.messages import Incoming, Media, Tap


class Talk:
    """One person in one flow. `store` is whatever the flow reads and changes; `obeyed` are the commands that came."""

    def __init__(self, flow: Flow, store: Any = None, language: str = "es", identity: str = "7") -> None:
        self.flow, self.store, self.language = flow, store, language
        self.conversation = Conversation(identity, "made up", "1")
        self.turn = Turn([])
        self.recognise: Recogniser = recognise
        self.obeyed: list[Command] = []
        self.shown: dict[str, str] = {}  # every option that was ever drawn: its label and what pressing it sends

    def __call__(self, transcript: str) -> None:
        heard = ""
        for who, line in _lines(transcript):
            if who == ">":
                assert not heard, f"expected nothing more, heard {heard}"
                heard = self.write(line)
            else:
                assert heard == line, f"expected {line!r}, heard {heard!r}"
                heard = ""
        assert not heard, f"expected nothing more, heard {heard}"

    def write(self, line: str) -> str:
        """Send what a line of a transcript stands for; what the bot answers, as a transcript has it."""
        if line == "(again)":
            return self.run()
        if line.startswith("(revise "):
            assert self.reload().revise(line[8:-1]), "refused"
            return self.run()
        if line == "(photo)":
            return self.hear(Incoming(media=Media.FILE, files=("f1",)))
        if line.startswith("["):
            return self.hear(Incoming("the label, as some channels send it", Tap.read(self.shown[line[1:-1]])))
        return self.hear(Incoming(line))

    def hear(self, incoming: Incoming) -> str:
        """Take a turn with a message, and obey the command that it may be."""
        heard = self.run(incoming)
        if self.turn.command is None:
            return heard
        return self._obey(self.turn.command)

    def run(self, incoming: Incoming | None = None) -> str:
        """Take one turn, from JSON and back to it."""
        self.turn = take_turn(self.flow, self.reload(), self.store, incoming, self.recognise)
        if self.turn.command is None and not self.turn.finished:
            self.check_the_law()
        contents = in_words(self.turn.said, self.language)
        self.shown |= {option.label: option.data for content in contents for option in content.options}
        return " ".join(map(_drawn, contents))

    def reload(self) -> Conversation:
        """The conversation as the store would give it back."""
        self.conversation = load(dump(self.conversation))
        return self.conversation

    def check_the_law(self) -> None:
        """Running the waiting conversation again says only the open question and changes nothing."""
        again, store = load(dump(self.conversation)), copy.deepcopy(self.store)
        turn = take_turn(self.flow, again, store)
        assert not turn.finished, "run again, the flow ends"
        assert turn.said == [self.turn.said[-1]], f"run again, the flow says {turn.said}"
        assert turn.said[0].asked is not None, "the flow waits for no answer"
        assert (dump(again), store) == (dump(self.conversation), self.store), "run again, the flow changes something"

    def _obey(self, command: Command) -> str:
        self.obeyed.append(command)
        if command.name == BACK and not self.reload().back():
            return "(no way back)"
        if command.name == LANGUAGE and command.rest:
            self.language = command.rest
        return self.run()


def _drawn(content: Content) -> str:
    words = " ".join(content.text.split())
    return " ".join([words, *(f"[{option.label}]" for option in content.options)])


def _lines(transcript: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for line in filter(None, map(str.strip, transcript.splitlines())):
        if line[0] in "<>":
            found.append((line[0], line[1:].strip()))
        else:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
    return found
