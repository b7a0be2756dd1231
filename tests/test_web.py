"""Health and metrics, and who may see them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.web import application
from models.sealing import Vault
from models.store import Store

Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(store: Store) -> AsyncIterator[Client]:
    async with TestClient(TestServer(application(store, [], None))) as client:
        yield client


async def test_it_lives_and_is_ready(client: Client) -> None:
    assert (await client.get("/health/live")).status == 200
    assert await (await client.get("/health/ready")).json() == {"ready": True}


async def test_without_its_database_it_is_not_ready_and_says_why(bare_database_url: str, vault: Vault) -> None:
    store = Store(_nowhere(bare_database_url), vault)
    async with TestClient(TestServer(application(store, [], None))) as client:
        answer = await client.get("/health/ready")
        assert answer.status == 503
        assert await answer.json() == {"ready": False, "reason": "the database does not answer"}
        assert (await client.get("/health/live")).status == 200
    store.close()


async def test_metrics_are_for_this_machine_only_and_a_proxy_on_it_is_somebody_else(client: Client) -> None:
    assert (await client.get("/metrics")).status == 200
    assert (await client.get("/metrics", headers={"X-Forwarded-For": "203.0.113.7"})).status == 403


async def test_with_a_token_metrics_want_the_token(store: Store) -> None:
    async with TestClient(TestServer(application(store, [], "a-long-word"))) as client:
        assert (await client.get("/metrics")).status == 403
        assert (await client.get("/metrics", headers={"Authorization": "Bearer another"})).status == 403
        assert (await client.get("/metrics", headers={"Authorization": "Bearer a-long-word"})).status == 200


def _nowhere(url: str) -> str:
    if url.startswith("sqlite"):
        return "sqlite:////nowhere/at/all.db"
    return "postgresql+psycopg://nobody@127.0.0.1:9/none"
