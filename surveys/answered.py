"""A stored response as expressions see it: what was answered is taken as it is, and nothing is worked out anew.

Conditions and calculations of the form held when it was answered; a figure of today must not depend upon them. So it is
no `surveys.record.Record`; and what cannot be decided holds there, since one asks in doubt, and does not hold here.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from surveys import tables
from surveys.expressions import Expression, Failed, TooMuch
from surveys.form import Form, Table


class Answered:
    """A `surveys.expressions.Scope` over answers by key; of a repeat the first instance is the nearest."""

    def __init__(self, form: Form, answers: Mapping[str, str], moment: datetime, language: str = "es") -> None:
        self._form, self._answers, self._moment, self._language = form, answers, moment, language

    def value(self, name: str) -> str:
        """The answer of this name, or the first of them."""
        return self._answers.get(name) or next(iter(self.values(name)), "")

    def values(self, name: str) -> Sequence[str]:
        """All answers of this name, as they were asked."""
        return [answer for key, answer in self._answers.items() if key.rpartition("/")[2] == name]

    def nth(self, name: str, instances: Mapping[str, int]) -> str:
        """The answer in these instances of repeats."""
        return self._answers.get("/".join((*(f"{repeat}[{at}]" for repeat, at in instances.items()), name)), "")

    def repeat_of(self, name: str) -> str:
        """The repeat of this name, or the innermost that a question was asked in."""
        if any(key.startswith(f"{name}[") for key in self._answers):
            return name
        key = next((key for key in self._answers if key.rpartition("/")[2] == name), "")
        return key.rpartition("/")[0].rpartition("/")[2].partition("[")[0]

    def relevant(self, name: str) -> bool:
        """Whether a question was answered."""
        return bool(self.value(name))

    def count(self, name: str) -> int:
        """How many instances of a repeat, or answers of a question, there are."""
        instances = {key.partition("]/")[0] for key in self._answers if key.startswith(f"{name}[")}
        return len(instances) or len(self.values(name))

    def position(self, name: str | None) -> int:
        """A figure is never in an instance."""
        return 1

    def table(self, name: str) -> Table:
        """A table or a choice list of the form."""
        return tables.table(self._form, name, self._language)

    def choice_label(self, name: str, value: str) -> str:
        """What an option is called."""
        fields = (field for field in self._form.fields() if field.name == name)
        return tables.choice_label(self._form, fields, value, self._language)

    def now(self) -> datetime:
        """When it was answered."""
        return self._moment

    def random(self) -> float:
        """A figure does not depend upon chance."""
        return 0.0

    def row(self) -> Mapping[str, str]:
        """There is no option to look at."""
        return {}

    def language(self) -> str:
        """The language of the answers."""
        return self._language

    def version(self) -> str:
        """The version of the form."""
        return self._form.version


def holds(expression: Expression, scope: Answered) -> bool:
    """Whether a condition holds; one that cannot be decided does not."""
    try:
        return expression.true(scope)
    except (Failed, TooMuch):
        return False


def amount(expression: Expression, scope: Answered) -> float:
    """The number that an expression comes to, NaN where there is none."""
    try:
        return expression.number(scope)
    except (Failed, TooMuch):
        return float("nan")
