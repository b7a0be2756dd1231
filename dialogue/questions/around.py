"""Questions around another one: what they do not do themselves, the question within does."""

from collections.abc import Sequence
from typing import Any, TypeVar

from dialogue.messages import Choice, Incoming, mark
from dialogue.phrases import Phrase, _
from dialogue.questions.base import Question
from dialogue.understanding import exact, plain

T = TypeVar("T")

SKIPS = (
    *(
        "omitir",
        "saltar",
        "siguiente",
        "paso",
        "no",
        "no gracias",
        "no tengo",
        "no hay",
        "ninguno",
        "ninguna",
        "a nadie",
    ),
    *("listo", "skip", "pass", "next", "no thanks", "none", "nobody", "done"),
)


class Around(Question[T]):
    """Any other question, as it is: who derives from it says what is different."""

    def __init__(self, inner: Question[Any], prompt: Phrase | str | None = None) -> None:
        super().__init__(inner.prompt if prompt is None else prompt)
        self.inner = inner

    @property
    def free(self) -> bool:  # type: ignore[override]  # a property here, a constant elsewhere
        """As the question within."""
        return self.inner.free

    @property
    def numbered(self) -> bool:  # type: ignore[override]
        """As the question within; an option that is added to none is never numbered: a number may be the answer."""
        return self.inner.numbered and bool(self.inner.choices(None))

    @property
    def upload(self) -> bool:  # type: ignore[override]
        """As the question within."""
        return self.inner.upload

    def choices(self, draft: Any) -> Sequence[Choice]:
        return self.inner.choices(draft)

    def understand(self, incoming: Incoming, draft: Any) -> Any:
        return self.inner.understand(incoming, draft)

    def check(self, stored: Any) -> None:
        self.inner.check(stored)

    def read(self, stored: Any) -> T:
        return self.inner.read(stored)  # type: ignore[no-any-return]  # what the question within gives

    def recalls(self, text: str) -> bool:
        return self.inner.recalls(text)

    def name(self, stored: Any) -> Phrase | str:
        return self.inner.name(stored)

    def undone(self, stored: Any) -> Phrase | None:
        return self.inner.undone(stored)

    def example(self) -> Phrase | None:
        return self.inner.example()

    def _is_last(self, value: str, incoming: Incoming, draft: Any) -> bool:
        """Whether the option `value`, which is shown after all others, is meant: by its button or by its number."""
        if incoming.tap is not None:
            return incoming.tap.option == mark(value)
        shown = self.choices(draft)
        numbered = self.numbered and bool(shown) and shown[-1].value == value
        return numbered and plain(incoming.text) == str(len(shown))


class Skippable(Around[T | None]):
    """Any other question, with the freedom not to answer it."""

    def __init__(self, inner: Question[T], label: Phrase | None = None, also: tuple[str, ...] = SKIPS) -> None:
        super().__init__(inner)
        self.skip = Choice("", label or _("Skip"), also)

    def choices(self, draft: Any) -> Sequence[Choice]:
        return [*self.inner.choices(draft), self.skip]

    def understand(self, incoming: Incoming, draft: Any) -> Any:
        return None if self._skipped(incoming, draft) else super().understand(incoming, draft)

    def check(self, stored: Any) -> None:
        if stored is not None:
            super().check(stored)

    def read(self, stored: Any) -> T | None:
        return None if stored is None else super().read(stored)

    def recalls(self, text: str) -> bool:
        return exact(text, self.choices(None)) is not None or super().recalls(text)

    def name(self, stored: Any) -> Phrase | str:
        return self.skip.label if stored is None else super().name(stored)

    def undone(self, stored: Any) -> Phrase | None:
        return None if stored is None else super().undone(stored)

    def _skipped(self, incoming: Incoming, draft: Any) -> bool:
        if incoming.tap is None and exact(incoming.text, [self.skip]) is not None:
            return not self.inner.recalls(incoming.text)
        return self._is_last(self.skip.value, incoming, draft)
