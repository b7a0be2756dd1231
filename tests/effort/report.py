"""Writes docs/effort.md: the same figures that the tests hold to."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import time_machine

from models.store import Store
from tests import databases
from tests.effort.measuring import EASY, LONG, Effort, Task, ease, hard, play
from tests.effort.tasks import TASKS
from tests.sources import in_spanish

MOMENT = datetime(2026, 11, 24, 16, tzinfo=UTC)  # dates and hours are said, and shorter or longer on another day
PATH = Path(__file__).parents[2] / "docs" / "effort.md"

#: Why some texts may be harder than the rest; by how they begin.
EXCEPTIONS = {
    "Así le escribimos": "a list of settings and of options, with hardly a sentence in it",
    "Para qué, de manera necesaria": "the law's own word for what is necessary; read only by whoever asks for all of it",
}

HEAD = """# What it costs to use

Measured on transcripts that are played through the real way in and out, in both languages and on both channels, by
`.venv/bin/python -m tests.effort`, which writes this page; `tests/test_effort.py` holds the limits and fails when this page
is not up to date. A *turn* is a message of the person, a *tap* a turn that was a button. Letters and bytes are those of
the longest text of the bot, its options included.

| task | turns (at most) | taps | letters typed | messages | longest, letters | heaviest, bytes |
|---|---|---|---|---|---|---|
"""


class Row(NamedTuple):
    """A task, done in one language on one channel."""

    task: Task
    language: str
    channel: str
    effort: Effort


def rows(template: Path, folder: Path) -> Iterator[Row]:
    """Every task in both languages on both channels, each on a store of its own."""
    for task in TASKS:
        for language in ("es", "en"):
            for channel in ("telegram", "whatsapp"):
                store = Store(databases.sqlite_copy(template, folder), databases.new_vault())
                with time_machine.travel(MOMENT, tick=False):
                    effort = play(store, task, language, channel)
                yield Row(task, language, channel, effort)
                store.close()


def page(measured: list[Row]) -> str:
    """The page as it should be."""
    heard = sorted({text for row in measured if row.language == "es" for text in row.effort.texts} | set(sentences()))
    return HEAD + "\n".join([*_table(measured), "", *_ease(heard), ""])


def sentences() -> list[str]:
    """Every Spanish sentence of the catalogue."""
    forms = ([each.string] if isinstance(each.string, str) else each.string for each in in_spanish() if each.id)
    return [form for strings in forms for form in strings or ()]


def excused(text: str) -> str | None:
    """Why a text may be hard."""
    return next((why for beginning, why in EXCEPTIONS.items() if text.startswith(beginning)), None)


def _table(measured: list[Row]) -> Iterator[str]:
    for row in measured:
        if row.channel == "telegram":
            effort, most = row.effort, row.task.most
            yield (
                f"| {row.task.name} ({row.language}) | {effort.turns} ({most}) | {effort.taps} | {effort.letters} | "
                f"{len(effort.texts)} | {effort.longest} | {effort.heaviest} |"
            )


def _ease(heard: list[str]) -> Iterator[str]:
    long = [text for text in heard if len(text.split()) >= LONG]
    values = sorted(ease(text) for text in long)
    yield "## How easy the Spanish is"
    yield ""
    yield (
        f"{len(long)} Spanish texts have {LONG} words or more. On Fernández-Huerta's scale (textstat), where {EASY} is fairly "
        f"easy and more is easier, they reach {values[0]} to {values[-1]}, half of them {values[len(values) // 2]} or more."
    )
    found = hard(long)
    yield ""
    yield f"Below {EASY}:" if found else f"None is below {EASY}."
    for text, value in found.items():
        yield f"- {value}: «{text.splitlines()[0][:80]}…»: {excused(text) or 'to be mended'}"


def write() -> None:
    """Measure everything and write the page."""
    folder = Path(tempfile.mkdtemp())
    try:
        PATH.write_text(page(list(rows(databases.sqlite_template(folder), folder))), "utf-8")
    finally:
        shutil.rmtree(folder)
