"""Zip archives read with distrust, in the words of this package: what is refused, and why."""

from bot.media.clean import Reason, Refused
from surveys.sheets import packages
from surveys.sheets.packages import MAX_UNPACKED, write_parts

__all__ = ["MAX_UNPACKED", "read_parts", "write_parts"]


def read_parts(data: bytes) -> dict[str, bytes]:
    """Unpack an archive in memory: name to content, at most 60 MB in all.

    Raises `Refused`: too_large_unpacked (before unpacking where the archive admits it), protected, dangerous (two
    entries of one name, paths that lead out), damaged.
    """
    try:
        return packages.read_parts(data)
    except packages.Unfit as unfit:
        raise Refused(Reason(unfit.code)) from None
