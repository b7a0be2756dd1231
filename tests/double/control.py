"""Playing a person by hand against a double started with `python -m tests.double`: `/control/…`, in JSON."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import msgspec
from aiohttp import web

if TYPE_CHECKING:
    from tests.double.server import Double


async def control(double: "Double", request: web.BaseRequest, path: str) -> web.Response:
    """GET counts, faults, sent?address=…; POST say or tap with `{"address", "text"}`."""
    if request.method == "POST" and path in ("say", "tap"):
        asked = msgspec.json.decode(await request.read())
        answered = await getattr(double, path)(asked["address"], asked["text"])
        return _json(asdict(answered))
    if path == "counts":
        return _json({"calls": double.record.calls, "arrivals": double.record.arrivals})
    if path == "faults":
        return _json([asdict(fault) for fault in double.faults])
    if path == "sent":
        return _json([_drawn(shown) for shown in double.sent(request.query.get("address", ""))])
    return web.Response(status=404, text="counts, faults, sent?address=…, say, tap\n")


def _drawn(shown: Any) -> dict[str, Any]:
    buttons = [{"label": button.label, "data": button.data} for button in shown.buttons]
    return {"id": shown.id, "text": shown.text, "kind": shown.kind, "buttons": buttons, "edited": shown.edited}


def _json(value: Any) -> web.Response:
    return web.Response(body=msgspec.json.encode(value), content_type="application/json")
