"""An alumna reports how her plan is going."""

from typing import Any

import pytest
from sqlalchemy import select

from models.action_plans import ActionPlan, ProgressReport
from models.files import StoredFile
from models.sealing import vault
from models.store import Store
from tests.alumni import enrol
from tests.phones import phone_of

PLANS = ("Patrullaje de proximidad", "Academia de mandos")


def reports(store: Store) -> list[Any]:
    return store.run(lambda db: list(db.execute(select(ProgressReport.__table__).order_by(ProgressReport.id))))


def note_of(store: Store, row: Any) -> str | None:
    return store.run(lambda db: vault(db).open_text(row.note_sealed, "progress_report", "note", row.seal_id))


def test_question_by_question(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS))
    phone("""
        > avance
        < ¿De qué plan se trata? [Patrullaje de proximidad] [Academia de mandos]
        > 1
        < ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > 60 %
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
        > recursos
        < ¿Qué ha logrado hasta ahora? Basta con una línea. [Omitir]
        > Capacitamos a 20 oficiales
        < ¿Anoto 20 personas capacitadas? [Sí] [No]
        > [Sí]
        < Si gusta, mande una foto o un documento. Si no, escriba «omitir». [Omitir]
        > (photo)
        < Gracias. Quedó registrado en «Patrullaje de proximidad»: 60%, avanzado. Anoté 20 personas capacitadas. Guardé 1 archivo.
    """)
    [report] = reports(store)
    assert (report.percent, report.status, report.hurdle, report.people_trained) == (60, "advanced", "resources", 20)
    assert note_of(store, report) == "Capacitamos a 20 oficiales"
    assert store.run(lambda db: db.execute(select(StoredFile.report_id)).scalars().all()) == [report.id]
    plan = store.run(
        lambda db: db.execute(
            select(ActionPlan.percent, ActionPlan.status).where(ActionPlan.id == report.plan_id)
        ).one()
    )
    assert tuple(plan) == (60, "advanced")


def test_question_by_question_in_english(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Proximity patrols",)), "whatsapp", "whatsapp:+525550000001", "en")
    phone("""
        > progress
        < How far along is “Proximity patrols”, from 0 to 100? [Not started yet] [It is done] [The plan changed] [It was dropped]
        > sixty
        < What got in the way, if anything? [Nothing] [Lack of resources] [Lack of command support] [Lack of time]
          [Transfer] [Staff turnover] [Rules or paperwork] [Insecurity] [Something else]
        > 1
        < What have you achieved so far? One line is enough. [Skip]
        > skip
        < How many people have you trained? [None]
        > 12
        < If you like, send a photo or a document. If not, write “skip”. [Skip]
        > skip
        < Thank you. On record for “Proximity patrols”: 60%, advanced. 12 people trained, noted.
    """)
    [report] = reports(store)
    assert (report.hurdle, report.people_trained, report.note_sealed) == ("none", 12, None)


def test_in_one_line(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]))
    phone("""
        > avance 60 capacitamos a 20 oficiales
        < Gracias. Quedó registrado en «Patrullaje de proximidad»: 60%, avanzado. ¿Anoto 20 personas capacitadas? [Sí] [No]
        > sí
        < Anoté 20 personas capacitadas.
        > Avance: 75%
        < Gracias. Quedó registrado en «Patrullaje de proximidad»: 75%, avanzado.
    """)
    first, second = reports(store)
    assert (first.percent, first.people_trained, note_of(store, first)) == (60, 20, "capacitamos a 20 oficiales")
    assert (second.percent, second.people_trained) == (75, None)


def test_in_one_line_in_english_with_several_plans(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Patrols", "Academy")), language="en")
    phone("""
        > progress 40 we trained 1 officer
        < Which plan is it about? [Patrols] [Academy]
        > academy
        < Thank you. On record for “Academy”: 40%, started. Shall I note 1 person trained? [Yes] [No]
        > no
        < How many people have you trained? [None]
        > 3
        < 3 people trained, noted.
    """)
    [report] = reports(store)
    assert (report.percent, report.people_trained) == (40, 3)


def test_a_plan_is_only_closed_by_whoever_says_that_it_is_done(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]))
    phone("""
        > avance 100
        < ¿Da por terminado «Patrullaje de proximidad»? [Sí, terminado] [No, todavía no]
        > no
        < Gracias. Quedó registrado en «Patrullaje de proximidad»: 100%, avanzado.
        > avance 100
        < ¿Da por terminado «Patrullaje de proximidad»? [Sí, terminado] [No, todavía no]
        > sí
        < Gracias. Quedó registrado en «Patrullaje de proximidad»: 100%, terminado.
    """)


def test_two_plans_of_one_title_are_told_apart(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Academia", "Academia")))
    phone("""
        > avance 30
        < ¿De qué plan se trata? [Academia (1)] [Academia (2)]
        > [Academia (2)]
        < Gracias. Quedó registrado en «Academia»: 30%, iniciado.
    """)


def test_what_was_said_last_time_is_shown_first(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]))
    phone.write("avance 40")
    answer = phone.write("avance")[0].text
    assert answer.startswith("La última vez, el ")
    assert "reportó 40%" in answer


def test_a_wrong_answer_gets_a_hint_and_after_the_second_an_example(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]))
    phone.write("avance")
    phone("""
        > muy bien
        < Escriba un número entero de 0 a 100, por favor. ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > 200
        < Escriba un número entero de 0 a 100, por favor. Por ejemplo: 60 ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > (photo)
        < Aquí no hace falta un archivo. Por ejemplo: 60 ¿Qué tan avanzado va «Patrullaje de proximidad», de 0 a 100? [Aún no empieza] [Ya terminó] [El plan cambió] [Se canceló]
        > [Ya terminó]
        < ¿Qué le ha dificultado avanzar? [Nada] [Falta de recursos] [Falta de apoyo del mando] [Falta de tiempo]
          [Cambio de adscripción] [Rotación de personal] [Trámites o normas] [Inseguridad] [Otra cosa]
    """)


def test_text_where_a_file_is_asked(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]))
    for line in ("avance", "60", "1", "omitir", "5"):
        phone.write(line)
    phone("""
        > aquí está
        < Aquí mande una foto o un documento, por favor. Si gusta, mande una foto o un documento. Si no, escriba «omitir». [Omitir]
        > [Omitir]
        < Gracias. Quedó registrado en «Patrullaje de proximidad»: 60%, avanzado. Anoté 5 personas capacitadas.
    """)


def test_without_an_open_plan(store: Store) -> None:
    phone = phone_of(store, store.run(enrol))
    phone("""
        > avance 60
        < Por ahora no tiene un plan abierto. Para agregar uno, escriba «plan nuevo».
    """)


OUT_OF_RANGE = {
    "es": "Escriba un número entero de 0 a 100, por favor. ¿Qué tan avanzado va",
    "en": "Please send a whole number from 0 to 100. How far along is",
}


@pytest.mark.parametrize(
    ("language", "line"), [("es", "avance 150"), ("es", "avance -5"), ("es", "avance 60.5"), ("en", "progress 150%")]
)
def test_a_number_that_is_no_per_cent_is_told(store: Store, language: str, line: str) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]), language=language)
    [answer] = phone.write(line)
    assert answer.text.replace("\n\n", " ").startswith(OUT_OF_RANGE[language])
    phone.write("60")
    phone.write("nothing" if language == "en" else "nada")
    assert phone.shown[0].text.endswith(("Basta con una línea.", "One line is enough.")), "it is no note either"


@pytest.mark.parametrize(
    ("language", "words", "proposed"),
    [
        ("es", "falta de tiempo y recursos", "¿Quiso decir «Falta de tiempo»?"),
        ("es", "hay mucha inseguridad en la zona", "¿Quiso decir «Inseguridad»?"),
        ("en", "lack of time and of everything", "Did you mean “Lack of time”?"),
    ],
)
def test_a_hurdle_among_other_words_is_proposed(store: Store, language: str, words: str, proposed: str) -> None:
    phone = phone_of(store, store.run(enrol, plans=PLANS[:1]), language=language)
    for word in ("avance", "60"):
        phone.write(word)
    assert phone.write(words)[0].text == proposed
    first = "¿Qué ha logrado hasta ahora?" if language == "es" else "What have you achieved so far?"
    assert phone.write("1")[0].text.startswith(first), "1 is the first option of what is asked now"
