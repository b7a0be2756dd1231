"""Wrong settings are named all at once, a line each, and no line quotes a secret."""

from pathlib import Path

import pytest

from bot.settings import WrongSettings
from tests.surroundings import CANARY, SECRET, TWILIO, loaded, only_keys, problems


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    only_keys(monkeypatch, tmp_path)


def test_without_keys_nothing_starts_and_the_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LAZOS_SECRET_KEYS")
    lines = problems(monkeypatch, LAZOS_LOOKUP_KEYS="")
    assert [line.split()[0] for line in lines] == ["LAZOS_SECRET_KEYS", "LAZOS_LOOKUP_KEYS"]
    assert all("is not set" in line and "lazos keygen" in line for line in lines)


def test_all_problems_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = problems(
        monkeypatch,
        LAZOS_DATABASE_URL="mysql://localhost/lazos",
        LAZOS_PORT="eighty",
        LAZOS_TIMEZONE="Mexico/Nowhere",
        LAZOS_TWILIO_AUTH_TOKEN="token",
        LAZOS_LOOKUP_KEYS=SECRET,
    )
    assert [line.split()[0] for line in lines] == [
        "LAZOS_DATABASE_URL",
        "LAZOS_PORT",
        "LAZOS_TIMEZONE",
        "LAZOS_LOOKUP_KEYS",
        "LAZOS_TWILIO_ACCOUNT_SID",
        "LAZOS_TWILIO_WHATSAPP_FROM",
    ]
    assert all(f"; for example {line.split()[0]}=" in line or "keygen" in line for line in lines)


WRONG = [
    ("DATABASE_URL", "postgresql://localhost/lazos", "postgresql+psycopg://"),
    ("DATABASE_URL", "sqlite://", "names no database file"),
    ("DATABASE_URL", "lazos.db", "is not the address"),
    ("FILES_URL", "ftp://files", "file://"),
    ("FILES_URL", "file://", "file://"),
    ("SECRET_KEYS", "key", "number 1"),
    ("SECRET_KEYS", f"{SECRET},{SECRET}", "twice"),
    ("SECRET_KEYS", ",", "holds no key"),
    ("METRICS_TOKEN", "short", "at least 16"),
    ("PUBLIC_URL", "http://bot.example.org", "https://"),
    ("PUBLIC_URL", "https://bot.example.org/hook", "no path"),
    ("PUBLIC_URL", "https://bot.example.org/#rc=5", "no #"),
    ("PUBLIC_URL", "https://bot.example.org#", "no #"),
    ("PUBLIC_URL", "https://bot.example.org?a=1", "no query"),
    ("PUBLIC_URL", "https://bot.example.org:port", "is not a URL"),
    ("PUBLIC_URL", "bot.example.org", "is not a URL"),
    ("HOST", "not a host", "host name"),
    ("PORT", "65536", "65535"),
    ("TELEGRAM_TOKEN", "AAinvented", "@BotFather"),
    ("TELEGRAM_SECRET", "señal", "letters, digits"),
    ("TELEGRAM_MODE", "push", "'webhook' or 'polling'"),
    ("TELEGRAM_API_URL", "https://api.telegram.org", "/bot"),
    ("TELEGRAM_FILE_URL", "https://api.telegram.org/bot", "/file/bot"),
    ("TELEGRAM_RATE", "1001", "1000"),
    ("TELEGRAM_RATE", "0", "1"),
    ("TELEGRAM_RATE", "nan", "finite"),
    ("TWILIO_DAILY_CONTACTS", "0", "1"),
    ("WHATSAPP_PRICES", "marketing=0.03", "says nothing of carrier, currency, service"),
    ("WHATSAPP_PRICES", "marketing=0.03,service=0.01,carrier=0.01,currency=pesos", "three capital letters"),
    ("APPROVAL_ABOVE", "-1", "0"),
    ("TWILIO_API_URL", "api.twilio.com", "is not a URL"),
    ("LANGUAGES", "es,fr", "es, en"),
    ("LANGUAGES", "es,es", "once"),
    ("TIMEZONE", "../etc/passwd", "tz database"),
    ("ORGANISATION", "two\nlines", "one line"),
]


@pytest.mark.parametrize(("name", "value", "said"), WRONG, ids=map(str, range(len(WRONG))))
def test_each_wrong_value_is_one_line_with_what_is_wrong_and_an_example(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    (line,) = problems(monkeypatch, **{f"LAZOS_{name}": value})
    assert line.startswith(f"LAZOS_{name} ")
    assert said in line
    assert f"; for example LAZOS_{name}=" in line
    assert "\n" not in line


@pytest.mark.parametrize("missing", TWILIO)
def test_twilio_is_set_up_wholly_or_not_at_all(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    (line,) = problems(monkeypatch, **{name: value for name, value in TWILIO.items() if name != missing})
    assert line.startswith(f"{missing} is not set, but LAZOS_TWILIO_")


SECRETS = ["SECRET_KEYS", "LOOKUP_KEYS", "METRICS_TOKEN", "TELEGRAM_TOKEN", "TELEGRAM_SECRET", "TWILIO_AUTH_TOKEN"]


def test_no_problem_quotes_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    given = {f"LAZOS_{name}": f"{CANARY} {CANARY}" for name in SECRETS}
    given |= {"LAZOS_DATABASE_URL": f"mysql://lazos:{CANARY}@h/x", "LAZOS_FILES_URL": f"s4://{CANARY}"}
    given |= {"LAZOS_PUBLIC_URL": f"https://me:{CANARY}@example.org"}
    given |= {"LAZOS_TELEGRAM_API_URL": f"https://api.telegram.org/bot{CANARY}"}
    with pytest.raises(WrongSettings) as wrong:
        loaded(monkeypatch, **given)
    assert len(wrong.value.lines) >= 9
    assert CANARY not in f"{wrong.value!r} {wrong.value} {wrong.value.__cause__!r} {wrong.value.__context__}"
