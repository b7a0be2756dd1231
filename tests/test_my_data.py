"""What is held about a person: told in the chat, and whole in a file."""

import json
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, insert, select

from dialogue.messages import Attachment
from models import belongings, consents, my_data, people, rights
from models.announcements.tables import AnnouncementAnswer
from models.base import now
from models.sealing import vault
from models.store import Store
from tests import survey_answers
from tests.alumni import enrol
from tests.announced import announced
from tests.canaries import found, sealed_columns
from tests.lives import CANARIES, EMAIL, FIRST, MILESTONE, NOTE, PLAN, lived
from tests.phones import Phone, phone_of
from tests.surveyed import begin, form, row

#: What is sealed as JSON, and stands in the file in another form.
JSON = {
    ("message", "body"),
    ("received", "body"),
    ("received", "error"),
    ("conversation", "state"),
    ("preference", "value"),
}
WORKPLACE = "Policía Municipal de Villa Ejemplo"


def ana(store: Store, channel: str = "telegram", address: str = "500001", language: str = "es") -> Phone:
    person = store.run(enrol, plans=("Patrullaje",))
    store.run(people.speak, person, language)
    return phone_of(store, person, channel, address, language)


def test_it_is_told_in_plain_words(store: Store) -> None:
    phone = ana(store)
    store.run(agree, "announcements")
    store.run(lambda db: survey_answers.answered(db, survey_answers.kept(db), 1, {"applies": "3"}))
    answer = insert(AnnouncementAnswer).values(announcement_id=announced(store), person_id=1, answer="yes", at=now())
    store.run(lambda db: db.execute(answer))
    phone(f"""
        > mis datos
        < Solo el equipo de su programa puede ver sus datos. Los informes llevan cifras, y palabras suyas solo si usted aceptó. Guardamos su nombre, su trabajo y cómo comunicarnos con usted: Ana Ejemplo Rivera, {WORKPLACE}. También: 1 plan, sus respuestas a 1 encuesta, su respuesta a 1 anuncio, 1 teléfono, y sus ajustes. Y lo que nos hemos escrito: 1 mensaje, desde el 24 de noviembre de 2026. Además del seguimiento, usted aceptó esto: Avisos y
          materiales. ¿Qué quiere hacer con sus datos? [Corregir algo] [Recibirlo en archivo] [Oponerme a un uso]
          [Eliminar mis datos] [Mis teléfonos] [Borrar este chat] [Es todo]
        > es todo
        < De acuerdo.
    """)


def test_in_english_on_whatsapp(store: Store) -> None:
    ana(store, "whatsapp", "whatsapp:+525550000001", "en")(f"""
        > what do you know about me
        < Only the team of your programme can see your data. Reports hold figures, and words of yours
          only if you agreed. We keep your name, your work and how to reach you: Ana Ejemplo Rivera, {WORKPLACE}. Also: 1 plan, 1 phone, and your settings. And what we have written
          to each other: 1 message, since November 24, 2026. Beyond the follow-up, you have agreed to nothing else. What
          would you like to do with your data? [Correct something] [Get it as a file] [Object to a use] [Erase my data] [My phones]
          [Clear this chat] [That is all]
        > [Get it as a file]
        < This is all that we keep about you. Whoever opens the file can read it, so keep it safe.
    """)


def test_the_file_is_hers_and_the_request_is_on_record(store: Store) -> None:
    phone = ana(store)
    phone.write("mis datos")
    (shown,) = phone.write("copia")
    assert shown.shows == Attachment("account", "1")
    (request,) = store.run(rights.everything)
    assert (request.person, request.kind, request.due) == (1, "access", None)
    assert request.done_on == request.answered_on == request.asked_on


def test_from_there_to_all_else(store: Store) -> None:
    phone = ana(store)
    for label, ends in (
        ("Corregir algo", "¿Es correcto?"),
        ("Oponerme a un uso", "¿Qué quiere cambiar?"),
        ("Eliminar mis datos", "¿Eliminamos todo?"),
    ):
        phone.write("mis datos")
        assert phone.write(f"[{label}]")[0].text.endswith(ends)


def test_everything_that_is_sealed_of_her_stands_in_the_file(store: Store) -> None:
    with lived(store) as life:
        written = json.dumps(store.run(my_data.as_file, life.person), ensure_ascii=False)
        assert found(CANARIES, written.encode()) == CANARIES
        texts = store.run(lambda db: list(sealed_texts(db, life.person)))
        assert len(texts) > 10
        assert [text for text in texts if json.dumps(text, ensure_ascii=False)[1:-1] not in written] == []


def test_the_file_is_in_order_and_tells_of_nobody_else(store: Store) -> None:
    with lived(store) as life:
        told = store.run(my_data.as_file, life.person)
    (plan,) = told["plans"]
    (report,) = plan["reports"]
    assert (plan["title"], plan["percent"], plan["due_on"]) == (PLAN, 60, "2027-06-30")
    assert (report["percent"], report["hurdle"], report["note"]) == (60, "none", f"capacitamos con {NOTE}")
    assert [(file["type"], file["size"]) for file in report["files"]] == [("image/jpeg", 9)]
    assert [step["title"] for step in plan["milestones"]] == [MILESTONE]
    assert (told["profile"]["email"], told["profile"]["state"]) == (EMAIL, "Coahuila")
    assert [(post["state"], post["ended_by"]) for post in told["posts"]] == [
        ("Chihuahua", "transferred"),
        ("Coahuila", None),
    ]
    assert {each["purpose"] for each in told["consents"] if each["given"]} == {
        *("follow_up", "announcements", "quotes", "peers")
    }
    assert told["unfinished"][0]["answers"] == {"percent": 65}
    assert [each["from"] for each in told["questions_to_the_team"][0]["messages"]] == ["you", "the team"]
    moments = [message["at"] for message in told["messages"]]
    assert moments == sorted(moments)
    assert {FIRST, "acepto", "1 y 3"} <= {each["text"] for each in told["messages"] if each["from"] == "you"}
    written = json.dumps(told)
    for never in ("Grace", "Sample", "Eva", "seal_id", '"id"', "person_id"):
        assert never not in written


def test_her_surveys_stand_in_the_file_with_what_she_answered(store: Store) -> None:
    phone = ana(store)
    begin(store, phone, form(row("story", "text", "¿Qué cambió?")))
    for line in ("Ya hay una guía", "sí"):
        phone.write(line)
    (answered,) = store.run(my_data.as_file, 1)["surveys"]["answered"]
    assert (answered["survey"], answered["answers"]) == ("seguimiento", {"story": "Ya hay una guía"})
    assert answered["completed_at"] >= answered["begun_at"]


def test_nobody_has_no_file(store: Store) -> None:
    with pytest.raises(LookupError):
        store.run(my_data.as_file, 17)


def agree(db: Connection, purpose: str) -> None:
    consents.record(db, 1, 1, "2026-11", {purpose: True})


def sealed_texts(db: Connection, person: int) -> Iterator[str]:
    """All that is sealed of a person as a text of its own, opened."""
    hers = belongings.of(person)
    for table, column in sealed_columns():
        name = column.removesuffix("_sealed")
        if table.name in hers and (table.name, name) not in JSON:
            rows = db.execute(select(table.c.seal_id, table.c[column]).where(hers[table.name]))
            yield from filter(None, (vault(db).open_text(row[1], table.name, name, row.seal_id) for row in rows))


def test_her_phones_are_found_from_there(store: Store) -> None:
    phone = ana(store)
    phone.write("mis datos")
    assert phone.write("[Mis teléfonos]")[0].text.startswith("Estos teléfonos son de su cuenta:")
