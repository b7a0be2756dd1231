"""Pictures and documents that are made when a message is sent, so that none of them lies in the store.

Each kind of attachment has one function here, which makes it from what its message holds.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from bot.channels.base import RetryLater, WrongContent
from bot.pictures.progress import progress
from dialogue.drawing.picture import ProgressPicture
from dialogue.phrases import Phrase, _
from models import contacts, my_data
from models.outbox import Claimed
from models.store import Store, Unavailable

PICTURE, ACCOUNT = _("progress.png"), _("my-data.json")  # names of files that name nobody


class Made(NamedTuple):
    """A file: its content, its MIME type, and a name that names nobody."""

    data: bytes
    type: str
    name: str


class Attachments:
    """Makes what messages show, from the `store` where they only tell whose it is."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def make(self, message: Claimed) -> Made:
        """What `message` shows. Raises a `SendError`."""
        shows = message.content.shows
        make = _KINDS.get(shows.kind) if shows is not None else None
        if make is None:
            raise WrongContent("attachment")
        try:
            return await make(self._store, message)
        except Unavailable:
            raise RetryLater("store") from None


async def _progress(store: Store, message: Claimed) -> Made:
    picture = msgspec.json.decode(_data(message), type=ProgressPicture)
    drawn = await asyncio.to_thread(progress, picture, message.content.language)
    return Made(drawn, "image/png", _name(PICTURE, message))


async def _account(store: Store, message: Claimed) -> Made:
    held = await store.read(_account_of, message.contact_id, int(_data(message)))
    written = json.dumps(held, ensure_ascii=False, indent=2).encode()
    return Made(written, "application/json", _name(ACCOUNT, message))


def _account_of(db: Connection, contact: int, person: int) -> dict[str, object]:
    """All that is held about `person`, for her own eyes: the contact may be hers no more by now."""
    if contacts.known(db, contact).person_id != person:
        raise WrongContent("not hers")
    return my_data.as_file(db, person)


def _data(message: Claimed) -> str:
    return message.content.shows.data if message.content.shows is not None else ""


def _name(name: Phrase, message: Claimed) -> str:
    return name.said(message.content.language)


_KINDS: Mapping[str, Callable[[Store, Claimed], Awaitable[Made]]] = {"progress": _progress, "account": _account}
