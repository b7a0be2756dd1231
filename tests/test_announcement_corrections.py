"""A correction for those who have the wrong words already: told once, as a correction, and to nobody who wants none."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from models import installation, my_messages, receipts
from models.announcements import correcting, counting, drafts, quota, steps
from models.announcements.drafts import Words
from models.base import now
from models.messages import READ, Message
from models.people import Person
from models.store import Store
from tests.announced import announced, copies, deliver, watch
from tests.announced_people import approve, at_noon, closed, told, write
from tests.announcing import alumna, officer, receives
from tests.crowd import address, crowd
from tests.desk import desk

FRIDAY, SATURDAY = {"es": Words("Es el viernes.")}, {"es": Words("Es el sábado.")}
BUTTONS = "[Sí asistiré] [No asistiré] [Aún no lo sé]"
ASKS = "¿Qué hacemos con este anuncio?"
SENT = "[Las respuestas] [Ver cómo queda] [Corregir el texto] [Borrar en Telegram] [Todos los anuncios]"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    yield from at_noon()


def test_a_wrong_date_is_put_right_on_every_phone(store: Store, clock: time_machine.Traveller) -> None:
    ana, bea = alumna(store), alumna(store, "whatsapp", "+525550000011")
    (stopped,) = store.run(crowd, 1)
    number = announced(store, texts=FRIDAY, choices="rsvp")
    first = [*deliver(store), *deliver(store, "whatsapp")]
    ana.shown = [each.content for each in first if each.address == ana.address]
    ana.write("[Sí asistiré]")
    clock.shift(timedelta(minutes=1))
    deliver(store)
    store.run(lambda db: db.execute(update(Person).where(Person.id == stopped).values(stopped_at=now())))
    assert watch(store).state == "done"
    phone = officer(store)
    phone(f"""
        > anuncios {number}
        < Anuncio 1: enviado. Todas las personas. Lo
        tienen 3 de 3. Respuestas: Sí asistiré: 1. {ASKS} {SENT}
        > [Corregir el texto]
        < En español: Es el viernes. Escriba el texto completo como debe quedar. [Dejarlo como está]
        > Es el sábado.
        < 3 personas ya tienen el texto anterior. ¿Les envío también la corrección? [Sí, enviarla] [No]
        > no
        < Se queda como está. Anuncio 1: enviado. Todas
        las personas. Lo tienen 3 de 3. Respuestas: Sí asistiré: 1. {ASKS} {SENT}
        > [Corregir el texto]
        < En español: Es el viernes. Escriba el texto completo como debe quedar. [Dejarlo como está]
        > Es el sábado.
        < 3 personas ya tienen el texto anterior. ¿Les envío también la corrección? [Sí, enviarla] [No]
        > [Sí, enviarla]
        < Corregido. A 3 personas que ya tenían el texto anterior les llega la corrección. Anuncio 1: se está enviando. Hasta
        ahora: 0 fallas y 1 baja. Si alguna llega a 3, se detiene solo. Todas las personas. Lo tienen 3 de 3. La corrección
        llegó a 0 de 3. Respuestas: Sí asistiré: 1. 1 contestó antes de la corrección. {ASKS} [Pausarlo] [Las respuestas]
        [Ver cómo queda] [Corregir el texto] [Cancelarlo] [Todos los anuncios]
    """)
    assert receives(store, bea) == [f"Corrección: Es el sábado. {BUTTONS}"]
    bea.write("[No asistiré]")
    old = next(f"telegram{each.id}" for each in first if each.address == ana.address)
    taken = [each for each in deliver(store) if each.address == ana.address]
    assert [(each.content.text, each.content.deletes) for each in taken] == [
        ("Corrección: Es el sábado.", ()),
        ("", (old,)),
    ], "the wrong one disappears once the right one is there"
    assert watch(store).state == "done"
    phone(f"""
        > [Todos los anuncios]
        < 1. enviado: Es el sábado. ¿Cuál? [Núm. 1]
        > [Núm. 1]
        < Anuncio 1: enviado. Todas las personas. Lo
        tienen 3 de 3. 1 tiene el texto anterior. La corrección llegó a 2 de 3. No le llegó a 1. Respuestas: Sí asistiré: 1,
        No asistiré: 1. 1 contestó antes de la corrección. {ASKS} {SENT}
    """)
    lazos = desk(store)
    listed = lazos("announcements", "answers", number).stdout.splitlines()
    assert [line.rpartition("  ")[2] for line in listed] == ["revision 1", "revision 2"]
    shown = lazos("announcements", "show", number).stdout.splitlines()
    assert {"correction arrived: 2", "correction did not reach: 1", "answered before the correction: 1"} <= {*shown}
    assert lazos("announcements", "correct", number, "--tell").stderr == "Nobody has old words.\n"
    assert not [each for by in ("telegram", "whatsapp") for each in deliver(store, by) if "Es el" in each.content.text]
    kept = store.run(my_messages.all_of, 1)
    assert [each["text"] for each in kept if "Es el" in each["text"]] == ["Es el viernes.", "Corrección: Es el sábado."]
    assert store.run(my_messages.count, 1)[0] >= len(kept)


def test_what_it_waits_for_is_said_in_a_line(store: Store, clock: time_machine.Traveller) -> None:
    store.run(installation.keep, quota.KEPT_AS, "2")
    lazos = desk(store)

    def line(number: int) -> str:
        shown = lazos("announcements", "show", number).stdout.splitlines()
        return "" if shown[1].startswith("For:") else str(shown[1])

    closed(store, 3)
    number = announced(store, texts=FRIDAY)
    assert line(number) == "", "it is going out"
    deliver(store, "whatsapp")
    assert line(number) == "WhatsApp has not approved the notice yet; it is looked at again every hour."
    approve(store, "news_es")
    clock.shift(timedelta(hours=1))
    deliver(store, "whatsapp")
    assert line(number) == "1 waits, since WhatsApp limits the people a day; it goes on at 25 Nov 2026, 13:00."
    clock.shift(timedelta(days=1))
    deliver(store, "whatsapp")
    assert (watch(store).state, line(number)) == (
        "done",
        "3 have got the notice on WhatsApp and have not opened it yet.",
    )
    clock.shift(timedelta(hours=10))  # it is eleven at night
    store.run(crowd, 1)
    number = announced(store, texts=FRIDAY)
    assert line(number) == "The next ones get it at 26 Nov 2026, 8:00."
    lazos("announcements", "pause", number)
    assert line(number) == ""


def test_from_the_command_line_and_only_where_it_helps(store: Store, clock: time_machine.Traveller) -> None:
    store.run(crowd, 2)
    number, lazos = announced(store, texts=FRIDAY), desk(store)
    deliver(store)
    watch(store)
    refused = lazos("announcements", "correct", number, "--es", "Es el sábado.")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "It has been sent to everybody. 2 people can be told other words only as a correction.\n",
    )
    done = lazos("announcements", "correct", number, "--es", "Es el sábado.", "--tell")
    assert done.stdout == "Corrected. 2 people who have the old words get the correction.\n"
    assert sorted(text for _, text in told(store))[-2:] == ["Corrección: Es el sábado."] * 2
    watch(store)
    clock.shift(timedelta(days=8))
    late = lazos("announcements", "correct", number, "--es", "Es el domingo.", "--tell")
    assert late.exit_code == 1
    assert copies(store, number) == {"sent": 2}


def test_only_who_reads_other_words_is_told(store: Store, clock: time_machine.Traveller) -> None:
    people = store.run(crowd, 3)
    store.run(lambda db: db.execute(update(Person).where(Person.id == people[0]).values(language="en")))
    both = {"es": Words("Es el viernes."), "en": Words("It is on Friday.")}
    number, lazos = announced(store, texts=both), desk(store)
    deliver(store)
    watch(store)
    done = lazos("announcements", "correct", number, "--es", "Es el sábado.", "--en", "It is on Friday.", "--tell")
    assert done.stdout == "Corrected. 2 people who have the old words get the correction.\n"
    assert [text for _, text in told(store) if text] == ["Corrección: Es el sábado."] * 2


def test_it_knocks_where_the_window_has_closed_and_a_late_receipt_does_not_swallow_it(
    store: Store, clock: time_machine.Traveller
) -> None:
    (person,) = closed(store)
    approve(store, "news_es")
    number = announced(store, texts=FRIDAY)
    deliver(store, "whatsapp")
    clock.shift(timedelta(minutes=1))
    write(store, person)
    assert told(store, "whatsapp") == [(address("whatsapp", person), "Es el viernes.")]
    clock.shift(timedelta(days=2))
    store.run(lambda db: drafts.correct(db, number, SATURDAY))
    assert store.run(lambda db: correcting.tell(db, number, now())) == 1
    assert store.run(lambda db: correcting.tell(db, number, now())) == 0, "once"
    copy = store.run(lambda db: db.execute(select(Message.id).where(Message.person_id == person)).scalar_one())
    store.run(lambda db: receipts.apply(db, copy, READ, None, now(), f"whatsapp{copy}"))
    assert [each.content.knock for each in deliver(store, "whatsapp")] == [True]
    assert store.run(counting.report, number).reached == 1, "until it is there she has the old one"
    clock.shift(timedelta(minutes=1))
    write(store, person)
    assert told(store, "whatsapp") == [(address("whatsapp", person), "Corrección: Es el sábado.")]


def test_paused_it_waits_and_cancelled_everybody_keeps_what_they_have(store: Store) -> None:
    store.run(crowd, 4)
    number, lazos = announced(store, texts=FRIDAY, first_percent=50), desk(store)
    assert len(deliver(store)) == 2
    assert watch(store).state == "held"
    lazos("announcements", "correct", number, "--es", "Es el sábado.", "--tell")
    assert store.run(lambda db: steps.pause(db, number, "staff", now()))
    assert told(store) == []
    lazos("announcements", "correct", number, "--es", "Es el lunes.")
    store.run(lambda db: steps.resume(db, number, now()))
    assert [text for _, text in told(store) if text] == ["Corrección: Es el lunes."] * 2
    assert watch(store).state == "held", "the others wait again"
    lazos("announcements", "correct", number, "--es", "Es el martes.", "--tell")
    lazos("announcements", "cancel", number, "--yes")
    report = store.run(counting.report, number)
    assert (report.reached, report.correcting, report.revisions) == (2, 2, {3: 2})
