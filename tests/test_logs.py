"""Nothing of a person reaches the logs, by whatever way it tries."""

import ast
import io
import json
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeGuard

import pytest
import structlog
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from bot import logs
from models.programmes import Programme
from models.store import Store

ROOT = Path(__file__).parents[1]
CANARY = "Ana Ejemplo"
PHONE = "+525550000001"


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """What is written to stderr while logs are set up as in `lazos`, everything put back afterwards."""
    stream, root = io.StringIO(), logging.getLogger()
    before = {name: logging.getLogger(name).level for name in ("", *logs.QUIET)}
    handlers, hooks = list(root.handlers), (threading.excepthook, sys.unraisablehook)
    monkeypatch.setattr(sys, "stderr", stream)
    logs.configure(json=True)
    yield stream
    root.handlers[:] = handlers
    threading.excepthook, sys.unraisablehook = hooks
    logging.captureWarnings(False)
    for name, level in before.items():
        logging.getLogger(name).setLevel(level)
    structlog.reset_defaults()


def lines(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]


def test_what_is_listed_is_logged(written: io.StringIO) -> None:
    structlog.get_logger().info("telegram.registered", channel="telegram", tries=2, code="429", seconds=0.5, known=True)
    (line,) = lines(written)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "telegram.registered",
        "level": "info",
        "channel": "telegram",
        "tries": 2,
        "code": "429",
        "seconds": 0.5,
        "known": True,
    }


def test_what_the_program_logs_is_all_listed() -> None:
    rooms = [path for room in ("bot", "scheduler", "handlers", "models") for path in (ROOT / room).rglob("*.py")]
    calls = [node for path in rooms for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _is_log_call(node)]
    assert calls
    used = {word.arg for call in calls for word in call.keywords} - {"exc_info"}
    assert used - logs.FIELDS == set()


def _is_log_call(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether this is `log.something(…)`."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "log"
    )


def test_what_is_not_listed_is_only_counted(written: io.StringIO) -> None:
    structlog.get_logger().warning("turn_failed", channel="telegram", name=CANARY, text=PHONE, url="https://x/bot1:AA")
    (line,) = lines(written)
    assert (line["event"], line["channel"], line["dropped"]) == ("turn_failed", "telegram", 3)
    assert set(line) == {"event", "channel", "dropped", "level", "timestamp"}


@pytest.mark.parametrize(
    "value",
    [CANARY, PHONE, f"whatsapp:{PHONE}", "x" * 81, "dos\nlíneas", {"a": 1}, [CANARY], b"bytes", CANARY.encode()],
)
def test_a_listed_field_holds_nothing_but_numbers_and_short_codes(written: io.StringIO, value: object) -> None:
    structlog.get_logger().error("turn_failed", code=value)
    (line,) = lines(written)
    assert "code" not in line
    assert line["dropped"] == 1


def test_an_event_that_is_no_name_is_left_out(written: io.StringIO) -> None:
    structlog.get_logger().error(f"could not write to {PHONE}")
    structlog.get_logger().error(f"¡Hola, {CANARY}!")
    assert [line["event"] for line in lines(written)] == ["unnamed", "unnamed"]
    assert CANARY not in written.getvalue()
    assert PHONE not in written.getvalue()


def test_an_error_is_told_by_its_types_and_places(written: io.StringIO) -> None:
    def fail() -> None:
        try:
            raise KeyError(CANARY)
        except KeyError as problem:
            raise RuntimeError(PHONE) from problem

    try:
        fail()
    except RuntimeError:
        structlog.get_logger().exception("send_failed", channel="telegram")
    (line,) = lines(written)
    assert line["error"] == "RuntimeError.KeyError"
    assert [frame.rpartition(":")[0] for frame in line["frames"]] == ["tests/test_logs.py"] * 2
    assert "dropped" not in line
    assert CANARY not in written.getvalue()
    assert PHONE not in written.getvalue()


@pytest.mark.parametrize("database_url", ["sqlite", "postgresql"], indirect=True)
def test_a_database_error_does_not_show_the_row(written: io.StringIO, store: Store) -> None:
    def twice(db: Connection) -> None:
        for _ in range(2):
            db.execute(insert(Programme).values(name=CANARY))

    try:
        store.run(twice)
    except IntegrityError:
        structlog.get_logger().exception("turn_failed")
        logging.getLogger("another.package").exception("could not store %s", CANARY)
    first, second = lines(written)
    assert "IntegrityError" in first["error"]
    assert second["library"] == "another.package"
    assert CANARY not in written.getvalue()


@pytest.mark.parametrize("name", ["httpx", "aiohttp.access", "aiohttp.server", "twilio", "telegram.Bot", "anything"])
@pytest.mark.parametrize("level", [logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR])
def test_libraries_say_that_something_is_wrong_and_not_what(written: io.StringIO, name: str, level: int) -> None:
    logging.getLogger(name).log(level, "POST https://api.telegram.org/bot%s to " + PHONE, CANARY)
    logged = lines(written)
    assert [line["library"] for line in logged] == [name] * (level >= logging.WARNING)
    assert all(line["event"] == "library" and line["line"].startswith("test_logs.py:") for line in logged)
    assert CANARY not in written.getvalue()
    assert PHONE not in written.getvalue()


def test_a_thread_that_dies_does_not_print_what_it_died_of(written: io.StringIO) -> None:
    def fail() -> None:
        raise ValueError(CANARY)

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    (line,) = lines(written)
    assert (line["event"], line["error"]) == ("thread failed", "ValueError")
    assert CANARY not in written.getvalue()


def test_on_a_terminal_it_is_for_people_to_read(written: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", written)
    logs.configure(json=False)
    structlog.get_logger().info("telegram.registered", channel="telegram", name=CANARY)
    shown = written.getvalue()
    assert "telegram.registered" in shown
    assert "channel" in shown
    assert not shown.startswith("{")
    assert CANARY not in shown
