"""Free text."""

from dataclasses import dataclass
from typing import Any

from dialogue.phrases import Phrase, _
from dialogue.questions.base import Misunderstood, Question

IN_WORDS = _("Please write it in words.")


def has_words(text: str) -> bool:
    """Whether `text` holds a letter or a digit; a smile or a row of dots says nothing that could be kept."""
    return any(sign.isalnum() for sign in text)


@dataclass(frozen=True)
class Text(Question[str]):
    """A free text: never empty, never without any word, never longer than `limit` characters and never cut."""

    limit: int = 1000
    sample: Phrase | None = None
    smiles: bool = False  # are an answer too

    free = True

    def hear(self, text: str, draft: Any) -> str:
        text = text.replace("\0", "").encode("utf-8", "replace").decode()  # half a surrogate pair cannot be stored
        if not text:
            raise Misunderstood(_("Please write a short text."))
        if not self.smiles and not has_words(text):
            raise Misunderstood(IN_WORDS)
        if len(text) > self.limit:
            raise Misunderstood(
                _("That is too long: {length} characters. At most {limit}, please.", length=len(text), limit=self.limit)
            )
        return text

    def check(self, stored: Any) -> None:
        if not isinstance(stored, str) or not 0 < len(stored) <= self.limit:
            raise Misunderstood(_("Please write a short text."))

    def example(self) -> Phrase | None:
        return self.sample
