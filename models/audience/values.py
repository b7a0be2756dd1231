"""The values of fields that have a fixed list: states, levels, languages, channels, plans, answers."""

from collections.abc import Iterable, Mapping, Sequence

from dialogue.messages import Choice
from dialogue.phrases import _
from dialogue.understanding import exact
from models import ranks, states
from models.announcements.choices import OFFERED

OPEN, ANY, NONE = "open", "any", "none"

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
        Choice("not_started", _("not started"), ("not_started", "sin empezar", "sin iniciar", "no iniciado")),
        Choice("started", _("started"), ("started", "iniciado", "empezado", "en marcha")),
        Choice("advanced", _("advanced"), ("advanced", "avanzado")),
        Choice("done", _("done"), ("done", "finished", "terminado", "hecho", "concluido", "completado")),
        Choice("changed", _("changed"), ("changed", "con cambios", "cambiado", "modificado")),
        Choice("dropped", _("dropped"), ("dropped", "cancelado", "abandonado")),
        Choice(OPEN, _("open"), ("open", "abierto", "en curso", "vigente")),
        Choice(ANY, _("any"), ("any", "alguno", "cualquiera", "yes", "si")),
        Choice(NONE, _("none"), ("none", "ninguno", "sin plan", "no")),
    ],
}

#: What people may have answered to an announcement of any kind.
ANSWERS = [choice for kind in OFFERED.values() for choice in kind]


_WRITTEN = {("state", code): name for code, name in states.STATES.items()}
_WRITTEN |= {("language", "es"): "Spanish", ("language", "en"): "English", ("plan", "not_started"): "not started"}


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
    return _WRITTEN.get((field, value), value)


def labels_of(values: Iterable[str], choices: Iterable[Choice]) -> list[Choice]:
    """The choices with these values, in the order of the values."""
    by_value = {choice.value: choice for choice in choices}
    return [by_value[value] for value in values]
