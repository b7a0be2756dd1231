"""Names, states, ranks and phones, as people write them."""

import pytest

from models import phones, ranks, states
from models.names import same_family_name


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("Ejemplo Rivera", "ejemplo"),
        ("Ejemplo Rivera", "EJEMPLO RIVERA"),
        ("Ejemplo Rivera", "  Éjemplo   rivera "),
        ("Ejemplo Rivera", "Ana Ejemplo Rivera"),
        ("Ejemplo Rivera", "Ana María Ejemplo"),
        ("Peña Muestra", "pena"),
        ("Peña-Muestra", "Peña Muestra"),
        ("Peña-Muestra", "Peña"),
        ("Peña Muestra", "peña–muestra"),
        ("De la Cruz Ejemplo", "cruz"),
        ("De la Cruz Ejemplo", "de la cruz"),
        ("De la Cruz Ejemplo", "DeLaCruz"),
        ("Cruz Ejemplo", "de la Cruz Ejemplo"),
        ("De los Santos", "santos"),
        ("Muestra y Ejemplo", "muestra ejemplo"),
        ("O'Muestra Luna", "o muestra"),
        ("O’Muestra Luna", "omuestra"),
        ("Ejemplo R.", "ejemplo r"),
    ],
)
def test_a_family_name_is_recognised(stored: str, told: str) -> None:
    assert same_family_name(stored, told)


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("Ejemplo Rivera", "Rivera"),
        ("Ejemplo Rivera", "Rivera Ejemplo Muestra"),
        ("Ejemplo Rivera", "Ejemplo Muestra"),
        ("Ejemplo Rivera", "Muestra Luna Ejemplo Ficticio Modelo"),
        ("Ejemplo Rivera", "Muestra Luna Ficticio Modelo Campos Sosa Ejemplo"),
        ("Ejemplo Rivera", "E"),
        ("Ejemplo Rivera", "Ejemplo, Muestra, Luna, Ficticio"),
        ("De la Cruz Ejemplo", "de la"),
        ("De la Cruz Ejemplo", "ejemplo"),
        ("Ejemplo", ""),
        ("Ejemplo", "'"),
        ("", ""),
    ],
)
def test_another_name_or_a_list_of_guesses_is_not(stored: str, told: str) -> None:
    assert not same_family_name(stored, told)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("CDMX", "CMX"),
        ("D.F.", "CMX"),
        ("Distrito Federal", "CMX"),
        ("ciudad de mexico", "CMX"),
        ("México", "MEX"),
        ("Edo. de Méx.", "MEX"),
        ("EDOMEX", "MEX"),
        ("Estado de México", "MEX"),
        ("Coahuila de Zaragoza", "COA"),
        ("Michoacán de Ocampo", "MIC"),
        ("Veracruz de Ignacio de la Llave", "VER"),
        ("Estado de Jalisco", "JAL"),
        ("N.L.", "NLE"),
        ("MX-QUE", "QUE"),
        ("Querétaro", "QUE"),
        ("San Luis Potosi", "SLP"),
        ("B.C.", "BCN"),
        ("Texas", None),
        ("", None),
    ],
)
def test_states_are_understood(written: str, code: str | None) -> None:
    assert states.understood(written) == code


def test_there_are_32_states_each_known_by_name_and_code() -> None:
    assert len(states.STATES) == 32
    for code, name in states.STATES.items():
        assert states.understood(name) == states.understood(code) == states.understood(name.upper()) == code


@pytest.mark.parametrize(
    ("rank", "band"),
    [
        ("Policía Tercero", "operative"),
        ("policia 1o", "operative"),
        ("Custodia", "operative"),
        ("Oficial de Policía", "operative"),
        ("Suboficial", "supervisor"),
        ("Jefa de turno", "supervisor"),
        ("Sub-inspectora", "supervisor"),
        ("Inspectora Jefa", "command"),
        ("COMANDANTE", "command"),
        ("Comisaria General", "executive"),
        ("Directora de Policía", "executive"),
        ("Secretario de Seguridad Pública", "executive"),
        ("Fiscal General", "executive"),
        ("Fiscal", "civilian"),
        ("Agente del Ministerio Público", "civilian"),
        ("Agente", "operative"),
        ("Jueza de control", "civilian"),
        ("Perita", "civilian"),
        ("Secretaria de acuerdos", "civilian"),
        ("Académica", "civilian"),
        ("Police officer", "operative"),
        ("Chief of Police", "executive"),
        ("Astronauta", None),
        ("", None),
    ],
)
def test_a_rank_becomes_a_band(rank: str, band: str | None) -> None:
    assert ranks.understood(rank) == band


@pytest.mark.parametrize(
    "written",
    [
        "55 5000 0001",
        "(55) 5000-0001",
        "+52 55 5000 0001",
        "+52 1 55 5000 0001",
        "5215550000001",
        "044 55 5000 0001",
        "01 55 5000 0001",
        "'5550000001",
        "Tel. 55.5000.0001 ext. 12",
    ],
)
def test_one_mexican_number_has_one_form(written: str) -> None:
    assert phones.canonical(written) == "+525550000001"


@pytest.mark.parametrize("written", ["5.55000001E+09", "12345", "0000000000", "55 5000 0001 / 55 5000 0002", "x", ""])
def test_what_is_no_number_is_not_guessed(written: str) -> None:
    assert phones.canonical(written) is None


def test_a_foreign_number_keeps_its_country() -> None:
    assert phones.canonical("+1 (555) 000-0001") == "+15550000001"
