"""What all tests share: both databases, a vault, and the rule that a run may be told to skip nothing."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
import time_machine
from hypothesis import settings
from sqlalchemy import Engine

from models.peers import aliases
from models.sealing import Vault
from models.store import Store
from tests import databases, peered
from tests.double import Double
from tests.house import House, free_port, new_keys
from tests.reminded import JOINED

settings.register_profile("house", deadline=None)  # how long something takes is measured in bench/, not here
settings.load_profile("house")

BOTH = ("sqlite", "postgresql")
NOTHING_SKIPPED = os.environ.get("LAZOS_TEST_NOTHING_SKIPPED") == "1"

_skipped: list[str] = []


@pytest.fixture(scope="session")
def vault() -> Vault:
    """Keys made for this run."""
    return databases.new_vault()


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without a row in it, on SQLite and on PostgreSQL in turn."""
    if request.param == "sqlite":
        yield databases.sqlite_copy(request.getfixturevalue("sqlite_template"), tmp_path)
        return
    address: str = request.getfixturevalue("postgresql_url")
    databases.empty(address)
    yield address


@pytest.fixture
def store(database_url: str, vault: Vault) -> Iterator[Store]:
    """The store on a migrated database without a row in it, on SQLite and on PostgreSQL in turn."""
    store = Store(database_url, vault)
    yield store
    store.close()


@pytest.fixture(params=BOTH)
def bare_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database that no migration has touched yet."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.db'}"
        return
    server: Engine = request.getfixturevalue("postgresql_server")
    with databases.postgresql_database(
        server, f"{request.getfixturevalue('own_name')}_bare", migrated=False
    ) as address:
        yield address


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still, and that a test moves: it is the moment at which people like Ana joined."""
    with time_machine.travel(JOINED, tick=False) as clock:
        yield clock


@pytest.fixture
def working_day(clock: time_machine.Traveller, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Noon of a working day, the topics of peers, and names drawn in order: Cedro Azul, Roble Azul, …"""
    monkeypatch.setattr(aliases, "drawn", lambda taken: min(set(range(aliases.COUNT)) - set(taken)))
    clock.move_to(peered.NOON)
    store.run(peered.shelve)


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    """Both providers, who know where a `house` listens."""
    port = free_port()
    async with Double(webhook=f"http://127.0.0.1:{port}", public_url=f"http://127.0.0.1:{port}") as double:
        yield double


@pytest.fixture
async def house(double: Double, bare_database_url: str, tmp_path: Path) -> AsyncIterator[House]:
    """`lazos serve` in a process of its own, migrated and registered, on SQLite and on PostgreSQL in turn."""
    port = int(double.options.webhook.rsplit(":", 1)[1])
    house = House(double, bare_database_url, new_keys(), tmp_path, port)
    assert await house.command("migrate") == (0, "", "The database is up to date.\n")
    async with house:
        await double.until(lambda: bool(double.telegram.state.webhook["url"]))
        yield house


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file that is copied for each test."""
    return databases.sqlite_template(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def own_name() -> str:
    """A name for databases that no other worker and no other run uses."""
    return f"lazos_test_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Engine]:
    """A PostgreSQL server; without one its tests are skipped, or fail where nothing may be skipped."""
    server = databases.server()
    if server is None:
        _missing(f"no PostgreSQL server answers; {databases.ADDRESS} says where one is")
    yield server
    server.dispose()


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: Engine, own_name: str) -> Iterator[str]:
    """The migrated PostgreSQL database of this worker."""
    with databases.postgresql_database(postgresql_server, own_name) as address:
        yield address


def _missing(reason: str) -> NoReturn:
    if NOTHING_SKIPPED:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Remember what was skipped; reports of all workers come to the one that sums up."""
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(f"{report.nodeid}: {_reason(report.longrepr)}")


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Remember whole files that were skipped."""
    if report.skipped:
        _skipped.append(f"{report.nodeid}: {_reason(report.longrepr)}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where nothing may be skipped, a run that skipped something has failed."""
    if NOTHING_SKIPPED and _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name what was skipped although nothing may be."""
    if NOTHING_SKIPPED and _skipped:
        terminalreporter.section("skipped, and nothing may be")
        for line in sorted(set(_skipped)):
            terminalreporter.write_line(line)


def _reason(longrepr: object) -> str:
    return str(longrepr[2]) if isinstance(longrepr, tuple) else str(longrepr)
