"""Two people who do not know each other meet through the bot, on two channels, and nothing is told before its time."""

import pytest
import time_machine

from models.store import Store
from tests.peered import UNDER, ana, beto, helps, pass_time

REASON = "Quiero empezar prácticas en campo y no sé cómo ordenar los turnos."
IN_TALK = "[Darnos a conocer] [Terminar] [Bloquear] [Reportar]"
NEXT = "Para dejar de escribirle a «{}», escriba «menú»."
SENT = f"Enviado. {NEXT}"


pytestmark = pytest.mark.usefixtures("working_day")


def test_a_profile_is_told_once_and_by_choice(store: Store) -> None:
    beto(store)("""
        > mi perfil de colegas
        < Aquí la gente del programa se ayuda entre sí. Nadie sabe quién es usted hasta que ambas partes lo acepten.
          ¿Quiere participar? [Sí] [No]
        > sí
        < ¿En qué puede ayudar a otras personas? [Capacitación en campo] [Llenado de registros] [Nada de esto]
        > 1
        < ¿Y en qué le gustaría recibir ayuda? [Capacitación en campo] [Llenado de registros] [Nada de esto]
        > 2
        < ¿En qué idiomas puede escribirse con colegas? [Español] [English]
        > español
        < ¿Le pueden buscar por región? Una región son varios estados: norte, centro, sur. [Sí] [No]
        > sí
        < ¿Le pueden buscar por nivel, como mando medio? [Sí] [No]
        > no
        < ¿Quiere conocer también a gente de su propia institución? [Solo de otras] [También de la mía]
        > 1
        < ¿Hay alguna institución o persona con quien no quiera coincidir aquí? Escriba los nombres separados por comas,
          o «nadie». Solo usted puede leerlos.
        > nadie
        < Anotado. No comparto sus datos con nadie. Antes de presentarle a alguien, le pregunto. Para cambiarlo, escriba «colegas».
        > colegas
        < ¿Qué quiere hacer? [Buscar colega] [Círculos] [Mi perfil de colegas] [Pausar mi perfil]
        > [Pausar mi perfil]
        < Su perfil queda en pausa: a nadie más le hablamos de usted.
    """)


def test_from_looking_for_somebody_to_exchanged_contacts(store: Store, clock: time_machine.Traveller) -> None:
    her, him = ana(store), beto(store)
    store.run(helps, him.person)
    her("""
        > buscar colega
        < Aquí la gente del programa se ayuda entre sí. Nadie sabe quién es usted hasta que ambas partes lo acepten.
          ¿Quiere participar? [Sí] [No]
        > sí
        < ¿En qué necesita ayuda? [Capacitación en campo] [Llenado de registros]
        > capacitación en campo
        < ¿Dónde prefiere que trabaje esa persona? [Donde sea] [Norte] [Centro norte] [Centro] [Sur y sureste]
        > norte
        < ¿Qué nivel prefiere? [Cualquier nivel] [Operativo] [Supervisión] [Mando medio] [Alto mando] [Personal civil]
        > cualquier nivel
        < Tal vez alguien pueda ayudarle. ¿Qué necesita? Escríbalo en una o dos frases. Es lo que verá la otra persona: no ponga su nombre ni dónde trabaja.
        > Soy Ana Rivera y no sé cómo empezar
        < No lo envié: lleva su nombre. Envíelo sin ese dato, o con otras palabras. ¿Qué necesita? Escríbalo en una o dos frases.
          Es lo que verá la otra persona: no ponga su nombre ni dónde trabaja.
        > Quiero empezar prácticas en campo y no sé cómo ordenar los turnos.
        < Le pregunto a una persona y, si no puede, a otra, hasta tres. Solo leen esto de usted: «Quiero empezar prácticas
          en campo y no sé cómo ordenar los turnos.» ¿Le parece bien que pregunte? [Sí, adelante] [No, déjelo]
        > sí
        < Voy a preguntar. Si alguien acepta, le escribo. Si nadie puede, se lo digo el 10 de diciembre.
    """)
    pass_time(clock, store, hours=1)
    assert him.hears() == [
        f"Alguien del programa busca ayuda con «Capacitación en campo»: «{REASON}» ¿Podría ayudar a esta persona? Nadie "
        "sabe quién es quién hasta que ambas partes lo acepten. [Sí, le ayudo] [No, gracias] [Más tarde]"
    ]
    him(f"""
        > [Sí, le ayudo]
        < Lo que escriba ahora le llega a «Cedro Azul», también fotos y documentos. Para «Cedro Azul», usted es «Roble
          Azul». Para dejar de escribirle, escriba «menú». {IN_TALK}
        > Hola, ¿qué turno tienen?
        < {SENT.format("Cedro Azul")} {IN_TALK}
        > gracias
        < {SENT.format("Cedro Azul")} {IN_TALK}
        > mi teléfono es 81 5000 0002
        < No lo envié: parece llevar un número de teléfono. Envíelo sin ese dato. Si no es eso, dígalo con otras palabras. Para intercambiar contactos, toque «Darnos a conocer»: se hace paso a paso. Para dejar de escribirle a «Cedro Azul», escriba «menú». {IN_TALK}
        > (photo)
        < {SENT.format("Cedro Azul")} {IN_TALK}
        > (photo) así quedó el aula
        < {SENT.format("Cedro Azul")} {IN_TALK}
        > (photo) mi número es ochenta y uno cincuenta cero cero cero cero cero dos
        < No lo envié: parece llevar un número de teléfono. Envíelo sin ese dato. Si no es eso, dígalo con otras palabras. Para intercambiar contactos, toque «Darnos a conocer»: se hace paso a paso. Para dejar de escribirle a «Cedro Azul», escriba «menú». {IN_TALK}
        > 👍
        < {SENT.format("Cedro Azul")} {IN_TALK}
        > (voice)
        < No puedo escuchar notas de voz. Escríbalo, por favor. {NEXT.format("Cedro Azul")} {IN_TALK}
    """)
    assert her.hears() == [
        f"Alguien aceptó ayudarle. Para usted se llama «Roble Azul». Ya puede escribirle. {UNDER}",
        f"«Roble Azul»: Hola, ¿qué turno tienen? {UNDER}",
        f"«Roble Azul»: gracias {UNDER}",
        "Archivo de «Roble Azul».",
        f"¿Quiere contestarle a «Roble Azul»? {UNDER}",
        "Archivo de «Roble Azul».",
        f"«Roble Azul»: así quedó el aula {UNDER}",
        f"«Roble Azul»: 👍 {UNDER}",
    ]
    her(f"""
        > [Contestar]
        < Lo que escriba ahora le llega a «Roble Azul», también fotos y documentos. Para «Roble Azul», usted es «Cedro
          Azul». Para dejar de escribirle, escriba «menú». {IN_TALK}
        > De 24 por 24
        < {SENT.format("Roble Azul")} {IN_TALK}
        > darnos a conocer
        < «Roble Azul» leería esto: «Ana, Yucatán». Solo se dice cuando ambas partes lo aceptan. ¿Está de acuerdo?
          [Acepto] [Ahora no]
        > [Acepto]
        < Anotado. Lo comparto cuando «Roble Azul» también acepte, y antes no.
        Para dejar de escribirle a «Roble Azul», escriba «menú». {IN_TALK}
    """)
    assert him.hears() == [
        f"«Cedro Azul»: De 24 por 24 {UNDER}",
        "«Cedro Azul» propone que se digan su nombre de pila y su estado. Solo lo comparto si ambas partes aceptan. "
        "[Ver y decidir] [Ahora no]",
    ]
    him(f"""
        > [Ver y decidir]
        < «Cedro Azul» leería esto: «Beto, Nuevo León». Solo se dice cuando ambas partes lo aceptan. ¿Está de acuerdo?
          [Acepto] [Ahora no]
        > sí
        < Ya se conocen por su nombre: «Cedro Azul» es Ana, Yucatán. Para intercambiar también contactos, escriba
          «darnos a conocer». {UNDER}
        < {NEXT.format("Cedro Azul")} {IN_TALK}
        > darnos a conocer
        < ¿Cómo puede «Cedro Azul» comunicarse con usted? Escriba su teléfono o su nombre de Telegram.
        > 81 5000 0002
        < «Cedro Azul» leería esto: «81 5000 0002». Solo se dice cuando ambas partes lo aceptan. ¿Está de acuerdo?
          [Acepto] [Ahora no]
        > sí
        < Anotado. Lo comparto cuando «Cedro Azul» también acepte, y antes no.
        Para dejar de escribirle a «Cedro Azul», escriba «menú». {IN_TALK}
    """)
    assert her.hears() == [
        "Ya se conocen por su nombre: «Roble Azul» es Beto, Nuevo León. Para intercambiar también contactos, escriba "
        f"«darnos a conocer». {UNDER}",
        "«Roble Azul» propone que intercambien contactos. Solo los comparto si ambas partes aceptan. [Ver y decidir] "
        "[Ahora no]",
    ]
    her(f"""
        > ver y decidir
        < ¿Cómo puede «Roble Azul» comunicarse con usted? Escriba su teléfono o su nombre de Telegram.
        > 999 500 0001
        < «Roble Azul» leería esto: «999 500 0001». Solo se dice cuando ambas partes lo aceptan. ¿Está de acuerdo?
          [Acepto] [Ahora no]
        > sí
        < Puede comunicarse con «Roble Azul» aquí: 81 5000 0002 {UNDER}
        < {NEXT.format("Roble Azul")} {IN_TALK}
        > darnos a conocer
        < Ya intercambió contactos con «Roble Azul». {NEXT.format("Roble Azul")} {IN_TALK}
    """)
    assert him.hears() == [f"Puede comunicarse con «Cedro Azul» aquí: 999 500 0001 {UNDER}"]
