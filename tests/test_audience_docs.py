"""The page for staff says only what is understood, and the same in both languages."""

import re
from pathlib import Path

import pytest

from models import audience
from models.audience.words import FIELDS

PAGE = (Path(__file__).parents[1] / "docs" / "audience.md").read_text("utf-8")
ROWS = re.findall(r"^\| `([^`]+)` \| `([^`]+)` \|", PAGE, re.MULTILINE)
(BLOCK,) = re.findall(r"```text\n(.+?)```", PAGE, re.DOTALL)
EXAMPLES = BLOCK.splitlines()
REMARKS = re.findall(r"also `([^`]+)`, `([^`]+)`", PAGE)
PAIRS = re.findall(r"`([a-z ]+)`\s\(`([^`]+)`\)", PAGE.split("Plans are")[1].split("Times are")[0])


@pytest.mark.parametrize(("english", "spanish"), [*ROWS, *zip(EXAMPLES[::2], EXAMPLES[1::2], strict=True)])
def test_each_example_means_the_same_in_both_languages(english: str, spanish: str) -> None:
    assert audience.parse(english) == audience.parse(spanish)


@pytest.mark.parametrize("text", [each for pair in REMARKS for each in pair])
def test_what_is_said_beside_them_is_understood(text: str) -> None:
    audience.parse(text)


@pytest.mark.parametrize(("english", "spanish"), PAIRS)
def test_the_words_for_plans_and_levels_mean_the_same(english: str, spanish: str) -> None:
    field = "plan" if english in PAGE.split("Levels are")[0].split("Plans are")[1] else "rank"
    assert audience.parse(f"{field} = {english}") == audience.parse(f"{field} = {spanish}")


def test_nothing_that_can_be_asked_for_is_left_out() -> None:
    told = " ".join(english for english, _ in ROWS)
    assert all(re.search(rf"\b{field.value}\b", told) for field in FIELDS)
    assert len(ROWS) == 15
    assert len(PAIRS) == 13
    assert len(PAGE.splitlines()) <= 80
