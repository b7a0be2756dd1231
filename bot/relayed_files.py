"""A photo or a document that one peer sends to another: opened when it is sent, for nobody but the other."""

import asyncio

from sqlalchemy import Connection

from bot.files import FileStore
from models import contacts
from models.peers import relaying
from models.peers.relaying import Passed
from models.store import Store


async def relayed(store: Store, kept: FileStore, contact: int, id: str) -> tuple[Passed, bytes]:
    """A file of a peer, opened, for the phone `contact` of the other.

    Raises `LookupError` when it is not for whoever has this phone, `FileNotFoundError` when it is gone, `CannotOpen`,
    or whatever the store of files raises.
    """
    file = await store.read(_passed_to, contact, id)
    if file is None:
        raise LookupError("no file")
    sealed = await kept.get(id)
    return file, await asyncio.to_thread(store.vault.open, sealed, "stored_file", id, file.seal_id)


def _passed_to(db: Connection, contact: int, id: str) -> Passed | None:
    person = contacts.known(db, contact).person_id
    return None if person is None else relaying.passed(db, person, id)
