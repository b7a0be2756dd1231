"""The command line as an operator meets it: clear lines, honest exit codes, and never a traceback."""

import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.cli import app
from bot.commands.guard import guarded
from bot.commands.output import show
from models.sealing import CannotOpen, new_key
from models.store import Unavailable

CANARY = "Ana Ejemplo"
ROOT = Path(__file__).parents[1]
KEYS = {"LAZOS_SECRET_KEYS": new_key(), "LAZOS_LOOKUP_KEYS": new_key()}


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


Lazos = Callable[..., Ran]


@pytest.fixture
def lazos(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Lazos:
    """Run `lazos` in an empty folder, with keys and nothing else set."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("LAZOS_")]:
        monkeypatch.delenv(name)

    def run(*arguments: str, **settings: str) -> Ran:
        with monkeypatch.context() as surroundings:
            for name, value in (KEYS | settings).items():
                surroundings.setenv(name, value)
            code = guarded(lambda: app(list(arguments), prog_name="lazos"))
        ran = Ran(code, *capsys.readouterr())
        assert "Traceback" not in ran.stderr
        return ran

    return run


def test_help_names_every_command_in_one_line(lazos: Lazos) -> None:
    shown = lazos("--help")
    assert shown.returncode == 0
    lines = shown.stdout.splitlines()
    assert lines[0].startswith("Usage: ")
    assert {"keygen", "migrate", "roster"} <= {line.split()[0] for line in lines if line.startswith("  ")}
    assert max(len(line) for line in lines) <= 80


def test_no_command_and_wrong_usage_end_with_2(lazos: Lazos) -> None:
    for arguments in ((), ("nonsense",), ("migrate", "--nonsense"), ("roster", "import")):
        assert lazos(*arguments).returncode == 2
    assert "No such command 'migrat'" in lazos("migrat").stderr


def test_keys_are_printed_as_env_holds_them_and_work(lazos: Lazos, tmp_path: Path) -> None:
    printed = lazos("keygen")
    assert [line.split("=")[0] for line in printed.stdout.splitlines()] == list(KEYS)
    assert printed.stdout != lazos("keygen").stdout
    (tmp_path / ".env").write_text(printed.stdout, "utf-8")
    assert lazos("migrate", LAZOS_SECRET_KEYS="", LAZOS_LOOKUP_KEYS="").returncode == 0


def test_wrong_settings_are_told_all_at_once_before_anything_is_made(lazos: Lazos, tmp_path: Path) -> None:
    failed = lazos("migrate", LAZOS_PORT="eighty", LAZOS_SECRET_KEYS="")
    assert failed.returncode == 1
    assert [line.split()[1] for line in failed.stderr.splitlines()] == ["LAZOS_PORT", "LAZOS_SECRET_KEYS"]
    assert list(tmp_path.iterdir()) == []


def test_the_database_is_made_for_its_owner_only_and_migrating_again_is_no_harm(lazos: Lazos, tmp_path: Path) -> None:
    for _ in range(2):
        migrated = lazos("migrate")
        assert (migrated.returncode, migrated.stderr) == (0, "The database is up to date.\n")
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "var/lazos.db").stat().st_mode) == 0o600


def test_without_a_database_or_behind_it_the_command_to_run_is_named(lazos: Lazos, tmp_path: Path) -> None:
    missing = lazos("roster", "locked")
    assert missing.returncode == 1
    assert missing.stderr == "lazos: there is no database at var/lazos.db yet: run `lazos migrate`\n"
    assert not (tmp_path / "var").exists()
    (tmp_path / "var").mkdir()
    (tmp_path / "var/lazos.db").touch()
    behind = lazos("roster", "locked")
    assert (behind.returncode, behind.stderr.count("\n")) == (1, 1)
    assert "`lazos migrate`" in behind.stderr


def test_a_database_of_a_newer_version_is_left_alone(lazos: Lazos, tmp_path: Path) -> None:
    lazos("migrate")
    db = sqlite3.connect(tmp_path / "var/lazos.db")
    db.execute("UPDATE alembic_version SET version_num = '9999'")
    db.commit()
    db.close()
    failed = lazos("migrate")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert "9999" in failed.stderr


@pytest.mark.parametrize("name", KEYS)
def test_keys_of_another_database_are_refused_by_name(lazos: Lazos, name: str) -> None:
    lazos("migrate")
    for command in (("roster", "locked"), ("migrate",)):
        refused = lazos(*command, **{name: new_key()})
        assert (refused.returncode, refused.stderr.count("\n")) == (1, 1)
        assert name in refused.stderr
    rotated = lazos("roster", "locked", "--json", **{name: f"{new_key()},{KEYS[name]}"})
    assert (rotated.returncode, json.loads(rotated.stdout)) == (0, [])


def test_the_demo_has_a_store_of_its_own(lazos: Lazos, tmp_path: Path) -> None:
    production = {"LAZOS_SECRET_KEYS": "", "LAZOS_DATABASE_URL": "nonsense"}
    assert "`lazos --demo migrate`" in lazos("--demo", "roster", "locked", **production).stderr
    assert lazos("--demo", "migrate", **production).returncode == 0
    assert lazos("--demo", "roster", "locked", **production).stdout == "Nobody is locked.\n"
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["demo"]


def test_a_database_that_cannot_be_reached_is_one_line(lazos: Lazos) -> None:
    nowhere = "postgresql+psycopg://ana:Ejemplo@127.0.0.1:9/x"
    for command in (("migrate",), ("roster", "locked")):
        failed = lazos(*command, LAZOS_DATABASE_URL=nowhere)
        assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
        assert "LAZOS_DATABASE_URL" in failed.stderr
        assert "Ejemplo" not in failed.stderr


def test_a_folder_that_cannot_be_written_is_one_line(lazos: Lazos, tmp_path: Path) -> None:
    (tmp_path / "var").touch()
    failed = lazos("migrate")
    assert (failed.returncode, failed.stderr.count("\n")) == (1, 1)
    assert failed.stderr.startswith("lazos: var: ")


def failing(problem: BaseException) -> Callable[[], None]:
    def run() -> None:
        raise problem

    return run


def test_a_bug_is_one_line_with_a_place_and_nothing_of_what_it_was_about(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LAZOS_DEBUG", raising=False)
    assert guarded(failing(KeyError(CANARY))) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert "KeyError at test_cli.py:" in line
    assert "incident" in line
    assert CANARY not in line
    monkeypatch.setenv("LAZOS_DEBUG", "1")
    assert guarded(failing(KeyError(CANARY))) == 1
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize("problem", [Unavailable("x"), CannotOpen("person.name: damaged"), PermissionError(13, "no")])
def test_what_is_known_to_happen_is_one_line(problem: Exception, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(failing(problem)) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_an_interruption_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(failing(KeyboardInterrupt())) == 130
    assert capsys.readouterr() == ("", "")


def test_a_reader_that_has_gone_is_no_error_message(tmp_path: Path) -> None:
    program = "import sys; from bot.cli import main; sys.stdin.read(); main()"
    running = subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, "-c", program, "keygen"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert running.stdin is not None
    assert running.stdout is not None
    assert running.stderr is not None
    running.stdout.close()
    running.stdin.close()
    with running.stderr as errors:
        assert errors.read() == b""
    assert running.wait(60) == 1


def test_json_is_for_programs_and_lines_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    show({"name": "Íñigo"}, ["Íñigo"], as_json=True)
    show({"name": "Íñigo"}, ["Íñigo"], as_json=False)
    assert capsys.readouterr().out == '{"name": "Íñigo"}\nÍñigo\n'
