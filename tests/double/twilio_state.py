"""What the double's Twilio knows: messages, templates, media, and when each person last wrote."""

import hashlib
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

from tests.double.options import Options
from tests.double.record import Media, Record, Shown

Json = dict[str, Any]
WINDOW = 24 * 3600


def rfc2822() -> str:
    """The moment as Twilio writes it."""
    return format_datetime(datetime.now(UTC))


@dataclass(slots=True)
class TwilioState:
    """Mutable truth of one account at the double."""

    options: Options
    record: Record
    messages: dict[str, Json] = field(default_factory=dict)
    contents: dict[str, Json] = field(default_factory=dict)
    approvals: dict[str, Json] = field(default_factory=dict)
    media: dict[str, dict[str, Media]] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    last_inbound: dict[str, float] = field(default_factory=dict)
    callbacks: dict[str, str] = field(default_factory=dict)
    to_fetch: dict[str, Shown] = field(default_factory=dict)  # accepted, its file not fetched yet
    numbers: Counter[str] = field(default_factory=Counter)
    api_url: str = ""
    media_url: str = ""

    def sid(self, prefix: str) -> str:
        """An invented SID, the same in every run."""
        self.numbers[prefix] += 1
        text = f"{self.options.seed} {prefix} {self.numbers[prefix]}"
        return prefix + hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def in_window(self, address: str) -> bool:
        return time.time() - self.last_inbound.get(address, 0.0) < WINDOW

    @property
    def account_path(self) -> str:
        return f"/2010-04-01/Accounts/{self.options.account_sid}"

    def resource(self, sid: str, status: str, fields: Json) -> Json:
        """A Message resource with all its fields."""
        now, uri = rfc2822(), f"{self.account_path}/Messages/{sid}"
        return {
            "account_sid": self.options.account_sid,
            "api_version": "2010-04-01",
            "body": "",
            "date_created": now,
            "date_sent": None,
            "date_updated": now,
            "direction": "outbound-api",
            "error_code": None,
            "error_message": None,
            "from": None,
            "messaging_service_sid": None,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "sid": sid,
            "status": status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": None,
            "uri": f"{uri}.json",
        } | fields

    def keep(self, resource: Json) -> Json:
        if self.record.keep:
            self.messages[resource["sid"]] = resource
            self.times[resource["sid"]] = time.time()
        return resource
