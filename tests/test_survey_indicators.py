"""The indicators: what a donor reads rests on rows that are asked, and is defined in both languages."""

import re

import pytest

from surveys.expressions import parse
from tests import test_spanish
from tests.pack_reading import Row, asked, indicators, list_of, options


@pytest.mark.parametrize("indicator", indicators(), ids=lambda row: row["key"])
def test_indicators_count_what_is_asked(indicator: Row) -> None:
    forms, rows = indicator["form"].split(), indicator["rows"].split()
    used = parse(indicator["condition"]).names | parse(indicator["base"]).names
    assert used == set(rows)
    for form in forms:
        questions = asked(form)
        assert used <= set(questions)
        values = {value for name in rows for value, *_ in options(form, list_of(questions[name]))}
        assert set(re.findall(r"'(\w+)'", indicator["condition"] + indicator["base"])) <= values
        if any(questions[name]["bot::anonymous"] for name in rows):
            assert (indicator["pairs"], indicator["by"]) == ("no", "")
    assert (len(forms), indicator["kind"]) == (2, "change") if indicator["pairs"] == "yes" else len(forms) == 1
    assert indicator["kind"] in ("share", "mean", "sum", "count", "change")
    assert float(indicator["target"]) > 0


def test_indicators_are_defined_in_both_languages() -> None:
    table = indicators()
    assert 10 <= len(table) <= 14
    assert len({row["key"] for row in table}) == len(table)
    for row in table:
        for what in ("name", "definition"):
            assert row[f"{what}_es"]
            test_spanish.test_punctuation(row[f"{what}_en"], row[f"{what}_es"])
