"""What every question can do, and the three ways in which an answer can be less than an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dialogue.messages import Choice, Incoming, Media, mark
from dialogue.phrases import Phrase, _
from dialogue.understanding import exact

T = TypeVar("T")

NOT_NEEDED = _("A file is not needed here.")
_MEDIA = {
    Media.FILE: NOT_NEEDED,
    Media.VOICE: _("I cannot listen to voice messages. Please write it."),
    Media.VIDEO: _("I cannot watch videos. Please write it."),
    Media.OTHER: _("I can only read text here."),
}


class Misunderstood(Exception):
    """The answer does not fit the question; `hint` tells the person what would."""

    def __init__(self, hint: Phrase) -> None:
        super().__init__(hint.id)
        self.hint = hint


class Aside(Misunderstood):
    """No answer, and no mistake either: `hint` is said, and the question comes again."""


class OldButton(Aside):
    """A button of another question was pressed."""

    def __init__(self) -> None:
        super().__init__(_("That button belongs to an earlier question."))


class Unsure(Exception):
    """Something near was typed: `value` is proposed, never taken silently; or `command` may be meant instead of it."""

    def __init__(self, value: Any, command: str | None = None) -> None:
        super().__init__()
        self.value, self.command = value, command


class Unfinished(Exception):
    """A part of the answer came; the question is posed again, remembering `draft`."""

    def __init__(self, draft: Any) -> None:
        super().__init__()
        self.draft = draft


@dataclass(frozen=True)
class Question(Generic[T]):
    """Something to ask, and the way to understand what comes back. Answers are stored as JSON."""

    prompt: Phrase | str

    free = False  # any text is an answer, so only a whole command is a command
    numbered = True  # an option may be answered by its position
    upload = False  # a file is an answer

    def choices(self, draft: Any) -> Sequence[Choice]:
        """The options to show, given what was understood so far."""
        return ()

    def hear(self, text: str, draft: Any) -> Any:
        """The stored form of a typed answer, or `Misunderstood`, `Unsure`, `Unfinished`."""
        raise NotImplementedError

    def chosen(self, value: str, draft: Any) -> Any:
        """The stored form of a pressed option."""
        return value

    def check(self, stored: Any) -> None:
        """Raise `Misunderstood` when an answer that was once good no longer is."""

    def read(self, stored: Any) -> T:
        """The answer as the flow wants it."""
        return stored  # type: ignore[no-any-return]  # JSON in, the same JSON out

    def example(self) -> Phrase | None:
        """One answer that would be understood, for whoever was misunderstood twice."""
        return None

    def name(self, stored: Any) -> Phrase | str:
        """A stored answer as it is read back to the person."""
        return next((choice.label for choice in self.choices(None) if choice.value == stored), str(stored))

    def undone(self, stored: Any) -> Phrase | None:
        """What is said when *back* takes an answer away; nothing where the question itself tells enough."""
        return None

    def recalls(self, text: str) -> bool:
        """Whether `text` is, to the letter, one of the options."""
        return exact(text, self.choices(None)) is not None

    def understand(self, incoming: Incoming, draft: Any) -> Any:
        """The stored form of whatever came, or `Misunderstood`, `Unsure`, `Unfinished`."""
        if incoming.tap is not None:
            return self.chosen(self._pressed(incoming.tap.option, draft), draft)
        if incoming.media is not None:
            raise Misunderstood(_MEDIA[incoming.media])
        return self.hear(incoming.text.strip(), draft)

    def takes(self, text: str, draft: Any) -> bool:
        """Whether `text` is an answer as it is, and not the place of an option."""
        if self.numbered and self.choices(draft):
            return False
        try:
            self.understand(Incoming(text), draft)
        except (Misunderstood, Unsure, Unfinished):
            return False
        return True

    def _pressed(self, option: str, draft: Any) -> str:
        for choice in self.choices(draft):
            if mark(choice.value) == option:
                return choice.value
        raise OldButton


def has_example(prompt: Phrase | str) -> bool:
    """Whether a prompt shows what would be understood; a second example beside it would only be more to read."""
    return isinstance(prompt, Phrase) and "or example" in prompt.id
