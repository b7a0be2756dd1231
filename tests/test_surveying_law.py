"""The law of surveys: whatever happens on the way, the record is that of a straight run.

Any form, any answers; on the way she goes back, changes the language, takes up her other phone, and the program
starts anew.
"""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import addresses, conversations
from models.store import Store
from models.surveys import forms
from surveys.form import Form, Group, Item, Repeat
from tests.alumni import enrol
from tests.phones import Phone, phone_of
from tests.survey_records import answers_of
from tests.surveyed import SCALE, YES_NO, begin, form, row, words

KINDS = ("text", "integer", "select_one", "select_multiple", "date", "datetime", "decimal", "acknowledge")
LISTS = {"yes_no": YES_NO, "scale": SCALE}
TYPED = {
    "text": ["Nada nuevo", "Ya hay bitácora", "mejor no contesto"],
    "integer": ["7", "cero", "mejor no contesto"],
    "decimal": ["2.5", "-3", "mejor no contesto"],
    "select_one": ["sí", "no"],
    "select_multiple": ["1", "1, 2", "2"],
    "date": ["3/11/2026", "4/11/2026"],
    "datetime": ["5/11/2026"],
    "acknowledge": ["ok"],
}
MEDDLING = st.sampled_from(["", "", "", "back", "language", "phone", "restart"])


@st.composite
def asked(draw: st.DrawFn) -> Form:
    """A form of some rows, of which some hang on earlier ones, some lie in a group, and some repeat."""
    names: list[str] = []
    items: list[Item] = [_row(draw, names) for _ in range(draw(st.integers(1, 4)))]
    if draw(st.booleans()):
        inside = tuple(_row(draw, names) for _ in range(draw(st.integers(1, 2))))
        items.append(Group(name="group", row=1, items=inside, relevant=_condition(draw, names)))
    if draw(st.booleans()):
        inside = (row("again", draw(st.sampled_from(KINDS)), "¿Qué más?", "What else?", options="yes_no"),)
        count = draw(st.sampled_from(["", "2"]))
        items.append(Repeat(name="repeat", row=1, label=words("Otro", "Other"), items=inside, count=count))
    items.append(row("sum", "calculate", calculation=f"concat(${{{names[0]}}}, '-', count(${{again}}))"))
    return form(*items, lists=LISTS)


def _row(draw: st.DrawFn, names: list[str]) -> Any:
    kind, name = draw(st.sampled_from(KINDS)), f"row_{len(names)}"
    relevant = _condition(draw, names)
    names.append(name)
    label = f"Pregunta {name[-1]}", f"Question {name[-1]}"
    return row(
        name, kind, *label, options="yes_no", relevant=relevant, locked=draw(st.sampled_from([False] * 9 + [True]))
    )


def _condition(draw: st.DrawFn, names: list[str]) -> str:
    if not names or draw(st.booleans()):
        return ""
    name = draw(st.sampled_from(names))
    return draw(st.sampled_from([f"${{{name}}} != ''", f"${{{name}}} = 'yes'", f"string-length(${{{name}}}) < 3"]))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked(), st.data())
def test_the_record_is_that_of_a_straight_run(store: Store, asked: Form, data: st.DataObject) -> None:
    says: dict[str, str] = {}
    straight = _answered(store, asked, says, data, meddle=False)
    assert _answered(store, asked, says, data, meddle=True) == straight


def _answered(store: Store, asked: Form, says: dict[str, str], data: st.DataObject, *, meddle: bool) -> dict[str, str]:
    person = store.run(enrol)
    phones = [
        phone_of(store, person, address=f"9{person}"),
        phone_of(store, person, channel="whatsapp", address=f"whatsapp:+5255{person:08}"),
    ]
    begin(store, phones[0], asked)
    phones[0].hears()
    for _ in range(60):
        key = _waits(store, phones[0])
        if key is None:
            return answers_of(store, person)
        if meddle and key != "summary!":
            _meddle(store, phones, data.draw(MEDDLING))
            key = _waits(store, phones[0])
        phones[0].moment = max(phone.moment for phone in phones)
        phones[0].write(_typed(asked, key or "", says, data))
    raise AssertionError("it does not come to an end")


def _meddle(store: Store, phones: list[Phone], how: str) -> None:
    if how == "restart":
        forms.forget_read(store.engine)
    elif how == "phone":
        phones[1].moment = phones[0].moment
        phones.reverse()
        phones[0].write("hola")
    elif how:
        phones[0].write({"back": "atrás", "language": "english"}[how])
        if how == "language":
            phones[0].write("español")


def _waits(store: Store, phone: Phone) -> str | None:
    """The key of the open question."""

    def waiting(db: Any) -> str | None:
        held = conversations.opened(db, addresses.at(db, phone.from_here()).owner)
        return None if held is None or held.flow != "survey" else conversations.state(db, held).waiting

    return store.run(waiting)


def _typed(asked: Form, key: str, says: dict[str, str], data: st.DataObject) -> str:
    """What is typed as the answer to a key: always the same."""
    if key == "summary!":
        return "sí"
    if key not in says:
        says[key] = data.draw(st.sampled_from(_possible(asked, key)))
    return says[key]


def _possible(asked: Form, key: str) -> list[str]:
    if key.endswith("@time"):
        return ["9:15"]
    if key.endswith("?"):
        return ["sí", "no"] if "[1]" in key else ["no"]
    kind = next(field.kind for field in asked.fields() if field.name == key.rpartition("/")[2])
    return TYPED[kind]
