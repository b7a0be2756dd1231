"""Brings the templates to Twilio once, finds them again, and remembers which is which."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.channels.base import RetryLater
from bot.channels.whatsapp.client import JSON, Account, connected
from bot.channels.whatsapp.codes import refusal, translated
from bot.channels.whatsapp.templates import Knock, Template, everything, same
from models.installation import keep, kept
from models.store import Store

PAGE = 200
TRIES, FIRST_WAIT = 6, 1.0  # seconds, doubled every time


class SyncResult(NamedTuple):
    """Friendly names, by what was done for them."""

    created: list[str]
    found: list[str]


class _Content(NamedTuple):
    sid: str
    types: Any


async def sync(account: Account, store: Store) -> SyncResult:
    """Create what is missing at Twilio and keep every ContentSid. Running it again creates nothing.

    A template of ours that somebody changed is left as it is, and the next version is made. Raises a `SendError`.
    """
    result, sids = SyncResult([], []), {}
    async with connected(account) as client:
        with translated():
            there = await _listed(client)
            for template in everything():
                sids[template.name] = await _there(client, template, there, result)
    await store.write(_keep, sids)
    return result


def kept_sids(db: Connection) -> dict[str, str]:
    """The ContentSid of every template we have, by name."""
    found = {template.name: kept(db, _key(template.name)) for template in everything()}
    return {name: sid for name, sid in found.items() if sid is not None}


def _keep(db: Connection, sids: Mapping[str, str]) -> None:
    for name, sid in sids.items():
        if kept(db, _key(name)) != sid:
            keep(db, _key(name), sid)


def _key(name: str) -> str:
    return f"template {name}"


async def _listed(client: Any) -> dict[str, list[_Content]]:
    """The contents at Twilio by friendly name, which need not be unique."""
    there: dict[str, list[_Content]] = {}
    for content in await client.content.v1.contents.list_async(page_size=PAGE):
        there.setdefault(content.friendly_name or "", []).append(_Content(content.sid, content.types or {}))
    return there


async def _there(
    client: Any, template: Template | Knock, there: Mapping[str, list[_Content]], result: SyncResult
) -> str:
    """The ContentSid of the first version that has our content, made if there is none."""
    types, version = template.types(), 1
    while (name := template.friendly_name(version)) in there:
        for content in there[name]:
            if same(content.types, types):
                result.found.append(name)
                return content.sid
        version += 1
    result.created.append(name)
    return await _created(client, template, name)


async def _created(client: Any, template: Template | Knock, name: str) -> str:
    """Create it. This goes past the client's own builder, which writes every unset field as null."""
    content = {
        "friendly_name": name,
        "language": template.language,
        "variables": template.samples(),
        "types": template.types(),
    }
    return str((await post(client, "v1/Content", content))["sid"])


async def post(client: Any, path: str, content: Mapping[str, Any]) -> dict[str, Any]:
    """Post to the Content API, again where Twilio is busy; its answer. Raises a `SendError`."""
    for attempt in range(TRIES):
        try:
            answer = await client.content.request_async("POST", path, data=content, headers={"Content-Type": JSON})
            break
        except RetryLater as busy:
            if attempt == TRIES - 1:
                raise
            await asyncio.sleep(busy.delay or FIRST_WAIT * 2**attempt)
    body: dict[str, Any] = json.loads(answer.text)
    if not 200 <= answer.status_code < 300:
        raise refusal(answer.status_code, body.get("code"))
    return body
