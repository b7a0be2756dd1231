"""Templates for tests of the double: quick replies and lists, made and sent."""

import json
from typing import Any

from tests.double.callers import call_twilio, create_message
from tests.double.server import Double

Json = dict[str, Any]


def quick_reply(*titles: str, body: str = "¿Cómo va su plan?") -> Json:
    actions = [{"type": "QUICK_REPLY", "title": title, "id": f"1.plan.{n}"} for n, title in enumerate(titles)]
    return {"twilio/quick-reply": {"body": body, "actions": actions}}


def list_picker(*items: str, button: str = "Elegir", **more: str) -> Json:
    listed = [{"item": item, "id": f"1.plan.{n}", **more} for n, item in enumerate(items)]
    return {"twilio/list-picker": {"body": "¿Qué plan?", "button": button, "items": listed}}


async def template(double: Double, types: Json, **variables: str) -> str:
    body = {"friendly_name": "prueba", "language": "es", "variables": variables, "types": types}
    status, answer = await call_twilio(double, "POST", "/v1/Content", json=body)
    assert status == 201, answer
    return str(answer["sid"])


async def send(double: Double, sid: str, variables: Any = None, to: str = "whatsapp:+525550000001") -> tuple[int, Json]:
    """Send a template; `variables` is JSON already, or is made so."""
    text = json.dumps(variables) if variables is not None and not isinstance(variables, str) else variables
    return await create_message(double, To=to, Body=None, ContentSid=sid, ContentVariables=text)
