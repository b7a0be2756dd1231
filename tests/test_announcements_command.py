"""`lazos announcements`: what has been sent off is approved, paused, corrected, cancelled and sent again."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import Connection, func, select, update

from models import staff
from models.announcements import reading
from models.announcements.tables import Announcement
from models.audit import AuditEntry
from models.messages import FAILED, UNCERTAIN, Message
from models.store import Store
from tests.announced import announced, copies, deliver, watch
from tests.announcing import officer
from tests.crowd import crowd
from tests.desk import Lazos, desk
from tests.phones import everything_for

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
ES, EN = "La reunión es el viernes.", "The meeting is on Friday."

TELL = "To send these the correction: lazos announcements correct {} --tell\n"


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return desk(store)


def announcements(store: Store) -> int:
    return store.run(lambda db: db.execute(select(func.count()).select_from(Announcement)).scalar_one())


def test_many_need_a_second_person(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 501)
    eva, colleague = officer(store), officer(store, address="900002")
    refused = lazos("announce", "--es", ES, "--yes")
    assert (refused.exit_code, "--as STAFF" in refused.stderr) == (1, True)
    sent = lazos("announcements", "send", 1, "--yes", "--as", 1)
    assert sent.stdout.startswith("It goes to 501 people, so a second person of the team has to approve it.")
    assert store.run(everything_for, eva) == []
    (told,) = store.run(everything_for, colleague)
    assert told.text == "El anuncio 1 va para 501 personas. Falta que alguien más del equipo lo apruebe."
    assert lazos("announcements", "approve", 1).exit_code == 1, "nobody in particular approves nothing"
    assert "second person" in lazos("announcements", "approve", 1, "--as", 1).stderr
    assert lazos("announcements", "approve", 1, "--as", 7).exit_code == 1
    assert lazos("announcements", "approve", 1, "--as", 2).stdout == "Approved. It goes to 501 people.\n"
    assert store.run(everything_for, colleague)[-1].text.startswith("El anuncio 1 se aprobó en su nombre")
    assert store.run(reading.every)[0].state == "planned"
    actors = store.run(lambda db: list(db.scalars(select(AuditEntry.actor).order_by(AuditEntry.id))))
    assert actors[-1].startswith("staff 2, ")
    assert actors[-1].endswith("(command line)")


def test_an_analyst_looks_and_does_nothing(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 1)
    analyst = store.run(staff.add, "Luz Muestra", "analyst")
    result = lazos("announce", "--es", ES, "--yes", "--as", analyst)
    assert (result.exit_code, announcements(store)) == (1, 0)


def test_paused_corrected_resumed(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 2)
    number = announced(store)
    assert len(deliver(store, most=1)) == 2
    late = store.run(crowd, 1)
    assert late
    number = announced(store, "all")
    assert lazos("announcements", "pause", number).stdout == "Paused. Nothing more goes out until you resume it.\n"
    assert deliver(store) == []
    corrected = lazos("announcements", "correct", number, "--es", "Es el sábado.")
    assert corrected.stdout == "Corrected. Nobody had the old words yet.\n"
    again = lazos("announcements", "pause", number)
    assert (again.exit_code, again.stderr) == (
        1,
        "The announcement is paused. Only what is being sent can be paused.\n",
    )
    lazos("announcements", "resume", number)
    assert {taken.content.text for taken in deliver(store)} == {"Es el sábado."}
    words = store.run(reading.words, number, 2)
    assert words["en"].text == EN, "what was not corrected stays"


def test_what_has_been_sent_to_everybody_is_paused_and_corrected_in_vain(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 2)
    number = announced(store)
    deliver(store, most=2)
    late = lazos("announcements", "correct", number, "--es", "Es el sábado.").stdout
    assert late == "Corrected, though everybody has been sent the old words already.\n" + TELL.format(number)
    late = lazos("announcements", "pause", number).stdout
    assert late == "Paused, though everybody has been sent to already.\n"


def test_after_its_first_part_all_others_are_left(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 5)
    number = announced(store, first_percent=20)
    assert len(deliver(store)) == 1
    told = lazos("announcements", "correct", number, "--es", "Es el sábado.").stdout
    assert told == "Corrected. 1 person has the old words already; all others get the new ones.\n" + TELL.format(number)
    assert lazos("announcements", "pause", number).stdout == "Paused. Nothing more goes out until you resume it.\n"
    lazos("announcements", "resume", number)
    watch(store)
    held = lazos("announcements", "pause", number)
    assert (held.exit_code, held.stderr) == (
        1,
        "The announcement waits for your word after its first part. Only what is being sent can be paused.\n",
    )


def test_cancelled_for_good(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 3)
    number = announced(store)
    assert lazos("announcements", "cancel", number).exit_code == 2, "nobody can be asked"
    assert lazos("announcements", "cancel", number, "--yes").stdout == "Cancelled. 3 people will not get it.\n"
    assert deliver(store) == []
    assert lazos("announcements", "cancel", number, "--yes").exit_code == 1
    assert lazos("announcements", "go-on", number).exit_code == 1
    assert lazos("announcements", "show", 77).stderr == "There is no announcement 77.\n"


def test_sent_again_to_those_for_whom_it_failed(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 3)
    number = announced(store)
    _first, second, third = [taken.id for taken in deliver(store)]
    watch(store)
    store.run(_becomes, second, FAILED)
    store.run(_becomes, third, UNCERTAIN)
    assert lazos("announcements", "resend", number).stdout == "It is sent again to 1 person.\n"
    assert [taken.id for taken in deliver(store)] == [second]
    assert lazos("announcements", "resend", number).exit_code == 1
    assert lazos("announcements", "resend", number, "--uncertain").stdout == "It is sent again to 1 person.\n"
    assert copies(store, number) == {"sent": 2, "queued": 1}


def test_resending_what_is_valid_no_more(store: Store, lazos: Lazos, clock: time_machine.Traveller) -> None:
    store.run(crowd, 1)
    number = announced(store)
    (taken,) = deliver(store)
    store.run(_becomes, taken.id, FAILED)
    clock.shift(timedelta(days=8))
    assert "is over" in lazos("announcements", "resend", number).stderr


def test_a_test_goes_to_the_phones_of_staff(store: Store, lazos: Lazos, clock: time_machine.Traveller) -> None:
    store.run(crowd, 1)
    phone = officer(store, "whatsapp", "+525550000090")
    lazos("announce", "--es", ES, "--en", EN, "--yes", "--at", "tomorrow 10:00")
    assert lazos("announcements", "test", 1, "--to", 1).stdout == "The test is on its way to 1 phone.\n"
    assert [each.text for each in store.run(everything_for, phone)] == ["Muestra del anuncio 1. Así se ve:", ES, EN]
    clock.shift(timedelta(days=2))
    assert "within a day" in lazos("announcements", "test", 1, "--to", 1).stderr
    assert "No phone" in lazos("announcements", "test", 1, "--to", 9).stderr


def _becomes(db: Connection, message: int, state: str) -> None:
    db.execute(update(Message).where(Message.id == message).values(state=state, error="500"))
