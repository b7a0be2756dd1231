"""Words of a questionnaire, in whichever of its languages the reader speaks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dialogue.phrases import Phrase
from surveys.form import Text


@dataclass(frozen=True, slots=True)
class Wording(Phrase):
    """A phrase whose words come from a form; they are made when it is drawn."""

    words: Callable[[str], str] = str

    def said(self, language: str) -> str:
        return self.words(language)


def in_language(text: Text, language: str, languages: Sequence[str]) -> str:
    """The words in `language`, else those in no language, else those in the first language that has any."""
    for each in (language, "", *languages):
        if text.get(each):
            return text[each]
    return next((words for words in text.values() if words), "")
