"""The few words that reach somebody on WhatsApp who has not written for a day: approved beforehand, hence fixed.

They tell nothing to whoever looks over her shoulder. The button sends a command that goes on where she was.
"""

from collections.abc import Mapping

from dialogue.drawing.content import Option
from dialogue.drawing.whatsapp import Kind, Piece
from dialogue.phrases import Phrase, _

OPEN = "/open"
LABEL = _("Open")

KNOCKS: Mapping[str, Phrase] = {
    "reminder": _("Hello. We have a reminder about your plan. Tap the button to see it."),
    "answer": _("Hello. The team has answered your question. Tap the button to read it."),
    "discreet": _("Hello. There is a message for you. Tap the button to see it."),
    "news": _("Hello. There is news from the team of the programme. Tap the button to see it."),
}
#: What WhatsApp is told that a knock is for. News that nobody asked for is marketing to it, and costs more.
UTILITY, MARKETING = "UTILITY", "MARKETING"
_MARKETING = ("news",)


def category(kind: str) -> str:
    """As what a knock of this kind is submitted."""
    return MARKETING if kind in _MARKETING else UTILITY


def knock(kind: str, language: str) -> Piece:
    """What a knock of this kind looks like. Raises `ValueError` for a kind that there is not."""
    phrase = KNOCKS.get(kind)
    if phrase is None:
        raise ValueError("no such knock")
    return Piece(Kind.QUICK, phrase.said(language), (Option(LABEL.said(language), OPEN),))
