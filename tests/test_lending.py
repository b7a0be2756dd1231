"""What is lent can be fetched by whoever has its address, a few times and for a short while; nothing else can."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot import lending
from bot.attachments import Made
from bot.lending import Lending
from tests.made import DOCUMENT, PICTURE

BASE = "https://lazos.example"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


Client = TestClient[web.Request, web.Application]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def lent(clock: Clock) -> Lending:
    return Lending(BASE, clock)


@pytest.fixture
async def client(lent: Lending) -> AsyncIterator[Client]:
    app = web.Application()
    app.add_routes(lent.routes())
    async with TestClient(TestServer(app)) as client:
        yield client


def path(address: str) -> str:
    assert address.startswith(f"{BASE}/media/")
    return address.removeprefix(BASE)


async def statuses(client: Client, address: str, times: int) -> list[int]:
    return [(await client.get(path(address))).status for _ in range(times)]


async def test_a_provider_fetches_it_as_it_is(client: Client, lent: Lending) -> None:
    answer = await client.get(path(lent.to_provider(PICTURE)))
    assert (answer.status, await answer.read()) == (200, PICTURE.data)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"] == 'inline; filename="avance.png"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_a_person_saves_it(client: Client, lent: Lending) -> None:
    answer = await client.get(path(lent.to_person(DOCUMENT)))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="mis-datos.json"'
    assert answer.headers["Content-Type"] == "application/json"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_it_is_gone_after_five_fetches_and_looking_is_none(client: Client, lent: Lending) -> None:
    address = lent.to_provider(PICTURE)
    assert (await client.head(path(address))).status == 200
    assert await statuses(client, address, 6) == [200] * 5 + [404]


async def test_it_is_gone_after_ten_minutes_and_a_link_after_an_hour(
    client: Client, lent: Lending, clock: Clock
) -> None:
    picture, link = lent.to_provider(PICTURE), lent.to_person(DOCUMENT)
    clock.now += 599
    assert await statuses(client, picture, 1) == [200]
    clock.now += 2
    assert await statuses(client, picture, 1) == [404]
    clock.now += 2998
    assert await statuses(client, link, 1) == [200]
    clock.now += 2
    assert await statuses(client, link, 1) == [404]


async def test_what_never_was_answers_like_what_is_gone(client: Client, lent: Lending, clock: Clock) -> None:
    address = lent.to_provider(PICTURE)
    clock.now += 601
    gone, never = await client.get(path(address)), await client.get("/media/nothing")
    assert (gone.status, await gone.read()) == (never.status, await never.read())
    assert {**gone.headers, "Date": ""} == {**never.headers, "Date": ""}


def test_no_address_can_be_guessed(lent: Lending) -> None:
    addresses = {lent.to_provider(Made(b"x", "image/png", "x.png")) for _ in range(1000)}
    assert len(addresses) == 1000
    assert {len(path(address).removeprefix("/media/")) for address in addresses} == {43}  # 256 bits


async def test_when_it_becomes_too_much_the_oldest_go(
    client: Client, lent: Lending, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lending, "MOST_BYTES", 2500)
    addresses = [lent.to_provider(Made(bytes(1000), "image/png", "x.png")) for _ in range(4)]
    assert [await statuses(client, address, 1) for address in addresses] == [[404], [404], [200], [200]]


SHARED = PICTURE._replace(key="f" * 32)


async def test_what_goes_to_several_has_one_address_for_an_hour(client: Client, lent: Lending, clock: Clock) -> None:
    addresses = {lent.to_provider(SHARED) for _ in range(100)}
    assert len(addresses) == 1
    (address,) = addresses
    assert lent.to_person(SHARED) != address
    assert lent.to_provider(SHARED._replace(key="0" * 32)) != address
    clock.now += 3599
    assert lent.to_provider(SHARED) == address
    clock.now += 1
    next_one = lent.to_provider(SHARED)
    assert next_one != address
    assert [await statuses(client, each, 1) for each in (address, next_one)] == [[200], [200]]
    clock.now += 600
    assert await statuses(client, address, 1) == [404]


async def test_everybody_who_was_told_its_address_can_fetch_it_a_few_times(client: Client, lent: Lending) -> None:
    address, *_same = (lent.to_provider(SHARED) for _ in range(3))
    assert await statuses(client, address, 16) == [200] * 15 + [404]
    assert await statuses(client, lent.to_provider(SHARED), 1) == [200]


async def test_one_file_for_many_is_no_more_than_one_file(
    client: Client, lent: Lending, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lending, "MOST_BYTES", 2500)
    first = lent.to_provider(Made(bytes(1000), "image/png", "x.png"))
    for _ in range(50):
        lent.to_provider(Made(bytes(1000), "image/png", "x.png", "f" * 32))
    assert await statuses(client, first, 1) == [200]
