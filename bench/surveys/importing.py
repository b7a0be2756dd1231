"""What importing a very large form costs, and what an expression costs, read once and worked out again and again.

Run as a process of its own: `python -m bench.surveys.importing`.
"""

import random
import sys
import time
from collections.abc import Iterator

import msgspec

from bench.processes import MEASURED, pin
from surveys.expressions import Expression, Failed, TooMuch, parse
from surveys.importing import read
from tests.expression_forms import filled
from tests.expression_maker import Maker
from tests.filled_form import NOW, Filled
from tests.sheet_samples import book

ROWS = 5_500  # as many as the largest form has that was found in the wild
GROUP = 25  # rows of each group
TIMES, EXPRESSIONS, FILLED = 3, 2_000, 20
SEED = 20261124
DEPTH = 3  # of an expression at the most
_WORDS = ("label::Español (es)", "label::English (en)", "hint::Español (es)", "constraint_message::Español (es)")
_HEAD = ("type", "name", *_WORDS, "relevant", "constraint", "required", "calculation")
_KINDS = ("text", "integer", "select_one scale", "select_multiple tools", "date", "decimal", "calculate", "note")


class Imported(msgspec.Struct):
    """Seconds to import the form, its questions, and how many problems it has.

    `expression` and `parsing` are the µs to work one out, and to read one.
    """

    seconds: float
    rows: int
    problems: int
    expression: float
    parsing: float


def measure() -> Imported:
    """Import the form some times, and work out many random expressions over random answers."""
    content = large_form()
    took = []
    for _ in range(TIMES):
        parse.cache_clear()
        began = time.perf_counter()
        found = read(content, "large.xlsx")
        took.append(time.perf_counter() - began)
    if found.form is None:
        raise ValueError("the form was not imported")
    fields = sum(1 for _ in found.form.fields())
    expression, parsing = _expressions()
    return Imported(min(took), fields, sum(1 for _ in found.problems), expression, parsing)


def large_form() -> bytes:
    """An .xlsx of so many rows in two languages, in groups, most of which hang on an answer before them."""
    options = [("list_name", "name", *_WORDS[:2])]
    options += [
        (name, f"{value}", f"{value} veces", f"{value} times") for name in ("scale", "tools") for value in range(9)
    ]
    return book({"survey": [_HEAD, *_rows()], "choices": options})


def _rows() -> Iterator[tuple[str, ...]]:
    inside = GROUP - 2  # of each group, without its beginning and its end
    for group in range(ROWS // GROUP):
        first = group * inside
        relevant = f"${{q{first - inside}}} != ''" if group else ""
        yield _row("begin_group", f"g{group}", relevant=relevant)
        for number in range(first, first + inside):
            yield _asked(number, first)
        yield _row("end_group", "")


def _asked(number: int, first: int) -> tuple[str, ...]:
    kind = _KINDS[number % len(_KINDS)] if number > first else "integer"  # what others hang on
    name, earlier = f"q{number}", f"${{q{first}}}"
    if kind == "calculate":
        return _row(kind, name, calculation=f"if({earlier} > 10, round({earlier} div 2, 1), coalesce({earlier}, 0))")
    constraint = ". >= 0 and . <= 500" if kind in ("integer", "decimal") else ""
    relevant = f"{earlier} >= 3 and not({earlier} = 7)" if number > first else ""
    return _row(kind, name, relevant, constraint)


def _row(kind: str, name: str, relevant: str = "", constraint: str = "", calculation: str = "") -> tuple[str, ...]:
    words = (f"¿Cómo va el punto {name}?", f"How is point {name}?", "Para saber qué falta.", "Un número hasta 500.")
    told = words if kind not in ("calculate", "end_group") else ("",) * len(words)
    return (kind, name, *told, relevant, constraint, "yes" if constraint else "", calculation)


def _expressions() -> tuple[float, float]:
    """µs to work one out, and to read one."""
    chance = random.Random(SEED)  # repeatable, not secret
    forms = [filled(chance, NOW) for _ in range(FILLED)]
    maker = Maker(chance, forms[0], absolute=False)
    texts = [maker.made(chance.choice("tnb"), DEPTH).ours for _ in range(EXPRESSIONS)]
    parse.cache_clear()
    began = time.perf_counter()
    read_ = [parse(text) for text in texts]
    parsing = time.perf_counter() - began
    began = time.perf_counter()
    for form in forms:
        for each in read_:
            _work_out(each, form)
    working = time.perf_counter() - began
    return working / len(forms) / len(read_) * 1e6, parsing / len(read_) * 1e6


def _work_out(expression: Expression, form: Filled) -> str:
    try:
        return expression.text(form, "a")
    except (Failed, TooMuch):
        return ""


if __name__ == "__main__":
    pin(MEASURED)
    sys.stdout.write(msgspec.json.encode(measure()).decode())
