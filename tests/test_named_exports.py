"""An export with names takes a reason, two people and a one-time code at each step; what is refused is audited."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from sqlalchemy import select
from typer.testing import Result

from bot.commands import exporting
from models import audit, export_attempts, export_requests, second_factors, staff
from models.base import now
from models.export_attempts import Acting, Refused, Why
from models.export_requests import ExportRequest, What
from models.second_factors import Verdict
from models.store import Store
from tests.desk import Lazos
from tests.exported import export_desk, fill, table
from tests.named_exports import REASON, App, granted, hired
from tests.roster_desk import audited

ASKS = ("export", "responses", "--identified", "--reason", REASON)


@pytest.fixture
def lazos(store: Store) -> Lazos:
    return export_desk(store)


class Office:
    """Eva asks, Noé approves; each command comes half a minute after the one before, with the code of that moment."""

    def __init__(self, store: Store, lazos: Lazos, clock: time_machine.Traveller) -> None:
        store.run(fill)
        self.eva, self.noe = hired(store, "Eva Muestra"), hired(store, "Noé Muestra", "admin")
        self._lazos, self._clock = lazos, clock

    def does(self, app: App, *words: object, code: str | None = None, member: int | None = None) -> Result:
        """One command of whoever has this app."""
        self._clock.shift(timedelta(seconds=30))
        return self._lazos(*words, "--as", member or app.member, stdin=f"{code or app.code}\n")

    def told(self, app: App, *words: object, code: str | None = None, member: int | None = None) -> str:
        """The line by which a command is refused, behind the question for the code."""
        result = self.does(app, *words, code=code, member=member)
        assert (result.exit_code, printed(result)) == (1, "")
        return result.stderr.partition("authenticator app:")[2].strip()


@pytest.fixture
def office(store: Store, lazos: Lazos, clock: time_machine.Traveller) -> Office:
    return Office(store, lazos, clock)


def printed(result: Result) -> str:
    """What a command prints behind the code that was typed."""
    return str(result.stdout).partition("\n")[2]


def refusals(store: Store) -> list[tuple[str, str, Any, Any]]:
    """Who was refused, and why, by the audit log."""
    found = [(entry, json.loads(entry.detail)) for entry in audited(store) if entry.action == "export refused"]
    return [(entry.actor.partition(",")[0], each["step"], each["request"], each["why"]) for entry, each in found]


def test_from_the_asking_to_the_file(office: Office, store: Store, lazos: Lazos, tmp_path: Path) -> None:
    out = tmp_path / "r.csv"
    asked = office.does(office.eva, *ASKS, "--out", out)
    assert asked.stderr == "Code of staff member 1, from the authenticator app:"
    until = f"{(now() + export_requests.LIFETIME).astimezone(ZoneInfo('America/Mexico_City')):%Y-%m-%d %H:%M}"
    assert printed(asked) == (
        f"Request 1: responses to day_0, with names. It is good once, until {until}.\n"
        "Next, somebody else:  lazos export approve 1 --as STAFF\n"
        f"After that, you:      lazos export responses --request 1 --as 1 --out {out}\n"
    )
    assert not out.exists()
    waits = f"1  responses to day_0, with names  staff member 1  waits for a second person until {until}  {REASON}\n"
    assert lazos("export", "requests").stdout == waits
    approved = office.does(office.noe, "export", "approve", 1)
    assert approved.stderr == (
        f"Request 1: responses to day_0, with names, for staff member 1. Reason: {REASON}\n"
        "Code of staff member 2, from the authenticator app:"
    )
    assert printed(approved) == f"Request 1 is approved. Whoever asked may use it once until {until}.\n"
    done = office.does(office.eva, "export", "responses", "--request", 1, "--out", out)
    assert done.stderr.endswith(
        f"8 responses of 8 people in {out}. It is not sealed, and names people: delete it after use.\n"
    )
    assert {row["_given_name"] for row in table(out)} == {"Ana"}
    assert lazos("export", "requests").stdout == "There is no request.\n"
    (listed,) = json.loads(lazos("export", "requests", "--all", "--json").stdout)
    assert (listed["reason"], listed["asked_by"], listed["approved_by"]) == (REASON, 1, 2)
    actions = [(entry.actor.partition(",")[0], entry.action) for entry in audited(store)]
    assert actions == [
        ("staff 1", "export requested"),
        ("staff 2", "export approved"),
        ("staff 1", "responses exported"),
    ]
    assert json.loads(audited(store)[-1].detail)["request"] == 1
    assert store.run(audit.altered) is None
    rows = store.run(lambda db: list(db.execute(select(ExportRequest.__table__))))
    assert REASON not in str([*rows, *audited(store)])


def test_each_refusal_is_one_line_and_stands_in_the_audit_log(
    office: Office, store: Store, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    eva, noe, out = office.eva, office.noe, ("--out", tmp_path / "r.csv")
    ana = hired(store, "Ana Muestra", "analyst")
    iris = App(store.run(staff.add, "Iris Muestra", "officer"), eva.secret)
    takes = "that takes an admin or an officer."
    nobody = "There is no staff member {} who may export names: " + takes
    assert office.told(ana, *ASKS) == nobody.format(3)
    assert office.told(ana, *ASKS, member=9) == nobody.format(9)
    assert office.told(iris, *ASKS).startswith("Staff member 4 has no second factor yet: `lazos staff second-factor 4`")
    assert office.told(eva, *ASKS, code=eva.wrong).startswith("The code is wrong.")
    assert office.does(eva, *ASKS).exit_code == 0
    use = ("export", "responses", "--request", 1, *out)
    assert office.told(eva, *use) == (
        "Request 1 is not approved yet: somebody else runs `lazos export approve 1 --as STAFF`."
    )
    assert (
        office.told(eva, "export", "approve", 1) == "Request 1 is your own: another admin or officer has to approve it."
    )
    assert office.told(ana, "export", "approve", 1) == nobody.format(3)
    assert office.told(noe, "export", "approve", 7) == "There is no request 7: `lazos export requests` lists them."
    assert office.does(noe, "export", "approve", 1).exit_code == 0
    assert office.told(noe, "export", "approve", 1) == "Request 1 is approved already."
    assert office.told(noe, *use) == "Request 1 is not of staff member 2: only who asked may use it."
    assert office.told(ana, *use) == nobody.format(3)
    assert office.told(eva, "export", "plans", "--request", 1, *out).startswith(
        "Request 1 is for another kind of export"
    )
    assert not out[1].exists()
    assert office.does(eva, *use).exit_code == 0
    again = office.told(eva, *use, "--force")
    assert again == "Request 1 was used already: each one is good once. Ask anew."
    assert office.does(eva, "export", "plans", "--identified", "--reason", REASON).exit_code == 0
    clock.shift(export_requests.LIFETIME)
    assert office.told(noe, "export", "approve", 2) == "Request 2 is over: its 24 hours are gone. Ask anew."
    assert refusals(store) == [
        ("staff 3", "ask", None, "nobody who may"),
        ("staff 9", "ask", None, "nobody who may"),
        ("staff 4", "ask", None, "no second factor"),
        ("staff 1", "ask", None, "wrong code"),
        ("staff 1", "use", 1, "not approved"),
        ("staff 1", "approve", 1, "own request"),
        ("staff 3", "approve", 1, "nobody who may"),
        ("staff 2", "approve", 7, "no such request"),
        ("staff 2", "approve", 1, "approved before"),
        ("staff 2", "use", 1, "somebody else's"),
        ("staff 3", "use", 1, "nobody who may"),
        ("staff 1", "use", 1, "another kind of export"),
        ("staff 1", "use", 1, "used"),
        ("staff 2", "approve", 2, "expired"),
    ]
    assert store.run(audit.altered) is None


def test_a_code_is_good_once_and_guessing_locks(
    office: Office, store: Store, lazos: Lazos, clock: time_machine.Traveller
) -> None:
    eva = office.eva
    code = eva.code
    assert lazos(*ASKS, "--as", 1, stdin=f"{code[:3]} {code[3:]}\n").exit_code == 0
    for _ in range(6):  # a code typed twice locks nobody out
        assert "was used before: wait" in lazos(*ASKS, "--as", 1, stdin=f"{code}\n").stderr
    for _ in range(4):
        assert office.told(eva, *ASKS, code=eva.wrong).startswith("The code is wrong.")
    clock.shift(second_factors.WITHIN)
    for guess in ("", "   ", "１２３", "12345678901234567890"):
        assert office.told(eva, *ASKS, code=guess or "x").startswith("The code is wrong."), (
            "the first four are forgotten"
        )
    locked = office.told(eva, *ASKS, code=eva.wrong)
    assert locked.startswith("Too many wrong codes: none of staff member 1 is taken before 20")
    assert office.told(eva, *ASKS) == locked
    assert office.does(office.noe, *ASKS).exit_code == 0, "nobody else is locked out"
    clock.shift(second_factors.LOCKED_FOR)
    assert office.does(eva, *ASKS).exit_code == 0


def test_the_slower_of_two_runs_leaves_no_file(
    office: Office, store: Store, lazos: Lazos, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words, code = granted(store, "responses", "day_0")
    note, acting = exporting.note, Acting(int(str(words[3])), "", "staff, the faster one")

    def later(*args: Any, **kwargs: Any) -> None:
        assert store.run(export_attempts.use, acting, int(str(words[1])), now()) is None
        note(*args, **kwargs)

    monkeypatch.setattr("bot.commands.export.note", later)
    slower = lazos("export", "responses", *words, "--out", tmp_path / "r.xlsx", stdin=f"{code}\n")
    assert slower.stderr.endswith("Request 1 was used already: each one is good once. Ask anew.\n")
    assert (slower.exit_code, list(tmp_path.glob("r*"))) == (1, [])
    assert [each[1:] for each in refusals(store)] == [("use", 1, "used")]


def test_of_two_at_once_one_uses_the_request_and_one_the_code(store: Store) -> None:
    eva, noe = hired(store, "Eva Muestra"), hired(store, "Noé Muestra")
    request = store.run(export_requests.ask, eva.member, What("plans"), REASON, now())
    store.run(export_requests.approve, request, noe.member, now())
    acting, code = Acting(eva.member, "", "staff 1"), eva.code
    with ThreadPoolExecutor(2) as threads:
        with store.engine.begin() as db:  # it has begun, and is not over, when the other begins
            assert export_attempts.use(db, acting, request, now()) is None
            other = threads.submit(store.run, export_attempts.use, acting, request, now())
            assert not other.done()
        assert other.result() == Refused(Why.used)
        with store.engine.begin() as db:
            assert second_factors.check(db, eva.member, code, now()).verdict is Verdict.good
            late = threads.submit(store.run, second_factors.check, eva.member, code, now())
        assert late.result().verdict is Verdict.replayed
    assert len(refusals(store)) == 1


def test_what_does_not_go_together_is_wrong_usage(office: Office, store: Store, lazos: Lazos, tmp_path: Path) -> None:
    out = ("--out", tmp_path / "r.csv")
    wrong: list[tuple[object, ...]] = [
        (*out, "--identified", "--as", 1),
        (*out, "--reason", "why", "--as", 1),
        (*out, "--identified", "--reason", "  ", "--as", 1),
        (*out, "--identified", "--reason", "x" * 201, "--as", 1),
        (*out, "--identified", "--reason", "why"),
        (*out, "--as", 1),
        ("--request", 1, "--as", 1),
        (*out, "--request", 1),
        (*out, "--request", 1, "--as", 1, "--survey", "day_0"),
        (*out, "--request", 1, "--as", 1, "--reason", "why"),
    ]
    assert {words: lazos("export", "responses", *words).exit_code for words in wrong} == dict.fromkeys(wrong, 2)
    assert lazos(*ASKS, "--as", 1, "--wave", "day_99").stderr == "There is no wave 'day_99'.\n"
    out[1].write_text("there")
    taken = lazos("export", "responses", *out, "--request", 1, "--as", 1)
    assert taken.stderr == f"{out[1]} is there already; --force overwrites it.\n", "no code is asked for"
    assert audited(store) == []
