"""Our evaluator against Enketo's, on thousands of random expressions over random forms.

Enketo's is an independent program, run by node under jsdom (`tests/oracle/`). Where the two differ on purpose, the
difference stands in `expression_differences`, with the reason, and is tried as well: the list cannot become untrue unnoticed.
"""

import json
import math
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from surveys.expressions import parse
from tests.expression_differences import DIFFERENCES
from tests.expression_forms import document, filled
from tests.expression_maker import Maker
from tests.filled_form import NOW, Filled

HERE = Path(__file__).with_name("oracle")
PACKAGES = HERE / "node_modules" / ".package-lock.json"
FORMS = 60
EACH = 70
NOTHING = ("NaN", "Invalid Date")  # how they answer where there is no answer
AS = {"t": "string", "n": "number", "b": "boolean", "d": "string"}


class Case(NamedTuple):
    form: Filled
    ours: str
    theirs: str
    kind: str


def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed")
    if not PACKAGES.exists():
        pytest.skip("tests/oracle has not been installed (npm install there, as .ci/run does)")
    return found


def asked(cases: Sequence[Case], zone: str) -> list[dict[str, object]]:
    """What the oracle says of all cases, in their order."""
    lines: list[dict[str, str]] = []
    before = None
    for case in cases:
        if case.form is not before:
            before = case.form
            lines.append({"document": document(case.form)})
        lines.append({"expression": case.theirs, "as": AS[case.kind]})
    said = subprocess.run(  # noqa: S603 - node, with our own file
        [node(), HERE / "oracle.mjs"],
        input="".join(json.dumps(line) + "\n" for line in lines),
        env={"PATH": os.environ["PATH"], "TZ": zone, "NOW": NOW.isoformat()},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [json.loads(line) for line in said.stdout.splitlines()]


def computed(case: Case) -> object:
    """What ours says, in the oracle's form: numbers as text."""
    expression, current = parse(case.ours), case.form.answers.get("current", "")
    match case.kind:
        case "n":
            return str(expression.number(case.form, current))
        case "b":
            return expression.true(case.form, current)
        case _:
            return expression.text(case.form, current)


def agree(ours: object, theirs: object) -> bool:
    """Numbers may differ in their last digits, and what has no number is an empty answer."""
    if isinstance(theirs, str):
        theirs = theirs.replace("-00:00", "+00:00")  # how they write the zone of Greenwich
    if ours == theirs or (ours == "" and theirs in NOTHING):
        return True
    try:
        return _close(float(str(ours)), float(str(theirs)))
    except ValueError:
        return False


def _close(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12) or (math.isnan(one) and math.isnan(other))


def made(seed: int, zone: str) -> list[Case]:
    random = Random(seed)  # noqa: S311 - expressions to compare
    cases: list[Case] = []
    for _ in range(FORMS):
        form = filled(random, NOW.astimezone(ZoneInfo(zone)))
        maker = Maker(random, form, absolute=zone == "UTC")
        for _ in range(EACH):
            kind = random.choice("ttnnbbbd")
            ours, theirs, _ = maker.made(kind, 3)
            cases.append(Case(form, ours, theirs, kind))
    return cases


@pytest.mark.parametrize("zone", ["UTC", "America/Mexico_City"])
def test_random_expressions_mean_the_same(zone: str) -> None:
    """Fewer than one in a thousand differ, and these are what Enketo's gives an error for (`FAULTS`)."""
    cases = made(20261124, zone)
    different = [
        (f"{case.ours}\n    ours {ours!r}, theirs {said}", "value" in said)
        for case, said in zip(cases, asked(cases, zone), strict=True)
        if not agree(ours := computed(case), said.get("value"))
    ]
    assert len(different) / len(cases) < 0.001, "\n".join(line for line, _ in different[:40])
    assert [line for line, answered in different if answered] == []


def test_known_differences_are_still_there() -> None:
    children = [{"age": "5"}, {"age": "7"}]
    form = Filled({"empty": "", "half": "0.5", "current": ""}, children, {"list": []}, tongue="en")
    cases = [Case(form, known.ours, known.theirs, known.kind) for known in DIFFERENCES]
    for known, case, said in zip(DIFFERENCES, cases, asked(cases, "America/Mexico_City"), strict=True):
        assert (computed(case), said.get("value")) == (known.answer, known.their_answer), known.reason


def test_the_oracle_is_the_one_on_record() -> None:
    node()
    installed = json.loads(PACKAGES.read_text("utf-8"))["packages"]
    found = {
        path.removeprefix("node_modules/"): {
            "version": one["version"],
            "licence": one["license"],
            "integrity": one["integrity"],
        }
        for path, one in installed.items()
    }
    assert found == json.loads((HERE / "packages.json").read_text("utf-8"))
