"""An audience is said to staff in both languages, and whatever stands in it stays what it is: a value."""

import pytest
from sqlalchemy import Connection, func, insert, select

from dialogue.phrases import said
from models import audience
from models.announcements import drafts
from models.announcements.choices import OFFERED
from models.announcements.drafts import Draft, Words
from models.audience import Unclear
from models.contacts import Contact
from models.people import Person
from models.programmes import Cohort, Programme
from models.store import Store
from tests.audience_five import MOMENT, PEOPLE, selected, sentence
from tests.audience_world import write


@pytest.fixture
def world(store: Store) -> Store:
    store.run(write, list(PEOPLE.values()), MOMENT)
    return store


SAID = {
    "all": ("Everybody.", "Todas las personas."),
    "not all": ("Nobody.", "Nadie."),
    "state in (Chihuahua, Sonora) and plan = started": (
        "All people in Chihuahua or Sonora and with a started plan.",
        "Todas las personas de Chihuahua o Sonora y con un plan iniciado.",
    ),
    "state in (Sonora, Oaxaca, Jalisco)": (
        "All people in Oaxaca, Sonora or Jalisco.",
        "Todas las personas de Oaxaca, Sonora o Jalisco.",
    ),
    "state = Sonora and (plan = none or silent for 90 days)": (
        "All people in Sonora and (without a plan or who have been silent for 90 days).",
        "Todas las personas de Sonora y (sin un plan o que llevan 90 días en silencio).",
    ),
    "not (state = Sonora or cohort = 2024 and joined)": (
        "All people not in Sonora and (not from the cohort 2024 or who have not joined).",
        "Todas las personas que no son de Sonora y (que no son de la generación 2024 o que no se han unido).",
    ),
    "rank = command and language = en and channel = whatsapp and tag = trainer": (
        "All people of the level Middle command, who speak English, on WhatsApp and with the tag trainer.",
        "Todas las personas de nivel Mando medio, que hablan inglés, en WhatsApp y con la etiqueta trainer.",
    ),
    "agency = 'fiscalia de prueba' or programme = Curso": (
        "All people working at Fiscalía de Prueba or from the programme Curso.",
        "Todas las personas que trabajan en Fiscalía de Prueba o del programa Curso.",
    ),
    "joined within 1 day or active since 2026-01-31": (
        "All people who joined in the last day or who wrote since January 31, 2026.",
        "Todas las personas que se unieron en el último día o que escribieron desde el 31 de enero de 2026.",
    ),
    "answered 1 and not received 1": (
        "All people who answered announcement 1 and who did not get announcement 1.",
        "Todas las personas que respondieron al anuncio 1 y que no recibieron el anuncio 1.",
    ),
}  # fmt: skip


def test_an_audience_is_a_sentence_in_both_languages(world: Store) -> None:
    assert {text: world.run(sentence, text) for text in SAID} == SAID


def test_answers_are_said_as_they_stand_on_the_buttons(world: Store) -> None:
    yes, _, maybe = (choice.label for choice in OFFERED["rsvp"])
    english, spanish = world.run(sentence, "not answered 1 with (yes, maybe)")
    assert english == f"All people who did not answer “{said(yes, 'en')}” or “{said(maybe, 'en')}” to announcement 1."
    assert (
        spanish == f"Todas las personas que no respondieron «{said(yes, 'es')}» o «{said(maybe, 'es')}» al anuncio 1."
    )


def test_of_many_values_the_first_are_named(store: Store) -> None:
    store.run(many_cohorts)
    text = f"cohort in ({', '.join(f'G{place}' for place in range(14))})"
    assert store.run(sentence, text) == (
        "All people from the cohort G0, G1, G2, G3, G4, G5, G6, G7, G8, G9, G10, G11 or 2 others.",
        "Todas las personas de la generación G0, G1, G2, G3, G4, G5, G6, G7, G8, G9, G10, G11 o 2 más.",
    )


def many_cohorts(db: Connection) -> None:
    programme = db.execute(insert(Programme).values(name="Curso").returning(Programme.id)).scalar_one()
    db.execute(insert(Cohort), [{"programme_id": programme, "name": f"G{place}"} for place in range(14)])


@pytest.mark.parametrize(
    "attempt",
    [
        'tag = "x\'; DROP TABLE person; --"',
        "tag = 'x'' OR 1=1 --'",
        "cohort = \"%' OR '1'='1\"",
        'agency = "{given_name} ${jndi:x} {{7*7}}"',
        'state = "Sonora\' UNION SELECT address_sealed FROM contact --"',
        "programme = \"__import__('os').system('true')\"",
        'tag = "%"',
        'tag = "_______"',
        'cohort = "\\\' OR 1=1"',
    ],
)
def test_whatever_is_written_stays_a_value(world: Store, attempt: str) -> None:
    with pytest.raises(Unclear):
        world.run(selected, attempt)
    assert world.run(lambda db: db.execute(select(func.count()).select_from(Person)).scalar_one()) == len(PEOPLE)


def test_a_cohort_may_be_called_like_an_attack(store: Store) -> None:
    name = "x'; DROP TABLE person; --"
    store.run(called, name)
    assert store.run(selected, f'cohort = "{name}"') == []
    assert store.run(sentence, f'cohort = "{name}"')[0] == f"All people from the cohort {name}."


def called(db: Connection, name: str) -> None:
    programme = db.execute(insert(Programme).values(name="{conditions}").returning(Programme.id)).scalar_one()
    db.execute(insert(Cohort).values(programme_id=programme, name=name))


def test_what_is_filled_into_a_sentence_is_never_read_again(store: Store) -> None:
    store.run(called, "x")
    assert store.run(sentence, 'programme = "{conditions}"')[0] == "All people from the programme {conditions}."


def test_the_condition_means_the_same_within_any_statement(world: Store) -> None:
    assert world.run(joined_with_contacts, "channel = telegram or active within 30 days or language = es") == 2


def joined_with_contacts(db: Connection, text: str) -> int:
    wanted = audience.condition(db, audience.parse(text), MOMENT)
    query = select(func.count(Person.id.distinct())).join(Contact, Contact.person_id == Person.id).where(wanted)
    return db.execute(query).scalar_one()


def test_a_draft_is_not_yet_answered(store: Store) -> None:
    number = store.run(lambda db: drafts.write(db, Draft("all", {"es": Words("Hola")}, "rsvp"), "staff 1", MOMENT))
    assert store.run(selected, f"answered {number}") == []
