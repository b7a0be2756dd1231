"""Measure, in rounds that take turns, and write the tables into `docs/performance.md`: `python -m bench`.

It takes two cores: what is measured runs on the first, whoever writes to it and the providers on the second. The
machine should be doing nothing else; the load that it had is written down beside the figures.
"""

import argparse
import asyncio
import os
import platform
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.filled import Filled
from bench.goals import goals
from bench.measured import Measure, Name
from bench.measurements import PARTS, measurements
from bench.processes import MEASURING, pin
from bench.table import tables
from tests import databases

PAGE = Path(__file__).resolve().parent.parent / "docs" / "performance.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
SHOWN = ("python-telegram-bot", "aiogram", "twilio", "aiohttp", "SQLAlchemy", "uvloop")


def main() -> None:
    asked = _arguments()
    pin(MEASURING)
    before = os.getloadavg()
    parts = tuple(asked.only or PARTS)
    with TemporaryDirectory() as folder:
        filled = Filled(Path(folder), databases.server())
        with filled.filling():
            round_ = measurements(filled, asked.seconds, parts)
            measured = asyncio.run(_rounds(round_, asked.rounds))
    text = "\n\n".join((_circumstances(asked, before), tables(measured), goals(measured)))
    sys.stdout.write(f"{text}\n")
    if not asked.only and not asked.print_only:
        _write(text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each measurement")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="measure these, and write nothing")
    parser.add_argument("--print-only", action="store_true", help=f"leave docs/{PAGE.name} alone")
    return parser.parse_args()


async def _rounds(round_: Mapping[Name, Measure], rounds: int) -> dict[Name, list[Any]]:
    """All measurements, again and again, every other round backwards: the machine is not the same all the time."""
    measured: dict[Name, list[Any]] = {name: [] for name in round_}
    for number in range(rounds):
        for name in list(round_)[:: -1 if number % 2 else 1]:
            result = await round_[name]()
            measured[name].append(result)
            sys.stderr.write(f"{number + 1}/{rounds} {name}: {result}\n")
    return measured


def _circumstances(asked: argparse.Namespace, before: tuple[float, float, float]) -> str:
    command = f"python -m bench --rounds {asked.rounds} --seconds {asked.seconds:g}"
    load = f"{before[0]:.1f} before and {os.getloadavg()[0]:.1f} after"
    return (
        f"`{command}`, {datetime.now(UTC):%Y-%m-%d}: {os.cpu_count()} cores ({_processor()}), load average {load}; "
        f"Python {platform.python_version()}, {', '.join(filter(None, map(_version, SHOWN)))}. "
        "Medians of the rounds, in brackets the least and the most; a ratio is taken within each round."
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _version(package: str) -> str:
    try:
        return f"{package} {version(package)}"
    except PackageNotFoundError:
        return ""


def _write(text: str) -> None:
    """Between the marks of the page, whatever stood there."""
    page = PAGE.read_text(encoding="utf-8")
    head, rest = page.split(BEGIN)
    PAGE.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{rest.split(END)[1]}", encoding="utf-8")


if __name__ == "__main__":
    main()
