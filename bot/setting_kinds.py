"""What a setting may look like. Each check returns the value as it is used, or raises `ValueError` with one sentence.

The sentences go on after the variable's name, and never hold the value: it may be a secret.
"""

import re
from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from dialogue.catalogues import LOCALES
from models.announcements import costs
from models.sealing import Vault

_HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9.-]{1,253}(?<!-)")
_LEAST_TOKEN = 16
_DRIVERS = {"sqlite", "postgresql+psycopg"}


def listed(value: object) -> object:
    """`a, b` as a tuple; what is no text stays as it is."""
    return tuple(part for each in value.split(",") if (part := each.strip())) if isinstance(value, str) else value


def shaped(pattern: str, otherwise: str) -> Callable[[str], str]:
    """A check that the whole value has the form of `pattern`."""

    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(otherwise)
        return value

    return check


def keys(value: tuple[str, ...]) -> tuple[str, ...]:
    """Keys as `lazos keygen` prints them."""
    if not value:
        raise ValueError("holds no key")
    for place, key in enumerate(value, start=1):
        try:
            Vault([key], [key])
        except ValueError:
            raise ValueError(f"holds something (number {place}) that is not a key from `lazos keygen`") from None
    if len(set(value)) < len(value):
        raise ValueError("holds the same key twice")
    return value


def database(value: str) -> str:
    """A file for SQLite, or a PostgreSQL database through psycopg."""
    try:
        url = make_url(value)
    except (ArgumentError, ValueError):
        raise ValueError("is not the address of a database") from None
    if url.drivername not in _DRIVERS:
        raise ValueError("has to begin with sqlite:/// or postgresql+psycopg://")
    if not url.database or url.database == ":memory:":
        raise ValueError("names no database file" if url.drivername == "sqlite" else "names no database")
    return value


def files(value: str) -> str:
    """A folder, or an S3-compatible bucket."""
    parts = urlsplit(value)
    if parts.scheme not in ("file", "s3") or not (parts.netloc or parts.path.strip("/")):
        raise ValueError("has to be a folder (file://…) or a bucket (s3://…)")
    return value


def public(value: str) -> str:
    """`https://host` with nothing after it; `http` only where nothing leaves the machine."""
    parts = _web(value)
    if parts.path not in ("", "/") or parts.query or parts.fragment or "#" in value or "?" in value:
        raise ValueError("has to end with the host name (or port): no path, no query, no #")
    if parts.scheme != "https" and not _loopback(parts.hostname or ""):
        raise ValueError("has to begin with https://")
    return value.rstrip("/")


def base(ending: str = "") -> Callable[[str], str]:
    """A check for the base URL of an interface; `ending` is what its path ends in."""

    def check(value: str) -> str:
        value = value.rstrip("/")
        if not _web(value).path.endswith(ending):
            raise ValueError(f"has to end in {ending}")
        if "?" in value or "#" in value:
            raise ValueError("has to be a URL without ? and #")
        return value

    return check


def host(value: str) -> str:
    """An address of this machine, or a host name."""
    try:
        return str(ip_address(value))
    except ValueError:
        return shaped(_HOST_NAME.pattern, "is neither an IP address nor a host name")(value)


def known_languages(value: tuple[str, ...]) -> tuple[str, ...]:
    """Languages that there are sentences in, the default first."""
    if not value or len(set(value)) < len(value) or set(value) - set(LOCALES):
        raise ValueError(f"has to be some of {', '.join(LOCALES)}, each once, the default first")
    return value


def quiet_hours(value: str) -> str:
    """From which hour until which nobody is written to unasked; the same hour twice for none."""
    start, _dash, end = value.partition("-")
    if not (start.strip().isdecimal() and end.strip().isdecimal() and max(int(start), int(end)) < 24):
        raise ValueError("has to be two hours with a dash, such as 21-8; 0-0 for none")
    return f"{int(start)}-{int(end)}"


def office_hours(value: str) -> str:
    """From which hour until which, on working days."""
    opens, _dash, closes = value.partition("-")
    if not (opens.strip().isdecimal() and closes.strip().isdecimal() and int(opens) < int(closes) <= 24):
        raise ValueError("has to be two hours with a dash, the earlier first")
    return f"{int(opens)}-{int(closes)}"


def prices(value: str) -> str:
    """A rate table, or nothing."""
    if value:
        costs.read(value)
    return value


def timezone(value: str) -> str:
    """A name of the time zone database."""
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError):  # unknown; not a name at all; a folder
        raise ValueError("is not a time zone of the tz database") from None


def token(value: str) -> str:
    """A secret that is hard to guess."""
    if len(value) < _LEAST_TOKEN or not value.isascii() or len(value.split()) > 1:
        raise ValueError(f"has to have at least {_LEAST_TOKEN} letters and digits, without spaces")
    return value


def _web(value: str) -> SplitResult:
    try:
        parts = urlsplit(value)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        raise ValueError("is not a URL") from None
    if not whole or parts.username is not None or len(value.split()) != 1:
        raise ValueError("is not a URL that begins with https:// and a host name")
    return parts


def _loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
