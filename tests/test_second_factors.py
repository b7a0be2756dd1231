"""`lazos staff second-factor`: the app of a staff member, from the square to the day they leave."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from models import audit, staff
from models.second_factors import SecondFactor
from models.store import Store
from tests.desk import Lazos
from tests.exported import export_desk
from tests.named_exports import App
from tests.roster_desk import audited

HOUR = timedelta(hours=1)


@pytest.fixture
def lazos(store: Store) -> Lazos:
    store.run(staff.add, "Eva Muestra", "officer")
    return export_desk(store)


def stored(store: Store) -> int:
    return store.run(lambda db: db.execute(select(func.count()).select_from(SecondFactor)).scalar_one())


def set_up(lazos: Lazos, monkeypatch: pytest.MonkeyPatch, secret: str, *typed: str) -> tuple[int, str, str]:
    """The command, with a secret that the test knows."""
    monkeypatch.setattr("models.second_factors.new_secret", lambda: secret)
    result = lazos("staff", "second-factor", 1, stdin="".join(f"{code}\n" for code in typed))
    return result.exit_code, result.stdout, result.stderr


def test_it_counts_once_the_app_has_shown_a_code(
    store: Store, lazos: Lazos, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = App(1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    code, shown, asked = set_up(lazos, monkeypatch, app.secret, *[app.wrong] * 3)
    assert (code, stored(store)) == (1, 0)
    assert asked.endswith("Nothing was set up.\n")
    assert "▄" in shown
    assert f"or type: {app.secret}\n" in shown
    code, shown, _ = set_up(lazos, monkeypatch, app.secret, app.wrong, app.code)
    assert (code, shown.splitlines()[-1]) == (
        0,
        "The second factor of staff member 1 is set up. The code just typed is used up.",
    )
    row = store.run(lambda db: db.execute(select(SecondFactor.__table__)).one())
    assert app.secret.encode() not in row.secret_sealed
    assert json.loads(lazos("staff", "list", "--json").stdout)[0]["second_factor"] is True
    assert lazos("staff", "list").stdout == "1  Eva Muestra  officer  phones: 0  second factor\n"
    assert "Eva" not in shown


def test_another_one_takes_a_code_of_the_present_one(
    store: Store, lazos: Lazos, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = App(1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"), App(1, "BBCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert set_up(lazos, monkeypatch, old.secret, old.code)[0] == 0
    clock.shift(HOUR)
    code, shown, asked = set_up(lazos, monkeypatch, new.secret, old.wrong)
    assert (code, new.secret in shown, "The code is wrong." in asked) == (1, False, True)
    used = old.code
    assert set_up(lazos, monkeypatch, new.secret, used, new.code)[0] == 0
    clock.shift(HOUR)
    assert "The code is wrong." in set_up(lazos, monkeypatch, old.secret, old.code)[2], "the old one is over"
    actions = [(entry.action, json.loads(entry.detail)) for entry in audited(store)]
    assert actions == [
        ("second factor set up", {"staff": 1, "anew": 0}),
        ("second factor refused", {"staff": 1, "why": "wrong code"}),
        ("second factor set up", {"staff": 1, "anew": 1}),
        ("second factor refused", {"staff": 1, "why": "wrong code"}),
    ]
    assert store.run(audit.altered) is None


def test_it_goes_with_its_owner(store: Store, lazos: Lazos, monkeypatch: pytest.MonkeyPatch) -> None:
    app = App(1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert set_up(lazos, monkeypatch, app.secret, app.code)[0] == 0
    assert lazos("staff", "remove", 1).exit_code == 0
    assert stored(store) == 0
    assert set_up(lazos, monkeypatch, app.secret, app.code) == (1, "", "There is no staff member 1.\n")
