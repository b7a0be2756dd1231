"""The values of fields that have a fixed list: states, levels, languages, channels, plans, answers."""

from collections.abc import Iterable, Mapping, Sequence

from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.understanding import exact
from models import ranks, states
from models.announcements.choices import OFFERED

OPEN, ANY, NONE = "open", "any", "none"

#: Each with the words of a sentence as its label: “with a started plan”, “on Telegram”.
CLOSED: Mapping[str, Sequence[Choice]] = {
    "state": [Choice(code, name) for code, name in states.STATES.items()],
    "rank": [
        Choice("operative", _("Operative"), ("operative", "operativo", "operativa")),
        Choice("supervisor", _("Supervisor"), ("supervisor", "supervision", "supervisora")),
        Choice("command", _("Middle command"), ("command", "mando medio", "mando")),
        Choice("executive", _("Senior command"), ("executive", "alto mando", "mando superior")),
        Choice("civilian", _("Civilian"), ("civilian", "civil")),
    ],
    "language": [
        Choice("es", _("Spanish"), ("es", "spanish", "espanol", "castellano")),
        Choice("en", _("English"), ("en", "english", "ingles")),
    ],
    "channel": [Choice("telegram", "Telegram", ("tg",)), Choice("whatsapp", "WhatsApp", ("wa", "whats app"))],
    "plan": [
        Choice(
            "not_started", _("a plan not started yet"), ("not_started", "not started", "sin empezar", "sin iniciar")
        ),
        Choice("started", _("a started plan"), ("started", "iniciado", "empezado", "en marcha")),
        Choice("advanced", _("an advanced plan"), ("advanced", "avanzado")),
        Choice("done", _("a finished plan"), ("done", "finished", "terminado", "hecho", "concluido", "completado")),
        Choice("changed", _("a changed plan"), ("changed", "con cambios", "cambiado", "modificado")),
        Choice("dropped", _("a dropped plan"), ("dropped", "cancelado", "abandonado")),
        Choice(OPEN, _("an open plan"), ("open", "abierto", "en curso", "vigente")),
        Choice(ANY, _("a plan"), ("any", "alguno", "cualquiera", "yes", "si")),
        Choice(NONE, _("no plan"), ("none", "ninguno", "sin plan", "no")),
    ],
}

#: What people may have answered to an announcement of any kind.
ANSWERS = [choice for kind in OFFERED.values() for choice in kind]


def understood(field: str, text: str) -> str | None:
    """The value of `field` (one of `CLOSED`) that `text` names; None when it names none."""
    found = exact(text, CLOSED[field])
    if found is not None:
        return found.value
    if field == "state":
        return states.understood(text)
    return ranks.understood(text) if field == "rank" else None


def answer(text: str) -> str | None:
    """The answer that `text` names; None when nobody could have given it."""
    by_value = next((choice for choice in ANSWERS if choice.value == text), None)
    found = by_value or exact(text, ANSWERS)
    return None if found is None else found.value


def written(field: str, value: str) -> str:
    """How a value of a list is written so that `understood` finds it again."""
    return states.STATES[value] if field == "state" else value.replace("_", " ")


def labels_of(values: Iterable[str], choices: Iterable[Choice]) -> list[Choice]:
    """The choices with these values, in the order of the values."""
    by_value = {choice.value: choice for choice in choices}
    return [by_value[value] for value in values]
