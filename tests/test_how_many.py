"""Numbers on the command line go with the right word: one row, two rows."""

import pytest

from bot.commands.output import how_many


@pytest.mark.parametrize(("n", "told"), [(0, "0 people"), (1, "1 person"), (2, "2 people"), (21, "21 people")])
def test_one_is_one_and_all_else_are_several(n: int, told: str) -> None:
    assert how_many(n, "person", "people") == told
