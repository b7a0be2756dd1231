"""Exports with names in a test: staff with authenticator apps, and requests that were approved."""

from typing import NamedTuple

import pyotp

from models import export_requests, second_factors, staff
from models.base import now
from models.export_requests import What
from models.store import Store

REASON = "the donor audits who took part"


class App(NamedTuple):
    """The authenticator app of a staff member."""

    member: int
    secret: str

    @property
    def code(self) -> str:
        """What it shows now."""
        return pyotp.TOTP(self.secret).at(now())

    @property
    def wrong(self) -> str:
        """What it shows neither now nor just before or after."""
        near = {pyotp.TOTP(self.secret).at(now(), counter_offset=each) for each in (-1, 0, 1)}
        return next(code for code in ("000000", "111111", "222222", "333333") if code not in near)


def hired(store: Store, name: str, role: str = "officer") -> App:
    """Somebody new on the staff, whose second factor is set up."""
    member, secret = store.run(staff.add, name, role), second_factors.new_secret()
    store.run(second_factors.set_up, member, secret, 0, now())
    return App(member, secret)


def granted(store: Store, kind: str, survey: str | None = None) -> tuple[tuple[object, ...], str]:
    """The options of an export with names that a second person has approved, and the code that is typed."""
    eva, noe = hired(store, "Eva Muestra"), hired(store, "Noé Muestra")
    request = store.run(export_requests.ask, eva.member, What(kind, survey), REASON, now())
    assert store.run(export_requests.approve, request, noe.member, now())
    return ("--request", request, "--as", eva.member), eva.code
