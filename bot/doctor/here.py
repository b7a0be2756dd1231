"""This machine: the settings as a whole, the languages, the database and its keys, the files, the disk."""

import asyncio
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

from sqlalchemy import Connection, make_url, text

from bot.doctor.findings import Finding, doubtful, well, wrong
from bot.files import FileStore
from bot.opening import NotReady, open_store
from bot.settings import Settings
from dialogue import catalogues
from models.keys_check import WrongKeys
from models.store import Store, Unavailable

GIGABYTE = 1_000_000_000
LITTLE, TOO_LITTLE = 5 * GIGABYTE, GIGABYTE


def settings(given: Settings) -> Iterator[Finding]:
    """What is set, and what an installation should not be without."""
    channels = [name for name, on in (("Telegram", given.telegram_token), ("WhatsApp", given.twilio_account_sid)) if on]
    if channels:
        yield well("settings", f"complete; on: {', '.join(channels)}")
    else:
        yield doubtful("settings", "no channel is on", "set LAZOS_TELEGRAM_TOKEN, or LAZOS_TWILIO_ACCOUNT_SID and more")
    if _needs_address(given) and given.public_url is None:
        yield wrong(
            "public address", "not set, so nothing can arrive", "set LAZOS_PUBLIC_URL to the https:// address of this"
        )
    if given.organisation == "Lazos" or not given.privacy_contact:
        yield doubtful(
            "privacy notice",
            "does not say who answers for the data, or where",
            "set LAZOS_ORGANISATION and LAZOS_PRIVACY_CONTACT",
        )
    if given.twilio_messaging_service_sid is not None:
        said = "Advanced Opt-Out of the messaging service has to be off, which nobody can see from here"
        yield well("stop", said)


def languages(given: Settings) -> Finding:
    """Whether every sentence can be said."""
    try:
        fallen = catalogues.load(given.languages)
    except catalogues.BrokenCatalogue as problem:
        return wrong("languages", str(problem), "mend that line, or install this version anew")
    if fallen:
        return doubtful("languages", "; ".join(fallen), "mend it; English is spoken instead")
    return well("languages", ", ".join(given.languages))


def database(given: Settings, migrate_with: str) -> tuple[Store | None, Finding]:
    """The open store if it is fit to be used, and how it is."""
    kind = make_url(given.database_url).get_backend_name()
    try:
        store = open_store(given, migrate_with=migrate_with)
    except NotReady as problem:
        return None, wrong("database", str(problem), f"run `{migrate_with}`")
    except WrongKeys as problem:
        return None, wrong("keys", str(problem), "put the keys of this database back, the newest first")
    except (Unavailable, OSError) as problem:
        said = f"cannot be reached or opened ({problem})"
        return None, wrong("database", said, "see LAZOS_DATABASE_URL, and whether the server or the folder is there")
    try:
        store.run(_can_write)
    except Unavailable as problem:
        said = f"cannot be written ({problem})"
        return store, wrong("database", said, "see whether the disk is full, or another program holds its lock")
    return store, well("database", f"{kind}, at the newest step, made with these keys, writable")


async def files(given: Settings) -> Finding:
    """Whether a file can be kept, read and deleted."""
    probe, content = uuid4().hex, b"lazos doctor"
    try:
        async with asyncio.timeout(20):
            kept = FileStore(given.files_url)
            await kept.put(probe, content)
            same = await kept.get(probe) == content
            await kept.delete(probe)
    except Exception as problem:  # whatever the store of files raises, it is of no use
        said = f"cannot be kept ({type(problem).__name__})"
        return wrong("files", said, "see LAZOS_FILES_URL, and who may write there")
    return well("files", "kept, read and deleted one") if same else wrong("files", "come back changed", "see the disk")


def disk(given: Settings) -> Iterator[Finding]:
    """How much room there is, where this machine's own disk is used."""
    seen = set()
    for what, folder in (("database", _database_folder(given)), ("files", _files_folder(given))):
        if folder is None or not folder.exists() or folder.stat().st_dev in seen:
            continue
        seen.add(folder.stat().st_dev)
        free = shutil.disk_usage(folder).free
        said = f"{free / GIGABYTE:.1f} GB free for the {what}"
        if free >= LITTLE:
            yield well("disk", said)
        else:
            judge = wrong if free < TOO_LITTLE else doubtful
            yield judge("disk", said, "make room: on a full disk nothing is taken in")


def _needs_address(given: Settings) -> bool:
    by_webhook = given.telegram_token is not None and given.telegram_mode == "webhook"
    return by_webhook or given.twilio_account_sid is not None


def _can_write(db: Connection) -> None:
    """Write, and take it back."""
    with db.begin_nested() as nested:
        db.execute(text("UPDATE kept SET name = name"))
        nested.rollback()


def _database_folder(given: Settings) -> Path | None:
    url = make_url(given.database_url)
    return Path(url.database).resolve().parent if url.drivername == "sqlite" and url.database else None


def _files_folder(given: Settings) -> Path | None:
    parts = urlsplit(given.files_url)
    return Path(unquote(f"{parts.netloc}{parts.path}")).resolve() if parts.scheme == "file" else None
