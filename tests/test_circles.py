"""Three people who do not know each other write in a circle, on two channels, and nothing is told of any of them."""

import pytest
import time_machine

from models.store import Store
from tests.circled import ASKED, BEGUN, INSIDE, TALKING, TOPIC, UNDER, dora, pass_time, three, tick, wish
from tests.peered import beto, helps
from tests.reminded import approve

NEXT = f"Para dejar de escribirle al círculo {TOPIC}, escriba «menú»."
NOTED = (
    f"Anotado. Cuando haya un círculo sobre {TOPIC} para usted, le pregunto si entra. Puede tardar semanas. Si ya no "
    "quiere, escriba «círculos»."
)


pytestmark = pytest.mark.usefixtures("working_day")


def test_from_a_wish_to_a_conversation_of_three_and_a_fourth(store: Store, clock: time_machine.Traveller) -> None:
    her, him, third = three(store)
    her(f"""
        > colegas
        < ¿Qué quiere hacer? [Buscar colega] [Círculos] [Mi perfil de colegas] [Pausar mi perfil]
        > [Círculos]
        < Un círculo reúne de 3 a 12 personas que se escriben aquí sobre un tema, con nombres inventados. Una de ellas
          modera. ¿Sobre qué tema quiere uno? [Capacitación en campo] [Llenado de registros]
        > 1
        < ¿Podría usted moderar? Quien modera deja entrar, puede quitar a alguien y puede cerrar el círculo. [Sí, puedo
          moderar] [No, solo participar]
        > sí
        < {NOTED}
        > círculos
        < ¿Qué quiere hacer? [Pedir un círculo] [Ya no quiero uno]
        > menú
        < ¿Qué quiere hacer? [menú]
    """)
    wish(store, him)
    wish(store, third)
    pass_time(clock, store, hours=1)
    assert [each.hears() for each in (her, him, third)] == [[ASKED]] * 3
    for who, yes in ((him, "[Sí, entro]"), (third, "sí"), (her, "Sí, entro")):
        who(f"""
            > {yes}
            < Anotado. En cuanto pueda entrar, le aviso.
        """)
    tick(store)
    assert her.hears() == [
        f"Empezó el círculo sobre {TOPIC}, y usted modera. Ahí usted es «Cedro Azul». Cuando alguien quiera entrar, le "
        f"pregunto. {INSIDE}"
    ]
    assert [him.hears(), third.hears()] == [[BEGUN.format("Roble Azul")], [BEGUN.format("Pino Azul")]]
    him(f"""
        > [Escribir]
        < Lo que escriba ahora le llega al círculo sobre {TOPIC}, también fotos y documentos. Ahí usted es «Roble Azul».
          Para dejar de escribir, escriba «menú». {TALKING}
        > Hola, ¿cómo ordenan los turnos?
        < Enviado. {NEXT} {TALKING}
        > gracias
        < Enviado. {NEXT} {TALKING}
        > mi teléfono es 81 5000 0002
        < No lo envié: parece llevar un número de teléfono. Escríbalo sin ese dato, por favor. {NEXT} {TALKING}
        > Soy Beto Muestra
        < No lo envié: lleva su nombre. Escríbalo sin ese dato, por favor. {NEXT} {TALKING}
        > (photo)
        < Enviado. {NEXT} {TALKING}
        > (voice)
        < No puedo escuchar notas de voz. Escríbalo, por favor. {NEXT} {TALKING}
    """)
    came = [
        f"Círculo {TOPIC}, «Roble Azul»: Hola, ¿cómo ordenan los turnos? {UNDER}",
        f"Círculo {TOPIC}, «Roble Azul»: gracias {UNDER}",
        f"Círculo {TOPIC}: archivo de «Roble Azul».",
    ]
    assert [her.hears(), third.hears(), him.hears()] == [came, came, []]
    third(f"""
        > [Contestar]
        < Lo que escriba ahora le llega al círculo sobre {TOPIC}, también fotos y documentos. Ahí usted es «Pino Azul».
          Para dejar de escribir, escriba «menú». {TALKING}
        > De 24 por 24
        < Enviado. {NEXT} {TALKING}
        > [Más opciones]
        < Círculo {TOPIC}. Usted es «Pino Azul». También están: Cedro Azul, Roble Azul. [Escribir] [Reportar a
          alguien] [Bloquear a alguien] [Silenciar por ahora] [Salir del círculo]
    """)
    assert her.hears() == [f"Círculo {TOPIC}, «Pino Azul»: De 24 por 24 {UNDER}"]
    fourth = dora(store)
    store.run(helps, fourth.person)
    wish(store, fourth)
    pass_time(clock, store, hours=1)
    assert fourth.hears() == [ASKED]
    fourth.write("sí")
    tick(store)
    assert her.hears() == [
        f"Alguien quiere entrar al círculo sobre {TOPIC}, como «Fresno Azul». ¿Le dejo entrar? [Sí, que entre] [Ahora no]"
    ]
    her("""
        > [Sí, que entre]
        < De acuerdo, le dejo entrar a «Fresno Azul».
    """)
    tick(store)
    assert fourth.hears()[-1] == BEGUN.format("Fresno Azul")
    assert third.hears() == [f"«Fresno Azul» ya está en el círculo sobre {TOPIC}."]


def test_without_a_profile_she_is_asked_for_one_first(store: Store) -> None:
    beto(store)("""
        > quiero pedir un círculo por favor
        < Aquí la gente del programa se ayuda entre sí. Nadie sabe quién es usted hasta que ambas partes lo acepten.
          ¿Quiere participar? [Sí] [No]
        > sí
        < Para un círculo, primero hace falta su perfil de colegas. Ahí dice con quién no quiere coincidir. ¿En qué puede
          ayudar a otras personas? [Capacitación en campo] [Llenado de registros] [Nada de esto]
        > 1
        < ¿Y en qué le gustaría recibir ayuda? [Capacitación en campo] [Llenado de registros] [Nada de esto]
        > 2
        < ¿En qué idiomas puede escribirse con colegas? [Español] [English]
        > español
        < ¿Le pueden buscar por región? Una región son varios estados: norte, centro, sur. [Sí] [No]
        > no
        < ¿Le pueden buscar por nivel, como mando medio? [Sí] [No]
        > no
        < ¿Quiere conocer también a gente de su propia institución? [Solo de otras] [También de la mía]
        > 1
        < ¿Hay alguna institución o persona con quien no quiera coincidir aquí? Escriba los nombres separados por comas,
          o «nadie». Solo usted puede leerlos.
        > nadie
        < Anotado. No comparto sus datos con nadie. Antes de presentarle a alguien, le pregunto. Para cambiarlo, escriba «colegas».
          Un círculo reúne de 3 a 12 personas que se escriben aquí sobre un tema, con nombres inventados. Una de ellas
          modera. ¿Sobre qué tema quiere uno? [Capacitación en campo] [Llenado de registros]
    """)


def test_in_english_with_a_knock_where_the_window_is_closed(store: Store, clock: time_machine.Traveller) -> None:
    store.run(approve, "discreet_en")
    her, him, third = three(store, "en")
    wish(store, her, moderates=True)
    him("""
        > circles
        < A circle is 3 to 12 people who write to each other here on one topic, under invented names. One of them
          moderates. On which topic would you like one? [Field training] [Keeping records]
        > field training
        < Would you moderate? Whoever does lets people in, may remove somebody, and may close the circle. [Yes, I would]
          [No, only take part]
        > no
        < Noted. When there is a circle on “Field training” for you, I ask you whether you come in. That may take weeks. If
          you change your mind, write “circles”.
    """)
    wish(store, third)
    pass_time(clock, store, hours=1)
    assert him.hears() == [
        "There is a circle on “Field training”: 3 to 12 people of the programme who write to each other under invented "
        "names. Will you come in? [Yes, come in] [No, thank you] [Later]"
    ]
    for who in (him, third, her):
        who.hears()
        who("""
            > yes
            < Noted. I tell you as soon as you are in.
        """)
    tick(store)
    assert her.hears()[0].startswith("The circle on “Field training” has begun, and you moderate it.")
    pass_time(clock, store, hours=25)
    him("""
        > write to the circle
        < What you write now goes to the circle on “Field training”, photos and documents too. There you are “Blue Oak”.
          To stop writing, write “menu”. [More options] [Leave the circle]
        > Hello, how do you plan the shifts?
        < Sent. To stop writing to the circle on “Field training”, write “menu”. [More options] [Leave
          the circle]
        > leave the circle
        < Do you leave the circle on “Field training”? You cannot come back to this one. [Yes] [No]
        > yes
        < You have left the circle on “Field training”. The others hear no reason.
    """)
    tick(store)
    assert her.hears() == ["(knock: discreet en)"]
    her.write("hello")
    assert her.hears()[:2] == [
        "Circle “Field training”, “Blue Oak”: Hello, how do you plan the shifts? [Answer] [Report] [Block]",
        "The circle on “Field training” has ended.",
    ]
    assert third.hears()[-1] == "The circle on “Field training” has ended."
    third("""
        > /circle write 1
        < You are in no such circle now. To see yours, write “circles”.
    """)
