"""What processes of each role have, and that only those who receive can be written to."""

from pathlib import Path

import pytest

from bot.inbox import StoreInbox
from bot.roles import PARTS, Part, Role
from bot.serving import channels
from bot.settings import Settings
from models.sealing import new_key
from models.store import Store


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Settings:
    """Those of an installation with both channels."""
    given = {
        "SECRET_KEYS": new_key(),
        "LOOKUP_KEYS": new_key(),
        "FILES_URL": f"file://{tmp_path / 'files'}",
        "PUBLIC_URL": "https://bot.example.org",
        "TELEGRAM_TOKEN": "1000000001:AAinvented-token-of-the-double-0001",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "0" * 32,
        "TWILIO_WHATSAPP_FROM": "whatsapp:+15005550006",
    }
    for name, value in given.items():
        monkeypatch.setenv(f"LAZOS_{name}", value)
    return Settings()


def test_all_of_the_work_is_done_by_one_or_by_one_of_each() -> None:
    assert PARTS[Role.all] == set(Part)
    shared = [part for role in Role if role is not Role.all for part in PARTS[role]]
    assert sorted(shared) == sorted(Part), "each part in one role"


@pytest.mark.parametrize(
    ("receives", "paths"),
    [(True, {"/telegram", "/whatsapp", "/whatsapp/status", "/media/{token}"}), (False, {"/media/{token}"})],
)
def test_who_does_not_receive_has_no_webhooks_but_what_it_lends(
    settings: Settings, store: Store, receives: bool, paths: set[str]
) -> None:
    inbox = StoreInbox(store, lambda _channel: None, lambda: None)
    made = channels(settings, store, inbox, receives=receives)
    assert {route.path for channel in made for route in channel.routes() if hasattr(route, "path")} == paths
    assert {channel.name for channel in made} == {"telegram", "whatsapp"}
