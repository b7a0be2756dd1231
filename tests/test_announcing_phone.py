"""Announcing from one's own phone, on the road: in Spanish, from the first word to the last answer."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from dialogue.drawing import whatsapp
from dialogue.drawing.whatsapp import Kind
from dialogue.phrases import said
from models import audience, staff
from models.audit import AuditEntry
from models.store import Store
from tests.announced import announced, deliver, spread
from tests.announcing import alumna, officer, receives, written
from tests.crowd import crowd

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
EVERYBODY = "Todas las personas."
WHOM = "[Todas las personas] [Un estado] [Según sus planes] [Yo lo describo]"
BUTTONS = "[Sin botones] [¿Van a asistir?] [De 1 a 5 estrellas] [Quiero saber más] [Hablar con el equipo]"
DRAFT = (
    "[Enviar a 37 personas] [Primero a 1 persona] [Enviarme una muestra] [Ver cómo queda] [Cambiar algo] "
    "[Borrar el borrador] [Todos los anuncios]"
)
REACHES = "Les llega a 37 personas: 25 por Telegram, 12 por WhatsApp."
ASKS = "¿Qué hacemos con este anuncio?"
AT_ONCE = "Sale en cuanto lo envíe. Termina de salir: 24 nov 2026, 12:00."


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def people(store: Store) -> None:
    store.run(crowd, 25)
    store.run(lambda db: crowd(db, 12, channel="whatsapp"))


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(("channel", "address"), [("telegram", "900001"), ("whatsapp", "+525550000090")])
def test_from_the_first_word_to_the_sending(store: Store, channel: str, address: str) -> None:
    phone = officer(store, channel, address)
    phone(f"""
        > equipo
        < ¿Qué quiere hacer para el equipo? [Preguntas: 0] [Nuevo anuncio] [Anuncios] [Quién se unió] [El otro menú]
        > [Nuevo anuncio]
        < ¿Para quién es? {WHOM}
        > [Todas las personas]
        < {EVERYBODY} {REACHES} ¿Qué les quiere decir? Escriba el texto en español, en un solo mensaje.
        > Hola {{nombre}}, la reunión es el viernes.
        < ¿Y en inglés? Así les llega a quienes hablan inglés. [Solo en un idioma]
        > Hello {{given_name}}, the meeting is on Friday.
        < ¿Qué botones lleva abajo? {BUTTONS}
        > [¿Van a asistir?]
        < ¿Cuándo sale? [En cuanto yo diga] [Mañana a las 10] [Otro día]
        > [En cuanto yo diga]
        < En español: Hola Ana, la reunión es el viernes. [Sí asistiré] [No asistiré] [Aún no lo sé] En inglés: Hello Ana,
        the meeting is on Friday. [I will come] [I will not come] [I do not know yet] ¿Está bien así? [Está bien]
        [Cambiar algo]
        > [Está bien]
        < Anuncio 1: borrador. {EVERYBODY} {REACHES} {AT_ONCE} {ASKS} {DRAFT}
        > [Enviar a 37 personas]
        < ¿Lo envío a 37 personas? [Enviar a 37 personas] [Todavía no]
        > [Todavía no]
        < Anuncio 1: borrador. {EVERYBODY} {REACHES} {AT_ONCE} {ASKS} {DRAFT}
        > [Enviarme una muestra]
        < Muestra del anuncio 1. Así se ve:
        < Hola Ana, la reunión es el viernes. [Sí asistiré] [No asistiré] [Aún no lo sé]
        < Hello Ana, the meeting is on Friday. [I will come] [I will not come] [I do not know yet]
        < Ya se envió la muestra a su teléfono. Anuncio 1: borrador. {EVERYBODY} {REACHES} {AT_ONCE} {ASKS} {DRAFT}
        > [Enviar a 37 personas]
        < ¿Lo envío a 37 personas? [Enviar a 37 personas] [Todavía no]
        > [Enviar a 37 personas]
        < Listo. Va para 37 personas. [Verlo]
    """)
    spread(store)
    texts = {taken.content.text for each in ("telegram", "whatsapp") for taken in deliver(store, each)}
    assert texts == {"Hola Ana, la reunión es el viernes."}
    actors = store.run(lambda db: set(db.scalars(select(AuditEntry.actor))))
    assert actors == {"staff 1"}


@pytest.mark.usefixtures("people")
def test_whatsapp_draws_buttons_and_lists_all_the_way(store: Store) -> None:
    phone = officer(store, "whatsapp", "+525550000090")
    written(phone)
    assert whatsapp.draw(phone.shown[0])[0].kind is Kind.LIST
    phone.write("[Enviar a 37 personas]")
    assert whatsapp.draw(phone.shown[0])[0].kind is Kind.QUICK
    phone.write("[Enviar a 37 personas]")
    spread(store)
    phone.write("[Verlo]")
    assert whatsapp.draw(phone.shown[0])[0].kind is Kind.LIST


@pytest.mark.usefixtures("people")
def test_what_is_not_understood_is_explained_and_back_leads_back(store: Store) -> None:
    phone = officer(store)
    phone.write("nuevo anuncio")
    phone.write("yo lo describo")
    heard = phone.write("estdo = Sonora")[0].text
    assert "estdo" in heard
    assert "Descríbalo, por ejemplo así" in heard
    assert REACHES in phone.write("idioma = español")[0].text
    phone.write("atrás")
    phone.write("atrás")
    sonora = said(store.run(lambda db: audience.sentence(db, audience.parse("state = Sonora"))), "es")
    phone(f"""
        > atrás
        < ¿Para quién es? {WHOM}
        > un estado
        < ¿En qué estado trabajan?
        > Sonora
        < {sonora} Ahora no le llega a nadie. ¿Qué les quiere decir? Escriba el texto en español, en un
        solo mensaje.
        > La reunión es el {{día}}
        < No existe el espacio {{día}}. Los que hay son: {{nombre}}, {{generación}}, {{programa}}, {{estado}},
        {{organización}}. ¿Qué les quiere decir? Escriba el texto en español, en un solo mensaje.
    """)


@pytest.mark.usefixtures("people")
def test_a_draft_is_changed_until_it_is_right(store: Store) -> None:
    phone = officer(store)
    written(phone)
    phone(f"""
        > [Cambiar algo]
        < ¿Qué cambio? [El texto] [Para quién] [Los botones] [Cuándo]
        > [Cuándo]
        < ¿Cuándo sale? [En cuanto yo diga] [Mañana a las 10] [Otro día]
        > otro día
        < ¿Qué día? Por ejemplo: el viernes, 15 de marzo.
        > 27/11/2026
        < ¿A qué hora, en el reloj de cada quien? Por ejemplo: 10:00.
        > 18:30
        < Cambiado. Anuncio 1: borrador. {EVERYBODY} {REACHES} Sale el 27 nov 2026, 18:30, en el reloj de cada quien. Termina
        de salir: 27 nov 2026, 20:30. {ASKS} {DRAFT}
        > [Cambiar algo]
        < ¿Qué cambio? [El texto] [Para quién] [Los botones] [Cuándo]
        > [El texto]
        < En español: Es el viernes. Escriba el texto completo como debe quedar. [Dejarlo como está]
        > Es el sábado.
        < Cambiado. Anuncio 1: borrador. {EVERYBODY} {REACHES} Sale el 27 nov 2026, 18:30, en el reloj de cada quien. Termina
        de salir: 27 nov 2026, 20:30. {ASKS} {DRAFT}
        > [Ver cómo queda]
        < Es el sábado. [Sí asistiré] [No asistiré] [Aún no lo sé] [Seguir]
        > [Seguir]
        < Anuncio 1: borrador. {EVERYBODY} {REACHES} Sale el 27 nov 2026, 18:30, en el reloj de cada quien. Termina de salir:
        27 nov 2026, 20:30. {ASKS} {DRAFT}
        > [Borrar el borrador]
        < ¿Borro este borrador del todo? [Borrar el borrador] [Todavía no]
        > [Borrar el borrador]
        < El borrador se borró.
    """)


def test_an_alumna_on_the_staff_is_written_to_while_she_writes(store: Store) -> None:
    phone = alumna(store)
    phone.moment -= timedelta(hours=1)
    code = store.run(lambda db: staff.issue_code(db, staff.add(db, "Eva Muestra", "officer")))
    phone.write(str(code))
    announced(store, choices="rsvp")
    receives(store, phone)
    meeting = phone.shown
    phone.write("anuncio")
    phone.write("todos")
    phone.shown = meeting
    phone("""
        > [Sí asistiré]
        < Anotado: «Sí asistiré». Para cambiarlo, toque otro botón. ¿Qué les quiere decir? Escriba el texto en español,
        en un solo mensaje.
        > menú
        < ¿Qué quiere hacer? [Seguir lo pendiente] [Equipo] [Reportar avance] [Mis planes] [Materiales] [Colegas] [Hablar con una persona] [Cambio en mi trabajo] [Mis datos] [Ajustes]
        > anuncio
        < Dejó algo pendiente: su anuncio. ¿Seguimos? [Seguir] [No seguir]
    """)
