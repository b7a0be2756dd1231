"""The family name that a new phone is asked for; a remark in its place is no wrong name."""

from dataclasses import dataclass
from typing import Any

from dialogue.phrases import _
from dialogue.questions import Misunderstood, Text
from dialogue.understanding import plain

MOST_WORDS = 6
REMARKS = {"no entiendo", "no se", "que", "como", "i do not understand", "i dont know", "acepto", "agree"}


@dataclass(frozen=True)
class FamilyName(Text):
    """A family name; a remark or a question instead of it is no wrong name."""

    def hear(self, text: str, draft: Any) -> str:
        name = super().hear(text, draft)
        if set(name) & set("?¿0123456789") or len(name.split()) > MOST_WORDS or plain(name) in REMARKS:
            raise Misunderstood(_("Please write your first family name only, as on your identity card."))
        return name
