"""Tells Twilio where to post messages, where its interfaces allow it."""

import json
from typing import Any

from bot.channels.whatsapp.client import JSON
from bot.channels.whatsapp.codes import refusal, translated
from bot.channels.whatsapp.webhooks import MESSAGES

#: Five more tries, whatever went wrong. Twilio reads the fragment; it is neither sent nor signed.
TRIES = "#rc=5&rp=all"
PAGE = 100


def webhook_address(public_url: str) -> str:
    """What belongs into the sender's "Webhook URL for incoming messages" in Twilio's console."""
    return f"{public_url.rstrip('/')}{MESSAGES}{TRIES}"


async def register(client: Any, sender: str | None, service: str | None, public_url: str) -> bool:
    """Let messages to our sender, or to the messaging service, be posted to us. False: not known at Twilio.

    Raises a `SendError`.
    """
    address = webhook_address(public_url)
    with translated():
        if sender is None:
            return await _register_service(client, service, address) if service else False
        return await _register_sender(client, sender, address)


async def pointed_at(client: Any, sender: str | None, service: str | None) -> str | None:
    """Where messages to our sender, or to the messaging service, are posted now. Raises a `SendError`."""
    with translated():
        if sender is None:
            return (await client.messaging.v1.services(service).fetch_async()).inbound_request_url if service else None
        for known in await client.messaging.v2.channels_senders.list_async(channel="whatsapp", page_size=PAGE):
            if known.sender_id == sender:
                return (known.webhook or {}).get("callback_url")
    return None


async def _register_service(client: Any, service: str, address: str) -> bool:
    known = await client.messaging.v1.services(service).fetch_async()
    if known.inbound_request_url != address or known.use_inbound_webhook_on_number:
        await client.messaging.v1.services(service).update_async(
            inbound_request_url=address, inbound_method="POST", use_inbound_webhook_on_number=False
        )
    return True


async def _register_sender(client: Any, sender: str, address: str) -> bool:
    """The Senders interface (version 2). What else the sender's webhook settings hold is sent back as it was."""
    for known in await client.messaging.v2.channels_senders.list_async(channel="whatsapp", page_size=PAGE):
        if known.sender_id == sender:
            webhook = dict(known.webhook or {})
            if webhook.get("callback_url") != address:
                await _point(client, known.sid, webhook | {"callback_url": address, "callback_method": "POST"})
            return True
    return False


async def _point(client: Any, sid: str, webhook: dict[str, Any]) -> None:
    answer = await client.messaging.request_async(
        "POST", f"v2/Channels/Senders/{sid}", data={"webhook": webhook}, headers={"Content-Type": JSON}
    )
    if answer.status_code >= 300:
        raise refusal(answer.status_code, json.loads(answer.text).get("code"))
