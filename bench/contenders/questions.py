"""What every contender asks, much as Lazos does, and what people answer."""

from typing import NamedTuple

PLAN = "Patrullaje de proximidad"
PERCENT = f"¿Qué tan avanzado va «{PLAN}», de 0 a 100?"
INSTEAD = {"not_started": "Aún no empieza", "done": "Ya terminó", "changed": "El plan cambió", "dropped": "Ya no sigue"}
HURDLE = "¿Qué le ha dificultado avanzar?"
HURDLES = {
    "none": "Nada",
    "resources": "Falta de recursos",
    "command": "Falta apoyo de mandos",
    "time": "Falta de tiempo",
    "transfer": "Cambio de adscripción",
    "turnover": "Rotación de personal",
    "rules": "Trámites o normas",
    "insecurity": "Inseguridad",
    "other": "Otra cosa",
}
NOTE = "¿Qué cambió desde la última vez? Basta con una línea."
COUNT = "¿Anoto {n} personas capacitadas?"
PROOF = "Si gusta, mande una foto o un documento."
THANKS = "Gracias. Quedó registrado en «{plan}»: {percent} %, avanzado."
SKIP, YES, NO = "Omitir", "Sí", "No"


class Step(NamedTuple):
    """One message of a person: typed, or the button at this place pressed; and how many buttons the reply has."""

    says: str | int
    buttons: int


#: Six messages, six replies. A contender that answers anything else is stopped.
CONVERSATION = (
    Step("avance", len(INSTEAD)),
    Step("60", len(HURDLES)),
    Step(3, 1),
    Step("Capacitamos a 20 oficiales", 2),
    Step("sí", 1),
    Step("omitir", 0),
)
