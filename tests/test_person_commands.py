"""`lazos person` as an operator meets it: numbers and dates, a reason for every deed, one clear line for an error."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
import time_machine

from models import erasing, people, rights, staff
from models.base import now
from models.store import Store
from tests.alumni import enrol
from tests.desk import Lazos, desk
from tests.lives import CANARIES, EMAIL, NOTE, lived
from tests.phones import Phone, everything_for, phone_of
from tests.roster_desk import audited

MOMENT = datetime(2026, 11, 24, 16, tzinfo=UTC)
WHY = ("--reason", "she asked for it in writing")


@pytest.fixture(autouse=True)
def _on_that_day() -> object:
    with time_machine.travel(MOMENT, tick=False):
        yield


@pytest.fixture
def lazos(store: Store, tmp_path: Path) -> Lazos:
    return desk(store, SimpleNamespace(files_url=f"file://{tmp_path}/files"))


def ana(store: Store) -> Phone:
    phone = phone_of(store, store.run(enrol, plans=("Patrullaje",)))
    phone.moment = MOMENT
    phone.write("hola")
    return phone


def test_show_tells_no_name(lazos: Lazos, store: Store) -> None:
    with lived(store) as life:
        for words in (("show",), ("show", "--json"), ("contacts",), ("contacts", "--json")):
            result = lazos("person", words[0], life.person, *words[1:])
            assert result.exit_code == 0
            assert not [canary for canary in CANARIES if canary.lower() in result.output.lower()]
        assert lazos("person", "show", life.person).stdout.splitlines() == [
            "Person 1, on record since 2026-11-24",
            "joined on 2026-11-24",
            "plans: 1, reports: 1, files: 1",
            "contact 1  telegram  in use  last heard from on 2026-11-24",
            "contact 2  whatsapp  in use  last heard from on 2026-11-24",
        ]
        told = json.loads(lazos("person", "show", life.person, "--json").stdout)
    assert (told["person"], told["plans"], told["blocked_at"], told["requests"]) == (1, 1, None, [])
    assert [each["state"] for each in told["contacts"]] == ["hers", "hers"]


@pytest.mark.parametrize("words", [("show", 9), ("contacts", 9), ("revoke", 9, *WHY), ("erase", 9, *WHY)])
def test_whoever_is_not_there_is_told_in_one_line(lazos: Lazos, words: tuple[object, ...]) -> None:
    result = lazos("person", *words)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.count("\n") == 1
    assert "9" in result.stderr


@pytest.mark.parametrize("words", [("revoke", 1), ("erase", 1), ("export", 1, "--out", "x.json"), ("restore", 1)])
def test_a_deed_needs_a_reason(lazos: Lazos, store: Store, words: tuple[object, ...]) -> None:
    ana(store)
    assert lazos("person", *words).exit_code == 2
    assert lazos("person", *words, "--reason", "  ").exit_code == 2
    assert audited(store) == []


def test_a_lost_phone_is_cut_off(lazos: Lazos, store: Store) -> None:
    phone = ana(store)
    result = lazos("person", "revoke", 1, *WHY)
    assert (result.exit_code, result.stdout) == (0, "Contact 1 is cut off.\n")
    assert phone.write("mis datos")[0].text.startswith("Este servicio es por invitación.")
    assert "revoked" in lazos("person", "contacts", 1).stdout
    assert lazos("person", "revoke", 1, *WHY).exit_code == 1
    (entry,) = audited(store)
    assert (entry.action, json.loads(entry.detail)["reason"]) == ("contact revoked", WHY[1])


def test_a_phone_of_the_staff_is_cut_off_too_and_that_of_a_stranger_is_not(lazos: Lazos, store: Store) -> None:
    member = store.run(staff.add, "Eva Muestra", "officer")
    eva, stranger = Phone(store, address="500009"), Phone(store, address="500010")
    eva.write(store.run(staff.issue_code, member) or "")
    stranger.write("hola")
    assert lazos("person", "revoke", 1, *WHY).exit_code == 0
    assert eva.write("pendientes")[0].text.startswith("Este servicio es por invitación.")
    assert lazos("person", "revoke", 2, *WHY).exit_code == 1


def test_everything_comes_out_in_a_private_file(lazos: Lazos, store: Store, tmp_path: Path) -> None:
    out = tmp_path / "hers.json"
    with lived(store) as life:
        result = lazos("person", "export", life.person, "--out", out, *WHY)
        assert (result.exit_code, result.stdout) == (0, "")
        assert lazos("person", "export", life.person, "--out", out, *WHY).exit_code == 1, "never overwritten unasked"
        assert lazos("person", "export", life.person, "--out", out, *WHY, "--force").exit_code == 0
    told = json.loads(out.read_text("utf-8"))
    assert told["profile"]["email"] == EMAIL
    assert NOTE in out.read_text("utf-8")
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert [entry.action for entry in audited(store)][-2:] == ["person exported", "person exported"]
    assert lazos("person", "export", life.person, "--out", tmp_path / "hers.csv", *WHY).exit_code == 2


def test_a_file_that_cannot_be_written_or_filled_is_one_line_and_no_file(
    lazos: Lazos, store: Store, tmp_path: Path
) -> None:
    ana(store)
    assert "cannot be written" in lazos("person", "export", 1, "--out", tmp_path / "no" / "x.json", *WHY).stderr
    missing = lazos("person", "export", 9, "--out", tmp_path / "x.json", *WHY)
    assert (missing.exit_code, missing.stderr) == (1, "Person 9 is not on record.\n")
    store.run(erasing.block, 1, now())
    blocked = lazos("person", "export", 1, "--out", tmp_path / "x.json", *WHY)
    assert blocked.stderr == "Person 1 is being erased, and is shown to nobody.\n"
    assert list(tmp_path.glob("*.json")) == []
    assert audited(store) == []


def test_staff_have_her_erased_and_bring_her_back(lazos: Lazos, store: Store) -> None:
    phone = ana(store)
    result = lazos("person", "erase", 1, *WHY)
    assert result.exit_code == 0
    assert result.stdout.startswith("Person 1 is blocked, and will be deleted on 2026-12-24.")
    assert store.run(everything_for, phone)[-1].text == (
        "Como se pidió, sus datos ya están bloqueados. El 24 de diciembre de 2026 se eliminan para siempre. Si es un error, "
        "avise a su programa antes de ese día."
    )
    assert "blocked since 2026-11-24, will be deleted on 2026-12-24" in lazos("person", "show", 1).stdout
    assert lazos("person", "erase", 1, *WHY).stderr == "Person 1 is being erased already.\n"
    assert lazos("person", "restore", 1, *WHY).exit_code == 0
    assert lazos("person", "restore", 1, *WHY).stderr == "Person 1 is not being erased.\n"
    assert [entry.action for entry in audited(store)] == ["person blocked", "person restored"]


@pytest.mark.parametrize("words", [("tickets", "show", 1), ("tickets", "reply", 1, "Sí"), ("tickets", "close", 1)])
def test_what_she_asked_is_not_read_any_more(lazos: Lazos, store: Store, words: tuple[object, ...]) -> None:
    ana(store).write("hablar con una persona ¿cuándo es el taller?")
    assert "taller" in lazos("tickets", "show", 1).stdout
    store.run(erasing.block, 1, now())
    result = lazos(*words)
    assert (result.exit_code, result.stdout) == (1, "")


@pytest.mark.parametrize("blocked_before", [False, True])
def test_erased_now_means_gone_now(lazos: Lazos, store: Store, blocked_before: bool) -> None:
    phone = ana(store)
    if blocked_before:
        store.run(erasing.block, 1, now())
    result = lazos("person", "erase", 1, *WHY, "--now")
    assert (result.exit_code, result.stdout) == (0, "Person 1 is deleted (files: 0).\n")
    assert lazos("person", "show", 1).exit_code == 1
    with pytest.raises(LookupError):
        store.run(people.profile, 1)
    assert phone.write("hola")[0].text.startswith("Este servicio es por invitación.")
    assert [entry.action for entry in audited(store)] == ["person erased", "person suppressed"]
    (request,) = json.loads(lazos("person", "requests", "--json").stdout)
    assert (request["person"], request["kind"], request["state"]) == (1, "cancellation", "done")


def test_requests_with_the_days_that_are_left(lazos: Lazos, store: Store) -> None:
    ana(store)
    assert lazos("person", "requests").stdout == "Nobody has asked for anything.\n"
    assert lazos("person", "request", 1, "rectification", "--on", "2026-10-01").stdout == "Request 1.\n"
    assert lazos("person", "request", 1, "access").stdout == "Request 2.\n"
    store.run(rights.at_once, 1, rights.OBJECTION, now(), "quotes")
    store.run(erasing.block, 1, now())
    lines = lazos("person", "requests").stdout.splitlines()
    assert [line.split("  ", 4)[:4] for line in lines] == [
        ["1", "person 1", "rectification", "asked 2026-10-01"],
        ["2", "person 1", "access", "asked 2026-11-24"],
        ["4", "person 1", "cancellation", "asked 2026-11-24"],
        ["3", "person 1", "objection (quotes)", "asked 2026-11-24"],
    ]
    assert "OVERDUE by" in lines[0]
    assert "to answer by 2026-12-22, 28 days left" in lines[1]
    assert "blocked, to delete by 2026-12-24, 30 days left" in lines[2]
    assert lines[3].endswith("done 2026-11-24")
    told = json.loads(lazos("person", "requests", "--json").stdout)
    assert [(each["id"], each["overdue"]) for each in told] == [(1, True), (2, False), (4, False), (3, False)]
    assert told[1]["answer_by"] == told[1]["due"] == "2026-12-22"


def test_a_request_is_answered_and_then_carried_out(lazos: Lazos, store: Store) -> None:
    ana(store)
    lazos("person", "request", 1, "rectification")
    assert lazos("person", "answer", 1).stdout == "Request 1 is answered.\n"
    assert "to carry out by 2026-12-15" in lazos("person", "requests").stdout
    assert lazos("person", "answer", 1).exit_code == 1
    assert lazos("person", "answer", 1, "--done").stdout == "Request 1 is carried out.\n"
    assert lazos("person", "answer", 1, "--done").stderr == "Request 1 does not wait for this.\n"
    assert lazos("person", "answer", 9).exit_code == 1
    assert [entry.action for entry in audited(store)] == ["request noted", "request answered", "request carried out"]


def test_a_request_of_nobody_or_of_another_kind_or_day_is_refused(lazos: Lazos, store: Store) -> None:
    ana(store)
    assert lazos("person", "request", 9, "access").exit_code == 1
    assert lazos("person", "request", 1, "forgetting").exit_code == 2
    assert lazos("person", "request", 1, "access", "--on", "2027-03-01").exit_code == 2
    assert store.run(rights.everything) == []


@pytest.mark.parametrize("words", [("person", "show", "abc"), ("tickets", "show", "#2"), ("staff", "code", "Eva")])
def test_what_is_no_number_is_told_plainly(lazos: Lazos, words: tuple[str, ...]) -> None:
    result = lazos(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"'{words[-1]}' is not a number." in result.stderr
