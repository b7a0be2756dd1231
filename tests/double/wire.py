"""Small things of the wire that both sides share."""

from aiohttp import web


def drop(request: web.BaseRequest) -> web.Response:
    """Break the connection without an answer."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
