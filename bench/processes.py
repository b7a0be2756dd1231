"""The processes that are measured: each on a core of its own, apart from whoever measures."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

import msgspec

T = TypeVar("T")

MEASURED, MEASURING = 0, 1  # cores
SHOW_ERRORS = "BENCH_SHOW_ERRORS"  # in the environment: what the measured processes log is shown
START = 60.0  # seconds that a process may take to be ready
STOP = 20.0


def pin(core: int) -> None:
    """Let this process, and every thread it will have, run on one core only."""
    if hasattr(os, "sched_setaffinity") and core in os.sched_getaffinity(0) | {core} and (os.cpu_count() or 1) > 1:
        os.sched_setaffinity(0, {core})


def ready(word: str) -> None:
    """Tell whoever started this process that it may begin."""
    sys.stdout.write(f"ready {word}\n")
    sys.stdout.flush()


@asynccontextmanager
async def started(
    module: str, *arguments: str, settings: Mapping[str, str] | None = None
) -> AsyncIterator[tuple[int, str]]:
    """A process that runs `module`; its number, and the word with which it says that it is ready."""
    process = await _begun(module, arguments, settings or {})
    try:
        yield process.pid, await _ready(process)
    finally:
        await _stop(process)


async def output(module: str, *arguments: str, settings: Mapping[str, str] | None = None) -> str:
    """What a process that runs `module` prints until it ends."""
    process = await _begun(module, arguments, settings or {})
    try:
        printed, _ = await process.communicate()
    finally:
        await _stop(process)
    if process.returncode:
        raise ChildProcessError(f"{module} ended with {process.returncode}; {SHOW_ERRORS}=1 shows why")
    return printed.decode()


async def printed(type: type[T], module: str, *arguments: str, settings: Mapping[str, str] | None = None) -> T:
    """What a process that runs `module` prints in its last line, as JSON of this type."""
    lines = (await output(module, *arguments, settings=settings)).splitlines()
    return msgspec.json.decode(lines[-1], type=type)


def cpu_seconds(pid: int) -> float:
    """How long a process has computed so far, in all its threads; not known (nan) but on Linux."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> float:
    """How much memory a process has in use, in MB; not known (nan) but on Linux."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def most_memory() -> float:
    """How much memory this process has had in use at the most, in MB; not known (nan) but on Linux.

    What `getrusage` says is that of whoever started it, where that is more.
    """
    try:
        lines = Path("/proc/self/status").read_text().splitlines()
    except OSError:
        return float("nan")
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM:"))


async def _begun(module: str, arguments: Sequence[str], settings: Mapping[str, str]) -> asyncio.subprocess.Process:
    """What it logs is thrown away unless it is asked for."""
    errors = None if os.environ.get(SHOW_ERRORS) else asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        stdout=asyncio.subprocess.PIPE,
        stderr=errors,
        env=os.environ | settings,
    )


async def _ready(process: asyncio.subprocess.Process) -> str:
    if process.stdout is None:
        raise ChildProcessError("the process has no output")
    async with asyncio.timeout(START):
        while line := (await process.stdout.readline()).decode():
            if line.startswith("ready "):
                return line.split()[1]
    raise ChildProcessError(f"the process ended before it was ready; {SHOW_ERRORS}=1 shows why")


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
    try:
        async with asyncio.timeout(STOP):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()
