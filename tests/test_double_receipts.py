"""Status callbacks of the double: signed with their query, by rank, twice, out of order, with the code of a failure."""

from collections.abc import AsyncIterator

import pytest

from tests.double import Double, Plan
from tests.double.callers import authentic, create_message
from tests.double.listener import Listener

WHATSAPP = "whatsapp:+525550000001"
PUBLIC = "https://lazos.example"
CALLBACK = f"{PUBLIC}/whatsapp/status?message=7"


@pytest.fixture
async def bot() -> AsyncIterator[Listener]:
    async with Listener() as bot:
        yield bot


@pytest.fixture
async def double(bot: Listener) -> AsyncIterator[Double]:
    async with Double(webhook=bot.url, public_url=PUBLIC) as double:
        yield double


async def test_receipts_follow_to_the_callback_signed_with_its_query(double: Double, bot: Listener) -> None:
    await double.whatsapp_message(double.forms.text(WHATSAPP, "hola"), arrives=False)
    sid = (await create_message(double, StatusCallback=f"{CALLBACK}#rc=5"))[1]["sid"]
    await double.quiet()
    await double.receipt(sid, "read")
    assert [(posted.path, posted.form["MessageStatus"]) for posted in bot.posted] == [
        ("/whatsapp/status?message=7", rank) for rank in ("sent", "delivered", "read")
    ]
    assert all(authentic(double, posted, CALLBACK) for posted in bot.posted)
    assert {posted.form["MessageSid"] for posted in bot.posted} == {sid}
    assert bot.posted[0].headers["Content-Type"].endswith("; charset=utf-8")


async def test_a_failure_is_told_with_its_code(double: Double, bot: Listener) -> None:
    sid = (await create_message(double, StatusCallback=CALLBACK))[1]["sid"]
    await double.quiet()
    assert [(posted.form["MessageStatus"], posted.form["ErrorCode"]) for posted in bot.posted] == [("failed", "63016")]
    await double.receipt(sid, "delivered")
    assert double.twilio.messages.fetch(sid)["status"] == "failed"


async def test_receipts_can_come_twice_and_out_of_order_the_same_way_each_time(bot: Listener) -> None:
    plan = Plan(("queued", "sent", "delivered", "read"), duplicated=True, shuffled=True)
    for _ in range(2):
        async with Double(webhook=bot.url, public_url=PUBLIC, receipts=plan, seed=3) as double:
            await double.whatsapp_message(double.forms.text(WHATSAPP, "hola"), arrives=False)
            sid = (await create_message(double, StatusCallback=CALLBACK))[1]["sid"]
            await double.quiet()
            assert double.twilio.messages.fetch(sid)["status"] == "read"
    ranks = [posted.form["MessageStatus"] for posted in bot.posted]
    assert ranks[:8] == ranks[8:]
    assert sorted(ranks[:8]) == sorted(plan.ranks * 2)
    assert ranks[:8] != sorted(ranks[:8], key=plan.ranks.index)


async def test_a_bot_that_is_not_there_is_no_error_of_the_test() -> None:
    async with Double(webhook="http://127.0.0.1:9") as double:
        assert (await double.say(WHATSAPP, "hola")).status == 0
        assert double.postman.undelivered == ["http://127.0.0.1:9/whatsapp"]
