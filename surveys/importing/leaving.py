"""Imports a form without some of its rows: what rests on them finds them empty, and is told."""

from collections.abc import Collection, Mapping, Sequence
from typing import Literal

from dialogue.phrases import _
from surveys.expressions import Expression
from surveys.importing.drafts import Draft
from surveys.importing.imported import NotFound
from surveys.importing.lines import Table
from surveys.importing.naming import nearest
from surveys.importing.problems import Problem, Problems

LeaveOut = Collection[int | str] | Literal["all"]
#: What is wrong with where a group ends: without its row, what is inside stays.
_EDGES = ("never_closed", "closed_wrongly", "too_deep", "never_opened")


class Leaving:
    """Takes rows out of the drafts of a form."""

    def __init__(self, drafts: Sequence[Draft], survey: Table, problems: Problems) -> None:
        self._drafts, self._survey, self._problems = drafts, survey, problems

    def run(self, wanted: LeaveOut) -> set[int]:
        """Mark the rows that are left out, those within them too; returns the numbers of the rows that were named."""
        fatal = {problem.row: problem for problem in self._problems if self._is_of_survey(problem)}
        named = set(fatal) if wanted == "all" else self._rows(wanted)
        dissolved = set(named) & {row for row, problem in fatal.items() if problem.code in _EDGES}
        whole_out: list[bool] = []  # by place, whether all within goes too
        for draft in self._drafts:
            inherited = draft.parent >= 0 and whole_out[draft.parent]
            draft.left_out = inherited or draft.row in named
            whole_out.append(inherited or (draft.row in named and draft.row not in dissolved))
        return named

    def _is_of_survey(self, problem: Problem) -> bool:
        return problem.fatal and problem.sheet == self._survey.name and problem.row > 0

    def _rows(self, wanted: Collection[int | str]) -> set[int]:
        rows = {draft.row for draft in self._drafts}
        by_name = {name: draft.row for draft in self._drafts for name in (draft.name, *draft.aliases)}
        found = {each for each in wanted if isinstance(each, int) and each in rows}
        return found | {by_name[each] for each in wanted if isinstance(each, str) and each in by_name}

    def gone(self, named: Collection[int]) -> dict[int, str]:
        """The names of the rows that were named and of all within them, by their numbers."""
        return {each.row: each.name for each in self._drafts if each.row in named or (each.left_out and each.name)}

    def not_found(self, wanted: LeaveOut) -> tuple[NotFound, ...]:
        """What was to be left out and is not there."""
        if wanted == "all":
            return ()
        missing = [each for each in dict.fromkeys(wanted) if not self._rows((each,))]
        return tuple(NotFound(each, self._meant(str(each))) for each in missing)

    def _meant(self, word: str) -> dict[int, str]:
        named = [each for each in self._drafts if each.name]
        near = nearest(word, [each.name for each in named])
        return {each.row: each.name for each in named if each.name == near or each.written.split()[:1] == [word]}

    def tell_what_rests(self, rests_on: Mapping[int, Mapping[str, Expression]], places: Mapping[str, int]) -> set[int]:
        """Tell which rows rest on rows left out; returns the places of those that are to stay, empty."""
        needed: set[int] = set()
        for place, expressions in rests_on.items():
            if self._drafts[place].left_out:
                continue
            for column, expression in expressions.items():
                missing = [places[name] for name in sorted(expression.names) if self._is_out(places.get(name))]
                needed.update(missing)
                for each in missing:
                    self._tell(self._drafts[place], column, self._drafts[each])
        return needed | self._in_words(places)

    def _is_out(self, place: int | None) -> bool:
        return place is not None and self._drafts[place].left_out

    def _in_words(self, places: Mapping[str, int]) -> set[int]:
        out = [name for name, place in places.items() if self._drafts[place].left_out]
        said = [
            text
            for draft in self._drafts
            if not draft.left_out
            for each in draft.words.values()
            for text in each.values()
        ]
        blanks = "\n".join(text for text in said if "${" in text)
        return {places[name] for name in out if f"${{{name}}}" in blanks}

    def _tell(self, draft: Draft, column: str, missing: Draft) -> None:
        phrase = _("It rests on “{name}”, which is left out and counts as empty.", name=missing.name)
        self._problems.warn(self._survey.name, draft.row, self._survey.header(column), "rests_on_left_out", phrase)
