"""What a person gets, which errors mean what, and that every SID belongs to its own message."""

import asyncio
import contextlib
import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import structlog

from bot.channels.base import OutsideWindow, RetryLater, SendError, Uncertain, Unreachable, WrongContent
from bot.channels.whatsapp import meaning, sync
from dialogue.drawing.whatsapp import GUARD, as_text
from tests.double import Double, dropped, flood, later, lost, refused, server_error
from tests.whatsapp_bench import ANA, Bench, bench, claimed, sender

BSUID = "whatsapp:CO.899000000000001"


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as here:
        for address in (ANA, BSUID):
            await here.double.say(address, "hola")
        yield here


async def synced(here: Bench) -> None:
    await sync(here.account, here.store)
    await here.channel.start()


async def test_text_arrives_and_its_receipts_come_back(here: Bench) -> None:
    sid = await here.channel.send(claimed("Gracias.\n\n60 % quedó registrado.", id=7))
    await here.double.quiet()
    (shown,) = here.double.sent(ANA)
    assert (shown.id, shown.text) == (sid, "Gracias.\n\n60 % quedó registrado.")
    assert here.inbox.receipts == [(7, "sent", None), (7, "delivered", None)]
    assert here.double.faults == []


async def test_a_business_scoped_address_is_written_to_as_it_came(here: Bench) -> None:
    await here.channel.send(claimed("Hola", address=BSUID))
    assert [shown.text for shown in here.double.sent(BSUID)] == ["Hola"]


async def test_buttons_are_drawn_and_come_back_as_a_tap(here: Bench) -> None:
    await synced(here)
    await here.channel.send(claimed("Gracias.\n\n¿Qué tal 'eso'?", "Muy bien", "Mal", id=8))
    (shown,) = here.double.sent(ANA)
    assert (shown.kind, shown.labels) == ("twilio/quick-reply", ["Muy bien", "Mal"])
    assert shown.text.replace(GUARD, "") == "Gracias.\n\n¿Qué tal 'eso'?"
    await here.double.tap(ANA, "Mal")
    assert here.inbox.messages[-1][1].tap == "1.plan.1"
    await here.double.quiet()
    assert here.inbox.receipts[-1] == (8, "delivered", None)
    assert here.double.faults == []


async def test_a_list_is_drawn_and_comes_back_as_a_tap(here: Bench) -> None:
    await synced(here)
    labels = [f"Opción número {place}" for place in range(10)]
    await here.channel.send(claimed("¿Cuál?", *labels))
    (shown,) = here.double.sent(ANA)
    assert (shown.kind, shown.labels, shown.opener) == ("twilio/list-picker", labels, "Opciones")
    await here.double.tap(ANA, labels[9])
    assert here.inbox.messages[-1][1].tap == "1.plan.9"
    assert here.double.faults == []


async def test_without_templates_options_are_numbered(here: Bench) -> None:
    await here.channel.send(claimed("¿Qué tal?", "Bien", "Mal"))
    assert [shown.text for shown in here.double.sent(ANA)] == ["¿Qué tal?\n\n1. Bien\n2. Mal"]


async def test_a_template_that_is_refused_is_replaced_by_text(here: Bench) -> None:
    await synced(here)
    here.double.script("messages", [refused(21655)])
    await here.channel.send(claimed("¿Qué tal?", "Bien", "Mal"))
    assert [shown.text for shown in here.double.sent(ANA)] == ["¿Qué tal?\n\n1. Bien\n2. Mal"]


async def test_of_a_long_text_only_what_is_missing_is_sent_again(here: Bench) -> None:
    message = claimed("\n\n".join(letter * 1500 for letter in "abc"), id=9)
    here.double.script("messages", [None, flood()])
    with pytest.raises(RetryLater):
        await here.channel.send(message)
    sid = await here.channel.send(message)
    shown = here.double.sent(ANA)
    assert [each.text for each in shown] == [piece.text for piece in as_text(message.content)]
    assert shown[-1].id == sid
    await here.double.quiet()
    assert {message for message, *_ in here.inbox.receipts} == {9}


async def test_nothing_to_say_is_wrong_content(here: Bench) -> None:
    with pytest.raises(WrongContent):
        await here.channel.send(claimed(" "))


FAULTS = {
    "20429": (flood(), RetryLater),
    "63018": (refused(63018), RetryLater),
    "63016": (refused(63016), OutsideWindow),
    **{code: (refused(int(code)), Unreachable) for code in ("63024", "63032", "63014", "63033", "21610", "21614")},
    **{code: (refused(int(code), f"No number {ANA}"), Unreachable) for code in ("21211", "21604")},
    **{code: (refused(int(code)), WrongContent) for code in ("63013", "21617", "21656", "12345")},
    "20003": (refused(20003, status=401), RetryLater),
    "63007": (refused(63007), RetryLater),
    "20502": (server_error(502), Uncertain),
    "20503": (server_error(503), Uncertain),
    "connection": (lost(), Uncertain),
}


@pytest.mark.parametrize("code", FAULTS)
async def test_errors_mean_what_is_to_be_done(here: Bench, code: str) -> None:
    fault, kind = FAULTS[code]
    here.double.script("messages", [fault])
    with pytest.raises(SendError) as raised:
        await here.channel.send(claimed("Hola"))
    assert (type(raised.value), raised.value.code) == (kind, code)
    assert "525550000001" not in repr(raised.value)
    assert "525550000001" not in "".join(traceback.format_exception(raised.value))


async def test_logs_tell_codes_and_no_people(here: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    await synced(here)
    with structlog.testing.capture_logs() as logs:
        for fault in (None, refused(21656), refused(20003, "to +525550000001", status=401), flood()):
            here.double.script("messages", [fault])
            with contextlib.suppress(SendError):
                await here.channel.send(claimed("Un secreto", "Sí", "No", id=6))
        await here.double.say(ANA, "Otro secreto")
    lines = f"{logs} {caplog.text}"
    assert {line["event"] for line in logs} == {"whatsapp.template_refused", "whatsapp.account"}
    assert not [word for word in ("secreto", "550000001", here.double.options.auth_token) if word in lines]


async def test_a_post_is_never_repeated_by_itself(here: Bench) -> None:
    for fault in (server_error(500), dropped(), flood()):
        here.double.script("messages", [fault])
        with pytest.raises(SendError):
            await here.channel.send(claimed("Hola"))
    assert here.double.record.calls["messages"] == 3


async def test_wrong_credentials_stop_everyone_and_others_only_one(here: Bench) -> None:
    for fault, everyone in ((refused(20003, status=401), True), (refused(63018), False)):
        here.double.script("messages", [fault])
        with pytest.raises(RetryLater) as raised:
            await here.channel.send(claimed("Hola"))
        assert raised.value.everyone is everyone


async def test_twilio_not_there_is_tried_later(tmp_path: Path) -> None:
    async with bench(tmp_path) as here:
        await here.double.__aexit__(None, None, None)
        with pytest.raises(RetryLater):
            await here.channel.send(claimed("Hola"))


async def test_a_failure_told_later_is_a_receipt(here: Bench) -> None:
    here.double.script("messages", [later(63024, "undelivered")])
    await here.channel.send(claimed("Hola", id=5))
    await here.double.quiet()
    assert here.inbox.receipts == [(5, "failed", "63024")]
    assert here.inbox.reached == [(ANA, False)]


@pytest.mark.parametrize(
    ("code", "kind"),
    [("63016", OutsideWindow), (63024, Unreachable), ("63013", WrongContent), ("30001", RetryLater)],
)
def test_codes_of_receipts_mean_the_same(code: str | int, kind: type[SendError]) -> None:
    assert meaning(code) is kind


@pytest.mark.parametrize("code", ["", "0", "x", "9" * 40, "-1"])
def test_a_code_nobody_knows_means_nothing(code: str) -> None:
    assert meaning(code) is SendError


async def test_every_sid_belongs_to_its_own_message(tmp_path: Path) -> None:
    """The trap: without a pool, Twilio's own client gives other people's SIDs."""
    addresses = [f"whatsapp:+52555000{place:04}" for place in range(1000)]
    async with Double(receipts=None, latency=0.01) as double:
        for address in addresses:
            await double.whatsapp_message(double.forms.text(address, "hola"), arrives=False)
        async with sender(double, tmp_path) as channel:
            turn = asyncio.Semaphore(256)

            async def one(place: int, address: str) -> str | None:
                async with turn:
                    return await channel.send(claimed(f"Hola {place}", id=place, address=address))

            sids = await asyncio.gather(*(one(*each) for each in enumerate(addresses)))
        shown = [double.sent(address) for address in addresses]
        assert [[(each.id, each.text) for each in one_screen] for one_screen in shown] == [
            [(sid, f"Hola {place}")] for place, sid in enumerate(sids)
        ]
        assert double.faults == []


async def test_a_messaging_service_stands_for_the_number(tmp_path: Path) -> None:
    async with Double(receipts=None) as double:
        await double.whatsapp_message(double.forms.text(ANA, "hola"), arrives=False)
        async with sender(double, tmp_path, service=True) as channel:
            await channel.send(claimed("Hola"))
        assert [shown.raw["messaging_service_sid"] for shown in double.sent(ANA)] == [double.options.service_sid]
        assert "StatusCallback" not in double.record.requests[-1].parameters
        assert double.faults == []
