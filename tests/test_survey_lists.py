"""Where the options of a question come from: sheets, tables that come along, a search."""

from surveys.form import Option
from tests.survey_tables import form, imported, told


def test_lists_keep_what_a_filter_asks_for() -> None:
    found = form(
        """
| survey | | | | |
| | type | name | label | choice_filter |
| | select_one State | s | S | |
| | select_one towns | t | T | state=${s} |
| choices | | | | |
| | lists name | value | caption::English | state |
| | state | son | Sonora | |
| | towns | nav | Navojoa | son |
| | towns | nav | Navojoa | son |
"""
    )
    assert found.lists["towns"] == (Option(value="nav", label={"en": "Navojoa"}, columns={"state": "son"}),)
    assert [each.options for each in found.fields()] == ["state", "towns"]


def test_external_choices_have_a_sheet_of_their_own() -> None:
    found = form(
        """
| survey | | | | |
| | type | name | label | choice_filter |
| | select_one_external town | t | T | state='son' |
| external_choices | | | | |
| | list_name | name | label | state |
| | town | nav | Navojoa | son |
"""
    )
    assert found.lists["town"][0].columns == {"state": "son"}


def test_tables_that_come_along_are_lists_and_are_looked_into() -> None:
    table = """
| survey | | | | | |
| | type | name | label | parameters | calculation |
| | select_one_from_file towns.csv | t | T | value=code, label=title | |
| | calculate | c | | | pulldata('towns', 'people', 'code', ${t}) |
"""
    found = form(table, towns="code,title,title::Español (es),people\nnav,Navojoa town,Navojoa,100\n")
    (option,) = found.lists["towns.csv"]
    assert (option.value, option.label["es"], option.columns["people"]) == ("nav", "Navojoa", "100")
    assert found.tables["towns"][0]["people"] == "100"
    missing = imported(table)
    assert told(missing, fatal=True) == [
        ("survey", 3, "type", "missing_file"),
        ("survey", 4, "calculation", "missing_file"),
    ]
    assert missing.form is None


def test_a_search_is_a_list_out_of_a_table() -> None:
    table = """
| survey | | | | |
| | type | name | label | appearance |
| | text | s | S | |
| | select_one town | t | T | minimal search('towns', 'matches', 'state', ${s}) |
| choices | | | |
| | list_name | name | label |
| | town | code | title |
| | town | 99 | Other |
"""
    found = form(table, towns="code,title,state\nnav,Navojoa,son\n")
    asked = list(found.fields())[1]
    assert asked.choice_filter == "state = ${s}"
    assert [(each.value, each.label[""]) for each in found.lists[asked.options]] == [
        ("nav", "Navojoa"),
        ("99", "Other"),
    ]


def test_what_is_too_long_for_a_phone_is_told() -> None:
    label = "¿" + "muy " * 300 + "largo?"
    table = f"""
| survey | | | |
| | type | name | label |
| | select_one l | q | {label} |
| choices | | | |
| | list_name | name | label |
| | l | 0 | Corta |
| | l | 1 | Más de veinte letras en un botón |
"""
    assert told(imported(table)) == [("survey", 3, "label", "long_label"), ("choices", 7, "label", "long_options")]
