"""The family name that a new phone is asked for; a remark or a command in its place is no wrong name."""

from dataclasses import dataclass
from typing import Any

from dialogue.phrases import _
from dialogue.questions import Misunderstood, Text
from dialogue.understanding import plain
from handlers.commands import recognise

MOST_WORDS = 6
REMARKS = {
    *("no entiendo", "no se", "que", "como", "quien es", "quien eres", "quien habla", "para que", "acepto", "si", "no"),
    *("i do not understand", "i dont know", "agree", "who is this", "what for", "yes"),
}


def _is_remark(text: str) -> bool:
    return plain(text) in REMARKS or recognise(text) is not None


@dataclass(frozen=True)
class FamilyName(Text):
    """A family name; a remark or a question instead of it is no wrong name."""

    def hear(self, text: str, draft: Any) -> str:
        name = super().hear(text, draft)
        if set(name) & set("?¿0123456789") or len(name.split()) > MOST_WORDS or _is_remark(name):
            raise Misunderstood(_("Please write your first family name only, as on your identity card."))
        return name
