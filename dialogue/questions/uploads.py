"""Photos and documents."""

from dataclasses import dataclass
from typing import Any

from dialogue.messages import Incoming, Media
from dialogue.phrases import _
from dialogue.questions.base import Misunderstood, Question


@dataclass(frozen=True)
class Upload(Question[list[str]]):
    """One or more files sent together; the answer is the list of their ids."""

    upload = True

    def understand(self, incoming: Incoming, draft: Any) -> list[str]:
        if incoming.refused is not None:
            raise Misunderstood(incoming.refused)
        if incoming.files:
            return list(incoming.files)
        if incoming.media is Media.FILE:  # it was fetched for nobody: what was wanted has changed meanwhile
            return self.hear("", draft)
        return super().understand(incoming, draft)  # type: ignore[no-any-return]

    def hear(self, text: str, draft: Any) -> list[str]:
        raise Misunderstood(_("Please send a photo or a document here."))

    def check(self, stored: Any) -> None:
        if not isinstance(stored, list) or not stored or not all(isinstance(file, str) for file in stored):
            raise Misunderstood(_("Please send a photo or a document here."))
