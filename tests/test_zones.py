"""Time zones: each state, the border municipalities as people write them, and what the clocks there do."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from models.states import STATES
from models.zones import zone_of

JANUARY, JULY = datetime(2027, 1, 15, 12), datetime(2027, 7, 15, 12)  # noqa: DTZ001  # wall clock


def hours(state: str | None, municipality: str | None) -> tuple[int, int]:
    """How many hours the place is from UTC in winter and in summer."""
    zone = ZoneInfo(zone_of(state, municipality))
    winter, summer = zone.utcoffset(JANUARY), zone.utcoffset(JULY)
    assert winter is not None
    assert summer is not None
    return winter // timedelta(hours=1), summer // timedelta(hours=1)


@pytest.mark.parametrize("state", STATES)
def test_every_state_but_one_keeps_its_clocks(state: str) -> None:
    expected = {
        "BCN": (-8, -7),
        "BCS": (-7, -7),
        "NAY": (-7, -7),
        "SIN": (-7, -7),
        "SON": (-7, -7),
        "ROO": (-5, -5),
    }
    assert hours(state, None) == expected.get(state, (-6, -6))


CENTRAL, PACIFIC = (-6, -6), (-7, -7)
EAST_OF_THE_BORDER, WEST_OF_THE_BORDER = (-6, -5), (-7, -6)


@pytest.mark.parametrize(
    ("state", "municipality", "expected"),
    [
        ("BCN", "San Quintín", (-8, -7)),
        ("BCN", "Tijuana", (-8, -7)),
        ("CHH", "Juárez", WEST_OF_THE_BORDER),
        ("CHH", "Ciudad Juárez", WEST_OF_THE_BORDER),
        ("CHH", "Cd. Juárez", WEST_OF_THE_BORDER),
        ("CHH", "CD JUAREZ, CHIH.", WEST_OF_THE_BORDER),
        ("CHH", "Juárez Chihuahua", WEST_OF_THE_BORDER),
        ("CHH", "Heroica Ciudad Juárez, Chihuahua, México", WEST_OF_THE_BORDER),
        ("CHH", "Municipio de Juárez", WEST_OF_THE_BORDER),
        ("CHH", "Ascensión", WEST_OF_THE_BORDER),
        ("CHH", "Janos", WEST_OF_THE_BORDER),
        ("CHH", "Guadalupe", WEST_OF_THE_BORDER),
        ("CHH", "Práxedis G. Guerrero", WEST_OF_THE_BORDER),
        ("CHH", "Ojinaga", EAST_OF_THE_BORDER),
        ("CHH", "Coyame del Sotol", EAST_OF_THE_BORDER),
        ("CHH", "Manuel Benavides", EAST_OF_THE_BORDER),
        ("CHH", "Chihuahua", CENTRAL),
        ("CHH", "Guadalupe y Calvo", CENTRAL),
        ("CHH", "Ciudad Guerrero", CENTRAL),
        ("CHH", "Nuevo Casas Grandes", CENTRAL),
        ("COA", "Cd. Acuña", EAST_OF_THE_BORDER),
        ("COA", "Piedras Negras, Coah.", EAST_OF_THE_BORDER),
        ("COA", "Villa Unión", EAST_OF_THE_BORDER),
        ("COA", "Zaragoza, Coahuila de Zaragoza", EAST_OF_THE_BORDER),
        ("COA", "Guerrero", EAST_OF_THE_BORDER),
        ("COA", "Saltillo", CENTRAL),
        ("COA", "Torreón", CENTRAL),
        ("NLE", "Anáhuac", EAST_OF_THE_BORDER),
        ("NLE", "Monterrey", CENTRAL),
        ("NLE", "Guadalupe", CENTRAL),
        ("TAM", "Nuevo Laredo", EAST_OF_THE_BORDER),
        ("TAM", "Nvo. Laredo, Tamps.", EAST_OF_THE_BORDER),
        ("TAM", "H. Matamoros", EAST_OF_THE_BORDER),
        ("TAM", "Cd. Río Bravo", EAST_OF_THE_BORDER),
        ("TAM", "Ciudad Mier", EAST_OF_THE_BORDER),
        ("TAM", "  reynosa ", EAST_OF_THE_BORDER),
        ("TAM", "Ciudad Victoria", CENTRAL),
        ("TAM", "Cd. Madero", CENTRAL),
        ("NAY", "Bahía de Banderas", CENTRAL),
        ("NAY", "Tepic", PACIFIC),
        ("DUR", "Gómez Palacio", CENTRAL),
        ("CMX", "Guadalupe", CENTRAL),
        ("GRO", "Juárez", CENTRAL),
        ("SON", "Nogales", PACIFIC),
        ("CHH", "", CENTRAL),
        ("CHH", "Chih.", CENTRAL),
        ("XXX", "Juárez", CENTRAL),
        (None, "Tijuana", CENTRAL),
        (None, None, CENTRAL),
    ],
)
def test_where_the_clocks_differ(state: str | None, municipality: str | None, expected: tuple[int, int]) -> None:
    assert hours(state, municipality) == expected


def test_the_border_law_names_thirty_municipalities_beside_a_whole_state() -> None:
    """The lists of the Ley de los Husos Horarios, one by one."""
    border = {
        "CHH": "Juárez, Ascensión, Janos, Guadalupe, Práxedis G. Guerrero, Ojinaga, Coyame del Sotol, Manuel Benavides",
        "COA": "Acuña, Allende, Guerrero, Hidalgo, Jiménez, Morelos, Nava, Ocampo, Piedras Negras, Villa Unión, Zaragoza",
        "NLE": "Anáhuac",
        "TAM": "Nuevo Laredo, Guerrero, Mier, Miguel Alemán, Camargo, Gustavo Díaz Ordaz, Reynosa, Río Bravo, "
        "Valle Hermoso, Matamoros",
    }
    places = [(state, name) for state, names in border.items() for name in names.split(", ")]
    assert len(places) == 30
    assert all(summer - winter == 1 for winter, summer in (hours(*place) for place in places))
