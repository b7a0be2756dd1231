"""Where sealed files lie: a folder or an S3-compatible bucket. What comes here is sealed already."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import obstore
from obstore.store import LocalStore, ObjectStore, from_url


class FileStore:
    """The sealed files of one installation, by id."""

    def __init__(self, url: str) -> None:
        """Open the store at `url`: `file://folder` (relative to here, made if need be) or `s3://bucket/folder`."""
        self._store = _opened(url)

    async def put(self, id: str, content: bytes) -> None:
        """Keep `content`; durable when it returns."""
        await obstore.put_async(self._store, _path(id), content)

    async def get(self, id: str) -> bytes:
        """The content kept under `id`. Raises `FileNotFoundError`."""
        found = await obstore.get_async(self._store, _path(id))
        return bytes(await found.bytes_async())

    async def delete(self, id: str) -> None:
        """Keep nothing under `id`, whether or not there was anything."""
        try:
            await obstore.delete_async(self._store, _path(id))
        except FileNotFoundError:
            return

    async def older_than(self, moment: datetime) -> AsyncIterator[list[str]]:
        """The ids of everything that was put here before `moment`, in portions."""
        async for portion in obstore.list(self._store, chunk_size=500):
            yield [each["path"].rsplit("/", 1)[-1] for each in portion if each["last_modified"] < moment]


def _path(id: str) -> str:
    if not id.isalnum():
        raise ValueError("not the id of a file")
    return f"{id[:2]}/{id}"


def _opened(url: str) -> ObjectStore:
    parts = urlsplit(url)
    if parts.scheme != "file":
        return from_url(url)
    folder = Path(unquote(f"{parts.netloc}{parts.path}"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return LocalStore(folder.resolve(), mkdir=True)
