"""What comes out of a rewriting: a clean file, or the reason why there is none.

The sentence a person reads is made elsewhere from `Reason`; nothing in here carries a word of the file itself, so an
error may be logged.
"""

from dataclasses import dataclass
from enum import StrEnum

MEGABYTE = 1024 * 1024


class Reason(StrEnum):
    """Why a file is refused."""

    too_large = "too_large"
    """More bytes than its kind may have."""
    wrong_type = "wrong_type"
    """Not one of the accepted kinds, whatever its name says."""
    damaged = "damaged"
    """Cut short or malformed, or it could not be read within the time allowed."""
    protected = "protected"
    """Encrypted, or it asks for a password."""
    dangerous = "dangerous"
    """It carries macros, other files, programs or commands."""
    too_large_unpacked = "too_large_unpacked"
    """Small as sent but huge once opened: too many pixels, pages, parts or bytes."""


class Refused(Exception):
    """The file is not accepted; `reason` tells why and is all there is to tell."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Clean:
    """A file written anew: `data` in bytes, `type` as MIME, a neutral `name`, and for images the size in pixels."""

    data: bytes
    type: str
    name: str
    width: int | None = None
    height: int | None = None
