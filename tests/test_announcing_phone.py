"""Announcing from one's own phone, on the road: in Spanish, from the first word to the last answer."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from dialogue.drawing import whatsapp
from dialogue.drawing.whatsapp import Kind
from dialogue.phrases import said
from models import audience, staff
from models.announcements import reading
from models.announcements.drafts import Words
from models.audit import AuditEntry
from models.contacts import Contact
from models.store import Store
from tests.announced import announced, deliver, spread, watch
from tests.announcing import alumna, officer, receives
from tests.crowd import crowd
from tests.phones import Phone, everything_for

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


def written(phone: Phone) -> None:
    """The shortest way to a draft for everybody, in Spanish only."""
    for line in ("anuncio", "todos", "Es el viernes.", "[Solo en un idioma]", "[¿Van a asistir?]"):
        phone.write(line)
    phone.write("[En cuanto yo diga]")
    phone.write("[Está bien]")


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
        < La muestra va en camino a su teléfono. Anuncio 1: borrador. {EVERYBODY} {REACHES} {AT_ONCE} {ASKS} {DRAFT}
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
        < No existe el espacio {{día}}. Los que hay son: {{given_name}}, {{cohort}}, {{programme}}, {{state}},
        {{organisation}}. ¿Qué les quiere decir? Escriba el texto en español, en un solo mensaje.
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


def test_a_first_part_then_all_and_the_answers(store: Store) -> None:
    ana = alumna(store)
    store.run(crowd, 36)
    phone = officer(store)
    written(phone)
    phone("""
        > [Primero a 1 persona]
        < Primero le llega a 1 persona de 37; el resto aguarda su visto bueno. ¿Lo envío así? [Primero a 1 persona] [Todavía no]
        > [Primero a 1 persona]
        < Listo. Primero va para 1 persona y luego aguarda su visto bueno. [Verlo]
    """)
    spread(store)
    assert receives(store, ana) == ["Es el viernes. [Sí asistiré] [No asistiré] [Aún no lo sé]"]
    watch(store)
    ana.write("[No asistiré]")
    assert store.run(everything_for, phone)[-1].text.startswith("Ya salió la primera parte del anuncio 1.")
    phone(f"""
        > anuncios
        < 1. ya salió la primera parte: Es el viernes. ¿Cuál? [Núm. 1]
        > 1
        < Anuncio 1: ya salió la primera parte. {EVERYBODY} Lo tienen 1 de 1. Respuestas: No asistiré: 1.
        {ASKS} [Enviar a los demás] [Las respuestas] [Ver cómo queda] [Corregir el texto] [Cancelarlo] [Borrar en Telegram]
        [Todos los anuncios]
        > [Las respuestas]
        < Respuestas: No asistiré: 1. Para ver quién contestó qué: lazos announcements answers 1 [Seguir]
        > seguir
        < Anuncio 1: ya salió la primera parte. {EVERYBODY} Lo tienen 1 de 1. Respuestas: No asistiré: 1.
        {ASKS} [Enviar a los demás] [Las respuestas] [Ver cómo queda] [Corregir el texto] [Cancelarlo] [Borrar en Telegram]
        [Todos los anuncios]
        > [Enviar a los demás]
        < ¿Se lo envío ahora a todos los demás? [Enviar a los demás] [Todavía no]
        > [Enviar a los demás]
        < Ahora va para todos los demás. Anuncio 1: se está enviando. {EVERYBODY} Lo tienen 1 de 1.
        Respuestas: No asistiré: 1. {ASKS} [Pausarlo] [Las respuestas] [Ver cómo queda] [Corregir el texto] [Cancelarlo]
        [Todos los anuncios]
    """)
    spread(store)
    assert len(deliver(store)) == 36
    assert watch(store).state == "done"


def test_a_wrong_date_is_caught_half_way(store: Store) -> None:
    store.run(crowd, 3)
    phone = officer(store)
    number = announced(store, texts={"es": Words("Es el viernes.")})
    phone(f"""
        > anuncios {number}
        < Anuncio 1: se está enviando. {EVERYBODY} Lo tienen 0 de 3. Faltan 3. {ASKS} [Pausarlo]
        [Ver cómo queda] [Corregir el texto] [Cancelarlo] [Todos los anuncios]
        > pausarlo
        < En pausa. No sale nada más hasta que lo reanude. El anuncio 1 está en pausa: lo pausó el equipo. {EVERYBODY} Lo
        tienen 0 de 3. Faltan 3. {ASKS} [Reanudarlo] [Ver cómo queda] [Corregir el texto] [Cancelarlo]
        [Todos los anuncios]
    """)
    assert deliver(store) == []
    phone(f"""
        > [Corregir el texto]
        < En español: Es el viernes. Escriba el texto completo como debe quedar. [Dejarlo como está]
        > Es el sábado.
        < Corregido. Nadie tenía todavía el texto anterior. El anuncio 1 está en pausa: lo pausó el equipo. {EVERYBODY} Lo
        tienen 0 de 3. Faltan 3. {ASKS} [Reanudarlo] [Ver cómo queda] [Corregir el texto] [Cancelarlo]
        [Todos los anuncios]
    """)
    phone.write("[Reanudarlo]")
    assert {taken.content.text for taken in deliver(store)} == {"Es el sábado."}


def test_many_wait_for_a_second_person(store: Store) -> None:
    store.run(crowd, 501)
    eva, leo = officer(store), officer(store, address="900002")
    written(eva)
    eva.write("[Enviar a 501 personas]")
    eva("""
        > [Enviar a 501 personas]
        < Va para 501 personas, así que alguien más del equipo tiene que aprobarlo. Ya les avisé. [Verlo]
    """)
    assert "[Aprobarlo]" not in " ".join(option.label for option in eva.write("[Verlo]")[0].options)
    leo.shown = store.run(everything_for, leo)
    leo(f"""
        > [Verlo]
        < Anuncio 1: por aprobar. {EVERYBODY} Les llega a 501 personas: 501 por Telegram. Sale en cuanto se apruebe. Termina de
        salir: 24 nov 2026, 12:00. {ASKS} [Aprobarlo] [Ver cómo queda] [Enviarme una muestra] [Corregir el texto] [Cancelarlo]
        [Todos los anuncios]
        > [Aprobarlo]
        < ¿Aprueba que salga a 501 personas? [Enviar a 501 personas] [Todavía no]
        > [Enviar a 501 personas]
        < Aprobado. Va para 501 personas. [Verlo]
    """)
    assert store.run(reading.every)[0].approved_by == "staff 2"


def test_an_analyst_only_looks(store: Store) -> None:
    store.run(crowd, 3)
    announced(store)
    phone = officer(store, role="analyst")
    phone(f"""
        > anuncio
        < Los anuncios los hacen los roles admin y officer. Usted puede verlos todos.
        > anuncios 1
        < Anuncio 1: se está enviando. {EVERYBODY} Lo tienen 0 de 3. Faltan 3. {ASKS} [Ver cómo queda]
        [Todos los anuncios]
    """)


def test_whoever_left_the_staff_in_between_sends_nothing(store: Store) -> None:
    store.run(crowd, 3)
    phone = officer(store)
    written(phone)
    phone.write("[Enviar a 3 personas]")
    assert store.run(staff.leave, 1)
    phone.write("enviar a 3 personas")
    assert store.run(reading.every)[0].state == "draft"


def test_the_audience_that_grew_is_said_again(store: Store) -> None:
    store.run(crowd, 3)
    phone = officer(store)
    written(phone)
    phone.write("[Enviar a 3 personas]")
    store.run(crowd, 2)
    heard = phone.write("[Enviar a 3 personas]")[0]
    assert heard.text.startswith("Ahora les llega a 5 personas, más que antes. Revíselo otra vez.")
    assert heard.options[0].label == "Enviar a 5 personas"
    assert store.run(reading.every)[0].state == "draft"


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
        < Anotado: «Sí asistiré». Para cambiarlo, oprima otro botón. ¿Qué les quiere decir? Escriba el texto en español,
        en un solo mensaje.
        > menú
        < ¿Qué quiere hacer? [Equipo] [menú]
        > anuncio
        < Dejó algo pendiente: su anuncio. ¿Seguimos? [Seguir] [No seguir]
    """)


def test_who_is_not_on_the_staff_gets_the_menu(store: Store) -> None:
    phone = alumna(store)
    phone("""
        > anuncio
        < ¿Qué quiere hacer? [menú]
        > anuncios 1
        < ¿Qué quiere hacer? [menú]
    """)
    assert store.run(lambda db: db.execute(select(Contact.staff_id)).scalar()) is None


def test_there_is_none_yet_or_none_of_that_number(store: Store) -> None:
    phone = officer(store)
    phone("""
        > anuncios
        < Todavía no hay anuncios. Para hacer uno, escriba «nuevo anuncio».
        > anuncios 7
        < No hay un anuncio con ese número.
    """)
