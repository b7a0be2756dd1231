"""What is stored about people is sealed, and found again by keyed hashes.

A sealed value is AES-256-GCM: version, id of the key, nonce, ciphertext. Its associated data name the
table, the column and the row's own random `seal_id`, so that a value moved to another place does not open.
Look-up hashes (HMAC-SHA-256) use keys of their own: whoever rotates one kind of key leaves the other alone.
"""

import hmac
import os
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection

_VERSION = b"\x01"
_KEY_ID = 4
_NONCE = 12
_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")  # 32 bytes; the decoder itself would skip what is no base64


class BadKey(ValueError):
    """A key is not what `lazos keygen` prints: 32 bytes in base64."""


class CannotOpen(Exception):
    """A sealed value is damaged, was moved from another row, or belongs to a key that is not there."""


def new_key() -> str:
    """A fresh key, as settings hold it."""
    return urlsafe_b64encode(os.urandom(32)).decode()


def new_seal_id() -> bytes:
    """A row's own random identity, made before the row is written."""
    return os.urandom(16)


class Vault:
    """The keys of one installation, the newest first: seals and opens values, and makes look-up hashes."""

    def __init__(self, sealing: Sequence[str], lookup: Sequence[str]) -> None:
        keys = [_decoded(key) for key in sealing]
        self._lookup = [_decoded(key) for key in lookup]
        if not keys or not self._lookup:
            raise BadKey("at least one sealing key and one look-up key are needed")
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._newest = _key_id(keys[0])

    def seal(self, value: bytes, table: str, column: str, seal_id: bytes) -> bytes:
        """`value` sealed for this one place."""
        nonce = os.urandom(_NONCE)
        sealed = self._ciphers[self._newest].encrypt(nonce, value, _place(table, column, seal_id))
        return _VERSION + self._newest + nonce + sealed

    def open(self, sealed: bytes, table: str, column: str, seal_id: bytes) -> bytes:
        """What was sealed for this place. Raises `CannotOpen`."""
        start = 1 + _KEY_ID
        cipher = self._ciphers.get(sealed[1:start])
        if sealed[:1] != _VERSION or cipher is None:
            raise CannotOpen(f"{table}.{column}: sealed with a key that is not among the sealing keys")
        try:
            place = _place(table, column, seal_id)
            return cipher.decrypt(sealed[start : start + _NONCE], sealed[start + _NONCE :], place)
        except (InvalidTag, ValueError):  # the latter when too little is left of it
            raise CannotOpen(f"{table}.{column}: damaged, or moved from another row") from None

    def seal_text(self, value: str | None, table: str, column: str, seal_id: bytes) -> bytes | None:
        """A text sealed for this place; nothing stays nothing."""
        return None if value is None else self.seal(value.encode(), table, column, seal_id)

    def open_text(self, sealed: bytes | None, table: str, column: str, seal_id: bytes) -> str | None:
        """The text that `seal_text` sealed. Raises `CannotOpen`."""
        return None if sealed is None else self.open(sealed, table, column, seal_id).decode()

    def key_of(self, kind: str, value: str) -> bytes:
        """The hash under which `value` is stored and found (32 bytes); `kind` keeps namespaces apart."""
        return _hashed(self._lookup[0], kind, value)

    def keys_of(self, kind: str, value: str) -> list[bytes]:
        """Every hash under which `value` may still be stored while keys are rotated, the newest first."""
        return [_hashed(key, kind, value) for key in self._lookup]


def vault(db: Connection) -> Vault:
    """The vault that goes with this database."""
    found = db.get_execution_options().get("vault")
    if not isinstance(found, Vault):
        raise TypeError("this connection was not opened by a Store")
    return found


def _decoded(key: str) -> bytes:
    if not _KEY.fullmatch(key.strip()):
        raise BadKey("not a key from `lazos keygen`")
    return urlsafe_b64decode(key.strip())


def _key_id(key: bytes) -> bytes:
    return sha256(b"lazos key id\0" + key).digest()[:_KEY_ID]


def _place(table: str, column: str, seal_id: bytes) -> bytes:
    return b"\0".join((table.encode(), column.encode(), seal_id))


def _hashed(key: bytes, kind: str, value: str) -> bytes:
    return hmac.digest(key, kind.encode() + b"\0" + value.encode(), "sha256")
