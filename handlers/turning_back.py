"""The first question of a flow that was entered through a menu: "atrás" and a button lead back to the menu."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection

from dialogue.engine import Chat
from dialogue.messages import Choice, Incoming, mark
from dialogue.phrases import _
from dialogue.questions import Around, Question
from dialogue.understanding import exact

T = TypeVar("T")

_BACK = Choice("back!", _("Back to the plan"), ("atrás", "regresar", "volver", "anterior", "back", "go back"))


class TurnedBack(Exception):
    """The person would rather go back to the menu."""


def ask_first(chat: Chat[Connection], key: str, question: Question[T]) -> T:
    """The answer to the first question of a flow. Raises `TurnedBack`."""
    return chat.ask(key, _OrBack(question))


class _OrBack(Around[T]):
    """Any other question, with the way back; reading that answer raises `TurnedBack`."""

    numbered = False

    def choices(self, draft: Any) -> Sequence[Choice]:
        return [*self.inner.choices(draft), _BACK]

    def understand(self, incoming: Incoming, draft: Any) -> Any:
        if incoming.tap is not None:
            turned = incoming.tap.option == mark(_BACK.value)
        else:
            turned = incoming.media is None and exact(incoming.text, [_BACK]) is not None
        return _BACK.value if turned else self.inner.understand(incoming, draft)

    def check(self, stored: Any) -> None:
        if stored != _BACK.value:
            super().check(stored)

    def read(self, stored: Any) -> T:
        if stored == _BACK.value:
            raise TurnedBack
        return super().read(stored)

    def recalls(self, text: str) -> bool:
        return exact(text, self.choices(None)) is not None or super().recalls(text)
