"""What may help against what gets in her way: offered after a report and after a survey, once, in one line."""

from sqlalchemy import select

from models import people
from models.resources.used_tables import ResourceUse
from models.store import Store
from tests.alumni import enrol
from tests.phones import Phone, phone_of
from tests.resource_phones import WHATSAPP
from tests.resource_shelf import stock
from tests.surveyed import begin, form, options, row

LED = form(
    row("hurdle", "select_one", "¿Qué le frena?", "What holds you up?", options="hurdles", leads="hurdle"),
    lists={
        "hurdles": options(("command", "Falta apoyo del mando", "Lack of command support"), ("none", "Nada", "Nothing"))
    },
)


def reports(phone: Phone, hurdle: str) -> str:
    """She reports with this hurdle; how it ends."""
    for each in ("avance", "40", hurdle, "omitir", "omitir"):
        phone.write(each)
    (said,) = phone.write("omitir")
    return " ".join([said.text.replace("\n\n", " "), *(f"[{each.label}]" for each in said.options)])


def test_after_a_report_that_names_a_hurdle_one_line_leads_to_the_card(store: Store) -> None:
    stock(store)
    phone = phone_of(store, store.run(enrol, plans=("Gestión de un convenio",)))
    assert reports(phone, "recursos") == (
        "Gracias. Quedó registrado en «Gestión de un convenio»: 40%, iniciado. Esto le puede servir: «Modelo de convenio "
        "de colaboración». [Ver el material]"
    )
    assert phone.write("[Ver el material]")[0].text.startswith("Modelo de convenio de colaboración (Formato).")


def test_nothing_is_suggested_twice_nor_where_nothing_is_in_the_way(store: Store) -> None:
    stock(store)
    phone = phone_of(store, store.run(enrol, plans=("Gestión de un convenio",)))
    ends = [reports(phone, "recursos") for _ in range(6)]
    offered = [each.rpartition("servir: ")[2] for each in ends if "servir" in each]
    assert len(offered) == len(set(offered)) == 4
    assert "servir" not in reports(phone, "nada")


def test_after_a_survey_it_stands_beside_the_person_to_talk_to(store: Store) -> None:
    stock(store)
    phone = phone_of(store, store.run(enrol))
    begin(store, phone, LED)
    phone.hears()
    phone.write("1")
    (said,) = phone.write("está bien")
    assert [each.label for each in said.options] == ["Ver el material", "Hablar con una persona"]
    assert "Esto le puede servir: «" in said.text
    shown = store.run(lambda db: db.execute(select(ResourceUse.shown_at)).scalars().all())
    assert len(shown) == 1
    assert shown[0] is not None


def test_in_english_on_whatsapp(store: Store) -> None:
    stock(store)
    person = store.run(enrol)
    store.run(people.speak, person, "en")
    phone = phone_of(store, person, "whatsapp", WHATSAPP, "en")
    begin(store, phone, LED)
    phone.hears()
    phone.write("1")
    (said,) = phone.write("yes")
    assert [each.label for each in said.options] == ["See the material", "Talk to a person"]
    assert "This may help you with it: “" in said.text
