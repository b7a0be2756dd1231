"""Wrong settings are named all at once, a line each, and no line quotes a secret."""

import os
import stat
from pathlib import Path

import pytest

from bot.demo_settings import demo_settings
from bot.settings import Settings, WrongSettings, load
from models.sealing import new_key

SECRET, LOOKUP = new_key(), new_key()
CANARY = "canario-5u9er-secret0"
TELEGRAM_TOKEN = "1000000001:AAinvented-token-for-tests-0001"
SID = "AC" + "0" * 32
TWILIO = {
    "LAZOS_TWILIO_ACCOUNT_SID": SID,
    "LAZOS_TWILIO_AUTH_TOKEN": "first, second",
    "LAZOS_TWILIO_WHATSAPP_FROM": "whatsapp:+525550000001",
}


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A folder without `.env`, and nothing in the environment but keys."""
    for name in list(os.environ):
        if name.startswith("LAZOS_") or name in ("HOST", "PORT"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAZOS_SECRET_KEYS", SECRET)
    monkeypatch.setenv("LAZOS_LOOKUP_KEYS", LOOKUP)


def loaded(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load()


def problems(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    with pytest.raises(WrongSettings) as wrong:
        loaded(monkeypatch, **values)
    return wrong.value.lines


def test_the_defaults_are_those_of_the_interface() -> None:
    settings = load()
    assert settings.model_dump(exclude={"secret_keys", "lookup_keys"}) == {
        "organisation": "Lazos",
        "privacy_contact": "",
        "database_url": "sqlite:///var/lazos.db",
        "files_url": "file://var/files",
        "backup_public_key": None,
        "metrics_token": None,
        "public_url": None,
        "host": "127.0.0.1",
        "port": 8080,
        "telegram_token": None,
        "telegram_secret": None,
        "telegram_mode": "webhook",
        "telegram_api_url": "https://api.telegram.org/bot",
        "telegram_file_url": "https://api.telegram.org/file/bot",
        "telegram_rate": 30,
        "twilio_account_sid": None,
        "twilio_auth_token": (),
        "twilio_whatsapp_from": None,
        "twilio_messaging_service_sid": None,
        "twilio_api_url": "https://api.twilio.com",
        "twilio_content_url": "https://content.twilio.com",
        "twilio_rate": 80,
        "twilio_daily_contacts": 250,
        "whatsapp_prices": "",
        "approval_above": 500,
        "erase_after_days": 30,
        "languages": ("es", "en"),
        "office_hours": "9-18",
        "quiet_hours": "21-8",
        "timezone": "America/Mexico_City",
    }


def test_everything_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(
        monkeypatch,
        LAZOS_DATABASE_URL="postgresql+psycopg://lazos@localhost/lazos",
        LAZOS_FILES_URL="s3://bucket/lazos",
        LAZOS_SECRET_KEYS=f"{new_key()}, {SECRET}",
        LAZOS_PUBLIC_URL="https://bot.example.org/",
        LAZOS_HOST="::1",
        LAZOS_PORT="9000",
        LAZOS_TELEGRAM_TOKEN=TELEGRAM_TOKEN,
        LAZOS_TELEGRAM_API_URL="http://localhost:8081/bot",
        LAZOS_TELEGRAM_RATE="1000",
        LAZOS_LANGUAGES=" en , es ",
        LAZOS_PRIVACY_CONTACT="privacidad@example.org",
        **TWILIO,
    )
    assert (settings.host, settings.port, settings.public_url) == ("::1", 9000, "https://bot.example.org")
    assert settings.languages == ("en", "es")
    assert settings.twilio_auth_token == ("first", "second")
    assert len(settings.secret_keys) == 2
    assert settings.vault().key_of("x", "y")


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = loaded(monkeypatch, LAZOS_TELEGRAM_TOKEN="", LAZOS_PORT="", LAZOS_LANGUAGES="")
    assert (settings.telegram_token, settings.port, settings.languages) == (None, 8080, ("es", "en"))


def test_a_file_of_settings_is_read_and_the_environment_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("LAZOS_PORT=9001\nLAZOS_HOST=localhost\nOTHER=thing\n", "utf-8")
    settings = loaded(monkeypatch, LAZOS_PORT="9002")
    assert (settings.host, settings.port) == ("localhost", 9002)


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


@pytest.mark.parametrize("value", ["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])
def test_a_public_url_on_this_machine_may_be_http(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert loaded(monkeypatch, LAZOS_PUBLIC_URL=value).public_url == value


@pytest.mark.parametrize("missing", TWILIO)
def test_twilio_is_set_up_wholly_or_not_at_all(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    (line,) = problems(monkeypatch, **{name: value for name, value in TWILIO.items() if name != missing})
    assert line.startswith(f"{missing} is not set, but LAZOS_TWILIO_")


def test_a_messaging_service_does_instead_of_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    given = TWILIO | {"LAZOS_TWILIO_WHATSAPP_FROM": "", "LAZOS_TWILIO_MESSAGING_SERVICE_SID": "MG" + "0" * 32}
    assert loaded(monkeypatch, **given).twilio_whatsapp_from is None


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


def test_settings_that_are_printed_show_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    token = f"1000000001:{CANARY}"
    settings = loaded(
        monkeypatch,
        LAZOS_TELEGRAM_TOKEN=token,
        LAZOS_TELEGRAM_SECRET=CANARY,
        LAZOS_METRICS_TOKEN=CANARY,
        LAZOS_DATABASE_URL=f"postgresql+psycopg://lazos:{CANARY}@localhost/lazos",
        **(TWILIO | {"LAZOS_TWILIO_AUTH_TOKEN": CANARY}),
    )
    assert settings.telegram_token == token
    for secret in (CANARY, SECRET, LOOKUP):
        assert secret not in f"{settings!r} {settings}"


def test_the_demo_ignores_production_and_keeps_its_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    Path(".env").write_text("LAZOS_PORT=nonsense\n", "utf-8")
    for name in ("TELEGRAM_TOKEN", "DATABASE_URL", "PORT", "PUBLIC_URL"):
        monkeypatch.setenv(f"LAZOS_{name}", "nonsense")
    settings = demo_settings()
    assert settings.database_url == "sqlite:///var/demo/lazos.db"
    assert (settings.telegram_token, settings.twilio_account_sid, settings.port) == (None, None, 8080)
    assert SECRET not in settings.secret_keys
    assert demo_settings() == settings
    assert stat.S_IMODE((tmp_path / "var/demo/keys").stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var/demo").iterdir()] == ["keys"]


def test_the_demo_listens_where_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9003")
    monkeypatch.setenv("HOST", "0.0.0.0")  # noqa: S104
    assert (demo_settings().host, demo_settings().port) == ("0.0.0.0", 9003)  # noqa: S104
    monkeypatch.setenv("PORT", "many")
    with pytest.raises(WrongSettings, match=r"^PORT \(\"many\"\)"):
        demo_settings()
