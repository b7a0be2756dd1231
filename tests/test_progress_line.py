"""What one line of progress is taken to say."""

import pytest

from handlers.progress import in_one_line, status_of, trained_in


@pytest.mark.parametrize(
    ("line", "percent", "note"),
    [
        ("60", 60, None),
        ("60%", 60, None),
        ("60% capacitamos a 20", 60, "capacitamos a 20"),
        ("60, ya casi", 60, "ya casi"),
        ("100 por ciento", 100, None),
        ("101", None, None),
        ("80.5", None, None),
        ("1,3", None, None),
        ("100 oficiales capacitados", None, "100 oficiales capacitados"),
        ("20 new officers trained", None, "20 new officers trained"),
        ("muy bien", None, "muy bien"),
        ("6000", None, None),
        ("60kg de material", None, "60kg de material"),
        ("", None, None),
    ],
)
def test_one_line(line: str, percent: int | None, note: str | None) -> None:
    assert in_one_line(line) == (percent, note)


@pytest.mark.parametrize(
    ("note", "people"),
    [
        ("capacitamos a 20 oficiales", 20),
        ("Se formaron 3 instructores", 3),
        ("we trained 12 officers", 12),
        ("capacitamos a veinte compañeros", 20),
        ("capacitamos a veinte oficiales y a 3 mandos", None),
        ("compramos 20 radios", None),
        ("capacitamos a 20 de 40 oficiales", None),
        ("informe de 20 páginas", None),
    ],
)
def test_people_trained_in_a_note(note: str, people: int | None) -> None:
    assert trained_in(note) == people


def test_status_of_a_per_cent() -> None:
    assert [status_of(percent) for percent in (0, 1, 49, 50, 99, 100)] == [
        "not_started", "started", "started", "advanced", "advanced", "done",
    ]  # fmt: skip
