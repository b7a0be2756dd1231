"""Options to be put into an order."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from dialogue.messages import Choice
from dialogue.phrases import Phrase, _, listed
from dialogue.questions.base import Misunderstood, Question, Unfinished
from dialogue.questions.picks import Pick

_PARTS = re.compile(r"[,;>\n]+|(?<=\d)\s+")


@dataclass(frozen=True)
class Rank(Question[list[str]]):
    """All options, the most important first: one tap after another, or "2, 1, 3" at once."""

    options: Sequence[Choice] = ()

    def choices(self, draft: Any) -> Sequence[Choice]:
        ranked = self._known(draft)
        places = {value: place for place, value in enumerate(ranked, 1)}
        return [
            Choice(each.value, _("{place}. {label}", place=places[each.value], label=each.label), each.also)
            if each.value in places
            else each
            for each in self.options
        ]

    def chosen(self, value: str, draft: Any) -> list[str]:
        ranked = self._known(draft)
        ranked.remove(value) if value in ranked else ranked.append(value)
        return self._complete(ranked)

    def hear(self, text: str, draft: Any) -> list[str]:
        ranked = self._known(draft)
        for part in filter(str.strip, _PARTS.split(text)):
            value = Pick(self.prompt, self.options).hear(part, None)
            if value in ranked:
                raise Misunderstood(_("Each one has one place only."))
            ranked.append(value)
        return self._complete(ranked)

    def name(self, stored: Any) -> Phrase | str:
        return listed(*(Pick(self.prompt, self.options).name(value) for value in stored))

    def check(self, stored: Any) -> None:
        if not isinstance(stored, list) or sorted(stored) != sorted(choice.value for choice in self.options):
            raise Misunderstood(_("Please put all of them in order."))

    def example(self) -> Phrase | None:
        return _("For example: {number}", number=", ".join(str(place) for place in (2, 1, 3)[: len(self.options)]))

    def _known(self, draft: Any) -> list[str]:
        values = {choice.value for choice in self.options}
        return [value for value in draft or [] if value in values]

    def _complete(self, ranked: list[str]) -> list[str]:
        left = [choice.value for choice in self.options if choice.value not in ranked]
        if len(left) > 1:
            raise Unfinished(ranked)
        return [*ranked, *left]
