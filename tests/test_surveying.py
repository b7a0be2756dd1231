"""A questionnaire in the chat: asked one by one, durable at once, finished weeks later on another phone, corrected."""

from datetime import timedelta

from models.store import Store
from tests.alumni import enrol
from tests.phones import phone_of
from tests.survey_records import answers, begun, completed
from tests.surveyed import FOLLOW_UP, begin, form, row

FIRST = (
    "¿Comparte lo que aprendió? (1 de 4) [0 Nunca] [1 Rara vez] [2 A veces] [3 Casi siempre] [4 Siempre] "
    "[¿Por qué la pregunta?] [Mejor no contesto]"
)


def test_a_survey_from_the_first_question_to_the_record(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    assert phone.hears() == [f"Gracias por su tiempo. {FIRST}"]
    phone(f"""
        > [¿Por qué la pregunta?]
        < Para saber qué se aplica en el trabajo. {FIRST}
        > 3
        < ¿Ha capacitado a alguien? (2 de 4) [Sí] [No]
        > claro
        < ¿A cuántas personas? (3 de 4) [Mejor no contesto]
        > 900
        < Un número hasta 500, por favor. ¿A cuántas personas? (3 de 4) [Mejor no contesto]
        > veinte
        < ¿Qué cambió en su unidad? (4 de 4) [Mejor no contesto]
    """)
    assert answers(store) == {"shares": "3", "trained": "yes", "people": "20"}
    assert not completed(store)
    phone("""
        > prefiero no contestar
        < Esto contestó: • ¿Comparte lo que aprendió? 3 Casi siempre • ¿Ha capacitado a alguien? Sí • ¿A cuántas personas? 20 • ¿Qué cambió en su unidad? Mejor no contesto ¿Está bien? [Está bien] [Cambiar una]
        > sí
        < Gracias. Sus respuestas quedaron guardadas.
    """)
    assert answers(store) == {"shares": "3", "trained": "yes", "people": "20", "story": "", "many": "many"}
    assert completed(store)


def test_the_same_in_english_on_whatsapp(store: Store) -> None:
    person = store.run(enrol)
    phone = phone_of(store, person, channel="whatsapp", address="whatsapp:+525550000001", language="en")
    phone.write("english")
    begin(store, phone, FOLLOW_UP)
    phone.hears()
    phone("""
        > rather not say
        < Have you trained anybody? (2 of 4) [Yes] [No]
        > it depends
        < Please choose one of the options. Have you trained anybody? (2 of 4) [Yes] [No]
        > no
        < What has changed in your unit? (3 of 3) [Rather not say]
        > Nobody writes by hand
        < You answered: • Do you share what you learnt? Rather not say • Have you trained anybody? No • What has changed in your unit? Nobody writes by hand Is this right? [Yes, it is] [Change an answer]
        > [Yes, it is]
        < Thank you. Your answers are saved.
    """)
    assert answers(store) == {"shares": "", "trained": "no", "story": "Nobody writes by hand", "many": "few"}


def test_begun_in_whatsapp_and_finished_in_telegram_eight_days_later(store: Store) -> None:
    person = store.run(enrol)
    one = phone_of(store, person, channel="whatsapp", address="whatsapp:+525550000001")
    begin(store, one, FOLLOW_UP)
    one.hears()
    one("""
        > 2
        < ¿Ha capacitado a alguien? (2 de 4) [Sí] [No]
    """)
    other = phone_of(store, person, address="500077")
    other.moment = one.moment + timedelta(days=8)
    other("""
        > hola
        < ¿Ha capacitado a alguien? (2 de 4) [Sí] [No]
        > english
        < Have you trained anybody? (2 of 4) [Yes] [No]
        > [No]
        < What has changed in your unit? (3 of 3) [Rather not say]
    """)
    assert answers(store) == {"shares": "2", "trained": "no"}


def test_back_takes_an_answer_out_of_the_record_as_well(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    phone.hears()
    phone.write("3")
    phone.write("sí")
    phone.write("12")
    assert answers(store)["people"] == "12"
    phone("""
        > atrás
        < ¿A cuántas personas? (3 de 4) [Mejor no contesto]
    """)
    assert answers(store) == {"shares": "3", "trained": "yes"}


def test_an_answer_changed_at_the_end_clears_what_no_longer_applies_and_keeps_the_rest(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    phone.hears()
    for line in ("3", "sí", "12", "Ya hay bitácora"):
        phone.write(line)
    phone("""
        > cambiar
        < ¿Qué respuesta quiere cambiar? [¿Comparte lo que aprendió?] [¿Ha capacitado a alguien?] [¿A cuántas personas?] [¿Qué cambió en su unidad?]
        > 2
        < ¿Ha capacitado a alguien? (2 de 4) [Sí] [No]
        > no
        < Esto contestó: • ¿Comparte lo que aprendió? 3 Casi siempre • ¿Ha capacitado a alguien? No • ¿Qué cambió en su unidad? Ya hay bitácora ¿Está bien? [Está bien] [Cambiar una]
        > está bien
        < Gracias. Sus respuestas quedaron guardadas.
    """)
    assert answers(store) == {"shares": "3", "trained": "no", "story": "Ya hay bitácora", "many": "few"}


def test_a_form_replaced_meanwhile_changes_nothing_for_whoever_is_inside(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    phone.hears()
    phone.write("3")
    other = phone_of(store, store.run(enrol, "Luz", "Muestra"), address="500055")
    begin(store, other, form(row("new", "text", "¿Otra cosa?", "Something else?")))
    assert other.hears() == ["¿Otra cosa? (1 de 1) [Mejor no contesto]"]
    phone("""
        > no
        < ¿Qué cambió en su unidad? (3 de 3) [Mejor no contesto]
    """)


def test_a_progress_report_interrupts_and_the_survey_goes_on_where_it_was(store: Store) -> None:
    phone = phone_of(store, store.run(enrol, plans=("Plan de muestra",)))
    begin(store, phone, FOLLOW_UP)
    phone.hears()
    phone.write("3")
    phone("""
        > avance 40
        < Gracias. Quedó registrado en «Plan de muestra»: 40%, iniciado. Dejó algo pendiente: sus preguntas de seguimiento. ¿Seguimos? [Seguir] [No seguir]
        > seguir
        < ¿Ha capacitado a alguien? (2 de 4) [Sí] [No]
    """)


def test_from_the_menu_she_goes_on_where_she_left_off(store: Store) -> None:
    phone = begun(store, FOLLOW_UP)
    phone.hears()
    phone.write("3")
    (shown,) = phone.write("menú")
    assert shown.options[0].label == "Seguir lo pendiente"
    phone("""
        > seguir con la encuesta
        < ¿Ha capacitado a alguien? (2 de 4) [Sí] [No]
        > seguir
        < ¿Ha capacitado a alguien? (2 de 4) [Sí] [No]
    """)
    phone.write("menú")
    phone("""
        > [Seguir lo pendiente]
        < ¿Ha capacitado a alguien? (2 de 4) [Sí] [No]
        > sí
        < ¿A cuántas personas? (3 de 4) [Mejor no contesto]
    """)
