"""Pictures and documents in WhatsApp: fetched by Twilio from us, or by the person where WhatsApp carries no such file."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import RetryLater, WrongContent
from dialogue.drawing.content import Content
from dialogue.drawing.whatsapp import CAPTION_LIMIT, TEXT_LIMIT, Kind, with_file, with_link
from tests.double import Double, flood, later
from tests.made import DOCUMENT, PAGE, PICTURE, showing
from tests.whatsapp_bench import ANA, Bench, bench, sender

LINK = "https://lazos.example/media/" + "x" * 43


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Bench]:
    async with bench(tmp_path) as here:
        await here.double.say(ANA, "hola")
        yield here


async def test_a_picture_is_fetched_and_stands_over_its_words(here: Bench) -> None:
    sid = await here.channel.send(showing("picture", "Así va su plan.", ANA, 7))
    [shown] = await here.double.settled(1, ANA)
    assert (shown.id, shown.text) == (sid, "Así va su plan.")
    assert (shown.media[0].type, shown.media[0].content) == ("image/png", PICTURE.data)
    await here.double.quiet()
    assert here.inbox.receipts == [(7, "sent", None), (7, "delivered", None)]
    assert here.double.faults == []


async def test_a_document_has_its_words_before_it(here: Bench) -> None:
    await here.channel.send(showing("page", "Aquí está la hoja.", ANA))
    shown = await here.double.settled(2, ANA)
    assert [(each.text, [media.content for media in each.media]) for each in shown] == [
        ("Aquí está la hoja.", []),
        ("", [PAGE.data]),
    ]
    assert here.double.faults == []


async def test_what_whatsapp_does_not_carry_is_fetched_by_a_link(here: Bench) -> None:
    await here.channel.send(showing("document", "Esto es todo lo que guardamos.", ANA))
    [shown] = await here.double.settled(1, ANA)
    text, _, line = shown.text.partition("\n\n")
    assert text == "Esto es todo lo que guardamos."
    words, _, link = line.rpartition(" ")
    assert words == "Su archivo está aquí durante una hora:"
    async with aiohttp.ClientSession() as session, session.get(link) as answer:
        assert (answer.status, await answer.read()) == (200, DOCUMENT.data)
        assert answer.headers["Content-Disposition"] == 'attachment; filename="mis-datos.json"'
    assert here.double.faults == []


async def test_without_a_public_address_nothing_is_shown_and_the_cure_is_named(tmp_path: Path) -> None:
    async with Double() as double, sender(double, tmp_path) as channel:
        for kind in ("picture", "document"):
            with structlog.testing.capture_logs() as logs, pytest.raises(WrongContent):
                await channel.send(showing(kind, "Así va.", ANA))
            assert [line["event"] for line in logs] == ["whatsapp.attachment_not_sent: set LAZOS_PUBLIC_URL"]
        assert double.record.calls["messages"] == 0


async def test_a_picture_that_could_not_be_fetched_has_to_go_again(here: Bench) -> None:
    """As after a restart, when the address is known no more."""
    here.double.script("messages", [later(63019, "failed")])
    await here.channel.send(showing("picture", "Así va.", ANA, 8))
    await here.double.quiet()
    assert here.inbox.receipts == [(8, "queued", "63019")]
    await here.channel.send(showing("picture", "Así va.", ANA, 8)._replace(tries=2))
    [shown] = await here.double.settled(1, ANA)
    assert shown.media[0].content == PICTURE.data


async def test_words_that_went_out_before_a_fault_are_not_said_again(here: Bench) -> None:
    here.double.script("messages", [None, flood()])
    with pytest.raises(RetryLater):
        await here.channel.send(showing("page", "Aquí está la hoja.", ANA))
    await here.channel.send(showing("page", "Aquí está la hoja.", ANA))
    assert [each.text for each in await here.double.settled(2, ANA)] == ["Aquí está la hoja.", ""]


async def test_clearing_does_nothing_and_counts_as_done(here: Bench) -> None:
    cleared = showing("picture", "", ANA)._replace(content=Content("", clears=True), deletes=("SM1",))
    assert await here.channel.send(cleared) is None
    assert here.double.record.calls["messages"] == 0


@given(st.text(max_size=3000), st.sampled_from(["image/png", "application/pdf", "audio/ogg"]))
def test_no_word_beside_a_file_is_lost(text: str, type: str) -> None:
    *before, shown = with_file(Content(text, language="es"), type)
    assert shown.kind is Kind.FILE
    assert len(shown.text) <= CAPTION_LIMIT
    assert type == "image/png" or not shown.text
    assert all(piece.kind is Kind.TEXT and len(piece.text) <= TEXT_LIMIT for piece in before)
    assert "".join("".join(piece.text for piece in [*before, shown]).split()) == "".join(text.split())


@given(st.text(max_size=3000))
def test_a_link_is_never_cut(text: str) -> None:
    pieces = with_link(Content(text, language="en"), LINK)
    assert all(len(piece.text) <= TEXT_LIMIT for piece in pieces)
    assert pieces[-1].text.endswith(LINK)
