"""Twilio's Message resources: create, look up, list page by page, redact, delete."""

import time
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from tests.double.content_checks import problems
from tests.double.faults import Fault, Refused
from tests.double.record import Media, Shown, Violation
from tests.double.rendering import buttons, media, render, variables_in
from tests.double.twilio_checks import bad_variable, refuse, variables
from tests.double.twilio_state import TwilioState, rfc2822

Json = dict[str, Any]
CONTENT_POLICY, OUTSIDE_WINDOW = 63013, 63016
FREE_TEXT = "text"
RANKS = ("scheduled", "accepted", "queued", "sending", "sent", "delivered", "read")


class Messages:
    """Plays the operations on messages; parameters are checked already."""

    def __init__(self, state: TwilioState) -> None:
        self._state = state

    async def create(self, values: Json, fault: Fault | None) -> tuple[Json, int]:
        """The accepted message, and the code it will fail with later (0: it arrives)."""
        state, to = self._state, values["To"]
        kind, drawn, code = self._drawn(values)
        if not code and not self._may_send(to, kind, values.get("ContentSid", "")):
            code = OUTSIDE_WINDOW
        if fault and fault.kind == "later":
            code = fault.code
        files = [Media("media", url=url) for url in values.get("MediaUrl", [])] or media(drawn)
        sid = state.sid("MM" if files else "SM")
        service = values.get("MessagingServiceSid")
        fields = {"body": drawn.get("body") or "", "to": to, "num_media": str(len(files))}
        sender = {"from": None if service else values["From"], "messaging_service_sid": service}
        resource = state.keep(state.resource(sid, "accepted" if service else "queued", fields | sender))
        if not code:
            shown = Shown(sid, to, fields["body"], kind, media=files, raw=resource)
            shown.buttons, shown.opener = buttons(kind, drawn), drawn.get("button") or ""
            if values.get("MediaUrl") and self._state.record.keep:
                self._state.to_fetch[sid] = shown
            else:
                await self.arrive(shown)
        return resource, code

    async def arrive(self, shown: Shown) -> None:
        """Put a message on the screen."""
        self._state.record.show(shown)
        await self._state.record.arrived(shown.address)

    def _drawn(self, values: Json) -> tuple[str, Json, int]:
        """Kind and rendered content, and the code of what WhatsApp will not draw."""
        if "ContentSid" not in values:
            return FREE_TEXT, {"body": values.get("Body", "")}, 0
        content = self._state.contents[values["ContentSid"]]
        kind, template = _richest(content["types"])
        given = variables(values, content)
        drawn = render(template, given)
        if missing := variables_in(drawn):
            raise refuse(21656, "The ContentVariables Parameter is invalid", f"no value for variables {missing}")
        return kind, drawn, self._undrawable(kind, drawn, given, values["ContentSid"])

    def _undrawable(self, kind: str, drawn: Json, given: dict[str, str], sid: str) -> int:
        if not self._state.options.check:
            return 0
        wrong = bad_variable(given) or next(problems(kind, drawn, approved=self._approved(sid)), "")
        if wrong:
            self._state.record.faults.append(Violation("messages", wrong))
        return CONTENT_POLICY if wrong else 0

    def _approved(self, sid: str) -> bool:
        return bool(self._state.approvals.get(sid, {}).get("status") == "approved")

    def _may_send(self, to: str, kind: str, sid: str) -> bool:
        template = kind != FREE_TEXT and self._approved(sid)
        return not self._state.options.check or template or self._state.in_window(to)

    def fetch(self, sid: str) -> Json:
        if sid not in self._state.messages:
            message = f"The requested resource {self._state.account_path}/Messages/{sid}.json was not found"
            raise Refused(404, message, code=20404, rule=f"no such message {sid}")
        return self._state.messages[sid]

    def update(self, sid: str, values: Json) -> Json:
        """Redact a body, or cancel what is scheduled."""
        resource = self.fetch(sid)
        if "Status" in values and resource["status"] not in ("scheduled", "accepted"):
            raise refuse(30409, "Message is not in a cancellable state")
        if values.get("Body"):
            raise refuse(20001, "Body can only be redacted to an empty text")
        resource |= {"body": ""} if "Body" in values else {"status": "canceled"}
        return resource

    def delete(self, sid: str) -> None:
        self.fetch(sid)
        del self._state.messages[sid]

    def mark(self, sid: str, status: str, code: int = 0) -> None:
        """The status as a look-up would tell it: it only climbs, and an end is an end."""
        resource = self._state.messages.get(sid)
        if resource is None or resource["status"] not in RANKS:
            return
        if status not in RANKS or RANKS.index(status) >= RANKS.index(resource["status"]):
            now = rfc2822()
            resource |= {"status": status, "error_code": code or None, "date_updated": now}
            resource["date_sent"] = resource["date_sent"] or now

    def list(self, values: Json) -> Json:
        """One page, the newest first, with the addresses of its neighbours."""
        size, page = int(values.get("PageSize", 50)), int(values.get("Page", 0))
        found = [message for message in reversed(self._state.messages.values()) if self._wanted(message, values)]
        base = f"{self._state.account_path}/Messages.json"
        filters = {name: text for name, text in values.items() if name not in ("Page", "PageToken", "PageSize")}

        def uri(number: int) -> str:
            return f"{base}?{urlencode(filters | {'PageSize': size, 'Page': number})}"

        more = len(found) > (page + 1) * size
        return {
            "messages": found[page * size : (page + 1) * size],
            "page": page,
            "page_size": size,
            "start": page * size,
            "end": min(len(found), (page + 1) * size) - 1,
            "uri": uri(page),
            "first_page_uri": uri(0),
            "previous_page_uri": uri(page - 1) if page else None,
            "next_page_uri": f"{uri(page + 1)}&PageToken=PA{found[(page + 1) * size - 1]['sid']}" if more else None,
        }

    def _wanted(self, message: Json, values: Json) -> bool:
        sent = self._state.times.get(message["sid"], time.time())
        return (
            values.get("To", message["to"]) == message["to"]
            and values.get("From", message["from"]) == message["from"]
            and sent >= _moment(values.get("DateSent>") or values.get("DateSent"), 0, 0.0)
            and sent <= _moment(values.get("DateSent<") or values.get("DateSent"), 86_400, sent)
        )


def _richest(types: Json) -> tuple[str, Json]:
    """WhatsApp draws the richest form a template has; plain text is the last resort."""
    kinds = sorted((kind for kind in types if types[kind]), key=lambda kind: kind == "twilio/text")
    return kinds[0], types[kinds[0]]


def _moment(text: str | None, whole_day: int, otherwise: float) -> float:
    """Seconds since 1970 of a date or a date and time; a date alone may mean its end."""
    if not text:
        return otherwise
    moment = datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.timestamp() + (whole_day if len(text) == len("2026-01-01") else 0)
