"""Which list each question chooses from: of the choices sheet, of a table that came along, or of a repeat."""

from collections.abc import Mapping, Sequence

from dialogue.phrases import Phrase, _
from surveys.form import CHOSEN, Option
from surveys.importing import external, searching
from surveys.importing.choices import List
from surveys.importing.drafts import Draft
from surveys.importing.external import Rows
from surveys.importing.lines import Table
from surveys.importing.naming import nearest
from surveys.importing.parameters import parameters
from surveys.importing.problems import MISSING_FILE, Problems
from surveys.importing.types import Type

#: Lists that everybody means alike, whether or not they are written down.
_YES_NO = ("yesno", "noyes")
_YES = {"es": "Sí", "en": "Yes"}


class Selecting:
    """Gives each question that chooses its list, and tells where there is none."""

    def __init__(
        self, survey: Table, lists: Mapping[str, List], outside: Mapping[str, List], tables: Mapping[str, Rows],
        problems: Problems, language: str,
    ) -> None:  # fmt: skip
        self._survey, self._lists, self._outside, self._tables = survey, lists, outside, tables
        self._problems, self._language = problems, language
        self._alike_by: dict[str, list[str]] = {}
        for name in lists:
            self._alike_by.setdefault(_loosely(name), []).append(name)
        self.found: dict[str, Sequence[Option]] = {}
        self.several: dict[str, bool] = {}

    def run(self, drafts: Sequence[Draft]) -> None:
        """Set `options` of each. The lists are in `found`; `several` says which of them several are chosen from."""
        for draft in drafts:
            if draft.type.role == "field" and draft.type.kind in CHOSEN:
                self._select(draft)

    def _select(self, draft: Draft) -> None:
        name = draft.type.list
        search = searching.searched(draft.plain.get("appearance", ""))
        if not name:
            self._tell(draft, "no_list", _("The type has to name a list, such as “select_one yes_no”."))
        elif name.startswith("${"):
            draft.plain["options"] = name  # who is meant is settled with all other pointers
        elif draft.type.detail == "file" or name.lower().endswith((".csv", ".xml", ".geojson")):
            self._from_file(draft, name)
        elif search is not None:
            self._search(draft, name, search)
        else:
            self._from_sheet(draft, name)

    def _from_sheet(self, draft: Draft, name: str) -> None:
        first, second = (
            (self._outside, self._lists) if draft.type.detail == "external" else (self._lists, self._outside)
        )
        own = name if name in first or name in second else self._alike(name)
        found = first.get(own) or second.get(own)
        if found is not None:
            self._take(draft, own, found.options)
        elif _loosely(name) in _YES_NO:
            self._warn(
                draft, "yes_no", _("There is no list “{list}” in the choices. Yes and no are offered.", list=name)
            )
            self._take(draft, name, self._yes_or_no())
        else:
            self._without_list(draft, name)

    def _without_list(self, draft: Draft, name: str) -> None:
        """A name that is nearly right is to be put right; a list that is nowhere leaves the answer to be written."""
        near = nearest(name, [*self._lists, *self._outside])
        if near:
            phrase = _("There is no list “{list}” in the choices. Did you mean “{near}”?", list=name, near=near)
            self._tell(draft, "missing_list", phrase)
            return
        phrase = _("There is no list “{list}” in the choices. The answer is written instead of chosen.", list=name)
        self._in_writing(draft, "missing_list", phrase)

    def _yes_or_no(self) -> tuple[Option, Option]:
        yes = {self._language: _YES.get(self._language, "Sí / Yes")}
        return Option(value="yes", label=yes), Option(value="no", label={self._language: "No"})

    def _alike(self, name: str) -> str:
        """The only list whose name differs in nothing but capitals, spaces and underscores; empty for none."""
        alike = self._alike_by.get(_loosely(name), [])
        return alike[0] if len(alike) == 1 else ""

    def _from_file(self, draft: Draft, name: str) -> None:
        rows = self._tables.get(external.stem(name))
        given = parameters(draft.plain.get("parameters", ""))
        value, label = given.get("value", "name"), given.get("label", "label")
        options = external.options(rows or (), value, label, self._language)
        if options:
            self._take(draft, name, options)
        else:
            self._without_rows(draft, name, missing=rows is None)

    def _search(self, draft: Draft, name: str, search: searching.Search) -> None:
        pattern = self._lists.get(name)
        if pattern is None:
            self._without_list(draft, name)
            return
        rows = self._tables.get(search.table)
        if rows is None:
            self._without_rows(draft, f"{search.table}.csv", missing=True)
        else:
            also = draft.plain.get("choice_filter", "")
            both = [f"({each})" for each in (search.condition, also) if each]
            draft.plain["choice_filter"] = " and ".join(both) if len(both) > 1 else (search.condition or also)
            draft.plain["appearance"] = ""
            self._take(draft, f"{name}_{search.table}", searching.options(rows, pattern.options))

    def _without_rows(self, draft: Draft, file: str, missing: bool) -> None:
        phrase = _("The file “{file}” has no options. The answer is written instead of chosen.", file=file)
        if missing:
            phrase = _("The file “{file}” did not come along. The answer is written instead of chosen.", file=file)
        self._in_writing(draft, MISSING_FILE if missing else "empty_list", phrase)

    def _in_writing(self, draft: Draft, code: str, phrase: Phrase) -> None:
        """There is nothing to choose from."""
        self._warn(draft, code, phrase)
        draft.type = Type("field", "text")
        for column in ("choice_filter", "appearance", "parameters"):
            draft.plain.pop(column, None)

    def _take(self, draft: Draft, name: str, options: Sequence[Option]) -> None:
        if not options:
            self._tell(draft, "empty_list", _("The list “{list}” has no options.", list=name))
            return
        draft.options = name
        self.found[name] = options
        self.several[name] = self.several.get(name, False) or draft.type.kind != "select_one"

    def _tell(self, draft: Draft, code: str, phrase: Phrase) -> None:
        self._problems.fatal(self._survey.name, draft.row, self._survey.header("type"), code, phrase)

    def _warn(self, draft: Draft, code: str, phrase: Phrase) -> None:
        self._problems.warn(self._survey.name, draft.row, self._survey.header("type"), code, phrase)


def _loosely(name: str) -> str:
    return name.lower().replace("_", "").replace(" ", "").replace("-", "")
