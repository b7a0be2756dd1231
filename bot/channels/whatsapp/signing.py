"""Tells Twilio's requests from forgeries, by the address we have given out, never by what a proxy says."""

from collections.abc import Sequence
from hmac import compare_digest
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from twilio.request_validator import (
    HMAC_SHA1,
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)


class Signatures:
    """Checks with every token, so that one can be changed for another while both still sign."""

    def __init__(self, tokens: Sequence[str], public_url: str | None) -> None:
        self._validators = [RequestValidator(token) for token in tokens if token]
        self._public_url = public_url.rstrip("/") if public_url else None

    def genuine(self, request: web.Request, signed: Any) -> bool:
        """Whether Twilio sent this; `signed` is the form, or the text of a JSON body. Without an address nothing is."""
        given = request.headers.get(SIGNATURE_HEADER, "")
        algorithm = get_signature_algorithm(request.headers.get(SIGNATURE_SETTINGS_HEADER)).upper()
        if self._public_url is None or not _plain(request.raw_path) or algorithm not in (HMAC_SHA1, HMAC_SHA256):
            return False
        url = f"{self._public_url}{request.raw_path}"
        return any(_signed(validator, url, signed, given, algorithm) for validator in self._validators)


def _signed(validator: RequestValidator, url: str, signed: Any, given: str, algorithm: str) -> bool:
    """Whether it was signed with this token. A form is tried with the address as it stands before all its spellings."""
    if not isinstance(signed, str):
        computed = validator.compute_signature(url, signed, algorithm)
        if compare_digest(computed.encode(), given.encode()):
            return True
    return bool(validator.validate(url, signed, given, algorithm))


def _plain(path: str) -> bool:
    """Whether a path is one that Twilio's validator takes to the letter: it overlooks an empty query."""
    return path.isascii() and urlsplit(path).geturl() == path
