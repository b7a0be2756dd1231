"""What has been sent off is steered from a phone: its first part, a wrong date, a second person, and who may do what."""

from datetime import UTC, datetime

import pytest
import time_machine
from sqlalchemy import select

from models import staff
from models.announcements import reading
from models.announcements.drafts import Words
from models.contacts import Contact
from models.store import Store
from tests.announced import announced, deliver, spread, watch
from tests.announcing import alumna, officer, receives, written
from tests.crowd import crowd
from tests.phones import everything_for

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
EVERYBODY = "Todas las personas."
WAITS = (
    "Los demás aguardan su visto bueno desde el 24 nov 2026, 12:00. "
    "Hasta ahora: 0 fallas y 0 bajas. Si alguna llega a 3, se detiene solo."
)
ASKS = "¿Qué hacemos con este anuncio?"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


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
        < Anuncio 1: ya salió la primera parte. {WAITS} {EVERYBODY} Lo tienen 1 de 1. Respuestas: No asistiré: 1.
        {ASKS} [Enviar a los demás] [Las respuestas] [Ver cómo queda] [Corregir el texto] [Cancelarlo] [Borrar en Telegram]
        [Todos los anuncios]
        > [Las respuestas]
        < Respuestas: No asistiré: 1. Para ver quién contestó qué: lazos announcements answers 1 [Seguir]
        > seguir
        < Anuncio 1: ya salió la primera parte. {WAITS} {EVERYBODY} Lo tienen 1 de 1. Respuestas: No asistiré: 1.
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
