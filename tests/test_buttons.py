"""Every button that sends a command sends one that is understood: a label alone would not tell that it is dead."""

import re
from pathlib import Path

import pytest

from dialogue import commands
from handlers.commands import recognise
from handlers.flows import FLOWS
from handlers.obeying import ACTS

ROOMS = ("dialogue", "handlers", "models")
SENT = re.compile(r'sends=f?"/(\w+)')


def sent() -> list[str]:
    root = Path(__file__).parents[1]
    files = (path for room in ROOMS for path in (root / room).rglob("*.py"))
    return sorted({word for path in files for word in SENT.findall(path.read_text(encoding="utf-8"))})


def test_there_are_buttons_that_send_commands() -> None:
    assert {"progress", "plans", "data", "news", "joined"} <= set(sent())


@pytest.mark.parametrize("word", sent())
def test_what_a_button_sends_leads_where_it_says(word: str) -> None:
    command = recognise(f"/{word}")
    assert command is not None
    assert command.name in (word, commands.GREETING)
    assert command.name in FLOWS or command.name in ACTS or command.name == "menu"
