"""Whatever the new owner of a number writes, nothing of the former one is shown: tried with many conversations."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, update

from dialogue.drawing.content import Content
from models import contacts, outbox
from models.base import now
from models.contacts import Contact
from models.messages import BULK, QUEUED, SENT, WAITING, Message
from models.store import Store
from tests.handed_on import ana, member, whatsapp
from tests.phones import Phone, everything_for

HERS = ("Ana", "Ejemplo", "Rivera", "Patrullaje")
LINES = [
    *(
        "hola",
        "menú",
        "ayuda",
        "english",
        "español",
        "atrás",
        "cancelar",
        "alto",
        "alta",
        "gracias",
        "borrar",
        "1",
        "60",
    ),
    *("avance 60 capacitamos a 20", "mis datos", "mis planes", "mi avance", "ajustes", "mis teléfonos", "persona"),
    *("eliminar mis datos", "equipo", "pendientes", "Pérez", "Lopez", "/plans", "/menu", "/person hola", "sí", "no"),
    *("(photo)", "(voice)", "[Ya terminó]", "[No soy yo]", "AAAA-AAAA-AAAA-AAA2", "¿quién es usted?", ""),
]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(st.sampled_from(LINES), min_size=1, max_size=7), other=st.booleans())
def test_whatever_the_new_owner_writes_nothing_of_the_former_is_shown(
    store: Store, lines: list[str], other: bool
) -> None:
    suffix = str(len(store.run(all_contacts)))
    number, first, second = f"+5255510{suffix:0>5}", f"MX.1{suffix}", f"MX.2{suffix}"
    person = ana(store, number, first)
    if other:  # somebody whom we know as well, by another phone
        member(store, "Berta", "Muestra", "Vialidad", whatsapp(store, None, second))
    store.run(lambda db: db.execute(update(Message).values(state=SENT)))
    store.run(queue_for, person, "Patrullaje: ¿cómo va?")
    phone = whatsapp(store, number, second)
    old_buttons = phone.shown = store.run(everything_for, phone)
    for line in lines:
        there = {f"[{each.label}]" for content in phone.shown for each in content.options}
        phone.shown = [*phone.write(line if line in there else line.strip("[]"))[-1:], *old_buttons]
    contents = store.run(went_out, phone)
    assert contents
    said = " ".join(word for content in contents for word in [content.text, *(each.label for each in content.options)])
    assert not [word for word in HERS if word in said.replace("Villa Ejemplo", "")], said


def all_contacts(db: Connection) -> list[int]:
    return list(db.scalars(select(Contact.id)))


def queue_for(db: Connection, person: int, text: str) -> None:
    """Something is on its way to a person, and something waits."""
    [contact] = contacts.of(db, person)
    for state in (QUEUED, WAITING):
        outbox.queue(db, contact.id, "whatsapp", Content(text), now(), BULK, state)


def went_out(db: Connection, phone: Phone) -> list[Content]:
    """What would really be sent to the address of a phone."""
    rows = db.execute(select(Message.__table__).where(Message.state == QUEUED).order_by(Message.id)).all()
    there = {id for id in all_contacts(db) if contacts.address_of(db, contacts.known(db, id)) == phone.address}
    return [outbox.content_of(db, row.seal_id, row.body_sealed) for row in rows if row.contact_id in there]
