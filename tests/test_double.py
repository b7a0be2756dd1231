"""The double as a tool: waiting without polling, counting without keeping, starting by hand."""

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.double import Double
from tests.double.callers import call_telegram, create_message
from tests.double.options import SPECS

ANA, LUIS = 1001, 1002
ROOT = Path(__file__).resolve().parents[1]
WHATSAPP = "whatsapp:+525550000001"


async def send(double: Double, chat: int, text: str) -> None:
    await call_telegram(double, "sendMessage", {"chat_id": chat, "text": text})


async def test_waiting_ends_with_the_last_message_of_that_address() -> None:
    async with Double() as double:
        waiting = asyncio.create_task(double.settled(2, ANA))
        await send(double, ANA, "uno")
        await send(double, LUIS, "otro")
        assert not waiting.done()
        await send(double, ANA, "dos")
        assert [shown.text for shown in await waiting] == ["uno", "dos"]
        await double.settled(1, LUIS)


async def test_waiting_in_vain_tells_what_did_arrive() -> None:
    async with Double() as double:
        await send(double, ANA, "uno")
        with pytest.raises(TimeoutError, match=r"1 of 2 messages at 1001: \['uno'\]"):
            await double.settled(2, ANA, seconds=0.01)


async def test_anything_can_be_waited_for() -> None:
    async with Double() as double:
        waiting = asyncio.create_task(double.until(lambda: double.record.calls["sendChatAction"] > 0))
        await call_telegram(double, "sendChatAction", {"chat_id": ANA, "action": "typing"})
        await waiting
        assert double.sent(ANA) == []


async def test_both_channels_wait_alike() -> None:
    async with Double() as double:
        await double.whatsapp_message(double.forms.text(WHATSAPP, "hola"), arrives=False)
        waiting = asyncio.create_task(double.settled(1, WHATSAPP))
        await create_message(double, Body="Buenos días")
        assert [shown.text for shown in await waiting] == ["Buenos días"]


async def test_counting_only_keeps_nothing_and_can_still_be_waited_for() -> None:
    async with Double(check=False, keep=False) as double:
        waiting = asyncio.create_task(double.settled(2, WHATSAPP))
        for _ in range(2):
            await send(double, ANA, "")
            await create_message(double, Body="")
        assert await waiting == []
        assert (double.record.calls["sendMessage"], double.record.arrivals["1001"]) == (2, 2)
        assert (double.record.requests, double.twilio.state.messages, double.faults) == ([], {}, [])


async def test_latency_holds_back_the_answer_and_not_the_message() -> None:
    async with Double(latency=60) as double:
        sending = asyncio.create_task(send(double, ANA, "uno"))
        await double.settled(1, ANA)
        assert not sending.done()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def test_it_says_whether_it_checks_against_the_descriptions() -> None:
    async with Double(specs=None) as by_hand, Double(specs=Path("nowhere")) as elsewhere, Double() as usual:
        assert (by_hand.checked_against_specs, elsewhere.checked_against_specs) == (False, False)
        assert usual.checked_against_specs == SPECS.is_dir()


async def test_it_starts_by_hand_and_can_be_played_by_hand() -> None:
    command = [sys.executable, "-m", "tests.double", "--port", "0", "--latency-ms", "1"]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    told = {}
    while not (line := (await process.stdout.readline()).decode()).startswith("#"):
        name, _, value = line.strip().partition("=")
        told[name] = value
    url = told["LAZOS_TWILIO_API_URL"]
    assert told["LAZOS_TELEGRAM_API_URL"] == f"{url}/bot"
    assert told["LAZOS_TELEGRAM_FILE_URL"] == f"{url}/file/bot"
    async with aiohttp.ClientSession() as session:
        said = {"address": "1001", "text": "hola"}
        async with session.post(f"{url}/control/say", json=said) as answered:
            assert (await answered.json())["status"] == 202
        method = f"{told['LAZOS_TELEGRAM_API_URL']}{told['LAZOS_TELEGRAM_TOKEN']}/sendMessage"
        async with session.post(method, json={"chat_id": 1001, "text": "Buenos días"}) as accepted:
            assert accepted.status == 200
        async with session.get(f"{url}/control/sent", params={"address": "1001"}) as sent:
            assert [shown["text"] for shown in await sent.json()] == ["Buenos días"]
        async with session.get(f"{url}/control/faults") as faults:
            assert await faults.json() == []
        async with session.get(f"{url}/control/counts") as counts:
            assert (await counts.json())["calls"] == {"sendMessage": 1}
    process.terminate()
    await process.communicate()
