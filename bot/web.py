"""The web application: the channels' webhooks, health, metrics."""

from collections.abc import Callable, Iterable
from hmac import compare_digest

from aiohttp import web
from aiohttp.typedefs import Handler
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import Connection, text

from bot.metrics import Figures, Metrics
from models.store import Store, Unavailable

STORE = web.AppKey("store", Store)
METRICS = web.AppKey("metrics", Metrics)
TOKEN = web.AppKey("metrics token", str)

_LOOPBACK = {"127.0.0.1", "::1"}
_FORWARDED = ("Forwarded", "Via", "X-Forwarded-For", "X-Real-IP")


def application(
    store: Store,
    routes: Iterable[web.RouteDef],
    metrics_token: str | None,
    figures: Callable[[], Figures] = dict,
) -> web.Application:
    """The application; `routes` are the channels' own, `figures` those of this process's deliveries."""
    app = web.Application(middlewares=[_plain_errors])
    app[STORE], app[METRICS], app[TOKEN] = store, Metrics(store, figures), metrics_token or ""
    app.add_routes([*routes, web.get("/health/live", live), web.get("/health/ready", ready)])
    app.add_routes([web.get("/metrics", metrics)])
    return app


async def live(request: web.Request) -> web.Response:
    """The program runs."""
    return web.json_response({"live": True})


async def ready(request: web.Request) -> web.Response:
    """The program can take messages: its database answers."""
    try:
        await request.app[STORE].read(_answers)
    except Unavailable:
        return web.json_response({"ready": False, "reason": "the database does not answer"}, status=503)
    return web.json_response({"ready": True})


async def metrics(request: web.Request) -> web.Response:
    """Counts for Prometheus: with the token, or on loopback where there is none."""
    token = request.app[TOKEN]
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    allowed = compare_digest(given.encode(), token.encode()) if token else _from_here(request)
    if not allowed:
        return web.json_response({"error": "a bearer token is needed"}, status=403)
    return web.Response(body=await request.app[METRICS].text(), headers={"Content-Type": CONTENT_TYPE_LATEST})


@web.middleware
async def _plain_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """A store that cannot be reached is a 503, so that the provider tries again."""
    try:
        return await handler(request)
    except Unavailable:
        return web.json_response({"error": "try again later"}, status=503)


def _from_here(request: web.Request) -> bool:
    """Whether somebody on this machine asks, and not a proxy on it for somebody else."""
    return request.remote in _LOOPBACK and not any(name in request.headers for name in _FORWARDED)


def _answers(db: Connection) -> None:
    db.execute(text("select 1"))
