"""Zip archives read with distrust, and written anew.

What an archive says of itself is checked before anything is unpacked, and what comes out is counted while it does,
since a header can lie. Written again, every entry has the same date and nothing but its name and content.
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO

MEGABYTE = 1024 * 1024
MAX_ENTRIES = 2000
MAX_UNPACKED = 60 * MEGABYTE
MAX_RATIO = 200
_RATIO_FROM = MEGABYTE
_CHUNK = 64 * 1024
_ENTRY_MAGIC = b"PK\x01\x02"
_ENCRYPTED = 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_PATH_OUT = re.compile(r"^[/\\]|^[A-Za-z]:|\\|\0|(^|/)\.\.?(/|$)")
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Unfit(Exception):
    """The archive is not accepted; `code` is too_large_unpacked, protected, dangerous or damaged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_parts(data: bytes, wanted: Callable[[str], bool] = lambda name: True) -> dict[str, bytes]:
    """Unpack an archive in memory, at most 60 MB in all: name to content, of those entries that are `wanted`.

    Raises `Unfit`: too_large_unpacked (before unpacking where the archive admits it), protected, dangerous (two
    entries of one name, paths that lead out), damaged.
    """
    if data.count(_ENTRY_MAGIC) > MAX_ENTRIES:
        raise Unfit("too_large_unpacked")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            _check_declared(entries)
            return _unpacked(archive, [entry for entry in entries if wanted(entry.filename)])
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError):
        raise Unfit("damaged") from None


def write_parts(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack name to content into a new archive, in the order given."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            archive.writestr(entry, content, method)
    return out.getvalue()


def _check_declared(entries: list[zipfile.ZipInfo]) -> None:
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED or any(map(_suspiciously_dense, entries)):
        raise Unfit("too_large_unpacked")
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise Unfit("protected")
    if any(entry.compress_type not in _METHODS for entry in entries):
        raise Unfit("damaged")
    names = {entry.filename.casefold() for entry in entries}
    if len(names) < len(entries) or any(_PATH_OUT.search(entry.orig_filename) for entry in entries):
        raise Unfit("dangerous")


def _suspiciously_dense(entry: zipfile.ZipInfo) -> bool:
    return entry.file_size > _RATIO_FROM and entry.file_size > MAX_RATIO * entry.compress_size


def _unpacked(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    room = MAX_UNPACKED
    for entry in entries:
        content = bytearray()
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                room -= len(chunk)
                if room < 0:
                    raise Unfit("too_large_unpacked")
                content += chunk
        if len(content) != entry.file_size:
            raise Unfit("damaged")
        parts[entry.filename] = bytes(content)
    return parts
