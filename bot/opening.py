"""Opens the store that the settings name, and refuses when it is not fit to be used."""

from pathlib import Path

from sqlalchemy import inspect, make_url
from sqlalchemy.exc import DBAPIError

from bot.settings import Settings
from models import keys_check, migrating
from models.store import Store, Unavailable


class NotReady(Exception):
    """The database is not as this program needs it; the text says what to do."""


def open_store(settings: Settings, *, migrate_with: str = "lazos migrate") -> Store:
    """The store, migrated and made with these keys. Raises `NotReady`, `WrongKeys`, `Unavailable`."""
    path = _file(settings)
    if path is not None and not path.exists():
        raise NotReady(f"there is no database at {path} yet: run `{migrate_with}`")
    store = Store(settings.database_url, settings.vault())
    try:
        if not _at_head(store):
            raise NotReady(f"the database has not the shape that this version needs: run `{migrate_with}`")
        if not store.run(keys_check.there):
            raise NotReady(f"the database was never made ready for these keys: run `{migrate_with}`")
    except BaseException:
        store.close()
        raise
    return store


def migrate(settings: Settings) -> None:
    """Bring the database up to date, and make it if need be.

    Raises `FromTheFuture`, `WrongKeys`, `Unavailable`, `OSError`.
    """
    path = _file(settings)
    if path is not None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    store = Store(settings.database_url, settings.vault())
    try:
        if inspect(store.engine).has_table("kept"):
            store.run(keys_check.there)
        migrating.upgrade(store.engine)
        store.run(keys_check.leave)
    except DBAPIError as problem:
        raise Unavailable(type(problem.orig).__name__) from problem
    finally:
        store.close()


def _at_head(store: Store) -> bool:
    try:
        return migrating.at_head(store.engine)
    except DBAPIError as problem:
        raise Unavailable(type(problem.orig).__name__) from problem


def _file(settings: Settings) -> Path | None:
    url = make_url(settings.database_url)
    return Path(url.database) if url.drivername == "sqlite" and url.database else None
