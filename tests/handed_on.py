"""Numbers and business-scoped ids that are handed on from Ana to somebody else."""

from sqlalchemy import select

from dialogue.drawing.content import Content
from models import addresses, contacts, outbox
from models.base import now
from models.messages import QUEUED, REPLY, Message
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone

NUMBER, FIRST, SECOND = "+525550000001", "MX.111111", "MX.222222"
NEUTRAL = (
    "Este servicio es por invitación. Si tiene una clave de acceso, escríbala completa, por favor: son 16 letras y números. "
    "This service is by invitation. If you have an access code, please write all of it: 16 letters and numbers."
)
PERCENT = "¿Qué tan avanzado va «{plan}», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]"


def whatsapp(store: Store, number: str | None = NUMBER, scoped: str | None = FIRST) -> Phone:
    """A phone that shows its number, its business-scoped id, or both."""
    names = tuple(name for name in (number, scoped) if name is not None)
    return Phone(store, "whatsapp", f"whatsapp:{names[0]}", names=names)


def ana(store: Store, number: str | None = NUMBER, scoped: str | None = FIRST) -> int:
    """Ana with her phone, in the middle of a report; her number among the people."""
    return member(store, "Ana", "Ejemplo Rivera", "Patrullaje", whatsapp(store, number, scoped))


def member(store: Store, given: str, family: str, plan: str, phone: Phone) -> int:
    """Somebody with her phone, in the middle of a report; her number among the people."""
    person = store.run(enrol, given, family, (plan,))
    store.run(contacts.belong, store.run(addresses.at, phone.from_here()).id, person)
    phone.write("avance")
    return person


def states(store: Store, person: int) -> list[str]:
    """How her contacts stand."""
    return [each.state for each in store.run(contacts.all_of, person)]


def queued_for(store: Store, person: int) -> int:
    """Something is on its way to her; its number."""
    [contact] = store.run(contacts.of, person)
    return store.run(outbox.queue, contact.id, "whatsapp", Content("¿Cómo va?"), now(), REPLY, QUEUED)


def state_of(store: Store, message: int) -> str:
    """The state of a message."""
    return store.run(lambda db: db.execute(select(Message.state).where(Message.id == message)).scalar_one())
