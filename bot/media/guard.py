"""Rewriting files at arm's length: in another process that may be stopped, seen from the event loop as one `await`.

One worker process stays up and takes one file after another. It is replaced when it has overrun its time, when it has
died, and after some files, so that no memory of old files piles up in it.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from bot.media.clean import Clean, Reason, Refused
from bot.media.kinds import LIMITS
from bot.media.worker_process import WorkerProcess

_FILES_A_WORKER = 50
_guards: dict[int, "Guard"] = {}


class Guard:
    """A worker process and the thread that waits for it; to be closed when the program ends."""

    def __init__(self, *, megabytes: int = 1024) -> None:
        """Start nothing yet; `megabytes` is the address space of the worker, some 100 of which its programs take."""
        self._megabytes = megabytes
        self._thread = ThreadPoolExecutor(1, "media-guard")
        self._worker: WorkerProcess | None = None
        self._served = 0
        self._closing = False

    async def rewrite(self, data: bytes, name: str, *, seconds: float = 20) -> Clean:
        """As `bot.media.rewrite.rewrite`, in the worker; files wait for one another, their time does not run meanwhile.

        Raises `Refused`, which is (damaged) also for a file over which the worker died or ran out of time, and
        `RuntimeError` if no worker starts or the guard is being closed: the file may be tried again later.
        """
        del name
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._rewrite, data, seconds)

    async def close(self) -> None:
        """Stop the worker at once, whatever it is doing, and then the thread."""
        self._closing = True
        if self._worker is not None:
            self._worker.kill()
        await asyncio.to_thread(self._thread.shutdown, cancel_futures=True)
        self._stop()

    def _rewrite(self, data: bytes, seconds: float) -> Clean:
        if len(data) > max(LIMITS.values()):
            raise Refused(Reason.too_large)
        worker = self._running()
        try:
            if not self._closing:
                return worker.ask(data, seconds)
        except (OSError, EOFError, ValueError):
            self._stop()
        if self._closing:
            raise RuntimeError("files are no longer taken")
        raise Refused(Reason.damaged)

    def _running(self) -> WorkerProcess:
        if self._worker is None or self._served >= _FILES_A_WORKER or not self._worker.is_alive():
            self._stop()
            self._worker, self._served = WorkerProcess(self._megabytes), 0
        self._served += 1
        return self._worker

    def _stop(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None:
            worker.stop()


async def rewrite_guarded(data: bytes, name: str, *, seconds: float = 20, megabytes: int = 1024) -> Clean:
    """Write a file anew in a process kept for it, within `seconds` and `megabytes`; see `Guard.rewrite` for errors."""
    guard = _guards.get(megabytes)
    if guard is None:
        guard = _guards[megabytes] = Guard(megabytes=megabytes)
    return await guard.rewrite(data, name, seconds=seconds)


async def close_guards() -> None:
    """Stop what `rewrite_guarded` has started; a later call starts it anew."""
    while _guards:
        await _guards.popitem()[1].close()
