"""The tasks whose effort is measured. Whoever adds a conversation adds what it costs."""

from models.store import Store
from tests.alumni import code_for, enrol
from tests.effort.measuring import Task
from tests.phones import Phone, phone_of

PLAN = "Patrullaje de proximidad"


def stranger(store: Store, channel: str, language: str) -> tuple[Phone, str]:
    """Somebody with a fresh code."""
    address = "500001" if channel == "telegram" else "+525550000001"
    phone = Phone(store, channel, address, language)
    return phone, store.run(lambda db: code_for(db, enrol(db, plans=(PLAN,))))


def alumna(store: Store, channel: str, language: str) -> tuple[Phone, str]:
    """Somebody who has joined, with one plan."""
    phone = phone_of(store, store.run(enrol, plans=(PLAN,)), channel, "500001", language)
    if language == "en":
        phone.write("english")
    return phone, ""


TASKS = [
    Task(
        "join",
        stranger,
        {
            "es": ("CODE", "Ejemplo", "[Acepto]", "[Ninguna]", "[Sí, es correcto]"),
            "en": ("CODE", "Ejemplo", "[I agree]", "[None of them]", "[Yes, it is right]"),
        },
        6,
    ),
    Task(
        "report progress, question by question",
        alumna,
        {
            "es": ("avance", "60", "[Nada]", "Ya capacitamos a dos turnos", "[A nadie]", "[Omitir]"),
            "en": ("progress", "60", "[Nothing]", "Two shifts are trained", "[None]", "[Skip]"),
        },
        6,
    ),
    Task(
        "report progress in one line",
        alumna,
        {"es": ("avance 60 ya hay dos turnos",), "en": ("progress 60 two shifts are under way",)},
        1,
    ),
    Task("change the language", alumna, {"es": ("english",), "en": ("español",)}, 1),
    Task(
        "ask the team",
        alumna,
        {"es": ("persona ¿cuándo es el taller?",), "en": ("question when is the workshop?",)},
        2,
    ),
    Task(
        "get all of one's data as a file",
        alumna,
        {"es": ("mis datos", "[Recibirlo en archivo]"), "en": ("my data", "[Get it as a file]")},
        2,
    ),
    Task(
        "object to a use of one's data",
        alumna,
        {
            "es": ("oponerme", "[Seguimiento de mi plan]", "[Detener mensajes]"),
            "en": ("object", "[Follow-up on my plan]", "[Stop the messages]"),
        },
        3,
    ),
    Task(
        "have all of one's data erased",
        alumna,
        {"es": ("eliminar mis datos", "[Eliminar todo]"), "en": ("delete my data", "[Erase everything]")},
        2,
    ),
    Task("clear this chat", alumna, {"es": ("borrar",), "en": ("clear",)}, 1),
]
