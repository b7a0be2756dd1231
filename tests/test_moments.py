"""A moment as operators write it, in either language; read in the programme's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.moments import meant

ZONE = ZoneInfo("America/Mexico_City")
NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # a Tuesday, in the capital


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-01 10:00", "2026-12-01 10:00"),
        ("2026-12-01", "2026-12-01 10:00"),
        ("24/11/2026 23:15", "2026-11-24 23:15"),
        ("tomorrow at 10", "2026-11-25 10:00"),
        ("10:00 tomorrow", "2026-11-25 10:00"),
        ("mañana a las 18:30", "2026-11-25 18:30"),
        ("el viernes a las 6 de la tarde", "2026-11-27 18:00"),
        ("hoy 20:00", "2026-11-24 20:00"),
        ("in 3 days at noon", "2026-11-27 12:00"),
        ("18:00", "2026-11-24 18:00"),
        ("9:00", "2026-11-25 09:00"),
        ("1 dic", "2026-12-01 10:00"),
    ],
)
def test_what_is_understood(text: str, moment: str) -> None:
    assert meant(text, ZONE, NOON) == datetime.fromisoformat(moment).replace(tzinfo=ZONE)


def test_a_moment_with_its_own_zone_keeps_it() -> None:
    assert meant("2026-12-01T10:00+00:00", ZONE, NOON) == datetime(2026, 12, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "never", "soon please", "31/02/2026 10:00", "25:00"])
def test_what_is_not(text: str) -> None:
    with pytest.raises(ValueError, match="for example: 2026-12-01 10:00"):
        meant(text, ZONE, NOON)
