"""The files of resources: found in a folder, written anew like any file, sealed, and opened to be sent.

A file that an item had before, in whatever version, is neither written anew nor stored again.
"""

import asyncio
from collections.abc import Mapping
from pathlib import Path

from bot.files import FileStore
from bot.media.clean import Reason, Refused
from bot.media.guard import rewrite_guarded
from dialogue.phrases import Phrase, _
from models import files
from models.files import Sealed
from models.resources import filing, items
from models.resources.filing import Kept
from models.resources.importing import Standing, Wanted
from models.resources.items import Item, Place
from models.sealing import Vault
from models.store import Store

_WHY: Mapping[Reason, Phrase] = {
    Reason.too_large: _("The file is too large: pictures up to 10 MB, documents up to 15 MB."),
    Reason.wrong_type: _("The file is no picture, PDF, Word, Excel or PowerPoint file."),
    Reason.damaged: _("The file is damaged."),
    Reason.protected: _("The file is protected by a password."),
    Reason.dangerous: _("The file carries programs or other files, which nobody should be sent."),
    Reason.too_large_unpacked: _("The file becomes too large once it is opened."),
}
MOST_BYTES = 16 * 1024 * 1024


class Unfit(Exception):
    """A file cannot be given to people: which one (`place`), a code that stays, and a sentence."""

    def __init__(self, place: Place, code: str, phrase: Phrase) -> None:
        super().__init__(code)
        self.place, self.code, self.phrase = place, code, phrase


class Shelf:
    """Makes items ready to be kept: `folder` holds their files. With `kept` they are put there, else only looked at."""

    def __init__(self, vault: Vault, folder: Path | None, kept: FileStore | None) -> None:
        self._vault, self._folder, self._kept = vault, folder, kept

    async def ready(self, item: Item, standing: Standing | None) -> tuple[Wanted, list[Unfit]]:
        """The item with its files; and what is wrong with these, in which case it is not to be kept."""
        data, unfit = self._contents(item)
        given = {place: items.of_file(content) for place, content in data.items()}
        fingerprint = items.fingerprint(item, given)
        known = dict(standing.files) if standing is not None else {}
        sealed = []
        for place, content in data.items() if not unfit else ():
            if given[place] not in known:
                try:
                    file = await self._sealed(item.key, place, content)
                except Unfit as problem:
                    unfit.append(problem)
                    continue
                known[given[place]] = file.id
                sealed.append((file, given[place]))
        stored = {place: known[given[place]] for place in data if given[place] in known}
        return Wanted(item, fingerprint, stored, sealed), unfit

    def _contents(self, item: Item) -> tuple[dict[Place, bytes], list[Unfit]]:
        data, unfit = dict[Place, bytes](), list[Unfit]()
        for place, name in items.files_of(item).items():
            try:
                data[place] = self._read(place, name)
            except Unfit as problem:
                unfit.append(problem)
        for language, variant in data:
            if variant == "light" and len(data[language, variant]) >= len(data.get((language, "file"), b"")):
                light = _("The light file is not smaller than the whole one.")
                unfit.append(Unfit((language, variant), "light", light))
        return data, unfit

    def _read(self, place: Place, name: str) -> bytes:
        if self._folder is None:
            raise Unfit(place, "no_folder", _("The folder of the files is missing: give it with --files."))
        path = self._folder / name
        if Path(name).name != name or not path.is_file():
            raise Unfit(place, "no_file", _("There is no file “{file}” in the folder.", file=name[:80]))
        if path.stat().st_size > MOST_BYTES:
            raise Unfit(place, Reason.too_large.value, _WHY[Reason.too_large])
        return path.read_bytes()

    async def _sealed(self, key: str, place: Place, data: bytes) -> Sealed:
        """The file written anew, sealed and stored; it is sent under the key of its item."""
        try:
            clean = await rewrite_guarded(data, "")
        except Refused as refused:
            raise Unfit(place, refused.reason.value, _WHY[refused.reason]) from None
        file = files.seal(self._vault, clean.data, clean.type, f"{key}{Path(clean.name).suffix}")
        if self._kept is not None:
            await self._kept.put(file.id, file.content)
        return file._replace(content=b"")  # it lies in the file store: many of them would fill the memory


async def fetch(store: Store, kept: FileStore, id: str) -> tuple[Kept, bytes]:
    """A file of a resource, opened, to be sent.

    Raises `LookupError` when there is none, `FileNotFoundError` when it is not where it was put, `CannotOpen`, or
    whatever the store of files raises.
    """
    file = await store.read(filing.find, id)
    if file is None:
        raise LookupError("no file")
    return file, await asyncio.to_thread(filing.opened, store.vault, file, await kept.get(id))
