"""What is held back before two peers have told who they are, and what is let through: in both languages."""

import pytest
from sqlalchemy import Connection

from models.peers import checking
from models.peers.checking import ADDRESS, AGENCY, NAME, PHONE
from models.store import Store
from tests.alumni import enrol
from tests.peered import place

HELD = {
    PHONE: """
        mi teléfono es 55 5000 0001
        5550000001
        55-50-00-00-01
        55.5000.0001 o al 55.5000.0002
        (55) 5000 0001
        +52 1 55 5000 0001
        +1 212 555 0101
        ５５５００００００１
        5 5 5 0 0 0 0 0 0 1
        5a5b5c0d0e0f0g0h0i1
        5x5x5x0x0x0x0x0x0x1
        wa.me/525550000001
        cinco cinco cinco cero cero cero cero cero cero uno
        cincuenta y cinco, cincuenta, cero cero, cero cero, cero uno
        cincuenta y cinco cincuenta doce treinta y cuatro dieciséis
        ochenta y uno quinientos cincuenta y cinco ciento doce treinta y tres
        es el 55 cinco mil... no: 55 50 cero cero cero cero 01
        Llámeme al 55, y luego 50, y después 00, luego 00 y al final 01
        fifty-five, fifty, double zero, double zero, oh one, twenty two
        fifty five fifty twelve thirty-four fifty six
        five five five oh oh oh oh oh oh one
        call me: 55, then 50, then 12, then 34, then 56
        55 👮 50 👮 00 👮 00 👮 01
    """,
    ADDRESS: """
        escríbame a ana@ejemplo.mx
        ana arroba ejemplo punto mx
        ana.ejemplo (at) ejemplo.mx
        ana at ejemplo dot mx
        anita84 gmail punto com
        anita84 de gmail.com
        búsqueme como @anita_84
        soy @ anita84
        https://t.me/anita84
        wa.me/anita84
        está en www.facebook.com/anita
        instagram.com/anita84
        https://www.linkedin.com/in/anita84
        bit.ly/3aBcD
        mi face es Anita Bonita
        My Instagram is anita84
        mi correo: anita84
        en instagram soy anita84
    """,
    NAME: """
        Soy Ana Ejemplo
        ana maria de la ejemplo
        EJEMPLO RIVERA, ANA
        Habla Ana, de los Rivéra
        á n a  e j e m p l o
        anaejemplo84
        ejemploana
        la comandante Ejemplo Rivera
    """,
    AGENCY: """
        trabajo en la Academia Estatal de Muestra
        ACADEMIA ESTATAL MUESTRA, a sus órdenes
        I am with the Academia  Estatal, de muestra
    """,
}
LET_THROUGH = """
    Tengo 35 internos por turno
    tenemos 1,250 internos y 48 custodios en 3 turnos
    artículo 21
    los artículos 21, 22, 23, 24, 25 y 26 de la Ley Nacional
    a las 8:30
    de 08:00 a 20:00 y de 20:00 a 08:00
    el 15 de marzo
    el 15/03/2026 y el 16/03/2026
    entre 2024-03-15 y 2024-04-02
    el turno es de 24x24, antes 12x24 y 8x16
    desde 2019, 2020 y 2021
    Fue en 2018 2019 2020
    del 2019-2021 al 2022-2024
    costó $1,250,000.00 en 2024 y $980,000.00 en 2025
    12.500.000 pesos
    subió de 12.5% a 48.75% en 6 meses
    uno, dos, tres, cuatro, cinco, seis, siete, ocho, nueve y diez
    necesitamos de dos a tres instructores para veinticinco oficiales
    dos mil veinticinco y dos mil veintiséis
    El Mando Único cubre 46 municipios, 12 regiones y 3 zonas
    una de cada cinco, o dos de cada diez
    Gracias 🙏🙏🙏
    👍
    Mire www.gob.mx/sesnsp o https://www.ejemplo.org/manual-2024.pdf
    ¿Usan WhatsApp o Telegram para los avisos?
    WhatsApp es lo que más se usa aquí
    ¿Cómo hicieron el punto de control?
    La facebook live la vieron 300 personas
    Ana fue quien me dio el curso
    es un ejemplo de lo que hacemos
    la academia estatal tiene un manual
    Quedamos a las 16 h con 25 personas en 2 aulas
    I have 35 inmates per shift
    Article 21 and article 22
    at 8:30, March 15
    It took from 2019 to 2023, once a week
    We trained twenty-five officers in three groups of eight
    one or two of them, at most ten
    Chapter 3, page 112, line 45
    about 1,200 of 4,500 people
    We email them at the end of each month
    the call came at 20:15 and it took 45 minutes
"""


@pytest.fixture
def ana(store: Store) -> int:
    """Ana María, of an academy."""
    person = store.run(enrol, "Ana María", "Ejemplo Rivera")
    store.run(place, person, "Academia Estatal de Muestra", "YUC", "es")
    return person


def lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def test_whatever_gives_away_is_held_and_nothing_else(store: Store, ana: int) -> None:
    def wrong(db: Connection) -> list[tuple[str, str | None]]:
        expected: list[tuple[str, str | None]] = [(text, why) for why, texts in HELD.items() for text in lines(texts)]
        expected.extend((text, None) for text in lines(LET_THROUGH))
        found = [(text, why, checking.gives_away(db, ana, text)) for text, why in expected]
        return [(text, seen) for text, why, seen in found if seen != why]

    assert store.run(wrong) == []
