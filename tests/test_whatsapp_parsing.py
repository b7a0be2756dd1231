"""Forms as Twilio posts them: who wrote, what it means, and what is left unread."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.whatsapp.addresses import address_of
from bot.channels.whatsapp.parsing import Receipt, read, read_receipt
from dialogue.messages import Media
from models.received import Arrival, Attachment
from tests.double import Double

ANA = "whatsapp:+525550000001"
SID = "SM" + "0" * 32
URL = "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0"
TAP = "17.0a1b2c3d.4e5f6a7b"


def arrival(**fields: str) -> Arrival:
    read_now = read({"MessageSid": SID, "From": ANA, "Body": "", "NumMedia": "0", **fields})
    assert read_now is not None
    return read_now[1]


def file(type: str, kind: str, body: str = "") -> Arrival:
    return arrival(NumMedia="1", MediaUrl0=URL, MediaContentType0=type, MessageType=kind, Body=body)


@pytest.mark.parametrize(
    ("sender", "external", "names", "language"),
    [
        ("whatsapp:+5215550000001", "", ("+525550000001",), "es"),
        ("whatsapp:+525550000001", "", ("+525550000001",), "es"),
        ("whatsapp:+5491150000001", "", ("+541150000001",), "es"),
        ("whatsapp:+541150000001", "", ("+541150000001",), "es"),
        ("whatsapp:+551161234567", "", ("+5511961234567",), None),
        ("whatsapp:+5511961234567", "", ("+5511961234567",), None),
        ("whatsapp:+551131234567", "", ("+551131234567",), None),
        ("whatsapp:+15005550006", "", ("+15005550006",), None),
        ("whatsapp:+18095550001", "", ("+18095550001",), "es"),
        ("whatsapp:+34600000001", "", ("+34600000001",), "es"),
        ("whatsapp:CO.899000000000001", "CO.899000000000001", ("CO.899000000000001",), "es"),
        ("whatsapp:US.ENT.1234", "", ("US.ENT.1234",), None),
        ("whatsapp:MX.899", "whatsapp:+5215550000001", ("+525550000001", "MX.899"), "es"),
        (ANA, "whatsapp:MX.899000000000001", ("+525550000001", "MX.899000000000001"), "es"),
        (ANA, "MX.899000000000001", ("+525550000001", "MX.899000000000001"), "es"),
        (ANA, "nonsense", ("+525550000001",), "es"),
    ],
)
def test_addresses(sender: str, external: str, names: tuple[str, ...], language: str | None) -> None:
    address = address_of(sender, external)
    assert address is not None
    assert (address.channel, address.raw, address.names, address.language) == ("whatsapp", sender, names, language)


@pytest.mark.parametrize("sender", ["", "whatsapp:", "+525550000001", "whatsapp:ana", "messenger:123", "whatsapp:+52"])
def test_what_is_no_address_of_whatsapp(sender: str) -> None:
    assert address_of(sender) is None
    assert read({"MessageSid": SID, "From": sender, "Body": "hola"}) is None


def test_text() -> None:
    assert arrival(Body="avance 60", MessageType="text") == Arrival(SID, text="avance 60")


def test_null_bytes_are_left_out() -> None:
    assert arrival(Body="a\0vance") == Arrival(SID, text="avance")


def test_a_button_is_a_tap() -> None:
    said = arrival(Body="Sí", ButtonText="Sí", ButtonPayload=TAP, MessageType="interactive")
    assert said == Arrival(SID, tap=TAP)


def test_an_item_of_a_list_is_a_tap() -> None:
    assert arrival(Body="Recursos", ListId=TAP, ListTitle="Recursos", MessageType="interactive").tap == TAP


def test_a_button_with_a_command_is_that_command() -> None:
    assert arrival(Body="Voy", ButtonPayload="/rsvp 12 yes") == Arrival(SID, text="/rsvp 12 yes")


@pytest.mark.parametrize("payload", ["", "{{3}}", "approve", "a.b", "a.b.c.d"])
def test_of_a_foreign_button_the_label_counts(payload: str) -> None:
    assert arrival(Body="Sí", ButtonText="Sí", ButtonPayload=payload, MessageType="button") == Arrival(SID, text="Sí")


def test_a_photo_with_its_caption() -> None:
    expected = Arrival(SID, text="Mi curso", media=Media.FILE, attachments=(Attachment(URL, "image/jpeg"),))
    assert file("image/jpeg", "image", "Mi curso") == expected


def test_a_document_is_no_answer_by_its_name() -> None:
    expected = Arrival(SID, media=Media.FILE, attachments=(Attachment(URL, "application/pdf"),))
    assert file("application/pdf", "document", "informe.pdf") == expected
    assert file("image/png", "document", "foto.png").text == ""
    assert file("application/pdf", "", "informe.pdf").text == ""


@pytest.mark.parametrize(
    ("type", "kind", "media"),
    [
        ("audio/ogg; codecs=opus", "audio", Media.VOICE),
        ("audio/amr", "", Media.VOICE),
        ("video/mp4", "video", Media.VIDEO),
        ("image/webp", "sticker", Media.OTHER),
        ("image/webp", "", Media.OTHER),
        ("image/webp", "image", Media.FILE),
        ("text/vcard", "contacts", Media.OTHER),
        ("text/x-vcard", "", Media.OTHER),
        ("text/plain", "document", Media.FILE),
        ("", "document", Media.FILE),
    ],
)
def test_kinds_of_media(type: str, kind: str, media: Media) -> None:
    read_now = file(type, kind)
    assert read_now.media is media
    assert bool(read_now.attachments) is (media is Media.FILE)


def test_a_place_is_nothing_that_answers() -> None:
    assert arrival(Latitude="28.6", Longitude="-106.1", Label="Plaza", MessageType="location") == Arrival(
        SID, media=Media.OTHER
    )


def test_a_kind_nobody_knows_yet_is_told_apart_from_silence() -> None:
    assert arrival(MessageType="unsupported").media is Media.OTHER


def test_a_reaction_is_met_with_silence() -> None:
    assert read({"MessageSid": SID, "From": ANA, "Body": "👍", "MessageType": "reaction"}) is None


@pytest.mark.parametrize("number", ["x", "-1", "", "99999999999999999999", "²", "٣"])
def test_a_number_of_files_that_is_none(number: str) -> None:
    assert arrival(Body="hola", NumMedia=number, MediaUrl0=URL) == Arrival(SID, text="hola")


async def test_the_forms_of_the_double_are_understood() -> None:
    async with Double() as double:
        forms = double.forms
        kinds = [
            forms.text(ANA, "hola"),
            forms.file(ANA, b"x", "image/jpeg", "mire"),
            forms.file(ANA, b"x", "application/pdf", name="a.pdf"),
            forms.contact(ANA),
            forms.location(ANA, label="Plaza"),
            forms.reply("whatsapp:CO.899000000000001", SID, "sí"),
        ]
        found = [read(form) for form in kinds]
        said = [(each[1].text, each[1].media) for each in found if each]
    assert said == [
        ("hola", None),
        ("mire", Media.FILE),
        ("", Media.FILE),
        ("", Media.OTHER),
        ("", Media.OTHER),
        ("sí", None),
    ]


@pytest.mark.parametrize(
    ("status", "state"),
    [("sent", "sent"), ("delivered", "delivered"), ("read", "read"), ("failed", "failed"), ("undelivered", "failed")],
)
def test_receipts(status: str, state: str) -> None:
    assert read_receipt({"MessageStatus": status}, "12") == Receipt(12, state, None)


def test_a_failure_tells_its_code() -> None:
    assert read_receipt({"MessageStatus": "failed", "ErrorCode": "63016"}, "12") == Receipt(12, "failed", "63016")
    assert read_receipt({"MessageStatus": "failed", "ErrorCode": "a name"}, "12") == Receipt(12, "failed", None)


@pytest.mark.parametrize(
    ("status", "message"), [("queued", "12"), ("", "12"), ("sent", ""), ("sent", "x"), ("sent", "9" * 30)]
)
def test_receipts_that_tell_nothing(status: str, message: str) -> None:
    assert read_receipt({"MessageStatus": status}, message) is None


FIELDS = ["From", "Body", "MessageSid", "NumMedia", "MediaUrl0", "MediaContentType0", "MessageType", "ButtonPayload"]
VALUES = st.text(max_size=40) | st.sampled_from([ANA, SID, "1", "10", "image/webp", URL, TAP, "whatsapp:MX.1"])


@given(st.dictionaries(st.sampled_from([*FIELDS, "ListId", "ExternalUserId", "Latitude"]) | st.text(), VALUES))
def test_whatever_stands_in_a_form_it_can_be_read(form: dict[str, str]) -> None:
    found = read(form)
    if found is not None:
        address, said = found
        assert address.names
        assert said.text.strip() or said.tap or said.media
        assert all(attachment.reference for attachment in said.attachments)
