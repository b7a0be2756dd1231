"""Works the indicators out: for all, and by group of people, with small groups hidden.

A person counts once for each activity, by her last response to the form. A change is told of matched pairs, the same
people with both answers, and apart from that of everybody who answered before and of everybody who answered after.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from models.surveys.exported import About, Anonymous, Response
from models.surveys.small_cells import LEAST, hidden
from surveys.answered import Answered, amount, holds
from surveys.form import Form
from surveys.indicators import Indicator

ALL, MATCHED, CROSS_SECTION, ANONYMOUS = "all", "matched pairs", "cross-section", "anonymous"


class Version(NamedTuple):
    """One version of a questionnaire, and how the questionnaire is called."""

    name: str
    form: Form


class Figure(NamedTuple):
    """One figure of one group, "" for all; numbers are None where they would tell of too few people. Of a hidden
    group not even the name is told: who is the only one of a group would be known by it.

    `n` are the answers it rests on. Of matched pairs `before` and `after` are the two means, and `value` the change.
    """

    key: str
    sample: str
    form: str
    by: str
    group: str
    n: int | None
    value: float | None
    before: float | None = None
    after: float | None = None


class _Table(NamedTuple):
    """All groups of one kind, which add up to the same people."""

    key: str
    sample: str
    form: str
    by: str


@dataclass(slots=True)
class _Sum:
    people: int = 0
    n: int = 0
    total: float = 0.0
    before: float = 0.0


class Reckoning:
    """Takes responses, those of a person at once, and keeps sums only. `versions` are the forms by number."""

    def __init__(self, wanted: Sequence[Indicator], versions: Mapping[int, Version]) -> None:
        self._versions = versions
        self._wanted = {each.key: each for each in wanted}
        self._anonymous = {each.key for each in wanted if _is_anonymous(each, versions.values())}
        self._sums: dict[_Table, dict[str, _Sum]] = {}

    def take(self, responses: Sequence[Response]) -> None:
        """Take all responses of one person."""
        last = {(self._versions[each.about.form].name, _activity(each.about)): each for each in responses}
        touched: set[tuple[_Table, str]] = set()
        for (name, activity), response in last.items():
            for indicator in self._wanted.values():
                if indicator.key in self._anonymous or name not in indicator.forms:
                    continue
                touched |= set(self._one(indicator, name, response))
                if indicator.kind == "change" and name == indicator.forms[1]:
                    touched |= set(self._pair(indicator, last.get((indicator.forms[0], activity)), response))
        for table, group in touched:
            self._sums[table][group].people += 1

    def take_anonymous(self, answer: Anonymous) -> None:
        """Take an answer of nobody's: it has no group, and rests on itself alone."""
        version = self._versions[answer.form]
        row = answer.key.rpartition("/")[2]
        scope = Answered(version.form, {row: answer.answer}, _first_day(answer.month))
        for key in self._anonymous:
            indicator = self._wanted[key]
            if version.name in indicator.forms and row in indicator.rows:
                value = _value(indicator, scope)
                if value is not None:
                    self._add(_Table(key, ANONYMOUS, version.name, ""), "", value).people += 1

    def figures(self) -> list[Figure]:
        """All figures, in the order of the indicators; each for all people first. What rests on nobody is told too."""
        order = {key: place for place, key in enumerate(self._wanted)}
        tables = sorted(self._sums, key=lambda table: (order[table.key], table.sample, table.form, table.by))
        found = [figure for table in tables for figure in self._told(table)]
        unanswered = self._wanted.keys() - {table.key for table in tables}
        nobody = (Figure(key, ALL, " ".join(self._wanted[key].forms), "", "", 0, None) for key in unanswered)
        return sorted([*found, *nobody], key=lambda figure: order[figure.key])

    def _one(self, indicator: Indicator, name: str, response: Response) -> Iterator[tuple[_Table, str]]:
        value = self._value(indicator, response)
        if value is None:
            return
        sample = CROSS_SECTION if indicator.kind == "change" else ALL
        for by, group in _groups(indicator, response.about):
            table = _Table(indicator.key, sample, name, by)
            self._add(table, group, value)
            yield table, group

    def _pair(self, indicator: Indicator, before: Response | None, after: Response) -> Iterator[tuple[_Table, str]]:
        values = None if before is None else (self._value(indicator, before), self._value(indicator, after))
        if values is None or values[0] is None or values[1] is None:
            return
        for by, group in _groups(indicator, after.about):
            table = _Table(indicator.key, MATCHED, " ".join(indicator.forms), by)
            self._add(table, group, values[1], values[0])
            yield table, group

    def _value(self, indicator: Indicator, response: Response) -> float | None:
        form = self._versions[response.about.form].form
        return _value(indicator, Answered(form, response.answers, response.about.moved_at))

    def _add(self, table: _Table, group: str, value: float, before: float = 0.0) -> _Sum:
        here = self._sums.setdefault(table, {}).setdefault(group, _Sum())
        here.n, here.total, here.before = here.n + 1, here.total + value, here.before + before
        return here

    def _told(self, table: _Table) -> Iterator[Figure]:
        indicator, groups = self._wanted[table.key], self._sums[table]
        total = self._sums[table._replace(by="")][""]
        if _is_small(indicator, total):  # a small count in all is shown for no group either
            unsaid = frozenset(groups)
        else:
            unsaid = hidden({group: _counts(indicator, each) for group, each in groups.items()})
        if table.by == "" and unsaid:
            yield Figure(*table, "", None, None)
        for group, sums in sorted((group, sums) for group, sums in groups.items() if group not in unsaid):
            if table.sample == MATCHED:
                yield _change(table, group, sums, with_means=not self._tells_of_the_unmatched(table, group, sums))
            else:
                total_told = indicator.kind in ("sum", "count")
                yield Figure(*table, group, sums.n, sums.total if total_told else sums.total / sums.n)

    def _tells_of_the_unmatched(self, table: _Table, group: str, pairs: _Sum) -> bool:
        """Whether the means of the pairs, beside those of everybody, tell what the few others answered."""
        beside = (
            self._sums.get(table._replace(sample=CROSS_SECTION, form=form), {}).get(group, _Sum())
            for form in table.form.split()
        )
        return any(0 < each.people - pairs.people < LEAST for each in beside)


def _value(indicator: Indicator, scope: Answered) -> float | None:
    """What a response adds; None where it does not belong to those who count."""
    if not holds(indicator.counts, scope):
        return None
    if indicator.kind in ("share", "count"):
        return float(holds(indicator.counted, scope))
    number = amount(indicator.counted, scope)
    return number if math.isfinite(number) else None


def _change(table: _Table, group: str, pairs: _Sum, *, with_means: bool) -> Figure:
    before, after = pairs.before / pairs.n, pairs.total / pairs.n
    return Figure(*table, group, pairs.n, after - before, *((before, after) if with_means else (None, None)))


def _counts(indicator: Indicator, sums: _Sum) -> tuple[int, ...]:
    """What must not be small: people, and of what is counted how many there are."""
    return (sums.people, int(sums.total)) if indicator.kind == "count" else (sums.people,)


def _is_small(indicator: Indicator, sums: _Sum) -> bool:
    return sums.people < LEAST or any(0 < each < LEAST for each in _counts(indicator, sums))


def _is_anonymous(indicator: Indicator, versions: Iterable[Version]) -> bool:
    ours = (version.form for version in versions if version.name in indicator.forms)
    return any(field.anonymous for form in ours for field in form.fields() if field.name in indicator.rows)


def _activity(about: About) -> tuple[str | None, str | None]:
    return about.programme, about.cohort


def _groups(indicator: Indicator, about: About) -> Iterator[tuple[str, str]]:
    cohort = " / ".join(filter(None, (about.programme, about.cohort)))
    known = {"cohort": cohort, "state": about.state, "rank_band": about.rank_band, "channel": about.channel}
    yield "", ""
    for by in indicator.by:
        yield by, known[by] or ""


def _first_day(month: str) -> datetime:
    return datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
