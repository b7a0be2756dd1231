"""The picture or the document that goes with an announcement: written anew like any file, and sealed."""

import asyncio
from pathlib import Path

from bot.files import FileStore
from bot.media.clean import Clean, Reason, Refused
from bot.media.guard import close_guards, rewrite_guarded
from models import files
from models.files import Sealed
from models.sealing import Vault

_WHY = {
    Reason.too_large: "is too large: a picture may have 10 MB, a PDF 15 MB",
    Reason.wrong_type: "is neither a picture nor a PDF",
    Reason.damaged: "is damaged",
    Reason.protected: "is protected by a password",
    Reason.dangerous: "carries programs or other files, which nobody should be sent",
    Reason.too_large_unpacked: "becomes too large once it is opened",
}


class Unfit(Exception):
    """The file cannot go out; the text says why."""


def sealed(path: Path, files_url: str | None, vault: Vault) -> Sealed:
    """The file at `path`, put into the file store if there is one. Raises `Unfit`, `OSError`."""
    data = path.read_bytes()
    return asyncio.run(_kept(data, files_url, vault))


async def _kept(data: bytes, files_url: str | None, vault: Vault) -> Sealed:
    try:
        clean = await rewrite_guarded(data, "")
    except Refused as refused:
        raise Unfit(_WHY[refused.reason]) from None
    finally:
        await close_guards()
    if not _fits(clean):
        raise Unfit(_WHY[Reason.wrong_type])
    file = files.seal(vault, clean.data, clean.type, clean.name)
    if files_url is not None:
        await FileStore(files_url).put(file.id, file.content)
    return file


def _fits(clean: Clean) -> bool:
    return clean.type.startswith("image/") or clean.type == "application/pdf"
