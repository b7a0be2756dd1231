"""Expressions that mean harm: an error at once, and no memory; and what honest forms need all the same."""

import contextlib
import time

import pytest

from surveys.expressions import Failed, TooMuch, Unreadable, parse
from surveys.expressions.faults import DEEPEST, LONGEST
from tests.filled_form import Filled

HOSTILE = [
    "(" * 5_000,
    "not(" * 5_000 + "1" + ")" * 5_000,
    "-" * 20_000 + "1",
    "1" + " + 1" * 8_000,
    "1" + " = 1" * 8_000,
    "a" + "[a" * 5_000,
    "/a" * 16_000,
    "'" * 30_001,
    "${" * 10_000,
    "concat(" + ",".join(["${big}"] * 4_000) + ")",
    "regex(${big}, '(a*)*b')",
    "regex(${big}, '(((a{1,100}){1,100}){1,100})x')",
    "regex('a', concat(${big}, ${big}))",
    "count(instance('big')/root/item[count(instance('big')/root/item[name > 1]) > 1])",
    "instance('big')/root/item/name = instance('big')/root/item/label",
    "translate(${big}, ${big}, ${big})" + " = ''" * 50,
    "join(${big}, instance('big')/root/item/name)",
    "pow(pow(99999, 99999), 99999) = exp(99999)",
    "uuid(999999999)",
    "format-date(today(), '" + "%Y" * 16_000 + "')",
    "date(" + "9" * 300 + ")",
    "x" * (LONGEST + 1),
]


@pytest.mark.parametrize("written", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_expressions_end_at_once(written: str) -> None:
    big = Filled({"big": "a" * 20_000}, tables={"big": [{"name": str(n), "label": f"x{n}"} for n in range(5_000)]})
    began = time.process_time()
    with contextlib.suppress(Unreadable, TooMuch, Failed):
        parse(written).text(big)
    assert time.process_time() - began < 1.0


def test_what_an_honest_form_needs_is_not_too_much() -> None:
    towns = Filled(
        {"a": "t4999"}, tables={"towns": [{"name": f"t{n}", "state": "JAL", "size": str(n)} for n in range(5_000)]}
    )
    assert parse("pulldata('towns', 'size', 'name', ${a})").text(towns) == "4999"
    assert parse("count(instance('towns')/root/item[state = 'JAL' and size > 10])").number(towns) == 4989
    nested = "if(${a} = 'x', 1, " * (DEEPEST - 2) + "0" + ")" * (DEEPEST - 2)
    assert parse(nested).text(towns) == "0"
