"""Ticking one option after another: on Telegram the message changes where it stands, elsewhere the question comes again."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
import time_machine

from models.store import Store
from tests.alumni import code_for, enrol
from tests.announced import deliver
from tests.double import Double, lost
from tests.phones import Phone
from tests.telegram_setting import ANA, channel, message, new_store, running

NOON = datetime(2026, 11, 24, 18, 0, tzinfo=UTC)


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


def asked(store: Store, channel: str, address: str) -> Phone:
    """A phone that shows purposes to be ticked; what it was sent lies with the provider."""
    code = store.run(code_for, store.run(enrol))
    phone = Phone(store, channel, address, moment=NOON)
    for line in (code, "ejemplo", "acepto"):
        phone.write(line)
        arrive(store, phone)
    return phone


def arrive(store: Store, phone: Phone) -> list[str]:
    """Everything that waits for this phone is sent: which messages it takes the place of."""
    return [each.content.edits for each in deliver(store, phone.channel, moment=phone.moment)]


def test_on_telegram_the_newest_message_changes_and_any_other_stays(store: Store) -> None:
    with time_machine.travel(NOON, tick=False):
        phone = asked(store, "telegram", "500001")
        first = phone.shown
        phone.write("[Avisos y materiales]")
        (edited,) = arrive(store, phone)
        assert edited.startswith("telegram")
        phone.write("[Contacto con colegas]")
        phone.write("[Citar mis logros]")  # before the other one has gone out
        assert len(set(arrive(store, phone))) == 1
        assert [each.label for each in phone.shown[0].options[:3]] == [
            "✓ Avisos y materiales",
            "✓ Contacto con colegas",
            "✓ Citar mis logros",
        ]
        phone.write("¿cómo?")
        assert arrive(store, phone) == [""], "what was typed is answered below it"
        phone.shown = first
        phone.write("[Avisos y materiales]")
        assert arrive(store, phone)[0], "the question is the newest message again"
        phone.write("listo")
        assert arrive(store, phone) == [""], "another question is a message of its own"


def test_whatsapp_changes_nothing_that_was_sent(store: Store) -> None:
    with time_machine.travel(NOON, tick=False):
        phone = asked(store, "whatsapp", "whatsapp:+525550000011")
        phone.write("[Avisos y materiales]")
        assert arrive(store, phone) == [""]


async def test_the_keyboard_changes_on_the_screen_and_what_is_gone_is_said_anew(double: Double, tmp_path: Path) -> None:
    store = new_store(tmp_path)
    async with running(channel(double.url, store)) as telegram:
        await telegram.registered()
        id = await telegram.send(message("¿Cuáles?", "Uno", "Dos"))
        ticked = message("¿Cuáles?", "✓ Uno", "Dos", "Listo", number=2)
        ticked = ticked._replace(content=msgspec.structs.replace(ticked.content, edits=str(id)))
        assert await telegram.send(ticked) == id
        assert [(each.text, each.labels) for each in double.sent(ANA)] == [("¿Cuáles?", ["✓ Uno", "Dos", "Listo"])]
        assert await telegram.send(ticked) == id, "once more, as after a crash"
        double.script("editMessageText", [lost()])
        untick = ticked._replace(content=msgspec.structs.replace(ticked.content, options=ticked.content.options[1:]))
        with pytest.raises(Exception, match="connection lost"):
            await telegram.send(untick)
        assert await telegram.send(untick) == id
        assert len(double.sent(ANA)) == 1
        gone = ticked._replace(content=msgspec.structs.replace(ticked.content, edits="999"))
        assert await telegram.send(gone) != id
        assert [each.labels for each in double.sent(ANA)] == [["Dos", "Listo"], ["✓ Uno", "Dos", "Listo"]]
    store.close()
