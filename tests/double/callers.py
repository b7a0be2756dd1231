"""Raw requests to the double, right and wrong, as no client library would let a test write them."""

from typing import Any

import aiohttp
import pytest
from twilio.request_validator import RequestValidator

from tests.double.listener import Posted
from tests.double.options import SPECS
from tests.double.server import Double

WITH_SPECS = pytest.param(
    SPECS,
    id="against specs",
    marks=pytest.mark.skipif(
        not SPECS.is_dir(), reason="the machine-readable descriptions are not beside the checkout"
    ),
)
BOTH_WAYS = [pytest.param(None, id="by hand"), WITH_SPECS]


async def call_telegram(double: Double, method: str, body: Any = None, **how: Any) -> tuple[int, Any]:
    """Call a method of the Bot API: `body` as JSON, or whatever `how` gives to aiohttp."""
    url = f"{double.telegram_api_url}{double.options.telegram_token}/{method}"
    async with aiohttp.ClientSession() as session, session.post(url, **(how or {"json": body})) as response:
        return response.status, await response.json()


async def call_twilio(double: Double, verb: str, path: str, **how: Any) -> tuple[int, Any]:
    """Ask Twilio with the account's credentials; a `path` that begins with `/Messages` is below the account."""
    account = double.twilio.state.account_path if path.startswith("/Messages") else ""
    auth = {"Authorization": aiohttp.encode_basic_auth(double.options.account_sid, double.options.auth_token)}
    url = f"{double.twilio_api_url}{account}{path}"
    async with aiohttp.ClientSession() as session, session.request(verb, url, headers=auth, **how) as response:
        return response.status, await response.json() if response.status != 204 else None


async def create_message(double: Double, **changes: Any) -> tuple[int, Any]:
    """Ask Twilio for a message to Ana; a parameter given as None is left out."""
    form = {"To": "whatsapp:+525550000001", "From": double.options.sender, "Body": "Hola"} | changes
    fields = [(name, value) for name, values in form.items() for value in _many(values)]
    return await call_twilio(double, "POST", "/Messages.json", data=fields)


def _many(values: Any) -> list[str]:
    return values if isinstance(values, list) else [] if values is None else [values]


def authentic(double: Double, posted: Posted, url: str) -> bool:
    """Whether Twilio's own validator accepts a webhook as it came over the wire."""
    validator = RequestValidator(double.options.auth_token)
    return bool(validator.validate(url, posted.form, posted.headers["X-Twilio-Signature"]))
