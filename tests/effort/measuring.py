"""Plays a task on a phone and counts: what the person did, and what she had to read."""

import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from dialogue.drawing.content import Content
from models.store import Store
from tests.phones import Phone

EASY = 70  # on Fernández-Huerta's scale, of a text from the eighth school year down
LONG = 25  # words, from which a text is measured: the scale means nothing for less


@dataclass(frozen=True)
class Task:
    """Something that somebody wants to get done: what she writes and presses, in each language.

    `ready` makes her, and returns her phone and what stands for CODE. `most` is how many turns it may take.
    """

    name: str
    ready: Callable[[Store, str, str], tuple[Phone, str]]
    lines: dict[str, tuple[str, ...]]
    most: int


@dataclass
class Effort:
    """What a task took: `turns` are messages of hers, `taps` those that were buttons; texts are the bot's."""

    turns: int = 0
    taps: int = 0
    letters: int = 0
    texts: list[str] = field(default_factory=list)

    @property
    def longest(self) -> int:
        """Letters of the longest message."""
        return max(map(len, self.texts))

    @property
    def heaviest(self) -> int:
        """Bytes of the heaviest message."""
        return max(len(text.encode()) for text in self.texts)


def play(store: Store, task: Task, language: str, channel: str) -> Effort:
    """Do a task from its beginning to its end."""
    (phone, code), effort = task.ready(store, channel, language), Effort()
    for line in task.lines[language]:
        heard = phone.write(line.replace("CODE", code))
        assert heard, f"{task.name}: nothing was said to {line!r}"
        effort.turns += 1
        effort.taps += line.startswith("[")
        effort.letters += 0 if line.startswith(("[", "(")) else len(line.replace("CODE", code))
        effort.texts += [whole(content) for content in heard]
    return effort


def whole(content: Content) -> str:
    """Everything that is to be read: the text, and what stands on buttons."""
    return "\n".join([content.text, *(option.label for option in content.options)])


def ease(text: str) -> int:
    """How easy a Spanish text is, by Fernández-Huerta: 70 and more is fairly easy, 100 very."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # the package leaves its word list open
        import textstat  # noqa: PLC0415

        textstat.set_lang("es")
        found: float = textstat.fernandez_huerta(text)
        return round(found)


def hard(texts: Iterable[str]) -> dict[str, int]:
    """Those of `texts` that are long enough to be measured, and not easy."""
    measured = {text: ease(text) for text in dict.fromkeys(texts) if len(text.split()) >= LONG}
    return {text: value for text, value in measured.items() if value < EASY}
