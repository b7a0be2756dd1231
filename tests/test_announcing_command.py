"""`lazos announce` and `lazos announcements`: everything is shown before it is sent, and each deed is signed."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import Connection, func, select, update

from models import audit, files, staff
from models.announcements import attached, reading
from models.announcements.tables import Announcement
from models.audit import AuditEntry
from models.messages import FAILED, UNCERTAIN, Message
from models.store import Store
from tests.announced import announced, copies, deliver, spread, watch
from tests.announcing import alumna, officer, receives
from tests.crowd import crowd
from tests.desk import Lazos, desk
from tests.evidence_samples import CANARY, encoded, photo
from tests.phones import everything_for

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)  # in the capital
ES, EN = "La reunión es el viernes.", "The meeting is on Friday."


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return desk(store)


def announcements(store: Store) -> int:
    return store.run(lambda db: db.execute(select(func.count()).select_from(Announcement)).scalar_one())


def test_a_dry_run_shows_everything_and_leaves_nothing(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 25)
    store.run(lambda db: crowd(db, 12, channel="whatsapp"))
    shown = lazos("announce", "--es", "Hola {nombre}, es el viernes.", "--en", EN, "--choices", "rsvp", "--dry-run")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert shown.stdout.splitlines() == [
        "For: Everybody.",
        "It reaches 37 people: 25 on Telegram, 12 on WhatsApp.",
        "It begins as soon as you send it. Sent to all by 24 Nov 2026, 12:00.",
        "",
        "In Spanish:",
        "    Hola Ana, es el viernes.",
        "    [Sí asistiré]  [No asistiré]  [Aún no lo sé]",
        "  Telegram: 1 message, with buttons",
        "  WhatsApp: 1 message, with buttons",
        "",
        "In English:",
        "    The meeting is on Friday.",
        "    [I will come]  [I will not come]  [I do not know yet]",
        "  Telegram: 1 message, with buttons",
        "  WhatsApp: 1 message, with buttons",
    ]
    found = json.loads(lazos("announce", "--es", ES, "--dry-run", "--json").stdout)
    assert (found["announcement"], found["people"], found["by"]["telegram"]) == (None, 37, 25)
    assert (announcements(store), store.run(_entries)) == (0, [])


def test_it_is_sent_watched_and_reported(store: Store, lazos: Lazos) -> None:
    phone = alumna(store)
    told = lazos("announce", "--es", ES, "--en", EN, "--choices", "rsvp", "--yes")
    assert (told.exit_code, told.stdout.splitlines()[-1]) == (0, "Announcement 1: Done. It goes to 1 person.")
    assert lazos("announcements", "list").stdout == "1  planned  Everybody.\n"
    spread(store)
    assert receives(store, phone) == ["La reunión es el viernes. [Sí asistiré] [No asistiré] [Aún no lo sé]"]
    phone.write("[Sí asistiré]")
    watch(store)
    report = json.loads(lazos("announcements", "show", 1, "--json").stdout)
    assert (report["state"], report["recipients"], report["reached"], report["answers"]) == ("done", 1, 1, {"yes": 1})
    assert "answered yes: 1" in lazos("announcements", "show", 1, "--follow").stdout
    assert json.loads(lazos("announcements", "answers", 1, "--json").stdout)[0]["person"] == 1
    assert [action for action, _detail in store.run(_entries)][:2] == ["announcement drafted", "announcement sent off"]
    assert store.run(audit.altered) is None


def test_the_audit_log_holds_numbers_only(store: Store, lazos: Lazos) -> None:
    store.run(crowd, 2)
    lazos("announce", "--es", ES, "--yes", "--audience", "state = CDMX")
    assert all(set(json.loads(detail)) <= {"announcement", "people"} for _action, detail in store.run(_entries))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--es", "Hola {apellido}", "--yes"), "There is no blank {apellido}. There are: {given_name}"),
        (("--es", "  ", "--yes"), "The text is empty."),
        (("--es", ES, "--audience", "cohorte = Ninguna", "--yes"), "Ninguna"),
        (("--es", ES, "--audience", "estate = Sonora", "--yes"), "Did you mean: state?"),
        (("--es", ES, "--at", "never", "--yes"), "tomorrow at 10:00"),
        (("--es", ES, "--at", "2020-01-01 10:00", "--yes"), "is over"),
        (("--es", ES, "--local", "--yes"), "goes with --at"),
        (("--es", ES, "--choices", "more", "--yes"), "--more-es"),
        (("--es", "@missing.txt", "--yes"), "No such file"),
        (("--yes",), "a text is needed"),
        (("--es", ES), "where nobody can be asked"),
        (("--es", ES, "--choices", "dance", "--yes"), "dance"),
    ],
)
def test_wrong_usage_writes_nothing(store: Store, lazos: Lazos, words: tuple[str, ...], said: str) -> None:
    result = lazos("announce", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert announcements(store) == 0


def test_nobody_to_write_to_is_said_and_the_draft_stays(store: Store, lazos: Lazos) -> None:
    result = lazos("announce", "--es", ES, "--yes")
    assert result.exit_code == 1
    assert result.stderr.startswith("It would reach nobody now")
    assert result.stderr.endswith("It stays a draft, number 1.\n")
    assert lazos("announcements", "list").stdout == "1  draft  Everybody.\n"
    store.run(crowd, 1)
    assert lazos("announcements", "send", 1, "--yes").stdout == "Done. It goes to 1 person.\n"


def test_texts_from_files_at_an_hour_of_each_clock(store: Store, lazos: Lazos, tmp_path: Path) -> None:
    store.run(crowd, 1)
    (tmp_path / "es.txt").write_text(f"{ES}\n", "utf-8")
    (tmp_path / "latin.txt").write_bytes("reunión".encode("latin-1"))
    lazos("announce", "--es", f"@{tmp_path / 'es.txt'}", "--at", "mañana a las 9", "--local", "--yes", "--valid", 3)
    (standing,) = store.run(reading.every)
    assert store.run(reading.words, standing.id, 1)["es"].text == ES
    assert (standing.local, standing.starts_at) == (True, datetime(2026, 11, 25, 15, tzinfo=UTC))
    assert standing.valid_until == datetime(2026, 11, 28, 15, tzinfo=UTC)
    assert lazos("announce", "--es", f"@{tmp_path / 'latin.txt'}", "--yes").exit_code == 2


def test_a_picture_goes_with_it_and_is_not_swept(store: Store, tmp_path: Path) -> None:
    store.run(crowd, 1)
    lazos = desk(store, SimpleNamespace(files_url=f"file://{tmp_path / 'files'}"))
    (tmp_path / "flyer.jpg").write_bytes(encoded(photo(), "JPEG"))
    (tmp_path / "notes.txt").write_text("no picture")
    shown = lazos("announce", "--es", ES, "--file", tmp_path / "flyer.jpg", "--dry-run").stdout
    assert "  WhatsApp: 1 message, and a file (image/jpeg)" in shown
    assert not (tmp_path / "files").exists()
    assert lazos("announce", "--es", ES, "--file", tmp_path / "flyer.jpg", "--yes").exit_code == 0
    file = store.run(attached.attached, store.run(reading.every)[0].id)
    assert file is not None
    assert (file.type, file.name, store.run(files.known, [file.id, "other"])) == ("image/jpeg", "foto.jpg", {file.id})
    sealed = next((tmp_path / "files").rglob(file.id)).read_bytes()
    assert CANARY.encode() not in attached.opened(store.vault, file, sealed)
    refused = lazos("announce", "--es", ES, "--file", tmp_path / "notes.txt", "--yes")
    assert (refused.exit_code, refused.stderr) == (1, "notes.txt is neither a picture nor a PDF.\n")
    assert lazos("announce", "--es", ES, "--file", tmp_path / "missing.jpg", "--yes").exit_code == 1
    assert announcements(store) == 1


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
    assert lazos("announcements", "test", 1, "--to", 1).stdout == "The test is on its way to 1 phones.\n"
    assert [each.text for each in store.run(everything_for, phone)] == ["Muestra del anuncio 1. Así se ve:", ES, EN]
    clock.shift(timedelta(days=2))
    assert "within a day" in lazos("announcements", "test", 1, "--to", 1).stderr
    assert "No phone" in lazos("announcements", "test", 1, "--to", 9).stderr


def _becomes(db: Connection, message: int, state: str) -> None:
    db.execute(update(Message).where(Message.id == message).values(state=state, error="500"))


def _entries(db: Connection) -> list[tuple[str, str]]:
    rows = db.execute(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
    return [(action, detail) for action, detail in rows if action.startswith("announcement")]
