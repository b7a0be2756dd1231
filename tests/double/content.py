"""Twilio's Content API: templates and their approval by WhatsApp."""

from datetime import UTC, datetime
from typing import Any

from tests.double.content_checks import check_approval, check_content, rejection
from tests.double.faults import Refused
from tests.double.record import Violation
from tests.double.twilio_schemas import TwilioSchemas
from tests.double.twilio_state import TwilioState

Json = dict[str, Any]
UNSUBMITTED = {"name": "", "category": "", "content_type": "", "status": "unsubmitted", "rejection_reason": ""}


class Contents:
    """Plays the operations on templates. Approval waits for `decide`, as the real one waits for a person."""

    def __init__(self, state: TwilioState, schemas: TwilioSchemas) -> None:
        self._state, self._schemas = state, schemas

    def create(self, body: Any) -> Json:
        self._schemas.check_body("ContentCreateRequest", body)
        check_content(body)
        return self._keep(self._state.sid("HX"), body)

    def _keep(self, sid: str, body: Json) -> Json:
        url = f"{self._state.api_url}/v1/Content/{sid}"
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self._state.contents[sid] = content = {
            "sid": sid,
            "account_sid": self._state.options.account_sid,
            "friendly_name": body.get("friendly_name") or "",
            "language": body.get("language"),
            "variables": body.get("variables") or {},
            "types": {kind: part for kind, part in body["types"].items() if part is not None},
            "url": url,
            "date_created": self._state.contents.get(sid, {}).get("date_created", now),
            "date_updated": now,
            "links": {
                "approval_create": f"{url}/ApprovalRequests/whatsapp",
                "approval_fetch": f"{url}/ApprovalRequests",
            },
        }
        return content

    def fetch(self, sid: str) -> Json:
        if sid not in self._state.contents:
            message = f"The requested resource /v1/Content/{sid} was not found"
            raise Refused(404, message, code=20404, rule=f"no such content {sid}")
        return self._state.contents[sid]

    def update(self, sid: str, body: Any) -> Json:
        self._schemas.check_body("ContentUpdateRequest", body)
        kept = self.fetch(sid)
        if sid in self._state.approvals:
            raise Refused(400, "A submitted template cannot be changed", code=20001, rule="change after submission")
        check_content(kept | body)
        return self._keep(sid, kept | body)

    def delete(self, sid: str) -> None:
        self.fetch(sid)
        del self._state.contents[sid]
        self._state.approvals.pop(sid, None)

    def submit(self, sid: str, body: Any) -> Json:
        """Ask for approval; a name that was rejected once cannot be used again."""
        self._schemas.check_body("ContentApprovalRequest", body)
        content = self.fetch(sid)
        check_approval(content, body)
        if any(body["name"] == other["name"] for other in self._state.approvals.values()):
            raise Refused(400, "This template name is in use", code=20001, rule=f"template name {body['name']} again")
        kind = next(iter(content["types"]))
        self._state.approvals[sid] = approval = {
            "name": body["name"],
            "category": body["category"],
            "content_type": kind,
            "status": "received",
            "rejection_reason": "",
            "allow_category_change": True,
        }
        if reason := rejection(content):
            self._state.record.faults.append(Violation("content", f"template rejected: {reason}"))
            approval |= {"status": "rejected", "rejection_reason": reason}
        return approval

    def decide(self, sid: str, status: str = "approved", reason: str = "") -> None:
        """WhatsApp's answer to a submitted template: `approved`, `rejected`, `paused`."""
        self._state.approvals[sid] |= {"status": status, "rejection_reason": reason}

    def approval(self, sid: str) -> Json:
        self.fetch(sid)
        approval = {"type": "whatsapp"} | self._state.approvals.get(sid, UNSUBMITTED)
        url = f"{self._state.api_url}/v1/Content/{sid}/ApprovalRequests"
        return {"sid": sid, "account_sid": self._state.options.account_sid, "whatsapp": approval, "url": url}

    def list(self, values: Json, *, approvals: bool) -> Json:
        """One page of templates, with their approvals or without."""
        size, page = int(values.get("PageSize", 50)), int(values.get("Page", 0))
        name = "ContentAndApprovals" if approvals else "Content"
        found = [self._listed(sid, approvals=approvals) for sid in self._state.contents]

        def url(number: int) -> str:
            return f"{self._state.api_url}/v1/{name}?PageSize={size}&Page={number}"

        meta = {
            "page": page,
            "page_size": size,
            "first_page_url": url(0),
            "previous_page_url": url(page - 1) if page else None,
            "url": url(page),
            "next_page_url": url(page + 1) if len(found) > (page + 1) * size else None,
            "key": "contents",
        }
        return {"contents": found[page * size : (page + 1) * size], "meta": meta}

    def _listed(self, sid: str, *, approvals: bool) -> Json:
        content = self._state.contents[sid]
        if not approvals:
            return content
        bare = {key: value for key, value in content.items() if key not in ("url", "links")}
        return bare | {"approval_requests": self._state.approvals.get(sid, UNSUBMITTED)}
