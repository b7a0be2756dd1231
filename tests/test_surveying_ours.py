"""What our own columns make of a question: an anonymous answer is kept apart, a locked one stays."""

from typing import Any

from sqlalchemy import Connection, select

from models import conversations
from models.sealing import vault
from models.store import Store
from models.surveys.tables import SurveyAnonymous
from tests.phones import Phone
from tests.survey_records import answers, begun
from tests.surveyed import YES_NO, form, row


def test_what_is_anonymous_is_kept_apart_and_leaves_no_trace_beside_the_person(store: Store) -> None:
    asked = form(
        row(
            "support",
            "select_one",
            "¿Le apoya su mando?",
            "Does your command support you?",
            options="yes_no",
            anonymous=True,
        ),
        row("open", "text", "¿Algo más?", "Anything else?"),
        lists={"yes_no": YES_NO},
    )
    phone = begun(store, asked)
    phone.hears()
    for line in ("no", "Nada más que agregar", "sí"):
        phone.write(line)
    assert answers(store) == {"open": "Nada más que agregar"}
    apart = store.run(lambda db: db.execute(select(SurveyAnonymous.__table__)).one())
    assert vault_open(store, apart) == b"no"
    assert (apart.key, apart.month) == ("support", f"{phone.moment:%Y-%m}")
    assert not store.run(remembers, phone, "support")


def vault_open(store: Store, apart: Any) -> bytes:
    return store.run(
        lambda db: vault(db).open(bytes(apart.answer_sealed), "survey_anonymous", "answer", bytes(apart.id))
    )


def remembers(db: Connection, phone: Phone, key: str) -> bool:
    """Whether any conversation still has this answer."""
    rows = db.execute(select(conversations.Talk.__table__)).all()
    return any(
        f'"{key}"'.encode() in vault(db).open(bytes(each.state_sealed), "conversation", "state", bytes(each.seal_id))
        for each in rows
    )


def test_what_is_locked_cannot_be_changed_any_more(store: Store) -> None:
    asked = form(
        row("before", "text", "¿Qué sabía antes?", "What did you know before?", locked=True),
        row("after", "text", "¿Qué sabe ahora?", "What do you know now?"),
        row("left", "text", "¿Qué falta?", "What is missing?"),
    )
    phone = begun(store, asked)
    phone.hears()
    phone.write("Poco de esto")
    phone("""
        > atrás
        < No hay un paso anterior al cual volver. Para dejarlo, escriba «cancelar». ¿Qué sabe ahora? (2 de 3) [Mejor no contesto]
        > Bastante más
        < ¿Qué falta? (3 de 3) [Mejor no contesto]
        > Casi nada
        < Esto contestó: • ¿Qué sabía antes? Poco de esto • ¿Qué sabe ahora? Bastante más • ¿Qué falta? Casi nada ¿Está bien? [Está bien] [Cambiar una]
        > cambiar
        < ¿Qué respuesta quiere cambiar? [¿Qué sabe ahora?] [¿Qué falta?]
    """)


def test_what_is_computed_of_an_anonymous_answer_is_kept_nowhere(store: Store) -> None:
    asked = form(
        row("support", "select_one", "¿Le apoya su mando?", options="yes_no", anonymous=True),
        row("open", "text", "¿Algo más?"),
        row("alone", "calculate", calculation="if(${support} = 'no', '1', '0')"),
        row("further", "calculate", calculation="concat('x', ${alone})"),
        row("words", "calculate", calculation="string-length(${open})"),
        lists={"yes_no": YES_NO},
    )
    phone = begun(store, asked)
    for line in ("no", "Nada", "sí"):
        phone.write(line)
    assert answers(store) == {"open": "Nada", "words": "4"}
