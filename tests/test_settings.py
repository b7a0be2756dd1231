"""The settings: what they are unless told, what can be set, whence, and that none is shown that is secret."""

import stat
from pathlib import Path

import pytest

from bot.demo_settings import demo_settings
from bot.settings import WrongSettings, load
from models.sealing import new_key
from tests.surroundings import CANARY, LOOKUP, SECRET, TWILIO, loaded, only_keys

TELEGRAM_TOKEN = "1000000001:AAinvented-token-for-tests-0001"


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    only_keys(monkeypatch, tmp_path)


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
        "peer_content_days": 30,
        "peer_round_day": 1,
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


@pytest.mark.parametrize("value", ["http://localhost:8080", "http://127.0.0.1:8080", "http://[::1]:8080"])
def test_a_public_url_on_this_machine_may_be_http(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    assert loaded(monkeypatch, LAZOS_PUBLIC_URL=value).public_url == value


def test_a_messaging_service_does_instead_of_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    given = TWILIO | {"LAZOS_TWILIO_WHATSAPP_FROM": "", "LAZOS_TWILIO_MESSAGING_SERVICE_SID": "MG" + "0" * 32}
    assert loaded(monkeypatch, **given).twilio_whatsapp_from is None


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
