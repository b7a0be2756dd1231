"""A name that leads inside is not followed, however it came into a redirect."""

import socket
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.channels.base import FetchError
from bot.channels.whatsapp import Account
from bot.channels.whatsapp.media import MediaStore
from bot.channels.whatsapp.resolving import PublicResolver, is_public
from tests.whatsapp_canary import PATH, SID, Canary


@pytest.fixture
async def twilio() -> AsyncIterator[Canary]:
    async with Canary() as canary:
        yield canary


class Rebinding(AbstractResolver):
    """Names that lead inside, whatever they are."""

    def __init__(self, *addresses: str) -> None:
        self._addresses = addresses

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=0)
            for address in self._addresses
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1"])
async def test_a_name_that_leads_inside_is_not_followed(
    twilio: Canary, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def names(inner: Any) -> PublicResolver:
        return PublicResolver(inner, Rebinding(address))

    monkeypatch.setattr("bot.channels.whatsapp.media.PublicResolver", names)
    media = MediaStore(Account(SID, "token", twilio.url))
    twilio.redirects("https://mms.twiliocdn.com/file")
    with pytest.raises(FetchError) as raised:
        await media.fetch(f"{twilio.url}{PATH}", 100)
    assert raised.value.code == "connection"
    assert len(twilio.requests) == 1
    await media.close()


async def test_only_public_addresses_are_left() -> None:
    found = await PublicResolver((), Rebinding("10.0.0.1", "93.184.216.34")).resolve("mms.twiliocdn.com", 443)
    assert [each["host"] for each in found] == ["93.184.216.34"]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("224.0.0.1", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 -- an address to refuse
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::5db8:d822", True),
        ("2002:7f00:1::", False),
        ("fe80::1%eth0", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert is_public(address) is public


@pytest.mark.parametrize(
    "location",
    [
        "https://mms.twiliocdn.com/AC0/x?Expires=1&Signature=y~z_%2B",
        "https://media.us1.twilio.com/x",
        "https://s3-external-1.amazonaws.com/media.twiliocdn.com/AC0/x",
        "https://media.twiliocdn.com.s3-external-1.amazonaws.com/AC0/x",
    ],
)
async def test_twilios_own_stores_are_followed(twilio: Canary, location: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class Nowhere(Rebinding):
        async def resolve(self, host: str, *_: Any, **__: Any) -> list[ResolveResult]:
            asked.append(host)
            raise OSError

    monkeypatch.setattr("bot.channels.whatsapp.media.PublicResolver", lambda _: Nowhere())
    media = MediaStore(Account(SID, "token", twilio.url))
    twilio.redirects(location)
    with pytest.raises(FetchError) as raised:
        await media.fetch(f"{twilio.url}{PATH}", 100)
    assert (raised.value.code, raised.value.again) == ("connection", True)
    assert set(asked) == {location.split("/")[2]}
    await media.close()
