"""Tables of resources and of topics as they are read: headers, hurdles, and the catalogue of the demo."""

import pytest

from handlers.progress import HURDLES as ASKED
from models.resources import sheet
from models.resources.columns import column_of
from models.resources.tables import HURDLES
from surveys import sheets
from tests.resource_shelf import catalogue


def test_the_demo_s_catalogue_passes_its_own_checks() -> None:
    found = catalogue()
    assert len(found.items) >= 40
    assert {len(item.texts) for item in found.items.values()} == {2}


def test_a_table_of_topics_is_checked_as_well() -> None:
    table = "key,name_es,name_en,hurdles\nA b,x,y,\nc,,y,\nd,x,y,lluvia\ne,x,y,time\n" + "f,x," + "y" * 25 + ",\n"
    book = sheets.read(b"key,kind,topics\n", only="resources")
    found = sheet.read(book, sheets.read(table.encode(), only="topics"), ())
    assert [(each.row, each.column, each.code) for each in found.problems] == [
        (2, "key", "key"),
        (3, "name_es", "missing"),
        (4, "hurdles", "hurdle"),
        (6, "name_en", "too_long"),
    ]
    assert [topic.key for topic in found.topics] == ["e"]


def test_hurdles_are_those_that_are_asked_for() -> None:
    assert {choice.value for choice in ASKED} - {"none"} == set(HURDLES)


@pytest.mark.parametrize(
    ("header", "column"),
    [("Título (ES)", "title_es"), ("titulo es", "title_es"), ("LICENSE", "licence"), ("Valid until", "valid_until")],
)
def test_headers_are_understood_as_people_write_them(header: str, column: str) -> None:
    assert column_of(header) == column
