"""What WhatsApp says of the templates that may open a conversation, and how it is asked."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection

from bot.channels.whatsapp.client import Account, connected
from bot.channels.whatsapp.codes import translated
from bot.channels.whatsapp.syncing import PAGE, kept_sids, post
from bot.channels.whatsapp.templates import Knock, Template, everything, knocks, same
from models.knocks import PENDING, UNSUBMITTED, keep_states, knocks_submitted
from models.store import Store

_WAITS = ("received", PENDING)  # both wait for WhatsApp

log = structlog.get_logger()


class TemplateStatus(NamedTuple):
    """A template as it is kept here, whether Twilio still has it with the same content, and what WhatsApp says of it.

    `approval` and `category` are empty for those that need none; `reason` says why it was rejected. WhatsApp may have
    put it into another category than it was submitted for.
    """

    name: str
    sid: str | None
    there: bool
    approval: str = ""
    reason: str = ""
    category: str = ""


class _Known(NamedTuple):
    """A content at Twilio."""

    types: Any
    approval: str
    reason: str
    name: str
    category: str


async def status(account: Account, store: Store) -> list[TemplateStatus]:
    """Every template, as it stands here, at Twilio and at WhatsApp. Raises a `SendError`."""
    sids = await store.read(kept_sids)
    async with connected(account) as client:
        known = await _known(client)
    found = [_status(template, sids.get(template.name), known) for template in everything()]
    await store.write(_keep, found)
    return found


async def submit(account: Account, store: Store) -> list[str]:
    """Ask WhatsApp to approve the knocks that it was not asked about; the names of those. Raises a `SendError`.

    A knock that is not at Twilio is passed over: `sync` comes first.
    """
    sids, asked = await store.read(kept_sids), []
    async with connected(account) as client:
        known = await _known(client)
        for knock in knocks():
            sid = sids.get(knock.name)
            if sid is not None and sid in known and known[sid].approval == UNSUBMITTED:
                asked.append(await _submit(client, sid, known[sid].name, knock.category))
    await status(account, store)
    return asked


async def look(client: Any, store: Store) -> int:
    """Ask how the knocks stand that WhatsApp was asked about; 1 if others may be sent than before."""
    if not await store.read(knocks_submitted):
        return 0
    sids, known = await store.read(kept_sids), await _known(client)
    found = [_status(knock, sids.get(knock.name), known) for knock in knocks()]
    return int(await store.write(_keep, found))


def _keep(db: Connection, found: list[TemplateStatus]) -> bool:
    approvals = {each.name: each.approval for each in found}
    return keep_states(db, {knock.key: approvals.get(knock.name) or UNSUBMITTED for knock in knocks()})


async def _submit(client: Any, sid: str, name: str, category: str) -> str:
    with translated():
        asked = {"name": name.lower(), "category": category}
        await post(client, f"v1/Content/{sid}/ApprovalRequests/whatsapp", asked)
    return name


async def _known(client: Any) -> dict[str, _Known]:
    with translated():
        listed = await client.content.v1.content_and_approvals.list_async(page_size=PAGE)
    return {each.sid: _read(each.types, each.friendly_name, each.approval_requests or {}) for each in listed}


def _read(types: Any, name: str | None, approval: Mapping[str, Any]) -> _Known:
    state = approval.get("status") or UNSUBMITTED
    reason = approval.get("rejection_reason") or ""
    category = approval.get("category") or ""
    return _Known(types or {}, PENDING if state in _WAITS else state, reason, name or "", category)


def _status(template: Template | Knock, sid: str | None, known: Mapping[str, _Known]) -> TemplateStatus:
    at_twilio = known.get(sid) if sid else None
    there = at_twilio is not None and same(at_twilio.types, template.types())
    if at_twilio is None or isinstance(template, Template):
        return TemplateStatus(template.name, sid, there)
    category = at_twilio.category or template.category
    return TemplateStatus(template.name, sid, there, at_twilio.approval, at_twilio.reason, category)
