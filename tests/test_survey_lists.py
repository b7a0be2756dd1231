"""Where the options of a question come from: sheets, tables that come along, a search, other answers."""

from surveys.form import Option
from surveys.importing import read
from surveys.places import Places
from surveys.record import Circumstances, Record
from surveys.walking import Ask, walk
from tests.filled_form import NOW
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
    assert told(missing) == [("survey", 3, "type", "missing_file"), ("survey", 4, "calculation", "missing_file")]
    assert missing.form is not None
    assert missing.whole
    assert (next(missing.form.fields()).kind, missing.form.tables) == ("text", {"towns": ()})


def test_a_list_is_made_of_answers_to_another_question() -> None:
    """As `select_one ${name}` has it; without anything to choose from it is not asked."""
    made = form(
        """
| survey | | | | | |
| | type | name | label | choice_filter | repeat_count |
| | begin repeat | people | P | | 3 |
| | text | who | Who? | | |
| | integer | age | Age? | | |
| | end repeat | | | | |
| | select_one ${who} | head | Head? | ${age} > 17 | |
| | select_multiple ${who} | went | Went? | | |
| | select_one ${age} | nobody | N | false() | |
"""
    )
    record = Record(Places(made), Circumstances(NOW))
    people, head, went = (record.places.named[name][0] for name in ("people", "head", "went"))
    record.repeat(people, (), 3)
    ages = {"Ana Ejemplo": "40", "Eva": "9", "Leo ${age}": "18"}
    for number, (who, age) in enumerate(ages.items(), 1):
        record.settle(f"people[{number}]/who", who)
        record.settle(f"people[{number}]/age", age)
    assert [(each.value, each.label[""]) for each in record.options(head, ())] == [
        ("Ana Ejemplo", "Ana Ejemplo"),
        ("Leo ${age}", "Leo {age}"),
    ]
    assert [each.value for each in record.options(went, ())] == ["Ana_Ejemplo", "Eva", "Leo_${age}"]
    asked = [each.field.name for each in walk(record) if isinstance(each, Ask)]
    assert asked == ["who", "age"] * 3 + ["head", "went"]


def test_a_list_that_is_nowhere_is_answered_in_writing_and_one_nearly_named_is_put_right() -> None:
    table = """
| survey | | | |
| | type | name | label |
| | select_multiple rumbos | q | Q |
| | select_one pueblo | r | R |
| choices | | | |
| | list_name | name | label |
| | pueblos | nav | Navojoa |
"""
    found = imported(table)
    assert told(found, fatal=False) == [("survey", 3, "type", "missing_list")]
    assert told(found, fatal=True) == [("survey", 4, "type", "missing_list")]
    assert found.problems[1].phrase.said("en") == ("There is no list “pueblo” in the choices. Did you mean “pueblos”?")
    found = imported(table.replace("pueblo |", "pueblos |"))
    assert found.form is not None
    assert [(each.kind, each.options) for each in found.form.fields()] == [("text", ""), ("select_one", "pueblos")]


def test_a_file_with_nothing_to_choose_from_is_answered_in_writing() -> None:
    table = "| survey | | | |\n| | type | name | label |\n| | select_one_from_file towns.csv | t | T |\n"
    for towns in ("", "nombre,label\nnav,Navojoa\n"):
        found = imported(table, towns=towns)
        assert found.form is not None
        assert (next(found.form.fields()).kind, told(found)) == ("text", [("survey", 3, "type", "empty_list")])


def test_what_everybody_means_by_yes_and_no_needs_no_list() -> None:
    found = imported("| survey | | | |\n| | type | name | label::Español (es) |\n| | select_one yes_no | q | Q |\n")
    assert found.form is not None
    assert [(each.value, each.label["es"]) for each in found.form.lists["yes_no"]] == [("yes", "Sí"), ("no", "No")]
    assert told(found) == [("survey", 3, "type", "yes_no")]


def test_answers_of_another_form_are_looked_up_however_deep_they_lie() -> None:
    """As the attachments of KoboToolbox that grow with another form have it."""
    where = "instance('parent')/root/data[person/number = current()/../who]/person/name"
    table = f"""
| survey | | | | |
| | type | name | label | calculation |
| | xml-external | parent | | |
| | text | who | W | |
| | calculate | name | | {where} |
| | calculate | all | | sum(instance('parent')/root/data/person/age) |
"""
    people = "".join(
        f"<data><person><number>{number}</number><name>{name}</name><age>{age}</age></person></data>"
        for number, name, age in ((1, "Ana Ejemplo", 40), (2, "Eva", 9))
    )
    found = read(table.lstrip().encode(), "a.md", tables={"parent.xml": f"<root>{people}</root>".encode()})
    assert found.form is not None
    assert found.whole
    record = Record(Places(found.form), Circumstances(NOW))
    record.settle("who", "2")
    name, total = (record.places.named[each][0] for each in ("name", "all"))
    assert (record.value(name, ()), record.value(total, ())) == ("Eva", "49")


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
