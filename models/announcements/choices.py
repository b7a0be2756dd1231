"""What people may press under an announcement. Every button sends a command, so it works at any moment and for long."""

from collections.abc import Mapping

from dialogue.messages import Choice
from dialogue.phrases import _
from models.announcements.tables import CHOICES

#: The command of each kind of choices; behind it come the number of the announcement and the answer.
COMMANDS: Mapping[str, str] = {"rsvp": "rsvp", "rating": "rate", "more": "more", "person": "talk"}

#: What each kind offers: a value of CHOICES, what stands on the button, and what else is understood when typed.
OFFERED: Mapping[str, tuple[Choice, ...]] = {
    "none": (),
    "rsvp": (
        Choice("yes", _("I will come"), ("sí", "sí voy", "yes", "asistiré", "ahí estaré", "cuenten conmigo")),
        Choice("no", _("I will not come"), ("no", "no puedo", "no voy", "no podré")),
        Choice("maybe", _("I do not know yet"), ("no sé", "quizá", "quizás", "tal vez", "a lo mejor", "maybe")),
    ),
    "rating": tuple(Choice(value, f"{value} ★", (value,)) for value in CHOICES["rating"]),
    "more": (Choice("more", _("Tell me more"), ("más", "more")),),
    "person": (Choice("person", _("Talk to the team"), ("persona", "person")),),
}

#: What nobody says but of coming or not: understood whatever else is open.
SURELY: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("rsvp", "yes"): (
        *("ahí estaré", "sí voy a ir", "mejor sí voy", "sí podré ir", "sí podré asistir", "sí voy a asistir"),
        *("i will be there", "i can come", "count me in"),
    ),
    ("rsvp", "no"): (
        *("no podré ir", "no podré asistir", "no puedo ir", "no puedo asistir", "no voy a ir", "no voy a poder ir"),
        *("mejor no voy", "ya no podré ir", "no asistiré", "i cannot come", "i can't come", "i can't make it"),
    ),
}


def options(kind: str, announcement: int) -> list[Choice]:
    """The buttons under an announcement whose choices are of this kind. Raises `KeyError` for a kind there is not."""
    return [Choice(each.value, each.label, sends=_command(kind, announcement, each)) for each in OFFERED[kind]]


def _command(kind: str, announcement: int, choice: Choice) -> str:
    """What a button sends, at most 64 bytes; where there is one button only, it needs no answer behind it."""
    alone = f"/{COMMANDS[kind]} {announcement}"
    return alone if len(OFFERED[kind]) == 1 else f"{alone} {choice.value}"
