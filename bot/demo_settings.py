"""The demo's own settings: it takes nothing from production's, and makes its keys when first started."""

import os
import secrets
from pathlib import Path
from typing import Any, ClassVar

from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from bot.settings import Settings
from models.sealing import new_key

FOLDER = Path("var/demo")


class DemoSettings(Settings):
    """Settings that only `demo_settings` fills; where to listen is the one thing that comes from outside."""

    model_config = SettingsConfigDict(env_prefix="", env_file=None)
    keys_required: ClassVar[bool] = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Nothing but what is handed over."""
        return (init_settings,)


def demo_settings(folder: Path = FOLDER) -> Settings:
    """The settings of the demo under `folder`; `HOST` and `PORT` say where it listens. Raises `WrongSettings`."""
    sealing, lookup = _keys(folder)
    given: dict[str, Any] = {name.lower(): value for name in ("HOST", "PORT") if (value := os.environ.get(name))}
    given |= {
        "secret_keys": sealing,
        "lookup_keys": lookup,
        "quiet_hours": "0-0",
    }  # whoever tries it out, also at night
    return DemoSettings(
        database_url=f"sqlite:///{folder / 'lazos.db'}", files_url=f"file://{folder / 'files'}", **given
    )


def _keys(folder: Path) -> tuple[str, str]:
    """The demo's keys, made once: one process wins, the others use what it made."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "keys"
    if not path.exists():
        _make_keys(path)
    sealing, lookup = path.read_text("ascii").split()
    return sealing, lookup


def _make_keys(path: Path) -> None:
    fresh = path.with_name(f".keys.{secrets.token_hex(4)}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(f"{new_key()}\n{new_key()}\n")
    try:
        os.link(fresh, path)
    except FileExistsError:
        return
    finally:
        fresh.unlink()
