"""One update that nobody can read, or that a fault of ours meets, does not keep the others from being answered."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import intake, polling, taking
from bot.channels.telegram.batches import batch
from bot.channels.telegram.parsing import Event, read
from models.contacts import Address
from models.received import Arrival
from models.store import Store, Unavailable
from tests.double import Double, telegram_polling
from tests.telegram_setting import ANA, Recorder, confirmed, new_store, polled, texts
from tests.test_telegram_parsing import JUNK


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(tmp_path)
    yield store
    store.close()


@pytest.fixture
def inbox() -> Recorder:
    return Recorder()


@pytest.fixture
async def double() -> AsyncIterator[Double]:
    async with Double() as double:
        yield double
        assert double.faults == []


POISON = {
    "no message in it": {"message": {"text": "secreto"}},
    "a wrong type": {"message": {"message_id": "secreto", "chat": 5}},
    "a text": "secreto",
    "nothing": None,
    "a list": ["secreto"],
    "a number that is none": {"update_id": "secreto", "message": 5},
    "enormous": {"message": {"text": "secreto" * 1_000_000}},
    "deep": msgspec.Raw(b'{"update_id":%d,"message":' + b"[" * 90_000 + b"]" * 90_000 + b"}"),
    "half a letter": msgspec.Raw(b'{"update_id":%d,"message":{"text":"secreto \\ud83d"}}'),
    "not JSON": msgspec.Raw(b'{"update_id":%d,"message":{"text":"secreto" 5}}'),
    "not UTF-8": msgspec.Raw(b'{"update_id":%d,"message":{"text":"secreto \xff"}}'),
}


async def put(double: Double, body: Any) -> None:
    """Let anything at all come in as an update."""
    double.telegram.state.pending.add(double.telegram.state.next_update(), body)
    await double.record.changed()


async def put_poison(double: Double, poison: Any) -> None:
    number = double.telegram.state.updates + 1
    if isinstance(poison, msgspec.Raw):
        return await put(double, msgspec.Raw(bytes(poison).replace(b"%d", b"%d" % number)))
    if isinstance(poison, dict):
        poison = {"update_id": number} | poison
    return await put(double, poison)


@pytest.mark.parametrize("poison", POISON.values(), ids=POISON.keys())
async def test_a_poisoned_update_is_passed_over_and_never_comes_again(
    double: Double, store: Store, inbox: Recorder, capsys: pytest.CaptureFixture[str], poison: Any
) -> None:
    for text in ("uno", "dos"):
        await double.say(ANA, text)
    await put_poison(double, poison)
    for text in ("tres", "cuatro"):
        await double.say(ANA, text)
    async with polled(double, store, inbox):
        await confirmed(double)
        assert texts(inbox) == ["uno", "dos", "tres", "cuatro"]
        await put_poison(double, poison)  # the last one for now, and nothing beside it
        await confirmed(double)
        await double.say(ANA, "cinco")
        await confirmed(double)
    assert texts(inbox) == ["uno", "dos", "tres", "cuatro", "cinco"]
    said = capsys.readouterr().out
    assert said.count("telegram.update.unreadable") == (0 if poison == POISON["no message in it"] else 2)
    assert "secreto" not in said
    assert "telegram.polling.failed" not in said


@given(st.lists(JUNK, max_size=20), st.integers(1, 1 << 40), st.data())
def test_whatever_stands_between_updates_all_of_it_is_confirmed_and_nothing_beyond(
    junk: list[Any], first: int, data: st.DataObject
) -> None:
    bodies = [{"update_id": first + place} if data.draw(st.booleans()) else each for place, each in enumerate(junk)]
    found = batch(msgspec.json.encode({"ok": True, "result": bodies}), first)
    assert found.offset == first + len(bodies)
    assert found.updates == [msgspec.json.encode(body) for body in bodies]


class Moody(Recorder):
    """Raises `faults`, one each, for messages with that text."""

    def __init__(self, **faults: Exception) -> None:
        super().__init__()
        self.faults = faults

    async def heard(self, address: Address, arrival: Arrival) -> None:
        if (fault := self.faults.pop(arrival.text, None)) is not None:
            raise fault
        await super().heard(address, arrival)


async def test_a_fault_of_ours_blocks_nobody(double: Double, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    inbox = Moody(malo=ZeroDivisionError("mi plan secreto"))
    for text in ("uno", "malo", "dos"):
        await double.say(ANA, text)
    async with polled(double, store, inbox):
        await confirmed(double)
    assert texts(inbox) == ["uno", "dos"]
    said = capsys.readouterr().out
    assert "ZeroDivisionError" in said
    assert "secreto" not in said


async def test_nor_does_a_fault_in_reading(
    double: Double, store: Store, inbox: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def faulty(body: bytes) -> list[Event]:
        if b"malo" in body:
            raise ZeroDivisionError
        return read(body)

    monkeypatch.setattr(taking, "read", faulty)
    for text in ("uno", "malo", "dos"):
        await double.say(ANA, text)
    async with polled(double, store, inbox):
        await confirmed(double)
    assert texts(inbox) == ["uno", "dos"]


class Stubborn(Recorder):
    """Has a store that can never take what says `malo`."""

    async def heard(self, address: Address, arrival: Arrival) -> None:
        if arrival.text == "malo":
            raise Unavailable("index row size")
        await super().heard(address, arrival)


async def test_what_the_store_can_never_take_is_given_up_while_it_takes_what_is_of_others(
    double: Double, store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for where, name in ((polling, "FIRST_DELAY"), (polling, "LONGEST_DELAY"), (telegram_polling, "AGAIN")):
        monkeypatch.setattr(where, name, 0.001)
    inbox = Stubborn()
    for text in ("malo", "bueno"):
        await double.say(ANA, text)
    async with polled(double, store, inbox):
        await double.until(lambda: double.record.calls["getUpdates"] > 2 * intake.TRIES)
        assert len(double.telegram.state.pending) == 2, "nobody else was heard: the store may be away"
        await double.say(ANA + 1, "hola")
        await confirmed(double)
    assert set(texts(inbox)) == {"bueno", "hola"}
    assert capsys.readouterr().out.count("telegram.update.failed") == 1
