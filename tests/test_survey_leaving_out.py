"""A form is imported without the rows that cannot be asked, and what rests on them is told."""

import pytest

from surveys.form import Group, Repeat
from surveys.importing.leaving import LeaveOut
from tests.survey_tables import form, imported, told

FORM = """
| survey | | | | | |
| | type | name | label | relevant | calculation |
| | text | a | A | | |
| | geopoint | place | Where? | | |
| | text | b | B | ${place} != '' | |
| | note | c | You are at ${place} | | |
| | deviceid | phone | | | |
"""


@pytest.mark.parametrize("leave_out", ["all", (4, 7), ("place", "phone"), (4, "phone")])
def test_the_rest_is_imported_and_finds_them_empty(leave_out: LeaveOut) -> None:
    found = imported(FORM, leave_out)
    assert found.form is not None
    assert [(each.name, each.kind) for each in found.form.fields()] == [
        ("a", "text"),
        ("place", "hidden"),
        ("b", "text"),
        ("c", "note"),
    ]
    assert told(found, fatal=True) == []
    assert ("survey", 5, "relevant", "rests_on_left_out") in told(found)
    assert ("survey", 4, "type", "unsafe") in told(found)
    assert (found.left_out, found.whole, found.rows, found.asked, found.refused) == ((4, 7), True, 5, 5, 2)


def test_whoever_leaves_out_only_some_is_told_of_the_others() -> None:
    found = imported(FORM, (4,))
    assert found.form is None
    assert told(found, fatal=True) == [("survey", 7, "type", "unsafe")]


def test_a_row_that_is_not_there_changes_nothing() -> None:
    assert told(imported(FORM, (99, "nobody"))) == told(imported(FORM))


def test_a_group_goes_with_all_that_is_in_it() -> None:
    table = """
| survey | | | | |
| | type | name | label | calculation |
| | begin group | g | G | |
| | begin repeat | r | R | |
| | text | t | T | |
| | end repeat | | | |
| | end group | | | |
| | calculate | n | | count(${r}) |
| | calculate | m | | concat(${t}) |
"""
    assert [item.name for item in form(table).items] == ["g", "n", "m"]
    found = imported(table, ("g",))
    assert found.form is not None
    assert [item.name for item in found.form.items] == ["r", "t", "n", "m"]
    repeat = found.form.items[0]
    assert isinstance(repeat, Repeat)
    assert (repeat.count, repeat.items) == ("0", ())


def test_a_group_that_is_never_closed_leaves_its_rows_behind() -> None:
    table = "| survey | | | |\n| | type | name | label |\n| | begin group | g | G |\n| | text | t | T |\n"
    assert told(imported(table), fatal=True) == [("survey", 3, "type", "never_closed")]
    found = imported(table, "all")
    assert found.form is not None
    assert [item.name for item in found.form.items] == ["t"]


def test_what_closes_wrongly_is_left_out_as_well() -> None:
    table = """
| survey | | | |
| | type | name | label |
| | begin group | g | G |
| | begin repeat | r | R |
| | text | t | T |
| | end group | | |
| | end repeat | | |
"""
    assert told(imported(table), fatal=True) == [("survey", 4, "type", "closed_wrongly")]
    assert told(imported(table), fatal=False) == [("survey", 7, "type", "never_opened")]
    found = imported(table, "all")
    assert found.form is not None
    (group,) = found.form.items
    assert isinstance(group, Group)
    assert [item.name for item in group.items] == ["t"]


def test_a_cycle_is_broken_where_a_row_looks_ahead() -> None:
    table = """
| survey | | | | |
| | type | name | label | calculation |
| | calculate | a | | ${b} |
| | calculate | b | | ${a} |
"""
    assert told(imported(table), fatal=True) == [("survey", 3, "relevant", "cycle")]
    found = imported(table, "all")
    assert found.form is not None
    assert [(each.name, each.calculation) for each in found.form.fields()] == [("a", ""), ("b", "${a}")]


def test_what_is_wrong_with_the_whole_cannot_be_left_out() -> None:
    assert imported("| survey | | |\n| | kind | name |\n| | text | q |\n", "all").form is None
