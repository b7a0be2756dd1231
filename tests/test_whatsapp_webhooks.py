"""What Twilio posts is taken in once it is safe; what is forged, too large or of another kind never is."""

import asyncio
import hashlib
import json
import random
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import aiohttp
import pytest
from twilio.request_validator import RequestValidator
from yarl import URL

from dialogue.messages import Media
from tests.whatsapp_bench import ANA, Bench, bench

FORM = "application/x-www-form-urlencoded"
OLD_TOKEN = "0" * 24 + "01d70c3e"
TAP = "17.0a1b2c3d.4e5f6a7b"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path, tokens=[OLD_TOKEN]) as here:
        yield here


async def post(
    here: Bench, body: bytes | str, signature: str, path: str = "/whatsapp", kind: str = FORM, **headers: str
) -> int:
    given = {"Content-Type": kind, "X-Twilio-Signature": signature, **headers}
    url = URL(f"{here.url}{path}", encoded=True)
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=given) as answer:
        return answer.status


def signed(here: Bench, form: dict[str, str], path: str = "/whatsapp", token: str = "") -> str:
    validator = RequestValidator(token or here.double.options.auth_token)
    return str(validator.compute_signature(f"{here.url}{path}", form))


async def test_a_message_is_handed_in_and_acknowledged(here: Bench) -> None:
    answer = await here.double.say(ANA, "avance 60")
    ((address, said),) = here.inbox.messages
    assert (answer.status, address.raw, said.text) == (204, ANA, "avance 60")
    assert address.names[0] == "+525550000001"


async def test_media_with_an_empty_body_are_authentic(here: Bench) -> None:
    answer = await here.double.whatsapp_message(here.double.forms.file(ANA, b"x", "audio/ogg"))
    assert (answer.status, here.inbox.messages[0][1].media) == (204, Media.VOICE)


async def test_a_message_that_cannot_be_kept_is_to_come_again(here: Bench) -> None:
    here.inbox.away = True
    assert (await here.double.say(ANA, "hola")).status == 503


@pytest.mark.parametrize("algorithm", ["HMAC_SHA1", "HMAC_SHA256"])
async def test_both_tokens_and_both_algorithms_sign(here: Bench, algorithm: str) -> None:
    form = here.double.forms.text(ANA, "hola")
    signature = RequestValidator(OLD_TOKEN).compute_signature(f"{here.url}/whatsapp", form, algorithm)
    settings = {"X-Twilio-Webhooks-Signature-Settings": f"key=webhooks_1,algorithm={algorithm}"}
    assert await post(here, urlencode(form), signature, **settings) == 204


async def test_every_mutation_is_refused(here: Bench) -> None:
    form = here.double.forms.file(ANA, b"x", "image/jpeg", "mire")
    genuine = signed(here, form)
    body = urlencode(form)
    wrong_bodies = [
        body.replace("mire", "mira"),
        f"{body}&Extra=",
        f"{body}&Body=otra",
        body.replace("&NumMedia=1", ""),
        *(urlencode(form | {name: form[name] + "x"}) for name in form),
        *(urlencode({other: text for other, text in form.items() if other != name}) for name in form if form[name]),
        "&".join(f"f{place}=" for place in range(1000)),
        "",
    ]
    assert {await post(here, wrong, genuine) for wrong in wrong_bodies} == {403}
    wrong_signatures = ["", "x", genuine[:-1], genuine.lower(), "é", signed(here, form, token="other")]
    assert {await post(here, body, wrong) for wrong in wrong_signatures} == {403}
    assert {await post(here, body, genuine, path) for path in ("/whatsapp?a=1", "/whatsapp/status")} == {403}
    settings = {"X-Twilio-Webhooks-Signature-Settings": "algorithm=HMAC_MD5"}
    assert await post(here, body, genuine, **settings) == 403
    assert here.inbox.messages == []
    assert await post(here, body, genuine) == 204


@pytest.mark.parametrize("path", ["/whatsapp?", "/whatsapp#x", "/whatsapp?\u00e9"])
async def test_addresses_no_client_would_write_are_refused(here: Bench, path: str) -> None:
    form = here.double.forms.text(ANA, "hola")
    body = urlencode(form)
    head = f"Content-Type: {FORM}\r\nContent-Length: {len(body)}\r\nX-Twilio-Signature: {signed(here, form)}"
    port = int(here.url.rpartition(":")[2])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{head}\r\n\r\n{body}".encode())
    status = (await reader.readline()).split()[1]
    writer.close()
    assert status in (b"400", b"403")
    assert here.inbox.messages == []


async def test_what_a_proxy_says_does_not_count(here: Bench) -> None:
    form = here.double.forms.text(ANA, "hola")
    forged = RequestValidator(here.double.options.auth_token).compute_signature("https://evil.example/whatsapp", form)
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "Host": "evil.example"}
    assert await post(here, urlencode(form), forged, **headers) == 403


async def test_too_large_before_wrong_type_before_forged(here: Bench) -> None:
    large = b"x" * (64 * 1024 + 1)
    assert await post(here, large, "", kind="text/plain") == 413
    assert await post(here, b"x" * 64 * 1024, "", kind="text/plain") == 415
    assert await post(here, b"{}", "", kind="application/json") == 415
    assert await post(here, b"x" * 64 * 1024, "") == 403


async def test_a_body_without_a_length_is_read_no_further_than_the_limit(here: Bench) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(10_000):
            yield b"x" * 10_000

    async with aiohttp.ClientSession() as session:
        try:
            async with session.post(f"{here.url}/whatsapp", data=endless(), headers={"Content-Type": FORM}) as answer:
                assert answer.status == 413
        except aiohttp.ClientConnectionError:
            pass  # the door was shut before everything had been said
    assert here.inbox.messages == []


async def test_json_is_believed_by_the_hash_in_its_address(here: Bench) -> None:
    body = json.dumps(here.double.forms.text(ANA, "hola"))
    path = f"/whatsapp?bodySHA256={hashlib.sha256(body.encode()).hexdigest()}"
    signature = signed(here, {}, path)
    assert await post(here, body, signature, path, "application/json") == 204
    assert await post(here, body.replace("hola", "adiós"), signature, path, "application/json") == 403
    assert [said.text for _, said in here.inbox.messages] == ["hola"]


async def test_a_receipt_reaches_our_message(here: Bench) -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "delivered", "To": ANA}
    path = "/whatsapp/status?m=12"
    assert await post(here, urlencode(form), signed(here, form, path), path) == 204
    assert await post(here, urlencode(form), signed(here, form, path), "/whatsapp/status?m=13") == 403
    assert here.inbox.receipts == [(12, "delivered", None)]


@pytest.mark.parametrize(
    ("code", "gone", "state"),
    [("63024", True, "failed"), ("63016", False, "waiting"), ("63019", False, "queued"), ("63013", False, "failed")],
)
async def test_a_receipt_may_tell_that_somebody_is_gone_or_that_it_has_to_go_again(
    here: Bench, code: str, gone: bool, state: str
) -> None:
    form = {"MessageSid": "SM1", "MessageStatus": "undelivered", "To": ANA, "ErrorCode": code}
    path = "/whatsapp/status?m=12"
    assert await post(here, urlencode(form), signed(here, form, path), path) == 204
    assert here.inbox.receipts == [(12, state, code)]
    assert here.inbox.reached == ([(ANA, False)] if gone else [])


async def test_authentic_forms_of_any_content_are_acknowledged(here: Bench) -> None:
    chance = random.Random(7)  # noqa: S311 -- must repeat
    whole = here.double.forms.file(ANA, b"x", "image/jpeg", "mire")
    letters = ["", "\0", "ñ", "😀", "9" * 30, "whatsapp:", TAP, "/x", "\ud7ff", "a\r\nb", "%", "&="]
    for _ in range(300):
        form = {name: text if chance.random() < 0.7 else chance.choice(letters) for name, text in whole.items()}
        path = chance.choice(["/whatsapp", "/whatsapp/status", "/whatsapp/status?m=%00", "/whatsapp/status?m=7&m=x"])
        assert await post(here, urlencode(form), signed(here, form, path), path) == 204


async def test_bytes_that_are_no_text_never_break_it(here: Bench) -> None:
    chance = random.Random(8)  # noqa: S311 -- must repeat
    for _ in range(100):
        assert await post(here, chance.randbytes(200), "x") == 403
        junk = "".join(chance.choice("%&=+;\0é") for _ in range(50))
        assert await post(here, junk, "x", "/whatsapp?%ff&m=%") == 403
