"""An expression as text that reads as the same expression; it is what is stored."""

import re
from collections.abc import Sequence

from dialogue.understanding import plain
from models.audience.expressions import (
    Active,
    AllOf,
    Among,
    Answered,
    AnyOf,
    Before,
    Everybody,
    Expression,
    Joined,
    Last,
    Not,
    Received,
    Silent,
    When,
)
from models.audience.values import CLOSED, written
from models.audience.words import TERMINAL_OF

_BARE = re.compile(r"[^\W\d_]+")


def write(expression: Expression) -> str:
    """The text of an expression, in English words."""
    if isinstance(expression, AnyOf):
        return " or ".join(map(write, expression.parts))
    if isinstance(expression, AllOf):
        return " and ".join(f"({write(part)})" if isinstance(part, AnyOf) else write(part) for part in expression.parts)
    if isinstance(expression, Not):
        return _but(expression.of)
    if isinstance(expression, Among):
        return _compared(expression, "=", "in")
    return _told(expression)


def _but(expression: Expression) -> str:
    if isinstance(expression, Among):
        return _compared(expression, "!=", "not in")
    return f"not ({write(expression)})" if isinstance(expression, AllOf | AnyOf) else f"not {write(expression)}"


def _compared(among: Among, one: str, several: str) -> str:
    texts = [_value(among.field, value) for value in among.values]
    return f"{among.field} {one} {texts[0]}" if len(texts) == 1 else f"{among.field} {several} {_list(texts)}"


def _told(term: Everybody | Joined | Active | Silent | Answered | Received) -> str:
    if isinstance(term, Everybody):
        return "all"
    if isinstance(term, Joined):
        return "joined" if term.when is None else f"joined {_time(term.when)}"
    if isinstance(term, Active):
        return f"active {_time(term.when)}"
    if isinstance(term, Silent):
        return f"silent {_time(term.when).replace('within', 'for')}"
    if isinstance(term, Received):
        return f"received {term.announcement}"
    return f"answered {term.announcement}" + (f" with {_list(term.answers)}" if term.answers else "")


def _time(when: When) -> str:
    if isinstance(when, Last):
        return f"within {when.days} days"
    return f"{'before' if isinstance(when, Before) else 'since'} {when.day.isoformat()}"


def _list(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def _value(field: str, value: str) -> str:
    """In quotation marks unless it is made of words that mean nothing else."""
    text = written(field, value) if field in CLOSED else value
    if all(_BARE.fullmatch(word) and plain(word) not in TERMINAL_OF for word in text.split(" ")):
        return text
    return '"' + text.replace('"', '""') + '"'
