"""Rewriting in a process of its own: the bot stays awake, a hostile file breaks the worker only, the next one works."""

import asyncio
import os
import struct
import sys
import time
import zlib
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from PIL import Image

from bot.media.clean import Clean, Reason, Refused
from bot.media.guard import Guard, close_guards, rewrite_guarded
from bot.media.rewrite import rewrite
from bot.media.worker_process import WorkerProcess
from tests.evidence_samples import encoded, photo, zipped
from tests.office_samples import docx

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at the worker from outside, in /proc")


@pytest.fixture
async def guard() -> AsyncIterator[Guard]:
    made = Guard()
    yield made
    await made.close()


def children() -> set[int]:
    """The processes this one has started."""
    found: set[int] = set()
    for task in Path(f"/proc/{os.getpid()}/task").iterdir():
        with suppress(FileNotFoundError, ProcessLookupError):  # a thread that has just ended
            found |= {int(child) for child in (task / "children").read_text().split()}
    return found


def slow_sheet() -> bytes:
    """A document that takes far longer than a moment: a million tags."""
    tags = "".join(f'<b c="{number}"/>' for number in range(1_000_000))
    return zipped(docx({"word/document.xml": f"<a>{tags}</a>"}))


def bytes_read(process: int) -> int:
    return int(Path(f"/proc/{process}/io").read_text().split()[1])


async def started(guard: Guard, worker: int) -> asyncio.Task[Clean]:
    """The rewriting of a slow file, once the worker has taken it in."""
    sent = slow_sheet()
    awaited = bytes_read(worker) + len(sent)
    running = asyncio.create_task(guard.rewrite(sent, "x"))
    async with asyncio.timeout(10):
        while bytes_read(worker) < awaited:  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0)
    return running


async def test_the_same_file_comes_out(guard: Guard) -> None:
    for sent in (encoded(photo(), "JPEG"), zipped(docx())):
        assert await guard.rewrite(sent, "x") == rewrite(sent, "x")


async def test_a_refusal_keeps_its_reason(guard: Guard) -> None:
    for sent, reason in ((b"hola", Reason.wrong_type), (bytes(16_000_000), Reason.too_large)):
        with pytest.raises(Refused) as caught:
            await guard.rewrite(sent, "x")
        assert caught.value.reason is reason


async def test_one_worker_serves_many_files(guard: Guard) -> None:
    before = children()
    await asyncio.gather(*[guard.rewrite(encoded(photo(), "PNG"), "x") for _ in range(5)])
    assert len(children() - before) == 1


async def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_works(guard: Guard) -> None:
    await guard.rewrite(encoded(photo(), "PNG"), "x")
    began = time.monotonic()
    with pytest.raises(Refused) as caught:
        await guard.rewrite(slow_sheet(), "x", seconds=0.3)
    assert caught.value.reason is Reason.damaged
    assert time.monotonic() - began < 5
    assert (await guard.rewrite(encoded(photo(), "PNG"), "x")).type == "image/png"


async def test_the_loop_goes_on_meanwhile(guard: Guard) -> None:
    await guard.rewrite(encoded(photo(), "PNG"), "x")
    turns = 0

    async def count() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    counting = asyncio.create_task(count())
    await guard.rewrite(encoded(Image.effect_noise((3000, 2000), 90), "JPEG"), "x")
    counting.cancel()
    assert turns > 100


async def test_a_worker_that_dies_costs_nothing_but_its_file(guard: Guard) -> None:
    before = children()
    await guard.rewrite(encoded(photo(), "PNG"), "x")
    (worker,) = children() - before
    running = await started(guard, worker)
    os.kill(worker, 9)
    with pytest.raises(Refused) as caught:
        await running
    assert caught.value.reason is Reason.damaged
    assert (await guard.rewrite(encoded(photo(), "PNG"), "x")).width == 64


async def test_a_worker_that_died_between_two_files_costs_nothing(guard: Guard) -> None:
    before = children()
    await guard.rewrite(encoded(photo(), "PNG"), "x")
    (worker,) = children() - before
    os.kill(worker, 9)
    await asyncio.to_thread(os.waitid, os.P_PID, worker, os.WEXITED | os.WNOWAIT)
    assert (await guard.rewrite(encoded(photo(), "PNG"), "x")).width == 64


def large_png(side: int) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes((side * 4 + 1) * side)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


async def test_the_largest_picture_allowed_fits_into_the_memory_allowed(guard: Guard) -> None:
    clean = await guard.rewrite(large_png(7070), "x")
    assert (clean.width, clean.height) == (2560, 2560)


async def test_a_file_that_needs_more_memory_is_refused_and_the_next_one_works() -> None:
    small = Guard(megabytes=256)
    try:
        with pytest.raises(Refused) as caught:
            await small.rewrite(large_png(7070), "x")
        assert caught.value.reason is Reason.too_large_unpacked
        assert (await small.rewrite(encoded(photo(), "PNG"), "x")).type == "image/png"
    finally:
        await small.close()


def test_the_worker_is_not_told_the_keys_and_can_write_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAZOS_KEYS", "clave-inventada")
    before = children()
    worker = WorkerProcess(1024)
    try:
        (number,) = children() - before
        assert b"clave-inventada" not in Path(f"/proc/{number}/environ").read_bytes()
        limits = Path(f"/proc/{number}/limits").read_text()
        assert limits.split("Max file size")[1].split()[:2] == ["0", "0"]
        assert limits.split("Max core file size")[1].split()[:2] == ["0", "0"]
    finally:
        worker.stop()
    assert children() == before


async def test_closing_stops_a_running_file_and_leaves_nothing() -> None:
    before = children()
    guard = Guard()
    await guard.rewrite(encoded(photo(), "PNG"), "x")
    (worker,) = children() - before
    running = await started(guard, worker)
    await guard.close()
    with pytest.raises(RuntimeError, match="no longer"):
        await running
    assert children() == before


async def test_the_function_starts_and_stops_what_it_needs() -> None:
    before = children()
    assert (await rewrite_guarded(encoded(photo(), "JPEG"), "x")).name == "foto.jpg"
    await close_guards()
    assert children() == before
