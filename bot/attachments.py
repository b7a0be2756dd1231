"""Pictures and documents that are made when a message is sent, so that none of them lies in the store.

Each kind of attachment has one function here, which makes it from what its message holds. The files of announcements
and of resources are those that lie somewhere, sealed, and that many people get.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import NamedTuple, TypeVar

import msgspec
from obstore.exceptions import BaseError
from sqlalchemy import Connection

from bot.announced_files import AnnouncedFiles
from bot.channels.base import RetryLater, WrongContent
from bot.files import FileStore
from bot.pictures.progress import progress
from bot.relayed_files import relayed
from bot.resource_files import fetch
from dialogue.drawing.picture import ProgressPicture
from dialogue.phrases import Phrase, _
from handlers.peer_talk import RELAYED
from models import contacts, my_data
from models.announcements.contents import FILE
from models.outbox import Claimed
from models.resources.filing import SHOWN_AS
from models.sealing import CannotOpen
from models.store import Store, Unavailable

File = TypeVar("File")

PICTURE, ACCOUNT = _("progress.png"), _("my-data.json")  # names of files that name nobody


class Made(NamedTuple):
    """A file: its content, its MIME type, and a name that names nobody.

    `key` is the same wherever the same file goes to several people, and empty for what was made for one.
    """

    data: bytes
    type: str
    name: str
    key: str = ""


class Attachments:
    """Makes what messages show, from the `store` where they only tell whose it is, or from `files`."""

    def __init__(self, store: Store, files: FileStore | None = None) -> None:
        self._store, self._files = store, files
        self._announced = AnnouncedFiles(store, files) if files is not None else None

    async def make(self, message: Claimed) -> Made:
        """What `message` shows. Raises a `SendError`."""
        shows = message.content.shows
        kind = shows.kind if shows is not None else ""
        try:
            if kind == FILE and self._announced is not None:
                return await _of_announcement(self._announced, message)
            if kind == SHOWN_AS and self._files is not None:
                return await _of_resource(self._store, self._files, message)
            if kind == RELAYED and self._files is not None:
                return await _of_peer(self._store, self._files, message)
            if (make := _KINDS.get(kind)) is not None:
                return await make(self._store, message)
        except Unavailable:
            raise RetryLater("store") from None
        raise WrongContent("attachment")


async def _of_announcement(announced: AnnouncedFiles, message: Claimed) -> Made:
    file, data = await _opened(announced.of(int(_data(message))))
    return Made(data, file.type, file.name, file.id)


async def _of_resource(store: Store, files: FileStore, message: Claimed) -> Made:
    file, data = await _opened(fetch(store, files, _data(message)))
    return Made(data, file.type, file.name, file.id)


async def _of_peer(store: Store, files: FileStore, message: Claimed) -> Made:
    file, data = await _opened(relayed(store, files, message.contact_id, _data(message)))
    return Made(data, file.type, file.name)


async def _opened(opening: Awaitable[tuple[File, bytes]]) -> tuple[File, bytes]:
    """A file that lies somewhere, sealed. One that is gone, or not for this phone, is never sent."""
    try:
        return await opening
    except (LookupError, FileNotFoundError, CannotOpen):
        raise WrongContent("file") from None
    except (BaseError, OSError):
        raise RetryLater("files") from None


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
