"""Which addresses people may be sent to: those of the open web, written in full."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from dialogue.phrases import Phrase, _

_LONGEST = 500


def fault(url: str) -> Phrase | None:
    """What is wrong with an address, if anything is."""
    if len(url) > _LONGEST or any(not letter.isprintable() or letter.isspace() for letter in url):
        return _("That is no link. Write it in full: https://…")
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return _("That is no link. Write it in full: https://…")
    if parts.scheme not in ("http", "https") or not host:
        return _("That is no link. Write it in full: https://…")
    if parts.username is not None or port not in (None, 80, 443) or not _is_open(host):
        return _("That link does not lead to the open web.")
    return None


def _is_open(host: str) -> bool:
    """A name with a dot that is not of this network; addresses in numbers are nobody's page."""
    try:
        ip_address(host)
    except ValueError:
        inner = (".local", ".localhost", ".internal", ".lan", ".home", ".test", ".invalid")
        *before, last = host.rstrip(".").split(".")
        return bool(before) and last[:1].isalpha() and not host.rstrip(".").endswith(inner)
    return False
