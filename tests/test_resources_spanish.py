"""Material as an alumna finds it: in her own words, by topic, on her list. In Spanish, on Telegram."""

import pytest
from sqlalchemy import select

from models import erasing, suppressing
from models.base import now
from models.resources import searching
from models.resources.used_tables import ResourceDigest, ResourceFollow, ResourceUse
from models.store import Store
from tests.phones import menu
from tests.resource_phones import ana, counted, withdraw

TOPICS = (
    "[Cadena de custodia] [Prisión y reinserción] [Capacitación] [Víctimas y género] [Proceso penal] "
    "[Liderazgo y mandos] [Comunidad]"
)
CARD = (
    "Cadena de custodia paso a paso (Documento). Procedimiento de dos páginas: del hallazgo a la entrega del indicio, "
    "con firmas y horas. Licencia: CC BY 4.0. Fuente: Programa de ejemplo."
)
FILES = "[Versión ligera (40 KB)] [Completo (1.2 MB)]"
AFTER = "[Me sirve] [No me sirve] [Otra búsqueda]"
NOTHING = (
    "De eso no encontré nada; ya lo anoté para el equipo. Pruebe con otras palabras, elija un tema o pregunte a una "
    f"persona. {TOPICS} [Recursos y fondos] [Más temas] [Hablar con una persona]"
)
START = f"¿Qué busca? Escriba unas palabras o elija un tema. {TOPICS} [Recursos y fondos] [Más temas] [Avisarme de lo nuevo]"
RIOTS = (
    "Encontré 1 material. 1. Prevención de motines y manejo de crisis (Documento, 1.2 MB). Señales de alerta, mesa de "
    "diálogo y plan de contingencia por turno. [1] [Otra búsqueda]"
)


def test_a_misspelt_line_finds_the_document_and_its_light_file_comes_first(store: Store) -> None:
    phone = ana(store)
    found = phone.write("buscar prosedimiento de cadena de custodia")
    assert found[0].text.split("\n\n")[1] == (
        "1. Cadena de custodia paso a paso (Documento, 40 KB). Procedimiento de dos páginas: del hallazgo a la entrega "
        "del indicio, con firmas y horas."
    )
    phone(f"""
        > [1]
        < {CARD} {FILES} [Guardar] {AFTER}
    """)
    file, words = phone.write("[Versión ligera (40 KB)]")
    assert file.shows is not None
    assert (file.text, file.shows.kind) == ("", "resource")
    assert words.text == "Aquí va «Cadena de custodia paso a paso».\n\nCuando lo lea, díganos si le sirve."
    phone("""
        > [Me sirve]
        < Gracias, queda anotado. [Otra búsqueda]
    """)
    assert counted(store, "cadena-custodia") == {"opened": 1, "sent": 1, "useful": 1}


def test_from_the_menu_by_topic_page_by_page(store: Store) -> None:
    ana(store)(f"""
        > menú
        < ¿Qué quiere hacer? {menu("es")}
        > [Materiales]
        < {START}
        > [Más temas]
        < ¿Qué busca? Escriba unas palabras o elija un tema. [Bienestar] [Planes y trámites] [Más temas] [Avisarme de lo nuevo]
        > bienestar
        < Bienestar: 6 materiales. Números 1 a 3:
          1. Prevención de motines y manejo de crisis (Documento, 1.2 MB). Señales de alerta, mesa de diálogo y plan de contingencia por turno.
          2. Salud mental y prevención del suicidio en prisión (Documento, 1.2 MB). Cómo reconocer el riesgo, acompañar y canalizar a tiempo.
          3. Manejo del estrés en turnos de 24 horas (Documento, 40 KB). Sueño, alimentación y ejercicios de respiración de tres minutos.
          [1] [2] [3] [Ver más] [Otra búsqueda]
        > ver más
        < Bienestar: 6 materiales. Números 4 a 6:
          4. Seguridad personal y familiar fuera de servicio (Documento, 1.2 MB). Rutinas, redes sociales y qué hacer ante una amenaza.
          5. Acompañar el duelo por una compañera o un compañero (Documento, 1.2 MB). Qué ofrecer en el primer día, el primer mes y el primer año.
          6. Primeros auxilios y control de hemorragias (Video). Video de doce minutos con torniquete y vendaje de presión.
          [4] [5] [6] [Otra búsqueda]
        > 9
        < Escriba unas palabras o elija una opción.
          Bienestar: 6 materiales. Números 4 a 6:
          4. Seguridad personal y familiar fuera de servicio (Documento, 1.2 MB). Rutinas, redes sociales y qué hacer ante una amenaza.
          5. Acompañar el duelo por una compañera o un compañero (Documento, 1.2 MB). Qué ofrecer en el primer día, el primer mes y el primer año.
          6. Primeros auxilios y control de hemorragias (Video). Video de doce minutos con torniquete y vendaje de presión.
          [4] [5] [6] [Otra búsqueda]
        > atrás
        < Bienestar: 6 materiales. Números 1 a 3:
          1. Prevención de motines y manejo de crisis (Documento, 1.2 MB). Señales de alerta, mesa de diálogo y plan de contingencia por turno.
          2. Salud mental y prevención del suicidio en prisión (Documento, 1.2 MB). Cómo reconocer el riesgo, acompañar y canalizar a tiempo.
          3. Manejo del estrés en turnos de 24 horas (Documento, 40 KB). Sueño, alimentación y ejercicios de respiración de tres minutos.
          [1] [2] [3] [Ver más] [Otra búsqueda]
        > motines
        < {RIOTS}
    """)


def test_her_own_list(store: Store) -> None:
    ana(store)(f"""
        > mis guardados
        < Su lista está vacía. Para guardar algo, ábralo y toque «Guardar». [Otra búsqueda]
        > busco motines
        < {RIOTS}
        > 1
        < Prevención de motines y manejo de crisis (Documento). Señales de alerta, mesa de diálogo y plan de contingencia
          por turno. Licencia: CC BY 4.0. Fuente: Programa de ejemplo. [Enviármelo (1.2 MB)] [Guardar] {AFTER}
        > guardar
        < Guardado. Para ver su lista, escriba «guardados». [Ver mi lista] [Otra búsqueda]
        > [Ver mi lista]
        < Tiene 1 material guardado. 1. Prevención de motines y manejo de crisis (Documento, 1.2 MB). Señales de alerta,
          mesa de diálogo y plan de contingencia por turno. [1] [Otra búsqueda]
        > [1]
        < Prevención de motines y manejo de crisis (Documento). Señales de alerta, mesa de diálogo y plan de contingencia
          por turno. Licencia: CC BY 4.0. Fuente: Programa de ejemplo. [Enviármelo (1.2 MB)] [Quitar de mi lista] {AFTER}
        > [Quitar de mi lista]
        < Ya no está en su lista. [Ver mi lista]
        > [Ver mi lista]
        < Su lista está vacía. Para guardar algo, ábralo y toque «Guardar». [Otra búsqueda]
    """)


def test_a_link_with_its_host_and_a_dead_one_is_reported(store: Store) -> None:
    phone = ana(store)
    phone("""
        > buscar mandela
        < Encontré 1 material. 1. Reglas Nelson Mandela, versión comentada (Enlace). Las reglas mínimas para el tratamiento
          de las personas en prisión. [1] [Otra búsqueda]
        > [1]
        < Reglas Nelson Mandela, versión comentada (Enlace). Las reglas mínimas para el tratamiento de las personas en
          prisión. Enlace a example.org: https://example.org/es/reglas-mandela (se abrirá en su navegador) Licencia: CC BY
          4.0. Fuente: Programa de ejemplo. [Guardar] [Me sirve] [No me sirve] [El enlace no funciona] [Otra búsqueda]
        > [El enlace no funciona]
        < Gracias. Pronto revisaremos ese enlace. [Otra búsqueda]
    """)
    assert counted(store, "reglas-mandela") == {"opened": 1, "dead": 1}


def test_what_is_not_found_is_noted_and_a_person_offered(store: Store) -> None:
    phone = ana(store)
    phone(f"""
        > buscar drones submarinos
        < {NOTHING}
        > [Hablar con una persona]
        < ¿Qué le quiere preguntar al equipo? Escríbalo en un solo mensaje, por favor.
    """)
    assert [each.query for each in store.run(searching.missed)] == ["drones submarinos"]


def test_what_is_in_the_other_language_alone_is_said_to_be_so(store: Store) -> None:
    phone = ana(store)
    phone("""
        > buscar perros
        < Encontré 1 material. 1. K-9 search in prisons (Documento, 1.2 MB, solo en inglés). How to search with dogs
          without harming dignity. [1] [Otra búsqueda]
        > [1]
        < K-9 search in prisons (Documento, solo en inglés). How to search with dogs without harming dignity. Licencia:
          CC BY 4.0. Fuente: Programa de ejemplo. [Enviármelo (1.2 MB)] [Guardar] [Me sirve] [No me sirve] [Otra búsqueda]
        > [No me sirve]
        < Gracias por decirlo. Puede buscar otra cosa o hablar con una persona. [Otra búsqueda] [Hablar con una persona]
    """)


@pytest.mark.parametrize("button", ["[Versión ligera (40 KB)]", "[Guardar]", "[Me sirve]"])
def test_a_button_of_what_was_withdrawn_since_says_so(store: Store, button: str) -> None:
    phone = ana(store)
    phone.write("/resource see cadena-custodia")
    card = phone.shown
    withdraw(store, "cadena-custodia")
    phone.write("menú")
    phone.shown = card
    phone(f"""
        > {button}
        < Ese material ya no está disponible. Quizá haya otro que le sirva. [Otra búsqueda]
    """)


def test_old_buttons_work_in_the_middle_of_something_else(store: Store) -> None:
    phone = ana(store)
    phone.write("buscar motines")
    found = phone.shown
    phone.write("ajustes")
    phone.shown = found
    assert phone.write("[1]")[0].text.startswith("Prevención de motines")


def test_other_words_on_a_card_are_another_search_but_commands_stay_commands(store: Store) -> None:
    phone = ana(store)
    phone.write("/resource see motines")
    assert phone.write("cadena de custodia")[0].text.startswith("Encontré")
    assert phone.write("persona desaparecida")[0].text.startswith("Encontré")
    assert phone.write("reporte homologado")[0].text.startswith("Encontré")
    assert phone.write("avance 60 capacitamos a 20 oficiales")[0].text.startswith("Por ahora no tiene un plan abierto.")


def test_what_she_types_under_the_file_is_understood_too(store: Store) -> None:
    phone = ana(store)
    phone.write("/resource light cadena-custodia")
    phone("""
        > gracias
        < Con gusto. Cuando lo lea, díganos si le sirve. [Me sirve] [No me sirve] [Guardar]
        > me sirve
        < Gracias, queda anotado. [Otra búsqueda]
    """)
    phone.write("/resource file cadena-custodia")
    assert phone.write("manejo del estrés")[0].text.startswith("Encontré")
    assert counted(store, "cadena-custodia") == {"opened": 1, "sent": 1, "useful": 1}


def test_of_whoever_is_erased_nothing_stays(store: Store) -> None:
    phone = ana(store)
    for each in (
        "/resource see motines",
        "guardar",
        "/resource light cadena-custodia",
        "me sirve",
        "/follow",
        "1",
        "sí",
    ):
        phone.write(each)
    before = counted(store, "motines")
    store.run(erasing.block, 1, now())
    store.run(suppressing.suppress, 1, now())
    left = store.run(
        lambda db: [db.execute(select(each)).all() for each in (ResourceUse, ResourceFollow, ResourceDigest)]
    )
    assert left == [[], [], []]
    assert counted(store, "motines") == before == {"opened": 1, "saved": 1}


def test_a_near_miss_on_a_card_is_proposed(store: Store) -> None:
    phone = ana(store)
    phone.write("/resource see motines")
    phone("""
        > guardr
        < ¿Quiso decir «Guardar»? [Sí] [No]
        > sí
        < Guardado. Para ver su lista, escriba «guardados». [Ver mi lista] [Otra búsqueda]
    """)
