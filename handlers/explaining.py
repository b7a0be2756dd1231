"""A question of a questionnaire: made when it is needed, with why it is asked, and the form's own condition."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from dialogue.messages import Choice, Incoming
from dialogue.phrases import Phrase, _
from dialogue.questions import Around, Aside, Misunderstood, Question
from dialogue.questions.long_lists import FITS
from dialogue.understanding import plain

WHY = "why?"  # no option is called so
_WHYS = ("por qué", "por qué me lo preguntan", "por qué lo preguntan", "para qué", "why", "why do you ask")


class Explained(Around[Any]):
    """Any other question, with `why` it is asked, if that is known; its answer stays as it is stored.

    `refusal` says what is wrong with a stored answer, None where nothing is.
    """

    def __init__(
        self, inner: Question[Any], why: Phrase | None, refusal: Callable[[Any], Phrase | None], prompt: Phrase | str
    ) -> None:
        super().__init__(inner, prompt)
        self.why, self.refusal = why, refusal

    def choices(self, draft: Any) -> Sequence[Choice]:
        own = self.inner.choices(draft)
        room = self.why is not None and len(own) < FITS - 1
        return [*own, Choice(WHY, _("Why do you ask?"), _WHYS)] if room else own

    def understand(self, incoming: Incoming, draft: Any) -> Any:
        if self.why is not None and self._asks_why(incoming, draft):
            raise Aside(self.why)
        return super().understand(incoming, draft)

    def check(self, stored: Any) -> None:
        super().check(stored)
        refused = self.refusal(stored)
        if refused is not None:
            raise Misunderstood(refused)

    def read(self, stored: Any) -> Any:
        return stored

    def _asks_why(self, incoming: Incoming, draft: Any) -> bool:
        if incoming.tap is None and plain(incoming.text) in map(plain, _WHYS):
            return True
        return self._is_last(WHY, incoming, draft)


class Deferred(Around[Any]):
    """A question that is made when somebody looks at it: most rows of a turn were answered long ago.

    A `lasting` answer depends on no other one; it was looked at when it came, and stays good.
    """

    def __init__(self, make: Callable[[], Question[Any]], prompt: Phrase, *, lasting: bool) -> None:
        Question.__init__(self, prompt)  # what is around is not there yet
        self._make, self._lasting = make, lasting

    @cached_property
    def inner(self) -> Question[Any]:  # type: ignore[override]  # a variable there
        """The question itself."""
        return self._make()

    def check(self, stored: Any) -> None:
        if not self._lasting or "inner" in self.__dict__:
            super().check(stored)

    def read(self, stored: Any) -> Any:
        return stored
