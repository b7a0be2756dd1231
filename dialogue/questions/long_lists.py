"""One of so many options that they do not fit on a phone: a page at a time, or only what was looked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question, Unfinished, Unsure
from dialogue.understanding import exact, labels, near, plain

FITS = 10  # options that are shown as they are
PAGE = 8
READABLE = 40  # options through which anybody leafs; of more she writes a part
MORE = "more!"  # no option is called so
LIKE = 75  # of 100


@dataclass(frozen=True)
class LongPick(Question[str]):
    """One of many options. The draft is the page that is shown, or what was found by a part of its name."""

    options: Sequence[Choice] = ()

    numbered = False  # the place on a page would mean something else on the next

    def choices(self, draft: Any) -> Sequence[Choice]:
        if isinstance(draft, list):
            return [choice for choice in self.options if choice.value in draft]
        if len(self.options) > READABLE:
            return ()
        first = draft * PAGE if isinstance(draft, int) else 0
        page = self.options[first : first + PAGE]
        return [*page, Choice(MORE, _("More options"), ("más", "mas", "siguiente", "more", "next"))]

    def chosen(self, value: str, draft: Any) -> str:
        if value == MORE:
            raise Unfinished(self._next(draft))
        return value

    def hear(self, text: str, draft: Any) -> str:
        shown = self.choices(draft)
        choice = exact(text, self.options)
        if choice is not None:
            return choice.value
        if exact(text, [each for each in shown if each.value == MORE]):
            raise Unfinished(self._next(draft))
        found = self._like(text)
        if 1 < len(found) <= FITS:
            raise Unfinished([choice.value for choice in found])
        choice = found[0] if found else near(text, self.options)
        if choice is not None and len(found) <= 1:
            raise Unsure(choice.value)
        raise Misunderstood(self.hint())

    def name(self, stored: Any) -> Phrase | str:
        return next((choice.label for choice in self.options if choice.value == stored), str(stored))

    def recalls(self, text: str) -> bool:
        return exact(text, self.options) is not None

    def check(self, stored: Any) -> None:
        if not any(choice.value == stored for choice in self.options):
            raise Misunderstood(self.hint())

    def hint(self) -> Phrase:
        """What would be understood."""
        return _("Please write the beginning of its name, and choose.")

    def _next(self, draft: Any) -> int:
        pages = -(-len(self.options) // PAGE)
        return (draft + 1) % pages if isinstance(draft, int) else 1 % pages

    def _like(self, text: str) -> list[Choice]:
        """The options of which `text` is a part, or nearly."""
        typed = plain(text)
        if len(typed) < 2:
            return []
        part = [choice for choice in self.options if any(typed in label for label in labels(choice))]
        if part or len(typed) < 4:
            return part
        return [each for each in self.options if any(fuzz.partial_ratio(typed, it) >= LIKE for it in labels(each))]
