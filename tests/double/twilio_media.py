"""Files people sent in WhatsApp: guarded by the account's password, then handed on to a store that must not see it."""

from typing import Any

from aiohttp import web

from tests.double.faults import Refused
from tests.double.record import Media, Violation
from tests.double.twilio_state import TwilioState, rfc2822


class IncomingMedia:
    """The account's side (`redirect`, `describe`) and the store's side (`content`), which is another origin."""

    def __init__(self, state: TwilioState) -> None:
        self._state = state

    def add(self, message_sid: str, media: Media) -> str:
        """Keep a file of an incoming message; returns the address the webhook tells."""
        sid = self._state.sid("ME")
        self._state.media.setdefault(message_sid, {})[sid] = media
        return f"{self._state.api_url}{self._state.account_path}/Messages/{message_sid}/Media/{sid}"

    def redirect(self, message_sid: str, sid: str) -> web.Response:
        self._find(message_sid, sid)
        where = f"{self._state.media_url}/{message_sid}/{sid}?Expires=1900000000&Signature=invented"
        return web.Response(status=307, headers={"Location": where})

    def content(self, request: web.BaseRequest, path: str) -> web.Response:
        """The store's answer: an Authorization header here is a leak of the account's password."""
        if "Authorization" in request.headers:
            self._state.record.faults.append(Violation("media", "credentials sent to the media store"))
            return web.Response(status=400, text="Only one auth mechanism allowed")
        message_sid, _, sid = path.strip("/").partition("/")
        try:
            media = self._find(message_sid, sid)
        except Refused:
            return web.Response(status=403, text="AccessDenied")
        headers = {"Content-Type": media.type}
        if media.name:
            headers["Content-Disposition"] = f'inline; filename="{media.name}"'
        return web.Response(body=media.content, headers=headers)

    def _find(self, message_sid: str, sid: str) -> Media:
        media = self._state.media.get(message_sid, {}).get(sid)
        if media is None:
            raise Refused(404, f"The requested resource {sid} was not found", code=20404, rule=f"no such media {sid}")
        return media

    def describe(self, message_sid: str, sid: str) -> dict[str, Any]:
        media, now = self._find(message_sid, sid), rfc2822()
        uri = f"{self._state.account_path}/Messages/{message_sid}/Media/{sid}.json"
        dates = {"date_created": now, "date_updated": now}
        who = {"sid": sid, "account_sid": self._state.options.account_sid, "parent_sid": message_sid}
        return who | {"content_type": media.type, "uri": uri} | dates

    def list(self, message_sid: str) -> dict[str, Any]:
        found = [self.describe(message_sid, sid) for sid in self._state.media.get(message_sid, {})]
        uri = f"{self._state.account_path}/Messages/{message_sid}/Media.json"
        more = dict.fromkeys(("next_page_uri", "previous_page_uri"))
        return {"media_list": found, "page": 0, "page_size": 50, "uri": uri, "first_page_uri": uri} | more

    def delete(self, message_sid: str, sid: str) -> None:
        self._find(message_sid, sid)
        del self._state.media[message_sid][sid]
