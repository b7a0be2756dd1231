"""Runs `lazos` by a clock that a test sets: at first and after every SIGUSR1 by what stands in the file of LAZOS_CLOCK.

Started by its path, as a program of its own: what the words after it say is what `lazos` is told.
"""

import os
import runpy
import signal
import sys
from datetime import datetime
from pathlib import Path

import time_machine

FILE = "LAZOS_CLOCK"


def told() -> datetime:
    """The moment that the file says it is."""
    return datetime.fromisoformat(Path(os.environ[FILE]).read_text())


def main() -> None:
    """Run by that clock, which goes on from there."""
    with time_machine.travel(told(), tick=True) as clock:
        signal.signal(signal.SIGUSR1, lambda *_: clock.move_to(told()))
        runpy.run_module("bot", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    sys.path.pop(0)  # this folder, whose modules are the tests'
    main()
