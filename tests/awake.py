"""A day without quiet hours, for tests that run by the real clock."""

from collections.abc import Iterator
from contextlib import contextmanager

from models import hours


@contextmanager
def no_night() -> Iterator[None]:
    """No hour is quiet until the block ends."""
    before = (hours.USUAL.quiet_from, hours.USUAL.quiet_until)
    hours.usually_quiet(0, 0)
    try:
        yield
    finally:
        hours.usually_quiet(*before)
