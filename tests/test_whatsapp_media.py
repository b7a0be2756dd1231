"""Files come from our own account at Twilio; a forged address is not even knocked at."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.channels.base import FetchError, TooLarge
from bot.channels.whatsapp import Account
from bot.channels.whatsapp.media import MediaStore
from models.received import Attachment
from tests.whatsapp_bench import ANA, Bench, bench
from tests.whatsapp_canary import PATH, SID, Canary


@pytest.fixture
async def twilio() -> AsyncIterator[Canary]:
    async with Canary() as canary:
        yield canary


@pytest.fixture
async def other() -> AsyncIterator[Canary]:
    async with Canary() as canary:
        yield canary


@pytest.fixture
async def media(twilio: Canary) -> AsyncIterator[MediaStore]:
    media = MediaStore(Account(SID, "token", twilio.url))
    yield media
    await media.close()


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as here:
        yield here


async def test_a_file_arrives_and_the_password_stays_at_twilio(here: Bench) -> None:
    await here.double.whatsapp_message(here.double.forms.file(ANA, b"a photo", "image/jpeg"))
    (attachment,) = here.inbox.messages[0][1].attachments
    assert await here.channel.fetch(attachment, 7) == b"a photo"
    with pytest.raises(TooLarge):
        await here.channel.fetch(attachment, 6)
    assert here.double.faults == []


async def test_a_file_that_is_not_there_yet_may_be_had_later(here: Bench) -> None:
    url = f"{here.double.url}{here.double.twilio.state.account_path}/Messages/MM1/Media/ME1"
    with pytest.raises(FetchError) as raised:
        await here.channel.fetch(Attachment(url), 10)
    assert (raised.value.code, raised.value.again) == ("404", True)


FORGED = [
    "",
    "x",
    "file:///etc/passwd",
    "http://169.254.169.254/latest/meta-data",
    f"https://127.0.0.1{PATH}",
    f"https://api.twilio.com.evil.example{PATH}",
    f"https://evil.example/{PATH}",
    "{twilio}/",
    "{twilio}/2010-04-01/Accounts/AC1/Messages/MM0/Media/ME0",
    "{twilio}" + PATH.replace("Media", "Media/.."),
    "{twilio}" + PATH + "?a=1",
    "{twilio}" + PATH + "/",
    "{twilio}" + PATH + ".json",
    "{twilio}" + PATH + "\n",
    "{twilio}" + PATH.replace("ME0", "%2e%2e"),
    "{twilio}" + PATH.replace("ME0", "ME٣"),
    "{twilio}@evil.example" + PATH,
    "http://user:word@{host}" + PATH,
    "https://{host}" + PATH,
    "{other}" + PATH,
    "//{host}" + PATH,
    "http://localhost:{port}" + PATH,
    "http://[::1]:{port}" + PATH,
    "http://2130706433:{port}" + PATH,
]


@pytest.mark.parametrize("forged", FORGED)
async def test_a_forged_address_makes_no_connection(
    media: MediaStore, twilio: Canary, other: Canary, forged: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = twilio.url.removeprefix("http://")
    asked: list[Any] = []
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", lambda *given, **_: asked.append(given))
    address = forged.format(twilio=twilio.url, host=host, port=host.partition(":")[2], other=other.url)
    with pytest.raises(FetchError) as raised:
        await media.fetch(address, 100)
    assert (raised.value.code, raised.value.again) == ("foreign", False)
    assert (twilio.requests, other.requests, asked) == ([], [], [])


REDIRECTS = [
    "{other}/secret",
    "https://{otherhost}/secret",
    "http://mms.twiliocdn.com/file",
    "https://mms.twiliocdn.com:8443/file",
    "https://mms.twiliocdn.com.evil.example/file",
    "https://user@mms.twiliocdn.com/file",
    "https://evil.example/file",
    "https://s3-external-1.amazonaws.com/evil/file",
    "https://evil.s3.amazonaws.com/media.twiliocdn.com/file",
    "ftp://mms.twiliocdn.com/file",
    "http://169.254.169.254/latest",
    "//evil.example/file",
    "",
]


@pytest.mark.parametrize("location", REDIRECTS)
async def test_a_redirect_elsewhere_is_not_followed(
    media: MediaStore, twilio: Canary, other: Canary, location: str
) -> None:
    twilio.redirects(location.format(other=other.url, otherhost=other.url.removeprefix("http://")))
    with pytest.raises(FetchError) as raised:
        await media.fetch(f"{twilio.url}{PATH}", 100)
    assert raised.value.code in ("redirect", "redirects")
    assert other.requests == []


async def test_a_trusted_redirect_gets_no_password(twilio: Canary, other: Canary) -> None:
    media = MediaStore(Account(SID, "token", twilio.url), [other.url])
    twilio.redirects(f"{other.url}/file?Signature=x")
    other.says(200, b"content")
    assert await media.fetch(f"{twilio.url}{PATH}", 100) == b"content"
    assert other.requests == [("/file", None)]
    assert [given is not None for _, given in twilio.requests] == [True]
    await media.close()


async def test_redirects_come_to_an_end(media: MediaStore, twilio: Canary) -> None:
    twilio.redirects(PATH)
    with pytest.raises(FetchError):
        await media.fetch(f"{twilio.url}{PATH}", 100)
    assert len(twilio.requests) == 4
    assert [given for _, given in twilio.requests[1:]] == [None] * 3


async def test_a_file_without_a_length_is_read_no_further_than_allowed(twilio: Canary, media: MediaStore) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 100_000

    twilio.answer = lambda: web.Response(body=endless())
    with pytest.raises(TooLarge):
        await media.fetch(f"{twilio.url}{PATH}", 1_000_000)


@pytest.mark.parametrize(("status", "again"), [(404, True), (429, True), (500, True), (401, True), (410, False)])
async def test_some_refusals_may_be_better_later(twilio: Canary, media: MediaStore, status: int, again: bool) -> None:
    twilio.says(status)
    with pytest.raises(FetchError) as raised:
        await media.fetch(f"{twilio.url}{PATH}", 100)
    assert (raised.value.code, raised.value.again) == (str(status), again)
