"""Would Twilio take this message? The rules of CreateMessage that its description tells only in prose."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import msgspec

from tests.double.faults import Refused
from tests.double.options import Options

Json = dict[str, Any]
WHATSAPP = re.compile(r"whatsapp:(\+[1-9]\d{7,14}|[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128})\Z")
BODY_LIMIT = 1600
SPACES = re.compile(r"[\n\r\t]| {5,}")


def refuse(code: int, message: str, rule: str = "") -> Refused:
    return Refused(400, message, code=code, rule=rule or message)


def check_message(options: Options, values: Json, contents: Mapping[str, Json]) -> None:
    """Raises Refused with Twilio's code for the first rule broken."""
    _addresses(options, values)
    _what(values)
    _schedule(values)
    callback = urlsplit(values.get("StatusCallback", "https://ok.example"))
    if callback.scheme not in ("http", "https") or not callback.hostname:
        raise refuse(21609, "The 'StatusCallback' URL is not a valid URL.")
    if values.get("ContentSid", "") not in {"", *contents}:
        raise refuse(21655, "The ContentSid is Invalid", "ContentSid is unknown")


def _addresses(options: Options, values: Json) -> None:
    to, sender = values.get("To", ""), values.get("From", "")
    if not to:
        raise refuse(21604, "A 'To' phone number is required.")
    if not sender and "MessagingServiceSid" not in values:
        raise refuse(21603, "A 'From' phone number is required.")
    if values.get("MessagingServiceSid", options.service_sid) != options.service_sid:
        raise refuse(21701, "The Messaging Service Sid is invalid.")
    if not WHATSAPP.match(to):
        raise refuse(21211, f"The 'To' number {to} is not a valid phone number.", "To is no WhatsApp address")
    if sender and not sender.startswith("whatsapp:"):
        raise refuse(21910, "Invalid From and To pair. From and To should be of the same channel")
    if sender not in ("", options.sender):
        raise refuse(63007, "Twilio could not find a Channel with the specified From address", "unknown From")
    if to == sender:
        raise refuse(21266, "'To' and 'From' number cannot be the same")


def _what(values: Json) -> None:
    body, media, content = values.get("Body", ""), values.get("MediaUrl", []), values.get("ContentSid")
    if len(body) > BODY_LIMIT:
        raise refuse(21617, "The concatenated message body exceeds the 1600 character limit", "Body over 1600")
    if content and ("Body" in values or "MediaUrl" in values):
        raise refuse(20001, "Body and MediaUrl cannot be sent with ContentSid", "Body or MediaUrl beside ContentSid")
    if "ContentVariables" in values and not content:
        raise refuse(21654, "ContentSid Required", "ContentVariables without ContentSid")
    if not content and not body.strip() and not media:
        raise refuse(21619, "A text message body or media urls must be specified.")
    if len(media) > 1:
        raise refuse(21623, "Number of media files exceeds allowed limit", "more than one MediaUrl")
    if any(urlsplit(url).scheme not in ("http", "https") for url in media):
        raise refuse(21620, "Invalid media URL(s)")


def _schedule(values: Json) -> None:
    if "SendAt" not in values and "ScheduleType" not in values:
        return
    if "MessagingServiceSid" not in values:
        raise refuse(35118, "MessagingServiceSid is required to schedule a message")
    if "SendAt" not in values or "ScheduleType" not in values:
        raise refuse(35111, "SendAt and ScheduleType belong together")
    ahead = datetime.fromisoformat(values["SendAt"]) - datetime.now(UTC)
    if not timedelta(minutes=15) <= ahead <= timedelta(days=35):
        raise refuse(35114, "SendAt must be 15 minutes to 35 days ahead")


def variables(values: Json, content: Json) -> dict[str, str]:
    """The variables a template is rendered with: its own samples, and over them those given. Raises Refused."""
    given = _object(values.get("ContentVariables", "{}"))
    for name, value in given.items():
        if not isinstance(value, str):
            raise refuse(21656, "The ContentVariables Parameter is invalid", f"variable {name} is no string")
        if len(value) > BODY_LIMIT:
            raise refuse(21658, "Parameter exceeded character limit", f"variable {name} over 1600")
    return (content.get("variables") or {}) | given


def _object(text: str) -> Json:
    try:
        given = msgspec.json.decode(text)
    except msgspec.DecodeError:
        given = None
    if not isinstance(given, dict):
        raise refuse(21656, "The ContentVariables Parameter is invalid", "ContentVariables is no JSON object")
    return given


def bad_variable(given: Mapping[str, str]) -> str:
    """WhatsApp's rule, found out only after acceptance: what is wrong with a variable, or nothing."""
    for name, value in given.items():
        if not value.strip():
            return f"variable {name} is empty"
        if SPACES.search(value):
            return f"variable {name} holds a line break, a tab or more than 4 spaces"
    return ""
