"""Each condition in words that follow “all people”, as it is and as its opposite."""

from collections.abc import Callable, Mapping, Sequence

from dialogue.phrases import Phrase, _, listed, plural
from models.audience.expressions import (
    Active,
    Among,
    Answered,
    Before,
    Joined,
    Last,
    Received,
    Silent,
    When,
)
from models.audience.values import ANSWERS, ANY, CLOSED, OPEN
from models.names import folded

MOST = 12  # values that are named; of more only the number is told
Words = Phrase | str
Told = Among | Joined | Active | Silent | Answered | Received

_AMONG: Mapping[str, Callable[[Words], Phrase]] = {
    "cohort": lambda values: _("from the cohort {values}", values=values),
    "programme": lambda values: _("from the programme {values}", values=values),
    "state": lambda values: _("in {values}", values=values),
    "agency": lambda values: _("working at {values}", values=values),
    "rank": lambda values: _("of the level {values}", values=values),
    "language": lambda values: _("who speak {values}", values=values),
    "channel": lambda values: _("on {values}", values=values),
    "plan": lambda values: _("with {values}", values=values),
    "tag": lambda values: _("with the tag {values}", values=values),
}
_NOT_AMONG: Mapping[str, Callable[[Words], Phrase]] = {
    "cohort": lambda values: _("not from the cohort {values}", values=values),
    "programme": lambda values: _("not from the programme {values}", values=values),
    "state": lambda values: _("not in {values}", values=values),
    "agency": lambda values: _("not working at {values}", values=values),
    "rank": lambda values: _("not of the level {values}", values=values),
    "language": lambda values: _("who do not speak {values}", values=values),
    "channel": lambda values: _("not on {values}", values=values),
    "plan": lambda values: _("without {values}", values=values),
    "tag": lambda values: _("without the tag {values}", values=values),
}


_PLANS: Mapping[str, Words] = {
    "not_started": _("a plan not started yet"),
    "started": _("a started plan"),
    "advanced": _("an advanced plan"),
    "done": _("a finished plan"),
    "changed": _("a changed plan"),
    "dropped": _("a dropped plan"),
    OPEN: _("an open plan"),
    ANY: _("a plan"),
}


def said(term: Told, *, truth: bool) -> Phrase:
    """The condition, or its opposite where `truth` is false."""
    if isinstance(term, Among):
        return (_AMONG if truth else _NOT_AMONG)[term.field](_values(term.field, term.values))
    if isinstance(term, Answered):
        return _answered(term, truth=truth)
    if isinstance(term, Joined):
        return _joined(term.when, truth=truth)
    if isinstance(term, Active):
        return _wrote(term.when, truth=truth)
    if isinstance(term, Silent):
        return _silent(term.when, truth=truth)
    return _received(term, truth=truth)


def either(parts: Sequence[Words]) -> Words:
    """The parts with “or” before the last."""
    *others, last = parts
    return _("{others} or {last}", others=listed(*others), last=last) if others else last


def both(parts: Sequence[Words]) -> Words:
    """The parts with “and” before the last."""
    *others, last = parts
    return _("{others} and {last}", others=listed(*others), last=last) if others else last


def _values(field: str, values: Sequence[str]) -> Words:
    labels = _PLANS if field == "plan" else {choice.value: choice.label for choice in CLOSED.get(field, ())}
    named = sorted((labels.get(value, value) for value in values), key=_stands_last)
    if len(named) <= MOST:
        return either(named)
    more = len(named) - MOST
    return plural("{values} or {n} other", "{values} or {n} others", more, values=listed(*named[:MOST]))


def _stands_last(name: Words) -> bool:
    """A name goes first that Spanish does not let stand behind its “o”, such as Oaxaca."""
    return not (isinstance(name, str) and folded(name).startswith(("o", "ho")))


def _joined(when: When | None, *, truth: bool) -> Phrase:
    if when is None:
        return _("who have joined") if truth else _("who have not joined")
    if isinstance(when, Last):
        n = when.days
        if truth:
            return plural("who joined in the last day", "who joined in the last {n} days", n)
        return plural("who did not join in the last day", "who did not join in the last {n} days", n)
    if isinstance(when, Before):
        return _("who joined before {day}", day=when.day) if truth else _("who did not join before {day}", day=when.day)
    return _("who joined since {day}", day=when.day) if truth else _("who did not join since {day}", day=when.day)


def _wrote(when: When, *, truth: bool) -> Phrase:
    if isinstance(when, Last):
        n = when.days
        if truth:
            return plural("who wrote in the last day", "who wrote in the last {n} days", n)
        return plural("who did not write in the last day", "who did not write in the last {n} days", n)
    return _("who wrote since {day}", day=when.day) if truth else _("who did not write since {day}", day=when.day)


def _silent(when: When, *, truth: bool) -> Phrase:
    if isinstance(when, Last):
        n = when.days
        if truth:
            return plural("who have been silent for {n} day", "who have been silent for {n} days", n)
        return plural("who have not been silent for {n} day", "who have not been silent for {n} days", n)
    if truth:
        return _("who have been silent since {day}", day=when.day)
    return _("who have not been silent since {day}", day=when.day)


def _answered(term: Answered, *, truth: bool) -> Phrase:
    number = str(term.announcement)
    if not term.answers:
        if truth:
            return _("who answered announcement {number}", number=number)
        return _("who did not answer announcement {number}", number=number)
    labels = {choice.value: choice.label for choice in ANSWERS}
    answers = either([_("“{answer}”", answer=labels[answer]) for answer in term.answers])
    if truth:
        return _("who answered {answers} to announcement {number}", answers=answers, number=number)
    return _("who did not answer {answers} to announcement {number}", answers=answers, number=number)


def _received(term: Received, *, truth: bool) -> Phrase:
    number = str(term.announcement)
    if truth:
        return _("who got announcement {number}", number=number)
    return _("who did not get announcement {number}", number=number)
