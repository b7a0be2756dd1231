"""Builds the forms Twilio posts: what a person does in WhatsApp, field for field as captured from the real one."""

import json
import re
import time

from tests.double.record import Media, Shown
from tests.double.twilio_media import IncomingMedia
from tests.double.twilio_state import TwilioState

Form = dict[str, str]
KINDS = {"image": "image", "audio": "audio", "video": "video", "text/vcard": "contacts"}


class Forms:
    """Each method is one thing a person can do; `address` is `whatsapp:+52…` or a business-scoped id."""

    def __init__(self, state: TwilioState, media: IncomingMedia) -> None:
        self._state, self._media = state, media
        self.names: dict[str, str] = {}

    def text(self, address: str, body: str, **more: str) -> Form:
        return self._form(address, self._state.sid("SM"), "text", body, more)

    def file(self, address: str, content: bytes, type: str, body: str = "", name: str = "") -> Form:
        """A photo, voice note, video or document; a document's Body is its file name."""
        sid = self._state.sid("MM")
        kind = KINDS.get(type, KINDS.get(type.partition("/")[0], "document"))
        url = self._media.add(sid, Media(kind, name, type, content))
        files = {"NumMedia": "1", "MediaContentType0": type, "MediaUrl0": url}
        return self._form(address, sid, kind, body or (name if kind == "document" else ""), files)

    def contact(self, address: str, name: str = "Luis Ejemplo", phone: str = "+52 55 5000 0002") -> Form:
        card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL;type=CELL:{phone}\nEND:VCARD\n"
        return self.file(address, card.encode(), "text/vcard")

    def location(self, address: str, latitude: str = "28.6353", longitude: str = "-106.0889", label: str = "") -> Form:
        where = {"Latitude": latitude, "Longitude": longitude} | ({"Label": label, "Address": label} if label else {})
        return self._form(address, self._state.sid("SM"), "location", "", where)

    def reply(self, address: str, shown_sid: str, body: str) -> Form:
        """An answer that quotes one of the bot's messages."""
        return self.text(address, body, **self._quoting(shown_sid), Forwarded="false", FrequentlyForwarded="false")

    def choice(self, address: str, shown: Shown, data: str) -> Form:
        """A press of a button, or of an item of a list, in a message the double received."""
        button = next(button for button in shown.buttons if button.data == data)
        if shown.kind == "twilio/list-picker":
            chosen = {"ListId": data, "ListTitle": button.label}
        else:
            chosen = {"ButtonText": button.label, "ButtonPayload": data}
        form = self.text(address, button.label, **chosen, **self._quoting(shown.id))
        return form | {"MessageType": "interactive"}

    def _quoting(self, sid: str) -> Form:
        sender = self._state.options.sender
        return {"OriginalRepliedMessageSid": sid, "OriginalRepliedMessageSender": sender}

    def _form(self, address: str, sid: str, kind: str, body: str, more: Form) -> Form:
        """The fields every message has."""
        who = self._who(address)
        context = {k: v for k, v in more.items() if k in ("Latitude", "Longitude", "Label", "Forwarded")} | who
        metadata = {"type": "whatsapp", "data": {"context": context}}
        form = {
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "SmsSid": sid,
            "SmsStatus": "received",
            "Body": body,
            "To": self._state.options.sender,
            "NumSegments": "1",
            "ReferralNumMedia": "0",
            "MessageSid": sid,
            "AccountSid": self._state.options.account_sid,
            "MessageType": kind,
            "ChannelMetadata": json.dumps(metadata, separators=(",", ":"), ensure_ascii=False),
            "ExternalUserId": self.external_id(address),
            "From": address,
            "ApiVersion": "2010-04-01",
        }
        return form | who | more

    def _who(self, address: str) -> Form:
        phone = re.fullmatch(r"whatsapp:\+(\d+)", address)
        name = {"ProfileName": self.names.get(address, "Ana Ejemplo")}
        return name | ({"WaId": phone[1]} if phone else {})

    def external_id(self, address: str) -> str:
        """The business-scoped id that goes with an address: itself, or one made from the number."""
        digits = re.sub(r"\D", "", address)
        return address if not address.startswith("whatsapp:+") else f"whatsapp:MX.9{digits.zfill(14)}"

    def received(self, form: Form) -> None:
        """Enter a message in the account's list, whether or not its webhook ever arrives; opens its sender's window."""
        sid, sender = form.get("MessageSid", ""), form.get("From", "")
        self._state.last_inbound[sender] = time.time()
        if sid and sid not in self._state.messages:
            told = {"body": "Body", "from": "From", "to": "To", "num_media": "NumMedia"}
            fields = {name: form.get(field, "") for name, field in told.items()} | {"direction": "inbound"}
            resource = self._state.resource(sid, "received", fields)
            self._state.keep(resource | {"date_sent": resource["date_created"]})
