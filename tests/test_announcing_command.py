"""`lazos announce` and `lazos announcements`: everything is shown before it is sent, and each deed is signed."""

import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine
from sqlalchemy import Connection, func, select

from models import audit, files
from models.announcements import attached, reading
from models.announcements.tables import Announcement
from models.audit import AuditEntry
from models.store import Store
from tests.announced import spread, watch
from tests.announcing import alumna, receives
from tests.crowd import crowd
from tests.desk import Lazos, desk
from tests.evidence_samples import CANARY, encoded, photo

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
        (("--es", "Hola", "--en", "Hello {surname}"), "There is no blank {surname}. There are: {given_name}, {cohort}"),
        (("--es", "Hola {apellido}", "--yes"), "There is no blank {apellido}. There are: {nombre}, {generación}"),
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


def _entries(db: Connection) -> list[tuple[str, str]]:
    rows = db.execute(select(AuditEntry.action, AuditEntry.detail).order_by(AuditEntry.id))
    return [(action, detail) for action, detail in rows if action.startswith("announcement")]
