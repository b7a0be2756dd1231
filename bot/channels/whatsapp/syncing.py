"""Brings the templates to Twilio once, finds them again, and remembers which is which."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import Connection

from bot.channels.base import RetryLater
from bot.channels.whatsapp.client import JSON, Account, connected
from bot.channels.whatsapp.codes import refusal, translated
from bot.channels.whatsapp.templates import LANGUAGE, Template, all_templates, same
from models.installation import keep, kept
from models.store import Store

PAGE = 200
TRIES, FIRST_WAIT = 6, 1.0  # seconds, doubled every time


class SyncResult(NamedTuple):
    """Friendly names, by what was done for them."""

    created: list[str]
    found: list[str]


class TemplateStatus(NamedTuple):
    """A template as it is kept here, and whether Twilio still has it with the same content."""

    name: str
    sid: str | None
    there: bool


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
            for template in all_templates():
                sids[template.name] = await _there(client, template, there, result)
    await store.write(_keep, sids)
    return result


async def status(account: Account, store: Store) -> list[TemplateStatus]:
    """Every template, as it stands here and at Twilio. Raises a `SendError`."""
    sids = await store.read(kept_sids)
    async with connected(account) as client:
        with translated():
            there = await _listed(client)
    present = {content.sid: content.types for contents in there.values() for content in contents}
    return [_status(template, sids.get(template.name), present) for template in all_templates()]


def kept_sids(db: Connection) -> dict[str, str]:
    """The ContentSid of every template we have, by name."""
    found = {template.name: kept(db, _key(template.name)) for template in all_templates()}
    return {name: sid for name, sid in found.items() if sid is not None}


def _keep(db: Connection, sids: Mapping[str, str]) -> None:
    for name, sid in sids.items():
        if kept(db, _key(name)) != sid:
            keep(db, _key(name), sid)


def _key(name: str) -> str:
    return f"template {name}"


def _status(template: Template, sid: str | None, present: Mapping[str, Any]) -> TemplateStatus:
    there = sid in present and same(present[sid], template.types()) if sid else False
    return TemplateStatus(template.name, sid, there)


async def _listed(client: Any) -> dict[str, list[_Content]]:
    """The contents at Twilio by friendly name, which need not be unique."""
    there: dict[str, list[_Content]] = {}
    for content in await client.content.v1.contents.list_async(page_size=PAGE):
        there.setdefault(content.friendly_name or "", []).append(_Content(content.sid, content.types or {}))
    return there


async def _there(client: Any, template: Template, there: Mapping[str, list[_Content]], result: SyncResult) -> str:
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


async def _created(client: Any, template: Template, name: str) -> str:
    """Create it. This goes past the client's own builder, which writes every unset field as null."""
    content = {
        "friendly_name": name,
        "language": LANGUAGE,
        "variables": template.samples(),
        "types": template.types(),
    }
    for attempt in range(TRIES):
        try:
            answer = await client.content.request_async(
                "POST", "v1/Content", data=content, headers={"Content-Type": JSON}
            )
            break
        except RetryLater as busy:
            if attempt == TRIES - 1:
                raise
            await asyncio.sleep(busy.delay or FIRST_WAIT * 2**attempt)
    return _sid(answer)


def _sid(answer: Any) -> str:
    body = json.loads(answer.text)
    if not 200 <= answer.status_code < 300:
        raise refusal(answer.status_code, body.get("code"))
    return str(body["sid"])
