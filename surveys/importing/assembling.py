"""Puts a form together out of the rows of its sheets."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from dialogue.phrases import _
from surveys.form import Field, Form, Item, Option, Text
from surveys.importing import building, choices, external, labels
from surveys.importing.betraying import betrayals
from surveys.importing.checking import Checking, known_names
from surveys.importing.choices import List
from surveys.importing.cycles import cycles
from surveys.importing.drafts import drafts
from surveys.importing.external import Rows
from surveys.importing.imported import Imported
from surveys.importing.leaving import LeaveOut, Leaving
from surveys.importing.lines import Table
from surveys.importing.looping import written_out
from surveys.importing.naming import name_all
from surveys.importing.pointing import Pointers
from surveys.importing.problems import UNSAFE, Problem, Problems
from surveys.importing.selecting import Selecting
from surveys.importing.settings import Settings
from surveys.importing.settling import Settling, name_inner_lists
from surveys.importing.structure import Nesting


class Assembling:
    """One form, from the rows of its sheets to its questions."""

    def __init__(
        self,
        settings: Settings,
        survey: Table,
        choice_sheets: Sequence[Table],
        tables: Mapping[str, Rows],
        problems: Problems,
    ) -> None:
        self._settings, self._survey, self._choices, self._tables = settings, survey, choice_sheets, tables
        self._problems = problems
        self._drafts = drafts(survey, problems)

    def run(self, leave_out: LeaveOut) -> Imported:
        """Settle, check and build; with something fatal that is not left out there is no form."""
        lists = self._prepared()
        places = known_names(self._drafts)
        checking = Checking(self._survey, places, {*lists, *map(external.stem, lists), *self._tables}, self._problems)
        checking.run(self._drafts)
        self._tell_of_cycles(checking, places)
        self._tell_of_betrayals(checking)
        labels.check(self._drafts, self._survey, self._problems, self._settings.language)
        counts = self._counts()
        leaving = Leaving(self._drafts, self._survey, self._problems)
        left_out = leaving.run(leave_out)
        kept_empty = leaving.tell_what_rests(checking.rests_on, places) if left_out else set()
        form = self._form(building.items(self._drafts, kept_empty), lists, checking.asked_tables)
        problems = self._sorted(left_out)
        fatal = any(problem.fatal for problem in problems)
        out = (tuple(sorted(left_out)), leaving.gone(left_out), leaving.not_found(leave_out))
        return Imported(None if fatal else form, problems, *counts, *out)

    def _prepared(self) -> dict[str, Sequence[Option]]:
        """Nest, name and point; returns the lists by name."""
        survey, problems = self._survey, self._problems
        read = [choices.lists(sheet, problems, self._settings.language) for sheet in self._choices]
        self._drafts = written_out(self._drafts, read[0] if read else {})
        name_inner_lists(self._drafts)
        Nesting(self._drafts, survey.name, survey.header("type"), problems).run()
        name_all(self._drafts, survey.name, survey.header("name"), problems)
        lists = self._select(read)
        Pointers(self._drafts, survey.name, problems).straighten()
        Settling(survey, self._tables, problems).run(self._drafts)
        return lists

    def _select(self, read: Sequence[Mapping[str, List]]) -> dict[str, Sequence[Option]]:
        inside, outside = [*read, {}, {}][:2]
        selecting = Selecting(self._survey, inside, outside, self._tables, self._problems, self._settings.language)
        selecting.run(self._drafts)
        found = {name: each.options for lists in reversed(read) for name, each in lists.items()} | selecting.found
        for sheet, lists in zip(self._choices, read, strict=True):
            found |= self._checked(sheet, lists, selecting)
        return found

    def _checked(self, sheet: Table, lists: Mapping[str, List], selecting: Selecting) -> dict[str, Sequence[Option]]:
        own = {name: each for name, each in lists.items() if selecting.found.get(name) is each.options}
        checked = choices.check(own, sheet, selecting.several, self._problems)
        choices.tell_of_long_labels(checked, sheet, self._problems)
        return {name: each.options for name, each in checked.items()}

    def _tell_of_cycles(self, checking: Checking, places: Mapping[str, int]) -> None:
        for cycle in cycles(self._drafts, checking.rests_on, places):
            names = ", ".join(self._drafts[place].name for place in cycle.rows[:5])
            phrase = _("These rows wait for each other: {names}.", names=names)
            for place in cycle.ahead:
                row = self._drafts[place].row
                self._problems.fatal(self._survey.name, row, self._survey.header("relevant"), "cycle", phrase)

    def _tell_of_betrayals(self, checking: Checking) -> None:
        for draft, column in betrayals(self._drafts, checking.rests_on):
            phrase = _("This rests on an anonymous answer and would tell it. Make this row anonymous too.")
            self._problems.fatal(self._survey.name, draft.row, self._survey.header(column), "tells_anonymous", phrase)

    def _counts(self) -> tuple[int, int, int]:
        """How many rows there are, are dealt with, and are refused for safety."""
        rows = {draft.row for draft in self._drafts}
        mine = [problem for problem in self._problems if problem.fatal and problem.sheet == self._survey.name]
        lost = {problem.row for problem in mine if problem.code != UNSAFE} & rows
        refused = {problem.row for problem in mine if problem.code == UNSAFE} - lost
        return len(rows), len(rows) - len(lost), len(refused)

    def _sorted(self, named: Collection[int]) -> tuple[Problem, ...]:
        """The problems in the order of the sheets; what is left out is no longer fatal."""
        sheet = self._survey.name
        out = {draft.row for draft in self._drafts if draft.left_out} | set(named)
        told = [
            problem._replace(fatal=False) if problem.sheet == sheet and problem.row in out else problem
            for problem in self._problems
        ]
        return tuple(sorted(told, key=lambda problem: (problem.sheet != sheet, problem.sheet, problem.row)))

    def _form(self, items: Sequence[Item], lists: Mapping[str, Sequence[Option]], asked: Collection[str]) -> Form:
        made = Form(name="", title={}, version="", languages=(), items=tuple(items))
        used = {field.options for field in made.fields() if field.options} | set(asked)
        kept = {name: tuple(options) for name, options in lists.items() if name in used}
        order = [
            column.language for sheet in (self._survey, *self._choices) for column in sheet.columns if column.language
        ]
        said = [
            self._settings.title,
            *_words(made.fields()),
            *(option.label for each in kept.values() for option in each),
        ]
        languages = labels.languages_of([*said, *self._group_words()], self._settings.language, order)
        labels.tell_of_languages(self._drafts, languages, self._settings.plain, self._survey, self._problems)
        return Form(
            name=self._settings.name,
            title=self._settings.title,
            version=self._settings.version,
            languages=languages,
            items=tuple(items),
            lists=kept,
            tables=self._asked_tables(asked, kept),
        )

    def _asked_tables(self, asked: Collection[str], lists: Collection[str]) -> dict[str, Rows]:
        """The tables that the form looks into; those that did not come along are empty."""
        return {name: self._tables.get(name, ()) for name in asked if name in self._tables or name not in lists}

    def _group_words(self) -> list[Text]:
        return [draft.said("label") for draft in self._drafts if draft.is_begin and not draft.left_out]


def _words(fields: Iterable[Field]) -> list[Text]:
    return [
        said
        for field in fields
        for said in (field.label, field.hint, field.required_message, field.constraint_message, field.reminder)
    ]
