"""The tasks whose effort is measured. Whoever adds a conversation adds what it costs."""

from models.store import Store
from tests.alumni import code_for, enrol
from tests.announced import announced
from tests.announcing import alumna as agreeable
from tests.announcing import officer, receives
from tests.crowd import crowd
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


def invited(store: Store, channel: str, language: str) -> tuple[Phone, str]:
    """Somebody who has an invitation before her."""
    address = "500001" if channel == "telegram" else "+525550000001"
    phone = agreeable(store, channel, address, language)
    announced(store, choices="rsvp")
    receives(store, phone)
    return phone, ""


def member(store: Store, channel: str, language: str) -> tuple[Phone, str]:
    """An officer, and 37 people who agreed to announcements."""
    store.run(crowd, 37)
    return officer(store, channel, "900001" if channel == "telegram" else "+525550000090", language), ""


TASKS = [
    Task(
        "join",
        stranger,
        {
            "es": ("CODE", "Ejemplo", "[Acepto]", "[Nada de esto]", "[Sí, es correcto]"),
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
    Task("see how the plans go, as a picture", alumna, {"es": ("mi avance",), "en": ("my progress",)}, 1),
    Task(
        "add a milestone",
        alumna,
        {
            "es": ("mis planes", "[Agregar metas]", "Capacitar a 20 oficiales, 15/3/2027", "[Listo]"),
            "en": ("my plans", "[Add milestones]", "Train 20 officers, 15/3/2027", "[Done]"),
        },
        4,
    ),
    Task(
        "set quiet hours",
        alumna,
        {
            "es": ("ajustes", "[Horas de silencio]", "22:00", "7:00"),
            "en": ("settings", "[Quiet hours]", "22:00", "7:00"),
        },
        4,
    ),
    Task(
        "switch to discreet mode",
        alumna,
        {"es": ("discreto", "[Sí, discreto]"), "en": ("discreet", "[Yes, discreet]")},
        2,
    ),
    Task("join from another phone, first half", alumna, {"es": ("vincular",), "en": ("link",)}, 1),
    Task(
        "say that one was transferred",
        alumna,
        {
            "es": (
                *("me cambiaron", "[Otro lugar de trabajo]", "Secretaría de Muestra", "Sonora", "[Omitir]"),
                *("[El mismo nivel]", "24/11/2026", "[Sí, me lo llevo]"),
            ),
            "en": (
                *("I was moved", "[Another workplace]", "Sample Department", "Sonora", "[Skip]"),
                *("[The same level]", "24/11/2026", "[Yes, it goes on]"),
            ),
        },
        8,
    ),
    Task("clear this chat", alumna, {"es": ("borrar",), "en": ("clear",)}, 1),
    Task(
        "announce from the phone",
        member,
        {
            "es": (
                *("anuncio", "[Todas las personas]", "El taller es el viernes a las 10.", "[Solo en un idioma]"),
                *("[¿Van a asistir?]", "[En cuanto yo diga]", "[Está bien]"),
                *("[Enviar a 37 personas]", "[Enviar a 37 personas]"),
            ),
            "en": (
                *("announcement", "[Everyone]", "El taller es el viernes a las 10.", "[Only in one language]"),
                *("[Will they come?]", "[As soon as I say]", "[It is right]"),
                *("[Send to 37 people]", "[Send to 37 people]"),
            ),
        },
        9,
    ),
    Task(
        "answer an announcement",
        invited,
        {"es": ("sí asistiré",), "en": ("I will come",)},
        1,
    ),
]
