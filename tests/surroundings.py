"""What the settings are read from in a test: an environment with nothing but keys in it, and a folder without `.env`."""

import os
from pathlib import Path

import pytest

from bot.settings import Settings, WrongSettings, load
from models.sealing import new_key

SECRET, LOOKUP = new_key(), new_key()
CANARY = "canario-5u9er-secret0"
TWILIO = {
    "LAZOS_TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "LAZOS_TWILIO_AUTH_TOKEN": "first, second",
    "LAZOS_TWILIO_WHATSAPP_FROM": "whatsapp:+525550000001",
}


def only_keys(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Work in `folder`, with keys in the environment and no other setting."""
    for name in list(os.environ):
        if name.startswith("LAZOS_") or name in ("HOST", "PORT"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("LAZOS_SECRET_KEYS", SECRET)
    monkeypatch.setenv("LAZOS_LOOKUP_KEYS", LOOKUP)


def loaded(monkeypatch: pytest.MonkeyPatch, **values: str) -> Settings:
    """The settings with these values in the environment."""
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return load()


def problems(monkeypatch: pytest.MonkeyPatch, **values: str) -> list[str]:
    """What is wrong with these values, line by line."""
    with pytest.raises(WrongSettings) as wrong:
        loaded(monkeypatch, **values)
    return wrong.value.lines
