"""What she may answer when she looks for something: words of her own, a topic, or the number of what was found."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions import Misunderstood, Question, Text, Unfinished, Unsure
from dialogue.understanding import exact, near, plain
from handlers.commands import recognise
from handlers.progress import in_one_line
from models.resources.words import LONGEST_QUERY

MOST = 10  # options, as a list holds
_NUMBER = 3  # digits of what is meant as the number of an option
MORE = "more!"  # no option is called so
WORDS = "words "  # what she wrote stands behind it
AGAIN = Choice("again", _("Another search"), ("otra búsqueda", "buscar"), "/resources")
PERSON = Choice("person", _("Talk to a person"), sends="/person")
#: What may begin the name of something to look for ("persona desaparecida"), though it begins a flow elsewhere.
_NOUNS = ("persona", "person", "human", "reporte", "report")
_ONE_OF_THEM = _("Please write a few words, or choose one of the options.")
_NEXT = ("más", "siguiente", "siguientes", "ver más", "more", "next")


class Looking(Question[str]):
    """Any words are something to look for, unless they name an option; of very many only the first are looked at."""

    def chosen(self, value: str, draft: Any) -> str:
        return value

    def hear(self, text: str, draft: Any) -> str:
        choice = exact(text, self.named()) or self.at(text, draft)
        if choice is not None:
            return self.chosen(choice.value, draft)
        if plain(text).isdecimal() and len(text) <= _NUMBER:
            raise Misunderstood(_ONE_OF_THEM)
        return WORDS + Text(self.prompt).hear(text[:LONGEST_QUERY].strip(), draft)

    def check(self, stored: Any) -> None:
        named = stored in (MORE, *(each.value for each in self.named()))
        if not (isinstance(stored, str) and (named or stored.startswith(WORDS))):
            raise Misunderstood(_ONE_OF_THEM)

    def name(self, stored: Any) -> Phrase | str:
        labels = (each.label for each in self.named() if each.value == stored)
        return next(labels, str(stored).removeprefix(WORDS))

    def recalls(self, text: str) -> bool:
        return exact(text, self.named()) is not None or _is_named_like_a_command(text)

    def named(self) -> Sequence[Choice]:
        """All that can be meant by name."""
        raise NotImplementedError

    def at(self, text: str, draft: Any) -> Choice | None:
        """What stands at the place that `text` is."""
        shown, typed = self.choices(draft), plain(text)
        place = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 2 else 0
        return shown[place - 1] if 0 < place <= len(shown) else None


def _is_named_like_a_command(text: str) -> bool:
    first, _space, rest = plain(text).partition(" ")
    command = recognise(text)
    if first not in _NOUNS or command is None or command.slashed or not rest:
        return False
    return not command.whole and in_one_line(command.rest)[0] is None


@dataclass(frozen=True)
class Wanted(Looking):
    """What she is looking for: words or a topic. The draft is the page of topics."""

    topics: Sequence[Choice] = ()
    others: Sequence[Choice] = ()

    def choices(self, draft: Any) -> Sequence[Choice]:
        if len(self.topics) + len(self.others) <= MOST:
            return [*self.topics, *self.others]
        first = self._page(draft) * self._room
        more = Choice(MORE, _("More topics"), _NEXT)
        return [*self.topics[first : first + self._room], more, *self.others]

    def chosen(self, value: str, draft: Any) -> str:
        if value == MORE:
            raise Unfinished((self._page(draft) + 1) % -(-len(self.topics) // self._room))
        return value

    def named(self) -> Sequence[Choice]:
        shown = self.choices(None)
        return [*self.topics, *(each for each in shown if each.value == MORE), *self.others]

    @property
    def _room(self) -> int:
        return MOST - len(self.others) - 1

    def _page(self, draft: Any) -> int:
        return draft if isinstance(draft, int) else 0


@dataclass(frozen=True)
class Found(Looking):
    """Which of the items that were found: those from `first` on are shown, and earlier ones can still be named.

    Each button says the number of its item and sends a command, so that it works for weeks.
    """

    items: Sequence[Choice] = ()
    shown: range = range(0)
    others: Sequence[Choice] = (AGAIN,)

    numbered = False  # the labels are the numbers

    def choices(self, draft: Any) -> Sequence[Choice]:
        more = [Choice(MORE, _("More"), _NEXT)] if self.shown.stop < len(self.items) else []
        return [*self.items[self.shown.start : self.shown.stop], *more, *self.others]

    def named(self) -> Sequence[Choice]:
        return [*self.items[: self.shown.stop], *self.choices(None)[len(self.shown) :]]

    def at(self, text: str, draft: Any) -> Choice | None:
        return None


@dataclass(frozen=True)
class Doing(Looking):
    """What to do with one item; other words are another search, unless they nearly name an option."""

    options: Sequence[Choice] = ()

    def choices(self, draft: Any) -> Sequence[Choice]:
        return self.options

    def named(self) -> Sequence[Choice]:
        return self.options

    def hear(self, text: str, draft: Any) -> str:
        meant = super().hear(text, draft)
        if meant.startswith(WORDS) and (choice := near(text, self.options)) is not None:
            raise Unsure(choice.value)
        return meant
