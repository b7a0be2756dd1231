"""Finds messages whose webhook never came: Twilio posts a few times and then not again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Inbox
from bot.channels.whatsapp.client import Account
from bot.channels.whatsapp.codes import translated
from bot.channels.whatsapp.parsing import FILES_MOST, read

BACK = timedelta(minutes=20)  # twice the interval, so that a run that is missed loses nothing
SETTLED = timedelta(seconds=30)  # by then the webhook has been tried; it tells of a button more than the list does
PAGE = 200


async def missed(client: Any, account: Account, inbox: Inbox, receiver: str | None, moment: datetime) -> int:
    """Hand in the messages of the last 20 minutes, the oldest first; the inbox knows those it has seen.

    Returns how many there were. Raises a `SendError`, or `Unavailable`.
    """
    with translated():
        listed = [message async for message in _incoming(client, receiver, moment)]
    for message in reversed(listed):
        with translated():
            form = await _form(client, account, message)
        heard = read(form)
        if heard is not None:
            await inbox.heard(*heard)
        await asyncio.sleep(0)
    return len(listed)


async def _incoming(client: Any, receiver: str | None, moment: datetime) -> AsyncIterator[Any]:
    wanted = {"to": receiver} if receiver else {}
    listed = await client.messages.stream_async(**wanted, date_sent_after=moment - BACK, page_size=PAGE)
    async for message in listed:
        sent = message.date_sent or message.date_created
        if message.direction == "inbound" and (sent is None or sent <= moment - SETTLED):
            yield message


async def _form(client: Any, account: Account, message: Any) -> dict[str, str]:
    """What the webhook would have said, as far as the list tells."""
    form = {"MessageSid": message.sid, "From": message.from_ or "", "Body": message.body or ""}
    if not (message.num_media or "0").strip("0"):
        return form
    files = await client.messages(message.sid).media.list_async(limit=FILES_MOST)
    form["NumMedia"] = str(len(files))
    for place, file in enumerate(files):
        form[f"MediaUrl{place}"] = f"{account.api_url.rstrip('/')}{(file.uri or '').removesuffix('.json')}"
        form[f"MediaContentType{place}"] = file.content_type or ""
    return form
