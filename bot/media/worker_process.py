"""The bot's end of the line to a worker process: how it is started, asked, timed and stopped.

The worker gets none of the bot's environment or sockets. Of its answer only bytes and plain values are taken: a hostile
file may have made it say anything.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from typing import IO, Any, cast

from bot.media.clean import MEGABYTE, Clean, Reason, Refused
from bot.media.kinds import FACTS
from bot.media.worker import LENGTH_BYTES, READY

_START_SECONDS = 60
_LONGEST_HEAD = 1000
_LARGEST_ANSWER = 256 * MEGABYTE
_NAMES = {facts.type: facts.name for facts in FACTS.values()}


class WorkerProcess:
    """A running worker; raises `RuntimeError` if it does not start."""

    def __init__(self, megabytes: int) -> None:
        command = [sys.executable, "-B", "-P", "-s", "-m", "bot.media.worker", str(megabytes)]
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and a number
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,
        )
        self._questions, self._answers = cast("IO[bytes]", self._process.stdin), cast("IO[bytes]", self._process.stdout)
        with self._stopped_after(_START_SECONDS):
            line = self._answers.readline(_LONGEST_HEAD)
        if line != READY:
            self.stop()
            raise RuntimeError("the process that opens files did not start")

    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._process.poll() is None

    def ask(self, data: bytes, seconds: float) -> Clean:
        """Have a file written anew. Blocks for at most `seconds`.

        Raises `Refused` as the worker says, and `OSError`, `EOFError` or `ValueError` if the worker gave no proper
        answer in time: it is of no use then.
        """
        with self._stopped_after(seconds):
            self._questions.write(len(data).to_bytes(LENGTH_BYTES) + data)
            self._questions.flush()
            head = json.loads(self._answers.readline(_LONGEST_HEAD))
            if "refused" in head:
                raise Refused(Reason(head["refused"]))
            return _clean(head, self._read(int(head["length"])))

    def kill(self) -> None:
        """End the process now; may be called while another thread is asking."""
        self._process.kill()

    def stop(self) -> None:
        """End the process and let go of all that belongs to it."""
        self.kill()
        for pipe in (self._questions, self._answers):
            with suppress(OSError):
                pipe.close()
        self._process.wait()

    def _read(self, length: int) -> bytes:
        data = self._answers.read(length) if 0 <= length <= _LARGEST_ANSWER else b""
        if len(data) != length:
            raise EOFError
        return data

    @contextmanager
    def _stopped_after(self, seconds: float) -> Iterator[None]:
        timer = Timer(seconds, self.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _environment() -> dict[str, str]:
    kept = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "MALLOC_ARENA_MAX": "2"}
    if sys.platform == "win32":
        kept["SYSTEMROOT"] = os.environ["SYSTEMROOT"]
    return kept


def _clean(head: dict[str, Any], data: bytes) -> Clean:
    width, height = head.get("width"), head.get("height")
    if head["type"] not in _NAMES or not all(side is None or isinstance(side, int) for side in (width, height)):
        raise ValueError
    return Clean(data, head["type"], _NAMES[head["type"]], width, height)
