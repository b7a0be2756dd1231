"""Makes an expression of what the grammar has read; values of fixed lists are understood here."""

from collections.abc import Iterable
from datetime import date

from lark import Token, Transformer

from dialogue.phrases import _
from dialogue.understanding import plain
from models import roster_cells
from models.audience import faults, values
from models.audience.expressions import (
    Active,
    Among,
    Answered,
    Before,
    Everybody,
    Expression,
    Joined,
    Last,
    Not,
    Received,
    Silent,
    Since,
    When,
    all_of,
    any_of,
    negated,
)
from models.audience.faults import Unclear
from models.audience.values import ANY, NONE
from models.audience.words import DAYS_OF, FIELD_OF

LONGEST_AGO = 3660  # days


class Build(Transformer[Token, Expression]):
    """One method for each rule of the grammar; `children` are what the rules below have made."""

    def start(self, children: list[Expression | None]) -> Expression:
        return children[0] or Everybody()

    def any_of(self, children: list[Expression]) -> Expression:
        return any_of(children)

    def all_of(self, children: list[Expression]) -> Expression:
        return all_of(children)

    def negated(self, children: list[Expression]) -> Expression:
        return negated(children[1])

    def inner(self, children: list[Expression]) -> Expression:
        return children[0]

    def everybody(self, _children: list[Token]) -> Expression:
        return Everybody()

    def among(self, children: tuple[Token, object, list[str]]) -> Expression:
        return among(str(children[0]), children[-1])

    def not_among(self, children: tuple[Token, object, list[str]]) -> Expression:
        return negated(self.among(children))

    def joined(self, children: list[Token | When]) -> Expression:
        when = children[-1]
        return Joined(None if isinstance(when, Token) else when)

    def active(self, children: list[When]) -> Expression:
        return Active(_not_before(children[-1]))

    def silent(self, children: list[When]) -> Expression:
        return Silent(_not_before(children[-1]))

    def answered(self, children: list[Token | list[str]]) -> Expression:
        number = next(int(each) for each in children if isinstance(each, Token) and each.type == "NUMBER")
        told = children[-1]
        return Answered(number, () if isinstance(told, Token) else _once(map(_answer, told)))

    def received(self, children: list[Token]) -> Expression:
        return Received(int(children[-1]))

    def last(self, children: list[Token]) -> When:
        *leads, number, unit = children
        days = int(number) * DAYS_OF[plain(unit)]
        if any(lead.type == "BEFORE" for lead in leads):
            raise no_time()
        if not 1 <= days <= LONGEST_AGO:
            raise Unclear(_("A time lies between 1 and {most} days.", most=LONGEST_AGO))
        return Last(days)

    def day(self, children: list[Token]) -> When:
        *leads, day = children
        kinds = {lead.type for lead in leads} & {"SINCE", "BEFORE"}
        if len(kinds) != 1:
            raise no_time()
        return Since(_day(day)) if kinds == {"SINCE"} else Before(_day(day))

    def lead(self, children: list[Token]) -> Token:
        return children[0]

    def values(self, children: list[str]) -> list[str]:
        return children

    def quoted(self, children: list[Token]) -> str:
        written = children[0][1:-1]
        if children[0][0] == '"':
            written = written.replace('""', '"')
        return " ".join(written.split())

    def bare(self, children: list[Token]) -> str:
        return " ".join(children)

    def piece(self, children: list[Token]) -> Token:
        return children[0]


def among(field: str, texts: list[str]) -> Expression:
    """Those of whom one of `texts` is said under `field`, as either is written. Raises `Unclear`."""
    known = FIELD_OF[plain(field)]
    if not all(texts):
        raise Unclear(_("After “{field}” a value is empty.", field=known.label))
    if known.value not in values.CLOSED:
        return Among(known.value, _once(texts))
    meant = _once(_value(known.value, text) for text in texts)
    if NONE not in meant:
        return Among(known.value, meant)
    without, others = Not(Among(known.value, (ANY,))), tuple(each for each in meant if each != NONE)
    return any_of([without, Among(known.value, others)]) if others else without


def _value(field: str, text: str) -> str:
    found = values.understood(field, text)
    if found is None:
        raise faults.no_value(FIELD_OF[field].label, text, values.CLOSED[field])
    return found


def _answer(text: str) -> str:
    found = values.answer(text)
    if found is None:
        raise faults.no_value(_("answered"), text, values.ANSWERS)
    return found


def _not_before(when: When) -> Last | Since:
    if isinstance(when, Before):
        raise no_time()
    return when


def no_time() -> Unclear:
    """A time is missing, or is none."""
    return Unclear(
        _("A time is written like this: active within 30 days, silent for 90 days, joined since 2026-01-31.")
    )


def _day(text: str) -> date:
    try:
        day = roster_cells.day(str(text))
    except roster_cells.Unfit:
        day = None
    if day is None:
        raise Unclear(_("“{day}” is no date. Write it like 2026-01-31 or 31/01/2026.", day=str(text)))
    return day


def _once(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
