"""The process that opens files from outside, so that a hostile one can freeze or break nothing but itself.

It starts without the bot's environment and sockets, so it has no keys to give away, and it can write no file. It is fed
on its standard input: the length of a file in eight bytes, then the file. It answers with one line of JSON, then the
clean file: plain values, since the bot must not trust a worker that a file may have taken over.
"""

import contextlib
import gc
import json
import os
import sys
from typing import BinaryIO

from PIL import Image

from bot.media.clean import Clean, Refused
from bot.media.rewrite import rewrite

READY = b"ready\n"
LENGTH_BYTES = 8


def main() -> None:
    """Limit this process to the megabytes given as its only argument, then serve until the input ends."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    Image.preinit()
    _limit(int(sys.argv[1]) * 1024 * 1024)
    answers.write(READY)
    answers.flush()
    while length := source.read(LENGTH_BYTES):
        _serve(source.read(int.from_bytes(length)), answers)
        gc.collect()


def _serve(data: bytes, answers: BinaryIO) -> None:
    try:
        clean = rewrite(data, "")
    except Refused as refused:
        answers.write(json.dumps({"refused": refused.reason}).encode() + b"\n")
    else:
        answers.write(_head(clean) + clean.data)
    answers.flush()


def _head(clean: Clean) -> bytes:
    facts = {"type": clean.type, "width": clean.width, "height": clean.height, "length": len(clean.data)}
    return json.dumps(facts).encode() + b"\n"


def _limit(memory: int) -> None:
    """Bound memory, forbid writing files and dumping memory, where the system knows such limits."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))


if __name__ == "__main__":
    main()
