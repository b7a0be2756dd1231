"""Tells whether the keys of the settings are those that the database was made with, before anything is written."""

from sqlalchemy import Connection

from models import installation
from models.sealing import CannotOpen, vault

_NAME = "keys check"


class WrongKeys(Exception):
    """The keys do not belong to this database; the text says which ones."""


def leave(db: Connection) -> None:
    """Leave something behind that only these keys fit; a database that has it already keeps what it has.

    Raises `WrongKeys`.
    """
    if not there(db):
        installation.keep(db, _NAME, vault(db).key_of(_NAME, "").hex())


def there(db: Connection) -> bool:
    """Whether something was left. Raises `WrongKeys` when these keys do not fit it."""
    try:
        left = installation.kept(db, _NAME)
    except CannotOpen:
        raise WrongKeys("LAZOS_SECRET_KEYS does not hold the keys that this database was sealed with") from None
    if left is not None and left not in [key.hex() for key in vault(db).keys_of(_NAME, "")]:
        raise WrongKeys("LAZOS_LOOKUP_KEYS does not hold the keys that this database was made with")
    return left is not None
