"""Logs to stderr that cannot hold a name, a number or a message: what may be said is listed, the rest is counted.

Errors are told by their types and places. Their texts are left out, since a database's or a provider's may quote what
was being stored or sent.
"""

import logging
import re
import sys
import threading
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

#: Fields that may be logged; they hold ids of our own, codes, counts, durations and names of parts.
FIELDS = frozenset(
    (
        *("event", "level", "timestamp", "dropped", "error", "frames", "incident", "library", "line", "version"),
        *("announcement", "channel", "cohort", "contact", "message", "person", "received", "survey"),
        *("code", "job", "known", "lane", "mode", "role", "route", "state", "status", "step"),
        *("attempts", "batch", "bytes", "count", "port", "queued", "sent", "total", "tries", "waiting"),
        *("delay", "duration", "milliseconds", "next_in", "seconds"),
    )
)
QUIET = ("aiohttp.access", "apscheduler", "httpx", "httpcore", "sqlalchemy", "alembic", "telegram", "twilio", "PIL")
_WORD = re.compile(r"[A-Za-z0-9_.:/<>-]{1,80}")
_NUMBER_OF_SOMEBODY = re.compile(r"\d{7,}")
_EVENT = re.compile(r"[a-zA-Z0-9_.: -]{1,80}")
_CODE = re.compile(rf"{_WORD.pattern}|\d{{3}} [a-z ]{{1,40}}")  # a provider's, perhaps with our word for it
_FRAMES = 12
_HOUSE = Path(__file__).resolve().parent.parent


def configure(*, json: bool | None = None) -> None:
    """Send what our parts and other libraries log to stderr: as JSON, or (None: on a terminal) for people to read."""
    as_json = not sys.stderr.isatty() if json is None else json
    last: Processor = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer()
    chain: list[Processor] = [
        structlog.processors.add_log_level,
        _with_error,
        _only_listed,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        last,
    ]
    structlog.configure(
        processors=chain,
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    _take_over_libraries()
    threading.excepthook = _thread_failed
    sys.unraisablehook = _unraisable


class _Libraries(logging.Handler):
    """What a library logs: who and where, never the text, whose arguments may be anything."""

    def emit(self, record: logging.LogRecord) -> None:
        structlog.get_logger().log(
            record.levelno,
            "library",
            library=record.name,
            line=f"{Path(record.pathname).name}:{record.lineno}",
            exc_info=record.exc_info,
        )


def _take_over_libraries() -> None:
    root = logging.getLogger()
    root.handlers[:] = [*(each for each in root.handlers if not isinstance(each, _Libraries)), _Libraries()]
    root.setLevel(logging.WARNING)
    logging.captureWarnings(True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def _only_listed(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """Leave out what is not listed, or does not look like what is; say how much that was."""
    kept = {name: value for name, value in event.items() if name in FIELDS and _harmless(name, value)}
    if len(kept) < len(event):
        kept["dropped"] = len(event) - len(kept)
    return {"event": "unnamed", **kept}


def _harmless(name: str, value: object) -> bool:
    if isinstance(value, str):
        form = {"event": _EVENT, "code": _CODE}.get(name, _WORD)
        return bool(form.fullmatch(value)) and not _NUMBER_OF_SOMEBODY.search(value)
    if isinstance(value, list | tuple):
        return all(isinstance(each, str) and _harmless("", each) for each in value)
    return value is None or isinstance(value, bool | int | float)


def _with_error(_logger: Any, _method: str, event: EventDict) -> EventDict:
    """An exception as the names of its types and the lines it came through."""
    problem = _exception(event.pop("exc_info", None))
    if problem is not None:
        event["error"] = ".".join(type(each).__name__ for each in islice(_causes(problem), 4))
        event["frames"] = frames(problem.__traceback__)
    return event


def _exception(given: object) -> BaseException | None:
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        found: BaseException | None = given[1]
        return found
    return sys.exc_info()[1] if given else None


def _causes(problem: BaseException | None) -> Iterator[BaseException]:
    while problem is not None:
        yield problem
        problem = problem.__cause__ or (None if problem.__suppress_context__ else problem.__context__)


def frames(trace: TracebackType | None) -> list[str]:
    """The lines an exception came through, the last one first, each as `file:line`."""
    places = []
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        inside = path.is_relative_to(_HOUSE) and "site-packages" not in path.parts
        places.append(f"{path.relative_to(_HOUSE) if inside else path.name}:{trace.tb_lineno}")
        trace = trace.tb_next
    return places[::-1][:_FRAMES]


def _thread_failed(args: threading.ExceptHookArgs) -> None:
    structlog.get_logger().error("thread failed", exc_info=args.exc_value)


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    structlog.get_logger().error("unraisable", exc_info=args.exc_value)
