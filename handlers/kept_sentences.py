"""A sentence that a conversation keeps: in every language, since what made it may be different by tomorrow."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dialogue.catalogues import languages
from dialogue.phrases import Phrase, said


def kept(text: Phrase | str) -> dict[str, str]:
    """`text` in every language, as JSON."""
    return {language: said(text, language) for language in languages()}


@dataclass(frozen=True, slots=True)
class Kept(Phrase):
    """What was kept, to be said like any other sentence."""

    words: Mapping[str, str] = field(default_factory=dict, hash=False)

    def said(self, language: str) -> str:
        return self.words.get(language) or next(iter(self.words.values()), "")


def again(words: Mapping[str, str]) -> Phrase:
    """The sentence whose words were kept."""
    return Kept("", words=words)
