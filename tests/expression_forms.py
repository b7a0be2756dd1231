"""Random filled forms, for our evaluator as a scope and for Enketo's as one document."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from xml.sax.saxutils import escape

from tests.filled_form import Filled

WORDS = ("", "yes", "no", "a", "a b", "c a b", "Ana Ejemplo", "José", "x-1", "d'Ana", "true", "  two  spaces ", "aaa")
NUMBERS = ("", "0", "1", "5", "-3", "2.5", "12", "100", "0.1", "00042", "-0.75", "3.")
DATES = ("", "2024-02-29", "2026-01-05", "2026-11-24", "2025-12-31", "2023-07-01")
MOMENTS = ("", "2026-03-31T14:30:00.000-06:00", "2026-11-24T00:15:30.250-06:00", "2026-11-24T22:00:00.000+01:00")
TEXT_FIELDS = ("t1", "t2", "t3")
NUMBER_FIELDS = ("n1", "n2", "n3")
DATE_FIELDS = ("d1", "d2", "m1")


def filled(random: Random, at: datetime) -> Filled:
    """Random answers, no to four children, and a table."""
    answers = {name: random.choice(WORDS) for name in TEXT_FIELDS}
    answers |= {name: random.choice(NUMBERS) for name in NUMBER_FIELDS}
    answers |= {"d1": random.choice(DATES), "d2": random.choice(DATES), "m1": random.choice(MOMENTS)}
    answers["current"] = random.choice(WORDS + NUMBERS)
    children = [{"age": random.choice(NUMBERS), "nick": random.choice(WORDS)} for _ in range(random.randrange(5))]
    keys = random.sample(["a", "b", "c", "yes", "5", "José"], random.randrange(1, 6))
    rows = [{"name": key, "label": f"L {key}", "size": random.choice(NUMBERS)} for key in keys]
    return Filled(answers, children, {"list": rows}, at=at, tongue="en")


def document(form: Filled) -> str:
    """The same form as the document that the oracle is given."""
    children = "".join(f"<child>{_elements(child)}</child>" for child in form.children)
    items = "".join(f"<item>{_elements(row)}</item>" for row in form.tables["list"])
    return f"<data>{_elements(form.answers)}{children}<list><root>{items}</root></list></data>"


def _elements(values: Mapping[str, str]) -> str:
    return "".join(f"<{name}>{escape(value)}</{name}>" for name, value in values.items())
